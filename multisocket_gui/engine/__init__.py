"""Clicks become calls, answers become truth. QtCore and QtNetwork only."""
