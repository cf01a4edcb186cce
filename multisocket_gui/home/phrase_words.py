"""The words that people may type to the palette: English and French at once, whatever language the screen speaks.

All of them as `names.plain` leaves them: no accents, no capitals.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto


class Act(StrEnum):
    """What may be asked by typing."""

    TOGGLE = auto()
    ON = auto()
    OFF = auto()
    LOCK = auto()
    UNLOCK = auto()
    UNDO = auto()
    REFRESH = auto()
    SHOW = auto()
    SETTINGS = auto()
    HISTORY = auto()
    TIMERS = auto()
    HELP = auto()
    SIGN_IN = auto()
    SIGN_OUT = auto()
    QUIT = auto()


VERBS: Mapping[Act, tuple[str, ...]] = {
    Act.ON: (
        *("on", "turn on", "switch on"),
        *("allume", "allumer", "allumez", "marche", "en marche", "active", "activer"),
    ),
    Act.OFF: (
        *("off", "turn off", "switch off"),
        *("eteins", "eteindre", "eteignez", "arret", "arrete", "arreter", "coupe", "couper", "desactiver"),
    ),
    Act.TOGGLE: ("toggle", "switch", "flip", "bascule", "basculer", "inverse", "inverser", "commuter"),
    Act.LOCK: ("lock", "verrouille", "verrouiller", "bloque", "bloquer"),
    Act.UNLOCK: ("unlock", "deverrouille", "deverrouiller", "debloque", "debloquer"),
}
"""Said of an outlet, of a whole strip, of a scene."""

COMMANDS: Mapping[Act, tuple[str, ...]] = {
    Act.UNDO: ("undo", "take back", "annuler", "defaire"),
    Act.REFRESH: ("refresh", "read again", "actualiser", "rafraichir", "relire"),
    Act.SHOW: ("show window", "open window", "afficher la fenetre", "ouvrir la fenetre"),
    Act.SETTINGS: ("settings", "preferences", "options", "parametres", "reglages"),
    Act.HISTORY: ("history", "historique", "journal"),
    Act.TIMERS: ("timers", "schedules", "minuteries", "minuteurs", "programmations"),
    Act.HELP: ("help", "keys", "shortcuts", "aide", "touches", "raccourcis"),
    Act.SIGN_IN: ("sign in", "log in", "login", "se connecter", "connexion"),
    Act.SIGN_OUT: ("sign out", "log out", "logout", "se deconnecter", "deconnexion"),
    Act.QUIT: ("quit", "exit", "quitter"),
}
"""Said of the program: each is found by the beginnings of its words."""

ALL = ("all", "everything", "tout", "tous", "toute", "toutes")
SCENE = ("scene", "scenes", "ambiance", "ambiances")
FILLERS = frozenset(
    (
        *("turn", "put", "mets", "met"),
        *("the", "a", "an", "my", "of", "in", "to", "please"),
        *("le", "la", "les", "l'", "un", "une", "mon", "ma", "mes", "de", "du", "des", "d'", "dans"),
    )
)
"""What may stand around a name and mean nothing."""
