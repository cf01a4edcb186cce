"""The Multisocket service. The only room that speaks HTTP with it."""
