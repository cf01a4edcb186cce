"""The processes that are measured: bare peers, the program with a watch in it, and the embedded cloud they talk to."""
