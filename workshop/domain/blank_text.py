"""The check that a text contains something a person can see.

Unicode counts some invisible characters as letters; a plan or an answer made of those is empty.
"""

import re
from unicodedata import category

BLANK = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point, which Python does not have, and three blank characters.
"""


def says_something(text: str) -> bool:
    """Whether the text has a visible character: not only blanks, control characters and such."""
    return any(category(character)[0] not in "CZ" for character in BLANK.sub("", text))
