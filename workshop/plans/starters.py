"""The starter plans we bring: a gallery to begin from, each a file beside this one."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workshop.domain.errors import UnknownStarterPlan
from workshop.domain.plan import Plan
from workshop.plans.form import read_plan

IDS = ("short", "money", "programme-cycle", "localisation", "conference", "donor-in-the-room", "blank")


@dataclass(frozen=True)
class Starter:
    """A plan for the gallery; `minutes` is about how long a group talks its way through it."""

    id: str
    title: str
    summary: str
    minutes: int
    plan: Plan


def starters() -> tuple[Starter, ...]:
    """Every starter plan, in the order of the gallery."""
    return tuple(_starter(starter_id) for starter_id in IDS)


def starter(starter_id: str) -> Plan:
    """The plan of one starter. Raises UnknownStarterPlan."""
    if starter_id not in IDS:
        raise UnknownStarterPlan(plan=starter_id)
    return _starter(starter_id).plan


@cache
def _starter(starter_id: str) -> Starter:
    document = tomllib.loads((files(__package__) / f"{starter_id}.toml").read_text("utf-8"))
    about = document.pop("about")
    plan = read_plan(document)
    return Starter(starter_id, plan.title, about["summary"], about["minutes"], plan)
