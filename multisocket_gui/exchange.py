"""What the command line and the running instance say to each other, in bytes.

A request is the length of what follows in digits, a line feed, then the client's folder and the words of the command,
apart by zero bytes (no argument of a program can hold one). An answer is the exit code and the length of what goes to
standard output in digits, a line feed, that text, and then, until the end, what goes to standard error. Not JSON: to
load Python's costs the client more than all the rest of its work.
"""

from __future__ import annotations

LONGEST_REQUEST = 65_536
_LONGEST_LENGTH = len(str(LONGEST_REQUEST))


def request(folder: str, words: list[str]) -> bytes:
    """What the client sends: the folder against which it means relative paths, and the words."""
    body = "\0".join([folder, *words]).encode("utf-8", "surrogateescape")
    return b"%d\n" % len(body) + body


def read_request(received: bytes) -> tuple[str, list[str]] | None:
    """The folder and the words; None as long as more is to come. ValueError where it is no request."""
    head, line_feed, body = received.partition(b"\n")
    if not head.isdigit() or len(head) > _LONGEST_LENGTH or int(head) > LONGEST_REQUEST:
        raise ValueError("no length")
    if not line_feed or len(body) < int(head):
        return None
    folder, *words = body[: int(head)].decode("utf-8", "surrogateescape").split("\0")
    if not words:
        raise ValueError("no words")
    return folder, words


def answer(code: int, out: str, err: str) -> bytes:
    """What the instance answers."""
    printed = out.encode("utf-8", "replace")
    return b"%d %d\n" % (code, len(printed)) + printed + err.encode("utf-8", "replace")


def read_answer(received: bytes) -> tuple[int, str, str]:
    """The exit code and the texts for standard output and error. ValueError where it is cut, or is none."""
    head, _, body = received.partition(b"\n")
    code, length = map(int, head.split(b" "))
    if len(body) < length:
        raise ValueError("cut short")
    return code, body[:length].decode(), body[length:].decode()
