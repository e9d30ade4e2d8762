"""`python -m tests.mutation`: put every small fault into `domain/disclosure.py`, run its tests, list who survives.

Prints a line of JSON: for every mutant, by its name, whether the tests noticed. The first, `unchanged`, is the module
as it is: there they must notice nothing. Each mutant lives in a process of its own, forked when what it needs has been
imported, and never on disk.
"""

import contextlib
import gc
import importlib.abc
import importlib.machinery
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import Phase, settings

from tests.mutation.mutants import Mutant, mutants

# What the tests need of others, imported once, before the forks.
for _name in (
    *("babel.dates", "babel.messages.mofile", "babel.messages.pofile", "babel.numbers", "hypothesis.stateful"),
    *("cryptography.hazmat.primitives.ciphers.aead", "pydantic", "requests", "sqlalchemy.dialects.sqlite", "tomllib"),
):
    importlib.import_module(_name)

MODULE = "workshop.domain.disclosure"
SOURCE = Path("workshop/domain/disclosure.py")
TESTS = ["tests/domain/test_disclosure.py", "tests/domain/test_turnout.py", "tests/domain/test_paper.py"]
OPTIONS = [
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "--disable-plugin-autoload",
    "--assert=plain",
    "-k",
    "not sqlite",
]
SECONDS = 60
FAILED = 1
AT_ONCE = 2


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutant where the module is asked for."""

    def __init__(self, source: str) -> None:
        self._source = source

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(MODULE, self) if fullname == MODULE else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._source, "<mutant>", "exec"), module.__dict__)


class QuickFirst:
    """The rules one by one before the rooms full of people: most faults are found in no time."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: "invariant" in item.name)


def noticed(every: list[Mutant]) -> dict[str, bool]:
    """For each mutant, by name, whether a test fails, or does not end, where it stands for the module."""
    gc.freeze()  # each child would look through all that was imported for them
    waiting, running, ended = list(reversed(every)), dict[int, str](), dict[str, bool]()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            mutant = waiting.pop()
            running[_started(mutant)] = mutant.name
        child, status = os.wait()
        ended[running.pop(child)] = status != 0
    return {mutant.name: ended[mutant.name] for mutant in every}


def _started(mutant: Mutant) -> int:
    child = os.fork()
    if child == 0:
        try:
            os._exit(_run(mutant))
        finally:
            os._exit(FAILED)
    return child


def _run(mutant: Mutant) -> int:
    signal.alarm(SECONDS)
    settings.register_profile("mutation", phases=[Phase.explicit, Phase.generate], database=None)
    settings.load_profile("mutation")
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        sys.meta_path.insert(0, Instead(mutant.source))
        return pytest.main([*OPTIONS, *TESTS], plugins=[QuickFirst()])


def everyone() -> Iterator[Mutant]:
    """The module as it is, then every mutant of it."""
    source = SOURCE.read_text()
    yield Mutant("unchanged", source)
    yield from mutants(source)


if __name__ == "__main__":
    assert not any(name.split(".")[0] == "workshop" for name in sys.modules), "the mutant must be imported first"
    json.dump(noticed(list(everyone())), sys.stdout, ensure_ascii=False)
