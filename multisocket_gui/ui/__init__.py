"""Widgets, one class a file: they read the store and emit what was asked; the store's `changed` repaints them."""
