"""Bytes, sockets, threads and limits; knows no question, ballot or session."""
