"""What clients may send, and the names that both sides use on the wire."""
