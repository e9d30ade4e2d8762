"""Every state a wall and a phone can be in: one session walked through them, for whoever measures
or photographs.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from playwright.sync_api import Page

from tests.support.clients import Phone, Script, room

TWENTY = [
    "Budget", "Reporting", "Hiring and pay", "Travel", "Visibility", "Audits", "Contracts",
    "Overheads", "Advice", "Risks", "Data and photos", "Agenda and chair",
    "Who joins and who leaves", "What counts as success",
    "Who talks to the donor", "Moving money between lines",
    "Which training, and from whom", "Stopping when unsafe",
    "How it ends, and when", "In which language we report",
]  # fmt: skip
BOTH = ["today", "should_be"]
PLAN: dict[str, Any] = {
    "title": "How do we decide?",
    "frame": "in this partnership",
    "threshold": 3,
    "questions": [
        {
            "id": "budget",
            "kind": "who_decides",
            "text": "Who decides on the budget between partners?",
            "passes": BOTH,
        },
        {
            "id": "success",
            "kind": "who_decides",
            "text": "Who decides on what counts as success?",
            "passes": BOTH,
        },
        {
            "id": "safe",
            "kind": "safe",
            "text": "How safe is it to disagree openly here?",
            "passes": BOTH,
        },
        {
            "id": "topics",
            "kind": "choice",
            "text": "Where should we start?",
            "choices": TWENTY,
            "max_choices": 3,
        },
        {"id": "hope", "kind": "gather", "text": "Which decision should we talk about next?"},
    ],
}
FRENCH = {
    "title": "Comment décidons-nous ?",
    "frame": "dans ce partenariat",
    "budget": "Qui décide du budget entre partenaires ?",
    "success": "Qui décide de ce qui compte comme réussite ?",
    "safe": "Peut-on exprimer ici un désaccord en toute sécurité ?",
    "topics": "Par où commencer ?",
    "hope": "De quelle décision parler ensuite ?",
}
IN_TWO_LANGUAGES = PLAN | {"second_language": "fr", "translations": {"fr": FRENCH}}
NORTH, SOUTH = [3, 3, 2, 4, 2, 3, 1, 2, 5, 3], [0, 0, 1, 2, 0, 1, 5, 1, 0, 3]
WISHED_NORTH, WISHED_SOUTH = [3, 3, 3, 4, 3, 2, 3, 4, 5, 3], [4, 3, 4, 4, 3, 3, 4, 2, 3, 4]
ALIKE = [0, 0, 0, 1]  # few enough for a veil
TEXTS = [
    "Who signs the contracts, and when they end",
    "In which language we report",
    "What our photos may show",
]


class Seen(NamedTuple):
    """A state, and what stands on the wall once it is there: a selector."""

    name: str
    shown: str


def arrived(page: Page, state: Seen) -> None:
    """Wait until the wall shows the state."""
    page.locator(f"{state.shown} >> visible=true").first.wait_for(state="attached")


class Walk:
    """One session with ten people on each side, who vote by plain HTTP."""

    def __init__(self, base: str, plan: dict[str, Any] = PLAN) -> None:
        self.session = Script(base, plan)
        self.phones: list[Phone] = []

    def states(self) -> Iterator[Seen]:
        """One after the other, each standing until the next is asked for."""
        do = self.session.do
        yield Seen("lobby", ".lobby")
        self.phones = room(self.session, 10, 10)
        do("show_question", question="budget")
        yield Seen("question", ".answers")
        do("expect_paper", southern=3)
        do("open_question", question="budget")
        room(self.session, 0, 1)
        for phone in self.phones[:2]:
            self._cast(phone, {"question": "budget", "pass": "today"}, [3])
        yield Seen("turnout", ".turnout:has-text('2 of 21') [data-when=more_joined]")
        self.ask("budget", "today", NORTH, SOUTH)
        yield Seen("bars", ".row .bar")
        self.ask("budget", "should_be", WISHED_NORTH, WISHED_SOUTH)
        for form, part in (
            ("shares", ".rows[data-form=shares]"),
            ("dots", ".dots-row"),
            ("table", ".numbers"),
        ):
            do("choose_form", form=form)
            yield Seen(form, part)
        yield from self._kept_back()
        yield from self._own_words()
        yield from self._beside()

    def _kept_back(self) -> Iterator[Seen]:
        """Groups that are veiled or withheld, in bars and in dots."""
        do = self.session.do
        self.ask("success", "today", NORTH, ALIKE)
        do("choose_form", form="bars")
        yield Seen("veiled", ".row-note:has-text('All or nearly all')")
        self.ask("success", "should_be", WISHED_NORTH, WISHED_SOUTH)
        do("choose_form", form="dots")
        yield Seen("dots-veiled", ".dots-note:has-text('all or nearly all alike')")
        self.ask("safe", "today", NORTH, SOUTH[:2])
        do("choose_form", form="bars")
        yield Seen("withheld", ".row-note:has-text('Fewer than 3')")
        self.ask("safe", "should_be", WISHED_NORTH, SOUTH[:2])
        do("choose_form", form="dots")
        yield Seen("dots-withheld", ".dots-note:has-text('not shown')")

    def _own_words(self) -> Iterator[Seen]:
        do = self.session.do
        do("choose_form", form="bars")
        do("show_question", question="topics")
        yield Seen("twenty-question", ".answers li >> nth=19")
        several = [[at % 20, (at * 7) % 20, 3] for at in range(10)]
        self.ask("topics", "today", several, several[::-1])
        yield Seen(
            "twenty", ":is(.rows[data-form=by_choice] .bar, .numbers td)"
        )  # in two languages the notes are long
        do("ask_again")
        self.ask("topics", "today", several, several[:4], round_number=2)
        yield Seen("twenty-veiled", ".numbers td:has-text('none or nearly none')")
        do("open_question", question="hope")
        do("undo")
        yield Seen("taken-back", "[data-when=taken_back]")
        do("open_question", question="hope")
        for at, words in enumerate(TEXTS):
            self._cast(self.phones[at], {"question": "hope", "round": 2}, [], text=words)
        do("close_question")
        do("reveal_results", question="hope")
        do("show_texts")
        yield Seen("texts", ".texts li")

    def _beside(self) -> Iterator[Seen]:
        """What can stand beside the questions, and the end."""
        do = self.session.do
        do("show_map")
        yield Seen("map", ".map-row")
        for what in (
            "We draft the budget together, from the first table on",
            "Reports may be in French",
        ):
            do("add_agreement", question="budget", what=what, who="Amina and Jan", by="1 March")
        do("show_agreements")
        yield Seen("agreements", ".agreed li")
        do("show_code")
        yield Seen("code", ".lobby")
        do("hide_code")
        do("blank_screen")
        yield Seen("blank", "[data-when=blank]")
        do("unblank_screen")
        do("end_session")
        yield Seen("ended-map", ".map [data-when=thanks]")
        do("hide_map")
        yield Seen("ended", ".quiet h1")

    def ask(
        self, question: str, passing: str, north: list[Any], south: list[Any], round_number: int = 1
    ) -> None:
        """Open if it is not, let these vote, close, which reveals."""
        asking = {"question": question, "pass": passing}
        if not self._is_open(asking):
            self.session.do("open_question", **asking)
        for side, choices in ((self.phones[:10], north), (self.phones[10:], south)):
            for phone, choice in zip(side, choices, strict=False):
                self._cast(
                    phone,
                    {**asking, "round": round_number},
                    choice if isinstance(choice, list) else [choice],
                )
        self.session.do("close_question", **asking)

    def _is_open(self, asking: dict[str, str]) -> bool:
        now = self.session.state()["question"]
        return (
            bool(now) and now["state"] == "open" and [now["id"], now["pass"]] == [*asking.values()]
        )

    def _cast(
        self, phone: Phone, asking: dict[str, Any], choices: list[int], **more: object
    ) -> None:
        phone.vote(sorted(set(choices)), **asking, number=1, **more)
