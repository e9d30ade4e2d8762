"""Processes that work aside."""
