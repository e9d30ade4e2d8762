"""`python -m tests.proofs.mutation [N]`: put every small fault, or every Nth, into
`domain/disclosure.py`, run its tests, list who survives.

Prints a line of JSON: for every mutant, by its name, whether the tests noticed. The first,
`unchanged`, is the module as it is: there they must notice nothing. Each mutant lives in a process
of its own, forked when what it needs has been imported and, where it can, collected, and never on
disk.
"""

import contextlib
import gc
import importlib.abc
import importlib.machinery
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.proofs.mutation.mutants import Mutant, mutants

# What the tests need of others, imported once, before the forks.
for _name in (
    *(
        "babel.dates",
        "babel.messages.mofile",
        "babel.messages.pofile",
        "babel.numbers",
        "hypothesis.stateful",
    ),
    *(
        "cryptography.hazmat.primitives.ciphers.aead",
        "pydantic",
        "requests",
        "sqlalchemy.dialects.sqlite",
        "tomllib",
    ),
):
    importlib.import_module(_name)

MODULE = "workshop.domain.voting.disclosure"
SOURCE = Path("workshop/domain/voting/disclosure.py")
TESTS = [
    "tests/unit/domain/test_disclosure.py",
    "tests/unit/domain/test_turnout.py",
    "tests/unit/domain/test_paper.py",
]
OPTIONS = [
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "--disable-plugin-autoload",
    "--assert=plain",
    "--tb=no",
]
PROCESSOR_SECONDS = 60  # never of the clock: a busy machine would find faults that are not there
UNCHANGED = "unchanged"
FAILED = 1
AT_ONCE = 2


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutant where the module is asked for."""

    def __init__(self, source: str) -> None:
        self._source = source

    def find_spec(
        self, fullname: str, path: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(MODULE, self) if fullname == MODULE else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._source, "<mutant>", "exec"), module.__dict__)


class NeverShrinks:
    """No fault is made smaller: that it was found is enough."""

    def pytest_collection_finish(self) -> None:
        settings.register_profile("mutation", phases=[Phase.explicit, Phase.generate])
        settings.load_profile("mutation")


class Each:
    """Runs what was collected for every mutant, up to the first failure."""

    def __init__(self, every: list[Mutant]) -> None:
        self._every = every
        self.noticed: dict[str, bool] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In the place of the library's."""
        self.noticed = noticed(self._every, lambda mutant: self._fails(mutant, session))
        return True

    def _fails(self, mutant: Mutant, session: pytest.Session) -> bool:
        put_in(mutant)
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return True
        return False


def put_in(mutant: Mutant) -> None:
    """Let the functions of the module, which others have imported already, do what the mutant's
    do.
    """
    module, namespace = sys.modules[MODULE], {"__name__": MODULE}
    exec(compile(mutant.source, "<mutant>", "exec"), namespace)
    for name, there, here in _functions(namespace, vars(module)):
        assert there.__code__.co_filename == "<mutant>", name
        here.__code__, here.__defaults__ = there.__code__, there.__defaults__


def _functions(there: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The functions that stand in both, with those of their classes."""
    for name, made in there.items():
        function = _unwrapped(made)
        if getattr(getattr(function, "__code__", None), "co_filename", "") == "<mutant>":
            yield name, function, _unwrapped(here[name])
        elif isinstance(made, type) and made.__module__ == MODULE:
            yield from _functions(vars(made), vars(here[name]))


def _unwrapped(made: Any) -> Any:
    """A class method, and a property, is a function in a wrapping."""
    return getattr(made, "__func__", None) or getattr(made, "fget", made)


def noticed(every: list[Mutant], fails: Callable[[Mutant], bool]) -> dict[str, bool]:
    """For each mutant, by name, whether a test fails, or does not end, where it stands for the
    module.
    """
    gc.freeze()  # each child would look through all that was imported for them
    waiting, running, ended = list(reversed(every)), dict[int, str](), dict[str, bool]()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            mutant = waiting.pop()
            running[_started(mutant, fails)] = mutant.name
        child, status = os.wait()
        ended[running.pop(child)] = status != 0
    return ended


def _started(mutant: Mutant, fails: Callable[[Mutant], bool]) -> int:
    child = os.fork()
    if child == 0:
        try:
            if mutant.name != UNCHANGED:
                resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
            os._exit(fails(mutant))
        finally:
            os._exit(FAILED)
    return child


def _tested(*plugins: object) -> int:
    with (
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        return pytest.main([*OPTIONS, *TESTS], plugins=[NeverShrinks(), *plugins])


def _fails_from_its_import_on(mutant: Mutant) -> bool:
    sys.meta_path.insert(0, Instead(mutant.source))
    return _tested() != 0


def all_noticed(every_nth: int) -> dict[str, bool]:
    """The module as it is, and every Nth mutant of it. Raises RuntimeError where the tests cannot
    even be collected.

    What is wrong outside the functions is there from the import on, so these mutants come before
    anybody imports it. The others share what was imported and collected once.
    """
    source = SOURCE.read_text()
    every = [Mutant(UNCHANGED, source, is_in_function=True), *[*mutants(source)][::every_nth]]
    found = noticed(
        [mutant for mutant in every if not mutant.is_in_function], _fails_from_its_import_on
    )
    others = Each([mutant for mutant in every if mutant.is_in_function])
    if _tested(others) != 0:
        raise RuntimeError(f"collect {TESTS} to see what is wrong")
    return found | others.noticed


if __name__ == "__main__":
    assert not any(name.split(".")[0] == "workshop" for name in sys.modules), (
        "the mutant must be imported first"
    )
    json.dump(all_noticed(int(*sys.argv[1:] or "1")), sys.stdout, ensure_ascii=False)
