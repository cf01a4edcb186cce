"""What is said of scenes wherever they are shown, in the window or elsewhere. Through gettext and without Qt."""

from __future__ import annotations

from .home.scene import Activity
from .words import OLD_AFTER, age, tr


def activity_word(activity: Activity) -> str:
    """How a scene stands, in a word."""
    return {
        Activity.ACTIVE: tr("active"),
        Activity.PARTLY: tr("partly active"),
        Activity.NOT: tr("not active"),
        Activity.UNKNOWN: tr("not known"),
    }[activity]


def activity_line(activity: Activity, since: float | None, now: float) -> str:
    """The same with its age, where the oldest reading it rests on, of `since` (seconds since the epoch), is old."""
    word = activity_word(activity)
    if since is None or activity is Activity.UNKNOWN or now - since < OLD_AFTER:
        return word
    return tr("{state}, read {age}").format(state=word, age=age(now - since))
