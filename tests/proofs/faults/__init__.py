"""Venues as they are: power that fails, disks that fill, Wi-Fi that drops, a bored attacker.
`python -m tests.proofs.faults` prints how all of it went.
"""
