"""Answers of 200 whose body is not what the contract says; the request took effect all the same.

What a body looks like that nobody may send is demo's choice, of course.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from multisocket_gui.demo.wire import Answer

HUGE = 10_000_000
"""Bytes of a huge answer."""


def spoiled(answer: Answer, kind: str) -> Answer:
    """The answer with its body spoiled in one of the ways of SPOILED; an answer other than 200 is left as it is."""
    return replace(answer, body=SPOILED[kind](answer.body)) if answer.status == 200 else answer


def _each_plug(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    def spoil(body: bytes) -> bytes:
        plugs = json.loads(body)["plugs"] if body else [{"id": "?", "name": "?", "status": [True]}]
        return json.dumps({"plugs": [change(plug) for plug in plugs]}).encode()

    return spoil


def _twice(body: bytes) -> bytes:
    plugs = json.loads(body)["plugs"] if body else [{"id": "?", "name": "?", "status": [True]}]
    return json.dumps({"plugs": plugs * 2}).encode()


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _body: b"",
    "huge": lambda body: body + b" " * (HUGE - len(body)),
    "not_json": lambda body: body.replace(b'"', b"'") or b"OK",
    "wrong_types": _each_plug(lambda plug: plug | {"id": 7, "status": [int(on) for on in plug["status"]]}),
    "missing_fields": _each_plug(lambda plug: {"name": plug["name"]}),
    "duplicate_ids": _twice,
    "nan": _each_plug(lambda plug: plug | {"status": [float("nan")] * len(plug["status"])}),
}
