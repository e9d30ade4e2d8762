"""Requests from the first byte to the last byte of the answer, and the limits on the way."""
