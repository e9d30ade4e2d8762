"""Power Workshop: anonymous live voting on who holds power in a partnership, and the talk after."""
