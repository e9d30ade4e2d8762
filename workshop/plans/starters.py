"""The starter plans that come with the program, each in a file with its translations.

A desk gets them in its own language, to lead and edit them in words of its own.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workshop.domain.errors import UnknownStarterPlan
from workshop.domain.voting.plan import Plan
from workshop.plans.form import read_plan
from workshop.wording.languages import ENGLISH

IDS = (
    "short",
    "money",
    "programme-cycle",
    "localisation",
    "conference",
    "donor-in-the-room",
    "blank",
)


@dataclass(frozen=True)
class Starter:
    """A plan of the gallery; a group needs about so many `minutes` for it."""

    id: str
    title: str
    summary: str
    minutes: int
    plan: Plan


def starters(language: str = ENGLISH) -> tuple[Starter, ...]:
    """Every starter plan, in the order of the gallery, written in one of the languages of desks."""
    return tuple(_starter(starter_id, language) for starter_id in IDS)


def starter(starter_id: str, language: str = ENGLISH) -> Plan:
    """The plan of one starter, written in one of the languages of desks.

    Raises UnknownStarterPlan.
    """
    if starter_id not in IDS:
        raise UnknownStarterPlan(plan=starter_id)
    return _starter(starter_id, language).plan


@cache
def _starter(starter_id: str, language: str) -> Starter:
    document = tomllib.loads((files(__package__) / f"{starter_id}.toml").read_text("utf-8"))
    about = document.pop("about")
    plan = read_plan(document).written_in(language)
    return Starter(starter_id, plan.title, about["summary"][language], about["minutes"], plan)
