"""By keyboard alone: Tab reaches every control of a facilitator's pages, and shows where it is."""

from playwright.sync_api import Page, expect

from tests.browser.surfaces import DeskPage
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Script, room

CONTROLS = "a[href], button, input, select, textarea, summary"
MOST = 200

LIST = f"""() => {{
  window.seen = new Set();
  window.controls = [...document.querySelectorAll("{CONTROLS}")].filter((one) =>
    one.checkVisibility() && !one.closest("[inert]") && !one.disabled &&
    one.type !== "hidden" && one.tabIndex >= 0);
  window.marked = (one) => [one, one.closest("label"), one.nextElementSibling].some((node) =>
    node && (getComputedStyle(node).outlineStyle !== "none" ||
      getComputedStyle(node).boxShadow !== "none"));
  return controls.length;
}}"""
STEP = """() => {
  const one = document.activeElement;
  if (one === document.body) return "";
  seen.add(one);
  return marked(one) ? "" : one.outerHTML.slice(0, 120);
}"""
MISSED = """() => controls
  .filter((one) => !seen.has(one) &&
    !(one.type === "radio" && [...seen].some((other) => other.name === one.name)))
  .map((one) => one.outerHTML.slice(0, 120))"""


def walk(page: Page) -> None:
    """Press Tab until every control had its turn."""
    controls = page.evaluate(LIST)
    assert 0 < controls < MOST
    unmarked = set()
    for _ in range(controls + 10):
        page.keyboard.press("Tab")
        unmarked.add(page.evaluate(STEP))
    assert page.evaluate(MISSED) == []
    assert unmarked <= {""}


def test_every_control_before_a_session_is_reached_by_tab(session: Script, venue: Venue) -> None:
    page = venue.desk()
    for path in ("/", "/plans/new?starter=money"):
        page.goto(session.base + path)
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        walk(page)


def test_every_control_of_a_session_is_reached_by_tab(session: Script, venue: Venue) -> None:
    phones = room(session, 4, 4)
    session.do("open_question", **BUDGET_TODAY)
    for phone, choice in zip(phones, [0, 1, 2, 3, 1, 2, 3, 4], strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    expect(desk.button("Show question 1 of 2: should be")).to_be_visible()
    walk(desk.page)
    for path in ("ready", "sheet", "slips", "desks"):
        desk.page.goto(f"{session.base}/f/{session.code}/{path}")
        walk(desk.page)


def test_a_dialog_holds_the_keyboard_and_gives_it_back(session: Script, venue: Venue) -> None:
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    desk.press("Show question 1 of 2: today")
    expect(desk.button("Open voting: today")).to_be_visible()
    opener = desk.page.get_by_role("button", name="Add a question")
    opener.focus()
    desk.key("Enter")
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(12):
        desk.key("Tab")
        assert desk.page.evaluate(
            "() => document.activeElement === document.body ||"
            " !!document.activeElement.closest('dialog')"
        )
    desk.key("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
