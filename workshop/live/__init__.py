"""The Socket.IO interface, one file per audience. Only `broadcaster` emits to a room."""
