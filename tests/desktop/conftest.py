"""What is tested on which platform."""

from __future__ import annotations

import sys

if not sys.platform.startswith("linux"):
    collect_ignore = ["test_notify.py"]  # the desktop's message bus is Linux's
