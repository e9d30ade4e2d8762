"""The use cases, one short method per verb, and the ports they need."""
