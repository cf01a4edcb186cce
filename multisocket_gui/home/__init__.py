"""What the user owns and what is true about it. Pure Python: no Qt, no network, no threads, no clock of its own."""
