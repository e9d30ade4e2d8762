"""The Socket.IO door, one file per audience. `broadcaster` alone emits to a room."""
