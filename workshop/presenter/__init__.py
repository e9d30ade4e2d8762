"""The presenter: turns values into the payloads that each audience is sent."""
