"""What people write stays words: on every page the same tags stand with `<script>` in every text as
with plain letters.

The pages are those of the app's own list, so that a new one turns up here by itself.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
import requests
from flask import Flask

from tests.support.clients import Script
from tests.support.furnished import MARKUP, PAYLOADS, Furnished
from tests.support.in_process import InProcess, in_process
from workshop.config import Config

APART = {
    "/static/<version>/<path:name>",
    "/healthz",
    "/readyz",
    "/opening/sign-in",
    "/opening/signed-in",
}
FORMS: list[tuple[str, dict[str, str]]] = [
    ("/f/<code>/sheet", {"name": "{short}", "password": "{short}"}),
    ("/f/<code>/sheet", {"name": "{words}" * 9}),
    ("/f/<code>/desks", {"name": "{words}"}),
    ("/f/<code>/desks", {"name": "{words}" * 9}),
    ("/f/<code>/address", {"address": "{words}"}),
    ("/f/<code>/make_slips", {"northern": "{words}", "southern": "1"}),
    ("/f/<code>/rehearse", {"phones": "{words}"}),
    ("/j/<code>/join", {"group": "{words}", "slip": "{words}"}),
    ("/j/<code>/ballots", {"question": "{words}", "text": "{words}"}),
    ("/opening", {"password": "{words}"}),
]


class Skeleton(HTMLParser):
    """A page without its words: every tag with the names of its attributes; what is in a script
    must be data.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.words: list[str] = []
        self._script: dict[str, str | None] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, *sorted(given)))
        assert not [
            name for name in given if name.startswith("on") or name in ("srcdoc", "style")
        ], given
        for name in {"href", "src", "action", "formaction"} & set(given):
            assert re.match(
                r"/|#|\?|https?://127\.0\.0\.1:|data:image/|data:,$", given[name] or ""
            ), given
        self.words += [value for value in given.values() if value]
        self._script = given if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}",))
        self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is None:
            self.words.append(data)
        elif data.strip():
            assert self._script.get("type") == "application/json"
            self.words += list(texts(json.loads(data)))


def texts(value: Any) -> Iterator[str]:
    """Every text at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def plain(payload: str) -> str:
    """As long, with the same spaces, and nothing in it that means anything."""
    return re.sub(r"[^\w\s]", "x", payload.strip())


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every page that can be asked for."""
    app: Flask = in_process(Config(data=tmp_path_factory.mktemp("r"), async_mode="threading")).app
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    asked = {rule.rule for rule in rules if not rule.rule.startswith("/api/")} - APART
    return sorted(rule for rule in asked if not rule.endswith(".json"))  # read by scripts alone


@pytest.fixture(scope="module")
def hostile(one_server: InProcess) -> Furnished:
    return Furnished(one_server.base, PAYLOADS[0])


@pytest.fixture(scope="module")
def harmless(one_server: InProcess) -> Furnished:
    return Furnished(one_server.base, plain(PAYLOADS[0]))


def pages(house: Furnished, words: str, routes: list[str]) -> Iterator[tuple[str, str]]:
    """(which, content) of everything that people are shown: first what is asked for, then what
    forms answer.
    """
    for session in (house.script, house.later):
        for route in routes:
            for query in ("", f"?code={quote(words)}&question={quote(words)}&slip={quote(words)}"):
                yield (
                    f"{session is house.later} {route}{query and '?'}",
                    _got(house, session, route, query),
                )
    yield "starter", _asked(house, house.script, "GET", f"/plans/new?starter={quote(words)}")
    yield (
        "slip",
        _asked(
            house, house.script, "GET", f"/J/{house.script.code}/{quote(words.replace('/', ''))}"
        ),
    )
    for route, form in FORMS:
        filled = {
            name: text.format(words=words, short=words[:8] + MARKUP[:20])
            for name, text in form.items()
        }
        yield f"{route} {sorted(form)}", _got(house, house.script, route, "", filled)


def _got(
    house: Furnished, session: Script, route: str, query: str, form: dict[str, str] | None = None
) -> str:
    parts = {
        "code": session.code,
        "key": session.screen_key,
        "seat": "2",
        "int:seat": "2",
        "slip": house.slip,
    }
    path = re.sub(r"<([\w:]+)>", lambda part: parts[part[1]], route)
    return _asked(house, session, "POST" if form else "GET", path + query, form)


def _asked(
    house: Furnished, session: Script, method: str, path: str, form: dict[str, str] | None = None
) -> str:
    http = house.phones[0].http if path.lower().startswith("/j/") else requests.Session()
    headers = {"Origin": session.base} | (
        {"Authorization": f"Bearer {session.key}"} if path.startswith("/f/") else {}
    )
    answer = http.request(method, session.base + path, headers=headers, data=form, timeout=60)
    assert answer.status_code < 500, (path, answer.text)
    assert "<" in answer.text, path
    return answer.text


def test_no_page_has_another_tag_than_with_plain_words(
    hostile: Furnished, harmless: Furnished, routes: list[str]
) -> None:
    said = 0
    for (which, page), (_, expected) in zip(
        pages(hostile, PAYLOADS[0], routes),
        pages(harmless, plain(PAYLOADS[0]), routes),
        strict=True,
    ):
        skeleton = Skeleton(page)
        assert skeleton.tags == Skeleton(expected).tags, which
        said += any(MARKUP in words for words in skeleton.words)
    assert said > 20


def test_the_printable_report_has_no_other_tag_either(
    hostile: Furnished, harmless: Furnished
) -> None:
    for session, expected in ((hostile.script, harmless.script), (hostile.later, harmless.later)):
        report = Skeleton(session.export("report.html").decode())
        assert report.tags == Skeleton(expected.export("report.html").decode()).tags
        assert sum(MARKUP in words for words in report.words) > 5


@pytest.mark.parametrize(
    "page", ['<img src="/x" onerror="y">', "<script>1</script>", '<a href="javascript:1">x</a>']
)
def test_the_search_for_markup_finds_it(page: str) -> None:
    with pytest.raises(AssertionError):
        Skeleton(page)
