"""The invariants of secrecy.md in rooms full of people, on the reference model and on SQLite."""
