"""Multisocket GUI: the outlets of Legrand multisockets and Wi-Fi sockets, on the desktop."""

__version__ = "0.1.0"
