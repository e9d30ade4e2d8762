"""The ballot box: what was voted; never who, never when, never in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category, normalize

from workshop.domain.blank_text import says_something
from workshop.domain.errors import TextNotAsked, TextTooLong, TooManyChoices, UnknownChoice
from workshop.domain.voting.question import TEXT_MOST, Question

# Every ballot of a question is equally long before sealing, so that length tells nothing: of what
# is written, too.
PADDED_BYTES = 32
_LENGTH_BYTES = 2
WRITTEN_BYTES = _LENGTH_BYTES + 4 * TEXT_MOST

_NEVER_SHOWN = {
    "Cc",
    "Cs",
    "Cn",
    "Co",
}  # control characters, halves of characters, and what Unicode keeps for no use


@dataclass(frozen=True)
class Ballot:
    """One ballot: the chosen positions, ascending, or the text of a written answer.

    Empty means "no answer", which is counted as such. `text` is None for questions without words.
    """

    choices: tuple[int, ...] = ()
    text: str | None = None


def fill_in(question: Question, choices: Sequence[int], text: str = "") -> Ballot:
    """A valid ballot; a text becomes one line, without characters that cannot be shown.

    Raises UnknownChoice, TooManyChoices (also for a position named twice), TextTooLong or
    TextNotAsked.
    """
    if any(not 0 <= choice < question.choice_count for choice in choices):
        raise UnknownChoice()
    if len(choices) > question.max_choices or len(set(choices)) != len(choices):
        raise TooManyChoices(allowed=question.max_choices)
    line = _one_line(text)
    if question.takes_text:
        if len(line) > TEXT_MOST:
            raise TextTooLong(allowed=TEXT_MOST)
        return Ballot(text=line)
    if line:
        raise TextNotAsked()
    return Ballot(tuple(sorted(choices)))


def write(ballot: Ballot) -> bytes:
    """The ballot as bytes of one length: a bit per position, or the text after its length."""
    if ballot.text is None:
        return sum(1 << choice for choice in ballot.choices).to_bytes(PADDED_BYTES, "little")
    words = ballot.text.encode()
    return (len(words).to_bytes(_LENGTH_BYTES, "little") + words).ljust(WRITTEN_BYTES, b"\0")


def read(paper: bytes) -> Ballot:
    """The ballot that `write` wrote."""
    if len(paper) == WRITTEN_BYTES:
        end = _LENGTH_BYTES + int.from_bytes(paper[:_LENGTH_BYTES], "little")
        return Ballot(text=paper[_LENGTH_BYTES:end].decode())
    bits = int.from_bytes(paper, "little")
    return Ballot(tuple(choice for choice in range(PADDED_BYTES * 8) if bits >> choice & 1))


def _one_line(text: str) -> str:
    line = " ".join(normalize("NFC", text).split())
    shown = "".join(character for character in line if category(character) not in _NEVER_SHOWN)
    return shown.strip() if says_something(shown) else ""
