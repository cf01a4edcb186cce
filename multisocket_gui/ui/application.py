"""The Qt application: named for the desktop, in the person's language."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from multisocket_gui import __version__, paths
from multisocket_gui.speech import language, use_language

from .icons import icon


def new_application() -> QApplication:
    """The Qt application, named for the desktop."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName(paths.APP)
    application.setApplicationDisplayName("Multisocket GUI")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(paths.APP_ID)
    application.setWindowIcon(icon("multisocket-gui"))
    application.setQuitOnLastWindowClosed(False)
    _speak(application)
    return application


def _speak(application: QApplication) -> None:
    """Use the person's language, for our sentences and for Qt's."""
    if sys.platform in ("win32", "darwin"):  # which do not say it in the environment
        use_language(*(name.replace("-", "_") for name in QLocale.system().uiLanguages()))
    translator = QTranslator(application)
    if translator.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
