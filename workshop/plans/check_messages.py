"""The messages between the server and a checker process, as bytes.

The answer has a form of our own, whatever a stranger wrote, so that reading it costs little.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from workshop.domain import errors
from workshop.domain.errors import Fault, FaultyPlan, Refusal
from workshop.domain.insight.comparison import Baseline
from workshop.domain.report import baseline_document
from workshop.domain.voting.plan import Plan
from workshop.plans.form import parse_plan, read_plan
from workshop.plans.opening import Media, parse_opening
from workshop.plans.results_file import read_baseline
from workshop.plans.toml_file import as_toml
from workshop.wording.languages import speaking

PLAN, OPENING = "plan", "opening"


@dataclass(frozen=True)
class CheckRequest:
    """What is to be read: `what` is a plan, or what a session is opened with.

    Errors are told in `language`, which is also that of a starter plan.
    """

    what: str
    media: Media
    language: str


@dataclass(frozen=True)
class CheckedPlan:
    """A sound plan, and the earlier session to compare with.

    Where only a plan was asked about, it is there as a TOML file, too.
    """

    plan: Plan
    toml: str = ""
    baseline: Baseline | None = None


def encode_request(asked: CheckRequest, raw: bytes) -> bytes:
    """The message to the checker."""
    return json.dumps(asdict(asked)).encode() + b"\n" + raw


def answer_request(message: bytes) -> bytes:
    """The checker's answer to a message."""
    head, _, raw = message.partition(b"\n")
    asked = CheckRequest(**json.loads(head))
    with speaking(asked.language):
        try:
            told = _READERS[asked.what](asked, raw)
        except FaultyPlan as faulty:
            told = {"faults": [[fault.at, fault.message] for fault in faulty.faults]}
        except Refusal as refusal:
            told = {"reason": refusal.reason, "parameters": refusal.parameters}
    return json.dumps(told).encode()


def decode_answer(message: bytes) -> CheckedPlan:
    """The result in an answer. Raises what reading here would raise."""
    told = json.loads(message)
    if "faults" in told:
        raise FaultyPlan(Fault(at, said) for at, said in told["faults"])
    if "reason" in told:
        refusal: type[Refusal] = getattr(errors, told["reason"])
        raise refusal(**told["parameters"])
    earlier = told["baseline"]
    return CheckedPlan(read_plan(told["plan"]), told["toml"], earlier and read_baseline(earlier))


def _plan(asked: CheckRequest, raw: bytes) -> dict[str, Any]:
    plan = parse_plan(raw, asked.media)
    return {"plan": plan.as_document(), "toml": as_toml(plan), "baseline": None}


def _opening(asked: CheckRequest, raw: bytes) -> dict[str, Any]:
    plan, earlier = parse_opening(raw, asked.media, asked.language)
    return {
        "plan": plan.as_document(),
        "toml": "",
        "baseline": earlier and baseline_document(earlier),
    }


_READERS: dict[str, Callable[[CheckRequest, bytes], dict[str, Any]]] = {
    PLAN: _plan,
    OPENING: _opening,
}
