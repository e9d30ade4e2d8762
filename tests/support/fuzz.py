"""`python -m tests.support.fuzz [seconds]`: what reads from outside, fed by a fuzzer that watches
which lines it reaches.

Opt-in, as it needs `requirements/fuzz.txt` (Linux on x86-64). The first byte of an input chooses
the reader. Whatever comes in, each must give a value or a refusal; anything else stops the run, and
the input lies in the folder printed.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris
from pydantic import BaseModel

from tests.support.servers import ROOT

with atheris.instrument_imports(include=["workshop", "tomllib", "json"]):
    from workshop.domain.errors import Refusal
    from workshop.plans.form import parse_plan, read_plan
    from workshop.plans.results_file import read_baseline
    from workshop.plans.toml_file import as_toml
    from workshop.protocol.messages import BallotForm, read
    from workshop.protocol.verbs import FORMS

STARTERS = ROOT / "workshop" / "plans"


def toml(raw: bytes) -> None:
    """A plan in TOML: what came out goes in again."""
    plan = parse_plan(raw, "toml")
    assert parse_plan(as_toml(plan).encode(), "toml") == plan


def plan_as_json(raw: bytes) -> None:
    """A plan in JSON, likewise."""
    plan = parse_plan(raw, "json")
    assert read_plan(plan.as_document()) == plan


def baseline(raw: bytes) -> None:
    """The results of an earlier session."""
    read_baseline(json.loads(raw))


def forms(raw: bytes) -> None:
    """A body, as any verb and as a ballot."""
    body = json.loads(raw)
    forms: tuple[type[BaseModel], ...] = (BallotForm, *FORMS.values())
    for form in forms:
        try:
            read(form, body)
        except Refusal:
            continue


READERS: tuple[Callable[[bytes], None], ...] = (toml, plan_as_json, baseline, forms)


def feed(data: bytes) -> None:
    """One input. A body that is not JSON is refused before any of these readers."""
    try:
        READERS[(data[0] if data else 0) % len(READERS)](data[1:])
    except (Refusal, json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return


def main() -> None:
    """Feed until the seconds are over."""
    seconds = sys.argv[1] if sys.argv[1:] else "60"
    folder = Path(tempfile.mkdtemp(prefix="workshop-fuzz-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    for file in STARTERS.rglob("*.toml"):
        plan = file.read_bytes()
        (corpus / file.stem).write_bytes(b"\x00" + plan)
    for reader, text in (
        (1, '{"title": "T", "questions": [{"id": "a", "kind": "agree", "text": "t"}]}'),
        (3, "{}"),
    ):
        (corpus / f"seed-{reader}").write_bytes(bytes([reader]) + text.encode())
    sys.stdout.write(f"Inputs and finds: {folder}\n")
    options = [
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-max_len=4096",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], feed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
