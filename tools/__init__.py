"""What bootstrap.py does its work with: the standard library only, as it runs before `.venv`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
