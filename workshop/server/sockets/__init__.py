"""WebSocket connections under Socket.IO, and the limits on what they may send."""
