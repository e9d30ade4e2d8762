"""The use cases: one short method per verb, and the ports to what they need from outside."""
