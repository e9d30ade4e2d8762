"""Every text the program itself says to a person, one module per subject; plans bring their own texts.

All of them pass through `say`, the one place a catalogue of another language attaches.
"""


def say(text: str, /, **parameters: object) -> str:
    """The text with its parameters filled in."""
    return text.format(**parameters)
