"""Keeps sessions on disk: one SQLAlchemy Core code path, SQLite by default, PostgreSQL by URL."""
