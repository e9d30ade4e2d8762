"""The rules of voting, as pure functions and frozen values on the standard library alone.

Time, randomness and ids come in as arguments, so that every rule can be tested without a server.
"""
