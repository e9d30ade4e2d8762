"""What clients may send, and the words both sides use on the wire."""
