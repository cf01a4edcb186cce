"""A link that the desktop opened and that was refused is told in the window, until somebody has read it."""

from __future__ import annotations

from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.notices import Notice, Step, notice


def test_a_refused_link_is_told_until_it_was_read(store: Store) -> None:
    told: list[Change] = []
    store.changed.connect(told.append)
    before = notice(store, 0.0)
    store.put_unopened("This link does nothing here.")
    assert notice(store, 0.0) == Notice("This link does nothing here.", (Step.DISMISS,))
    store.put_unopened("")
    assert notice(store, 0.0) == before
    assert told == [Change(line=True)] * 2
