"""The steps of the notices that are the same wherever they are offered: the sign-in's, and a missed run's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.signin.loopback import reply_url

from .notice import Step

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


def take(step: Step, store: Store, controller: Controller) -> None:
    """Do what `step` offers; steps that lead elsewhere (to the settings, say) are their view's own."""
    match step:
        case Step.SIGN_IN if store.account.phase is AccountPhase.SIGNED_IN:
            controller.sign_in_as_another()  # a sign-in that the service no longer takes stands in the way of the next
        case Step.SIGN_IN:
            controller.sign_in()
        case Step.TRY_AGAIN:
            controller.unlock()
        case Step.CANCEL:
            controller.cancel_sign_in()
        case Step.OPEN_BROWSER:
            controller.open_browser()
        case Step.COPY_LINK:
            QGuiApplication.clipboard().setText(store.account.link)
        case Step.RUN_MISSED | Step.SKIP_MISSED if store.missed:
            controller.timers.answer(store.missed[0].timer.id, step is Step.RUN_MISSED)
        case Step.DISMISS if store.unopened:
            controller.dismiss_link()
        case Step.DISMISS:
            controller.timers.dismiss()
        case Step.COPY_REPLY_URL:
            QGuiApplication.clipboard().setText(registered_url(store))


def registered_url(store: Store) -> str:
    """The reply URL that must be registered for the application, exact to the character."""
    return reply_url(store.settings.service.redirect_port)
