"""The authorisation matrix: every route and every socket event × everyone, generated from the lists
of the code.

A new route or event turns up here by itself; one that is not told apart below fails.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug.routing import Rule

from tests.support.clients import BUDGET_TODAY, Phone, Refused, Script, Socket
from tests.support.in_process import in_process
from tests.support.servers import Server
from workshop.config import Config
from workshop.live.facilitator import FacilitatorNamespace
from workshop.live.participant import ParticipantNamespace
from workshop.live.screen import ScreenNamespace

WHO = ("nobody", "participant", "other participant", "screen", "facilitator", "other facilitator")
IN_BODY_OR_PATH = {
    "/s/<key>",
    "/s/<key>/present.json",
    "/f/<code>",
    "/f/<code>/enter",
}  # their proof is in the address, or is what is asked for
NAMESPACES = {
    "/participant": ParticipantNamespace.events,
    "/screen": ScreenNamespace.events,
    "/facilitator": FacilitatorNamespace.events,
}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Rule, str, str]]:
    """(rule, method, audience) of every view."""
    config = Config(data=tmp_path_factory.mktemp("routes"), async_mode="threading")
    app = in_process(config).app
    functions: dict[str, Any] = app.view_functions
    views = [(rule, functions[rule.endpoint].audience) for rule in app.url_map.iter_rules()]
    return [
        (rule, method, who)
        for rule, who in views
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
    ]


class House:
    """Two sessions with everyone in them; `proof` is what each of them holds."""

    def __init__(self, base: str) -> None:
        self.script, self.other = Script(base), Script(base)
        self.phone = Phone(base, self.script.code, "northern")
        self.stranger = Phone(base, self.other.code, "northern")
        for phone in (self.phone, self.stranger):
            assert phone.post("/seat/2/join", data={"group": "northern"}).status_code == 303
        self.script.do("open_question", **BUDGET_TODAY)

    def headers(self, who: str) -> dict[str, str]:
        """What each of them would send along."""
        sent = {"Origin": self.script.base, "Content-Type": "application/json"}
        proof = {
            "participant": {"Cookie": self.phone.cookie},
            "other participant": {"Cookie": self.stranger.cookie},
            "screen": {"Authorization": f"Bearer {self.script.screen_key}"},
            "facilitator": {"Authorization": f"Bearer {self.script.key}"},
            "other facilitator": {"Authorization": f"Bearer {self.other.key}"},
        }
        return sent | proof.get(who, {})

    def ask(self, rule: Rule, method: str, who: str) -> requests.Response:
        parts = {
            "code": self.script.code,
            "key": self.script.screen_key,
            "verb": "hide_code",
            "slip": "ABCDEFGH",
            "desk": "0" * 16,
            "seat": "2",
        }
        names = (
            {"version": "x", "name": "results.csv"}
            if "exports" in rule.rule
            else {"version": "x", "name": "icon.svg"}
        )
        path = rule.rule.replace("<path:", "<").replace("<int:", "<")
        for name, value in (parts | names).items():
            path = path.replace(f"<{name}>", value)
        assert "<" not in path, f"{rule.rule} has a part this test does not know"
        return requests.request(
            method,
            self.script.base + path,
            headers=self.headers(who),
            data=b"{}",
            timeout=60,
            allow_redirects=False,
        )


@pytest.fixture
def house(one_server: Server) -> House:
    return House(one_server.base)


@pytest.mark.parametrize("who", WHO)
def test_every_route_admits_its_own_audience_only(
    house: House, routes: list[tuple[Rule, str, str]], who: str
) -> None:
    seen = set()
    last = [
        route for route in routes if (route[0].rule, route[1]) == ("/api/sessions/<code>", "DELETE")
    ]
    assert len(last) == 1  # after it there is nothing to be let in to
    for rule, method, audience in [route for route in routes if route not in last] + last:
        if rule.rule in IN_BODY_OR_PATH:
            continue
        answer = house.ask(rule, method, who)
        is_let_in = answer.status_code not in (401, 403)
        assert is_let_in == (audience in ("public", who)), (
            rule.rule,
            method,
            who,
            answer.status_code,
        )
        seen.add(audience)
    assert seen == {"public", "participant", "facilitator"}


def test_every_route_was_told_apart(routes: list[tuple[Rule, str, str]]) -> None:
    assert {rule.rule for rule, _, _ in routes} >= IN_BODY_OR_PATH
    assert {audience for _, _, audience in routes} == {
        "public",
        "participant",
        "screen",
        "facilitator",
    }


@pytest.mark.parametrize("who", WHO)
def test_the_desks_page_holds_the_session_for_its_facilitator_only(house: House, who: str) -> None:
    page = requests.get(
        f"{house.script.base}/f/{house.script.code}", headers=house.headers(who), timeout=60
    )
    assert (house.script.screen_key in page.text) == (who == "facilitator")
    assert ("Who decides on the budget" in page.text) == (who == "facilitator")


@pytest.mark.parametrize(
    ("key", "status"),
    [("{screen_key}", 403), ("{code}", 403), ("", 400), ("{facilitator_key}", 200)],
)
def test_the_desk_is_entered_with_its_key_only(house: House, key: str, status: int) -> None:
    address = f"{house.script.base}/f/{house.script.code}/enter"
    headers = {"Origin": house.script.base}
    answer = requests.post(
        address, json={"key": key.format(**house.script.links)}, headers=headers, timeout=60
    )
    assert answer.status_code == status
    assert ("Set-Cookie" in answer.headers) == (status == 200)


def test_the_wall_is_seen_with_its_key_only(house: House) -> None:
    for key in ("wrong", house.script.key, house.script.code, house.other.screen_key):
        for page in ("", "/present.json"):
            shown = requests.get(f"{house.script.base}/s/{key}{page}", timeout=60)
            assert house.script.code not in shown.text
    for page in ("", "/present.json"):
        address = f"{house.script.base}/s/{house.script.screen_key}{page}"
        assert house.script.code in requests.get(address, timeout=60).text


def proofs(house: House, namespace: str) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """(who, auth, headers): everyone at this namespace's door with all they hold."""
    code = house.script.code
    for who in WHO:
        cookies = house.headers(who).get("Cookie", "")
        key = house.headers(who).get("Authorization", "").removeprefix("Bearer ")
        yield who, {"code": code, "key": key}, {"Origin": house.script.base, "Cookie": cookies}


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_namespace_admits_its_own_audience_only(server: Server, namespace: str) -> None:
    house = House(server.base)
    own = namespace.removeprefix("/")
    for who, auth, headers in proofs(house, namespace):
        if who == own:
            with Socket(server.base, namespace, auth, headers) as socket:
                socket.until(lambda heard: bool(heard.all("session_changed")))
                assert socket.newest("session_changed")["session"]["code"] == house.script.code
        else:
            with pytest.raises(Refused):
                Socket(server.base, namespace, auth, headers)


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_event_is_answered_in_its_own_namespace_only(server: Server, namespace: str) -> None:
    house = House(server.base)
    own = namespace.removeprefix("/")
    auth, headers = next(
        (auth, headers) for who, auth, headers in proofs(house, namespace) if who == own
    )
    known = {event for events in NAMESPACES.values() for event in events}
    before = house.script.state()["version"]
    foreign = sorted(known - set(NAMESPACES[namespace]))
    for few in range(0, len(foreign), 8):  # as many as one connection may ask at once
        with Socket(server.base, namespace, auth, headers) as socket:
            for event in foreign[few : few + 8]:
                refusal: dict[str, Any] = socket.ask(event, {})
                assert refusal["reason"] == "MalformedRequest", event
    assert house.script.state()["version"] == before
    assert len(known) > 10


def test_the_matrix_is_not_empty(routes: list[tuple[Rule, str, str]], tmp_path: Path) -> None:
    assert len(routes) > 15
    assert "cast_ballot" in ParticipantNamespace.events
    assert ScreenNamespace.events == ()
