"""The whole program as a process of its own: a real window, a real tray, a real browser, a real embedded cloud."""
