"""What PyInstaller makes the program of: a script that stands outside the package it starts."""

import sys

from multisocket_gui.__main__ import main

sys.exit(main())
