"""The rules of a session: from the plan and the ballot to what may be told."""
