"""A logger that drops everything, for the libraries below: their lines hold addresses, times and
what strangers send. Ours name classes of errors only.
"""

import logging


def silent_logger() -> logging.Logger:
    """The logger to hand to a library."""
    logger = logging.getLogger("workshop.silent")
    logger.setLevel(logging.CRITICAL + 1)
    return logger
