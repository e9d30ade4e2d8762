"""Questions that tests of the rules ask: one pick of three, several of three, one choice each."""

from dataclasses import replace

from workshop.domain.voting.question import Kind, Question

ONE_OF_THREE = Question("q", Kind.CHOICE, "?", choices=("a", "b", "c"), max_choices=1)
SOME_OF_THREE = replace(ONE_OF_THREE, max_choices=3)
ONE_EACH = replace(ONE_OF_THREE, choices=tuple("abcdefghijklmnopqrst"))
