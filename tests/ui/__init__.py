"""The window, the settings and the tray, on a real store."""
