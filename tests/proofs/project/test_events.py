"""Every field that a facilitator is sent by a running server stands in docs/events.md."""

import re

from tests.support.clients import BUDGET_TODAY, Script, desk
from tests.support.servers import Server
from tests.unit.project.test_docs import text


def test_every_field_of_a_facilitators_state_and_of_a_release_is_described(
    one_server: Server,
) -> None:
    script = Script(one_server.base)
    with desk(script) as socket:
        script.do("open_question", **BUDGET_TODAY)
        script.do("close_question", **BUDGET_TODAY)
        script.do("add_agreement", what="Meet again")
        socket.until(
            lambda seen: bool(
                seen.all("results_released") and seen.newest("session_changed")["agreements"]
            )
        )
        payloads = [payload for _, payload in socket.facts]
    described = set(re.findall(r"\w+", text("docs/events.md")))
    assert fields(payloads) <= described
    assert {
        "beats",
        "joined",
        "picture",
        "suppressed",
        "card",
        "places",
        "question_text",
    } <= fields(payloads)


def fields(payload: object) -> set[str]:
    """Every key at any depth."""
    if isinstance(payload, dict):
        return set(payload) | {key for value in payload.values() for key in fields(value)}
    if isinstance(payload, list):
        return {key for value in payload for key in fields(value)}
    return set()
