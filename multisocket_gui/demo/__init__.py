"""The embedded cloud: the Multisocket API and its sign-in on loopback, over real HTTP, with real faults.

It answers what the published contract documents. Where the contract is silent the demo has to do *something*;
each such place says "demo's choice" in its docstring, and no client may rely on it.
"""

import logging

# Without a handler of its own, logging would print warnings on standard error.
logging.getLogger(__name__).addHandler(logging.NullHandler())
