"""What comes in by socket and by HTTP, on a running server."""
