"""Power Workshop: anonymous live voting on who holds power in a partnership, and the talk about
it.
"""

__version__ = "0.1.0"
