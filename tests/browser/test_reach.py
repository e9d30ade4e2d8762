"""Any phone, any line: light, usable after one round trip, without script, without WebSocket, and
six years old.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from bench.budgets import FIRST_VISIT, first_visit
from tests.browser.surfaces import PhonePage, hurry
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Phone, Script
from tests.support.servers import ROOT
from tools.assets import compress_static

NO_SOCKET = "delete window.WebSocket"
# What Chromium has learnt since its version 83, of the summer of 2020.
OLD = """for (const [owner, names] of [
  [Array.prototype, "at findLast findLastIndex toReversed toSorted toSpliced with"],
  [Array, "fromAsync"],
  [String.prototype, "at replaceAll isWellFormed toWellFormed"],
  [Object, "hasOwn groupBy"],
  [Map, "groupBy"],
  [Set.prototype, "union intersection difference isSubsetOf isSupersetOf"],
  [Promise, "any withResolvers try"],
  [AbortSignal, "timeout any abort"],
  [Crypto.prototype, "randomUUID"],
  [Element.prototype, "replaceChildren setHTMLUnsafe getHTML ariaNotify"],
  [Document.prototype, "replaceChildren startViewTransition"],
  [DocumentFragment.prototype, "replaceChildren"],
  [URL, "canParse parse"],
  [window, "structuredClone AggregateError WeakRef FinalizationRegistry"],
  [window, "scheduler navigation CloseWatcher WebTransport"],
]) for (const name of names.split(" ")) delete owner[name];"""
GONE = [
    "Array.prototype.at",
    "structuredClone",
    "Object.hasOwn",
    "Promise.any",
    "crypto.randomUUID",
    "WeakRef",
]

# What a browser of then cannot read, or passes over though a phone's page would need it.
NEWER_SCRIPT = {
    "assignment by ?? || &&": r"(\?\?|\|\||&&)=",
    "assignment through ?.": r"\?\.[\w.]+\s*=[^=>]",
    "private members": r"\bthis\.#\w|(^|[{;])\s*(static\s+)?#\w+\s*[=(;]",
    "static blocks": r"\bstatic\s*\{",
    "await outside a function": r"^(const\s.*=\s*|let\s.*=\s*)?await\b",
    "import attributes": r"\bimport\b[^;]*\b(with|assert)\s*\{",
    "a bare import": r"""\bfrom\s*["'](?![./])""",
    "newer methods": (
        r"\.(at|findLast|toSorted|toSpliced|toReversed|replaceAll|replaceChildren|checkVisibility)\("
    ),
    "newer globals": (
        r"\b(structuredClone|Object\.hasOwn|Promise\.any|AbortSignal\.\w+|randomUUID|groupBy)\b"
    ),
    "sets of letters": r"/[dgimsuy]*v[dgimsuy]*\.(test|exec)\b",
}
NEWER_STYLE = {
    "selectors": r":(has|is|where|not\([^)]*,)\b",
    "container queries": r"@container|\d(cqw|cqh|cqi|cqb)\b",
    "layers and scopes": r"@(layer|scope|starting-style|property)\b",
    "nesting": r"(^|\})[^@{}]*\{[^{}@]*\{",
    "viewport units": r"\d(dvh|svh|lvh|dvw|svw|lvw)\b",
    "colours": r"\b(color-mix|oklch|oklab|lch|light-dark)\(",
    "logical shorthands": (
        r"(?<![\w-])(inset(-inline|-block)?(-start|-end)?|(margin|padding)-(inline|block))\s*:"
    ),
    "ratios": r"(?<![\w-])aspect-ratio\s*:",
    "gaps": r"(?<![\w-])(row-gap|column-gap|gap)\s*:",
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_visit_keeps_its_budgets_and_fetches_nothing_by_way_of_something_else(
    browser: Browser, session: Script, language: str
) -> None:
    compress_static()  # which set-up does; here a file may have changed since
    session.do("open_question", **BUDGET_TODAY)
    visit = first_visit(browser, session, language)
    assert visit.join > 0
    assert visit.question > 0
    assert visit.join + visit.question <= FIRST_VISIT
    assert {urlsplit(address).netloc for address in visit.asked_by} == {
        urlsplit(session.base).netloc
    }
    fetched = {
        address: who for address, who in visit.asked_by.items() if address.endswith((".js", ".css"))
    }
    assert any("socket.io" in address for address in fetched)
    assert set(fetched.values()) == {"parser"}, fetched


def test_a_vote_is_counted_though_nothing_but_the_pages_themselves_arrives(
    session: Script, venue: Venue
) -> None:
    venue.expect_lost_connections()
    page = venue.phone()
    page.route("**/static/**", lambda route: route.abort())
    session.do("open_question", **BUDGET_TODAY)
    page.goto(session.links["join_url"])
    page.get_by_role("radio").nth(1).check(force=True)
    page.get_by_role("button", name="Join").tap()
    page.get_by_role("radio").nth(3).check(force=True)
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator("[data-beat=counted]")).to_be_visible()


def a_phone(venue: Venue, kind: str) -> Page:
    """One that lacks something."""
    if kind == "without script":
        return venue.phone(java_script_enabled=False)
    page = venue.phone()
    page.add_init_script(NO_SOCKET if kind == "without WebSocket" else OLD)
    if kind == "without WebSocket":
        page.clock.install()
    return page


@pytest.mark.parametrize("kind", ["without script", "without WebSocket", "six years old"])
def test_a_phone_that_lacks_something_votes_and_comes_to_the_next_question(
    session: Script, venue: Venue, kind: str
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    phone = PhonePage(a_phone(venue, kind), "southern").joined(session.links["join_url"])
    if kind == "without WebSocket":
        assert phone.page.evaluate("typeof WebSocket") == "undefined"
    if kind == "six years old":
        assert [phone.page.evaluate(f"typeof {name}") for name in GONE] == ["undefined"] * len(GONE)
    phone.vote(phone.choices()[3])
    phone.expect_counted()
    session.do("close_question")
    session.do("open_question", question="focus", **{"pass": "today"})
    if kind == "without WebSocket":
        hurry(phone.page.get_by_text("Reporting").filter(visible=True).first)
    # without script its own refresh is awaited here, and nowhere else
    expect(phone.page.get_by_role("radio")).to_have_count(3)
    phone.vote("Reporting")
    phone.expect_counted()


def parts_of_a_phones_pages(session: Script) -> list[Path]:
    """The files that a phone's two pages name."""
    session.do("open_question", **BUDGET_TODAY)
    pages = (
        requests.get(session.links["join_url"], timeout=20).text
        + Phone(session.base, session.code, "neither").page()
    )
    names = set(re.findall(r'/static/\w+/([\w./-]+\.(?:js|css))"', pages))
    return [ROOT / "static" / name for name in sorted(names)]


def newer(text: str, kinds: dict[str, str]) -> list[str]:
    """What this text uses that came later."""
    bare = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
    return [
        f"{kind}: {found.group()}"
        for kind, sign in kinds.items()
        for found in re.finditer(sign, bare, re.MULTILINE)
    ]


def test_what_a_phone_is_served_asks_for_no_newer_browser(session: Script) -> None:
    parts = parts_of_a_phones_pages(session)
    assert {"phone.css", "forget_on_leave.js", "main.js", "socket.io.esm.min.js"} <= {
        part.name for part in parts
    }
    for part in parts:
        assert (
            newer(part.read_text("utf-8"), NEWER_STYLE if part.suffix == ".css" else NEWER_SCRIPT)
            == []
        ), part.name


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        (NEWER_SCRIPT, "last ??= names.at(-1);"),
        (NEWER_SCRIPT, "const answer = await fetch(address);"),
        (NEWER_SCRIPT, "class Box { #left = 1; }"),
        (NEWER_SCRIPT, "class Box {\n  #left = 1;\n}"),
        (NEWER_SCRIPT, 'import { io } from "socket.io";'),
        (NEWER_SCRIPT, "if (!Object.hasOwn(words, name)) words[name] = structuredClone(none);"),
        (NEWER_STYLE, ".tool:has(kbd) { inset: 0; }"),
        (NEWER_STYLE, ".words { gap: 1rem; }"),
        (NEWER_STYLE, ".words { color: red; b { color: blue; } }"),
        (NEWER_STYLE, ".wall { width: 3cqw; }"),
    ],
)
def test_the_search_for_what_is_newer_finds_it(kinds: dict[str, str], text: str) -> None:
    assert newer(text, kinds)
