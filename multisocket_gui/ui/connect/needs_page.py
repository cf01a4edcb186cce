"""What one needs, and the trap in it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from multisocket_gui.ui.text_line import Voice
from multisocket_gui.words import tr

from .page import Page
from .step import Step


class NeedsPage(Page):
    """Nothing is typed here. In the demo it says what comes of going on."""

    def __init__(self, *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(Step.NEEDS, parent)
        if demo:
            self.say(tr("This is the demo. Connecting your home leaves it: the program starts again without the demo."))
            self.say(tr("The demo's home stays as it is: “multisocket-gui --demo” shows it again."), Voice.QUIET)
        self.say(tr("You need two accounts, and they may be two different ones:"))
        self.say(tr("1. An account of Legrand's developer portal. It gives you a subscription key and a client id."))
        self.say(tr("2. The account of your home: the one with which you sign in to Legrand's app."))
        self.say(tr("The trap: the portal's account may own no home. Each step says which of the two it means."))
        self.say(
            tr(
                "The portal may take days to approve your application. Press Later meanwhile: nothing is lost, and the"
                " steps go on where you left them."
            ),
            Voice.QUIET,
        )
