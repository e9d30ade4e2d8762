"""The store: keeps sessions on disk with SQLAlchemy Core, on SQLite or PostgreSQL."""
