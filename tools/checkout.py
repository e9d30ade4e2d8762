"""A contributor's git checkout: the hook before a commit, and the commits that blame skips."""

from pathlib import Path

from tools import ROOT
from tools.programs import answer, say, succeeds

# A line that leads to the hook in the tree, so that a new one comes along with a checkout.
HOOK = "#!/bin/sh\n[ ! -x tools/pre-commit ] || exec tools/pre-commit\n"


def set_up_checkout(root: Path = ROOT) -> None:
    """Install both, where this is a git checkout; a hook of your own stays."""
    if not (root / ".git").exists() or not succeeds(
        ["git", "-C", root, "rev-parse", "--is-inside-work-tree"]
    ):
        return
    answer("git", "-C", root, "config", "blame.ignoreRevsFile", ".git-blame-ignore-revs")
    hook = root / answer("git", "-C", root, "rev-parse", "--git-path", "hooks/pre-commit")
    if not hook.exists():
        hook.parent.mkdir(parents=True, exist_ok=True)
        hook.write_text(HOOK)
        hook.chmod(0o755)
        say("Before every commit: format, lint, import contracts (tools/pre-commit)")
