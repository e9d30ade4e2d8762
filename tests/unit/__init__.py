"""The rules and the rooms around them, in memory: no server, no browser."""
