"""Plans that were made to be dear to read, and the old rule that made them so."""

import json
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path

from workshop.config import Config
from workshop.domain.voting.plan import Plan
from workshop.plans.opening import Media
from workshop.wording import say

ROOT = Path(__file__).resolve().parents[3]
"""Not from tests.support.servers, which loads the program: a server reads this file before it is
patched.
"""
Read = Callable[[bytes, Media], Plan]

OLD_RULE = """
from workshop.plans import check_messages, checkers, fields
from tests.unit.plans.bombs import marked, old_nearest
fields.nearest = old_nearest
checkers.PROCESSOR_SECONDS = 1
check_messages.parse_plan = marked(__file__, check_messages.parse_plan)
"""
"""Beside it, two files say how far it is: `began` stays from the first plan on, `at_work` only
while one is read.
"""

ON_THE_HUB = f"""{OLD_RULE}
read = check_messages.parse_plan
checkers.Checkers.plan = lambda _, raw, media: check_messages.CheckedPlan(read(raw, media))
"""
"""As it was: the server itself reads."""


def plan_bomb(unknown: int = 500) -> bytes:
    """500 keys that the plan does not have, each as near as can be to 4,200 that it has: 55 KiB."""
    questions = [
        {
            "id": f"question-{number}",
            "kind": "choice",
            "text": "?",
            "choices": [str(choice) for choice in range(20)],
        }
        for number in range(200)
    ]
    texts = {f"questionn-{number}.{number % 20}": "x" for number in range(unknown)}
    plan = {"title": "T", "questions": questions, "translations": {"fr": texts}}
    return json.dumps(plan, separators=(",", ":")).encode()


def old_nearest(word: object, known: Iterable[str]) -> str:
    """What hints were before: for every fault, against every word there is."""
    close = get_close_matches(str(word).lower(), list(known), n=1)
    return f" {say('Did you mean “{word}”?', word=close[0])}" if close else ""


def marked(beside: str, read: Read) -> Read:
    """That reader of plans, with a file `began` that stays, and a file `at_work` for as long as it
    reads.
    """
    began, at_work = (Path(beside).with_name(name) for name in ("began", "at_work"))

    def read_with_marks(raw: bytes, media: Media) -> Plan:
        at_work.touch()
        began.touch()
        try:
            return read(raw, media)
        finally:
            at_work.unlink()

    return read_with_marks


def old_environment(folder: Path) -> dict[str, str]:
    """In which a judge starts with the old rule, and with one second for each plan."""
    (folder / "sitecustomize.py").write_text(OLD_RULE)
    return {**Config.for_others(), "PYTHONPATH": f"{folder}:{ROOT}"}
