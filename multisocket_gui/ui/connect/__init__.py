"""Connects a home step by step: what is needed, where it is found, whether it is right, and what is still missing."""

from .dialog import ConnectDialog

__all__ = ["ConnectDialog"]
