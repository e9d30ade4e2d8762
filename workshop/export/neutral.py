"""Protection against CSV injection: texts that a spreadsheet would run as formulas."""

import unicodedata

_STARTS_FORMULA = frozenset("=+-@")
_INVISIBLE = ("Z", "C")  # separators; control and format characters


def neutralise(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet could take it for a formula.

    That is: it starts with = + - @, also after white space or invisible characters, also in the
    full-width and small forms that East Asian spreadsheets read alike; or with a tab or a line
    break, which move what follows into a cell of its own (OWASP, CSV Injection).
    """
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) or _is_formula(text) else text


def _is_formula(text: str) -> bool:
    first = next(
        (sign for sign in text if not unicodedata.category(sign).startswith(_INVISIBLE)), ""
    )
    return unicodedata.normalize("NFKC", first) in _STARTS_FORMULA
