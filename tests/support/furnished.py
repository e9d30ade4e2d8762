"""A session in which every text that anybody can write is written, by our choice; for what must
stay words.
"""

import json
from itertools import count
from typing import Any

from tests.support.clients import Phone, Script

MARKUP = '"><img onerror=x><script>x</script>'
STARTS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "＝1+1", "＠SUM(1)")
"""What a spreadsheet takes for a formula; each is followed by what a browser takes for a picture
and a script.
"""

PAYLOADS = tuple(start + MARKUP for start in STARTS)
FOCUS = {"question": "focus", "pass": "today"}
CHOSEN = [
    {"question": "budget", "pass": "today"},
    {"question": "budget", "pass": "should_be"},
    FOCUS,
    {"question": "first", "pass": "today"},
]  # with those answered in words, six: as many as a phone may cast at once
WRITTEN = [{"question": "next", "pass": "today"}, {"question": "hope", "pass": "today"}]


class Words:
    """The texts one after the other, again and again, each time with another number at its end."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts
        self._numbers = count()

    def __call__(self) -> str:
        number = next(self._numbers)
        return f"{self._texts[number % len(self._texts)]}{number}"


def plan(words: Words) -> dict[str, Any]:
    """Every kind of question, and every text of a plan."""
    return {
        "title": words(),
        "frame": words(),
        "threshold": 3,
        "groups": {"northern": words(), "southern": words(), "neither": words()},
        "questions": [
            {
                "id": "budget",
                "kind": "who_decides",
                "text": words(),
                "passes": ["today", "should_be"],
            },
            {"id": "focus", "kind": "choice", "text": words(), "choices": [words(), words()]},
            {"id": "first", "kind": "prioritise", "text": words(), "choices": [words(), words()]},
            {"id": "trust", "kind": "safe", "text": words()},
            {"id": "next", "kind": "gather", "text": words()},
            {"id": "hope", "kind": "reflection", "text": words()},
        ],
        "translations": {"fr": {"title": words(), "budget": words(), "groups.southern": words()}},
    }


class Furnished:
    """A session on this server in which everything was asked; `later` is one that is compared with
    it.
    """

    def __init__(self, base: str, *texts: str) -> None:
        words = Words(*texts)
        self.plan = plan(words)
        self.script = Script(base, self.plan)
        self.script.do("make_slips", northern=3, southern=4)
        slips = self.script.call("GET", "/slips").json()
        self.slip: str = slips["southern"].pop()
        hats = [(group, slip) for group in ("northern", "southern") for slip in slips[group]]
        self.phones = [Phone(base, self.script.code, group, slip) for group, slip in hats]
        for asking in CHOSEN:
            _asked(self.script, self.phones, asking, choices=[1])
        for asking in WRITTEN:
            _asked(self.script, self.phones, asking, choices=[], text=words())
            self.script.do("show_texts")
            self.script.do("reveal_results")
        self.script.do("add_question", question={"kind": "agree", "text": words()})
        self.script.do("add_agreement", question="budget", what=words(), who=words(), by=words())
        self.script.do("add_agreement", what=words(), who=words(), by=words())
        assert self.script.call("POST", "/desks", json={"name": words()}).status_code == 201
        self.later = self._compared(base)

    def _compared(self, base: str) -> Script:
        """Another session with the same questions, which has last time's results and agreements
        beside its own.
        """
        last_time = json.loads(self.script.export("results.json"))
        later = Script(base, {"baseline": last_time})
        _asked(
            later,
            [Phone(base, later.code, phone.group) for phone in self.phones],
            FOCUS,
            choices=[0],
        )
        return later


def _asked(session: Script, phones: list[Phone], asking: dict[str, Any], **ballot: Any) -> None:
    session.do("open_question", **asking)
    for phone in phones:
        assert phone.cast(**asking, **ballot)["ok"]
    session.do("close_question", **asking)
