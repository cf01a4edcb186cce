"""The pages of the embedded sign-in: self-contained, light and dark, in plain words."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape

from multisocket_gui.demo.wire import Answer, html_answer

_STYLE = """
:root { color-scheme: light dark; --back: #f4f5f7; --card: #fff; --ink: #1c2430; --soft: #566070; --line: #79828f;
  --accent: #1b5fc1; --on-accent: #fff; --bad: #a81e1e; }
@media (prefers-color-scheme: dark) { :root { --back: #14171c; --card: #1e232a; --ink: #e8ecf1; --soft: #a6b0be;
  --line: #77828f; --accent: #8ab8ff; --on-accent: #0b1a30; --bad: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px;
  background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 400px; padding: 32px; border-radius: 8px; background: var(--card);
  box-shadow: 0 1px 3px rgb(0 0 0 / .16); }
h1 { margin: 0 0 4px; font-size: 22px; font-weight: 600; }
p { margin: 0 0 16px; color: var(--soft); }
label { display: block; margin: 16px 0 4px; font-weight: 500; }
input { width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px;
  background: transparent; color: inherit; font: inherit; }
.buttons { display: flex; gap: 8px; margin: 24px 0; }
button { min-height: 44px; padding: 8px 16px; border: 1px solid var(--line); border-radius: 8px;
  background: transparent; color: inherit; font: inherit; cursor: pointer; }
button.main { flex: 1; border-color: var(--accent); background: var(--accent); color: var(--on-accent);
  font-weight: 600; }
button.plain { min-height: 32px; margin: -8px 0 16px; padding: 0; border: 0; color: var(--accent); font-size: 14px; }
button:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.wrong { color: var(--bad); font-weight: 500; }
.note { margin: 0; padding-top: 16px; border-top: 1px solid var(--line); font-size: 14px; }
code { color: var(--ink); overflow-wrap: anywhere; }
"""
_SUBMIT = "document.forms[0].submit();"


def sign_in_page(action: str, shown: tuple[str, str], typed: str | None = None) -> Answer:
    """The form with `shown` (the demo's e-mail and password) filled in.

    `typed` is the e-mail of an attempt that failed: then the page says so and waits for the password.
    """
    email, password = shown
    message = '<p class="wrong" id="message" role="alert">The e-mail or the password is not right.</p>'
    body = f"""<h1>Sign in</h1>
<p>Multisocket GUI, embedded cloud</p>
{message if typed is not None else ""}
<form method="post" action="{escape(action)}">
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required
 value="{escape(email if typed is None else typed)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"
 value="{escape(password if typed is None else "")}">
<div class="buttons">
<button id="sign-in" class="main" name="action" value="sign-in">Sign in</button>
<button id="cancel" name="action" value="cancel" formnovalidate>Cancel</button>
</div>
<button id="forgot" class="plain" name="action" value="forgot" formnovalidate>Forgot your password?</button>
</form>
<p class="note">This is a demonstration on your own computer: nothing leaves it. Demo account:
<code id="demo-email">{escape(email)}</code>, password <code id="demo-password">{escape(password)}</code></p>"""
    return _page("Sign in", body)


def new_password_page(action: str, email: str, complaint: str = "") -> Answer:
    """The form that takes a new password twice, with `complaint` where an attempt failed."""
    message = f'<p class="wrong" id="message" role="alert">{escape(complaint)}</p>'
    body = f"""<h1>Choose a new password</h1>
<p>Multisocket GUI, embedded cloud</p>
{message if complaint else ""}
<form method="post" action="{escape(action)}">
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required value="{escape(email)}">
<label for="password">New password</label>
<input id="password" name="password" type="password" autocomplete="new-password" required>
<label for="again">New password, again</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<div class="buttons">
<button id="change" class="main" name="action" value="change">Change password</button>
<button id="cancel" name="action" value="cancel" formnovalidate>Cancel</button>
</div>
</form>
<p class="note">This is a demonstration on your own computer: nothing leaves it, and no e-mail is sent to prove who you
are. The new password is good until the demonstration ends.</p>"""
    return _page("Choose a new password", body)


def self_submitting_page(action: str, fields: Iterable[tuple[str, str]]) -> Answer:
    """The answer of `response_mode=form_post`: a form that sends itself to the reply URL."""
    inputs = "\n".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields)
    body = f"""<h1>One moment</h1>
<p>Going back to the application.</p>
<form method="post" action="{escape(action)}" id="auto">
{inputs}
<noscript><button class="main">Continue</button></noscript>
</form>
<script>{_SUBMIT}</script>"""
    return _page("One moment", body)


def message_page(status: int, title: str, text: str) -> Answer:
    """A page that only says something; `text` may have line breaks."""
    lines = "<br>".join(escape(line) for line in text.splitlines())
    return _page(title, f'<h1>{escape(title)}</h1>\n<p id="message">{lines}</p>', status)


def _page(title: str, body: str, status: int = 200) -> Answer:
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Multisocket GUI demo</title>
<link rel="icon" href="data:,">
<style>{_STYLE}</style>
</head>
<body><main>
{body}
</main></body>
</html>
"""
    return html_answer(status, page, ("Content-Security-Policy", _policy()), *_NEVER_STORED)


_NEVER_STORED = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)


def _policy() -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(_STYLE)}'",
            f"script-src '{_hash(_SUBMIT)}'",
            "img-src data:",
            "form-action 'self' http://localhost:* http://127.0.0.1:*",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
