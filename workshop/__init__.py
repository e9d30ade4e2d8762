"""Power Workshop: anonymous live voting on who holds power in a partnership.

People vote on their phones; results per group start a discussion.
"""
