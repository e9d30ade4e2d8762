"""The rules of a session, in the order a vote passes them: from the plan to what may be told."""
