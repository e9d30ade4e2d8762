"""Worker processes with resource limits, for reading strangers' input and drawing files.

Whatever that costs, every phone in the room goes on.
"""
