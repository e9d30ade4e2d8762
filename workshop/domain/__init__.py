"""The rules, pure: standard library only. Time, randomness and ids come in as arguments."""
