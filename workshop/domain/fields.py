"""A reader of parsed JSON from outside: every value is checked and knows its path.

Used for results files. An error names the place in the document that a person has to correct.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from workshop.domain.errors import MalformedRequest

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Field:
    """A value and its path (`results[2].groups.northern`).

    Every method raises MalformedRequest with that path when the value is not of its kind.
    """

    value: object
    at: str = ""

    def __getitem__(self, name: str) -> "Field":
        at = f"{self.at}.{name}" if self.at else name
        table = self.table()
        if name not in table:
            raise MalformedRequest(at=at, problem="is missing")
        return Field(table[name], at)

    def __contains__(self, name: str) -> bool:
        return name in self.table()

    def items(self) -> Iterator["Field"]:
        """The values of a list."""
        if not isinstance(self.value, list):
            raise self.malformed("must be a list")
        return (Field(value, f"{self.at}[{position}]") for position, value in enumerate(self.value))

    def table(self) -> Mapping[str, object]:
        """The fields of an object, by name."""
        if not isinstance(self.value, dict):
            raise self.malformed("must be an object")
        return self.value

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            raise self.malformed("must be a text")
        return self.value

    def number(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        if (
            not isinstance(self.value, int)
            or isinstance(self.value, bool)
            or not least <= self.value <= most
        ):
            raise self.malformed(f"must be a whole number from {least} to {most}")
        return self.value

    def day(self) -> date:
        """A date without a time, as 2030-12-31."""
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.malformed("must be a date as 2030-12-31") from None

    def one_of(self, names: type[E]) -> E:
        """One of an enumeration's names."""
        try:
            return names(self.text())
        except ValueError:
            raise self.malformed(f"must be one of {', '.join(names)}") from None

    def malformed(self, problem: str) -> MalformedRequest:
        """The refusal of this value."""
        return MalformedRequest(at=self.at, problem=problem)
