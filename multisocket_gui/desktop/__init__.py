"""How the program sits on the desktop: what each platform has of its own, behind one protocol each."""
