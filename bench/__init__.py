"""The benchmark: real servers, many phones, ratios printed.

Imports nothing of the program; see `--help`.
"""
