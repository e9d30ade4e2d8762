"""`python -m workshop.export`: the web door's way to have a file drawn without making the phones
wait.
"""

import json
import subprocess
import sys

import pytest

from tests.support.servers import ROOT
from tests.support.trials import trials
from tests.unit.domain.reports import one_of_everything
from workshop.domain.errors import UnknownExport
from workshop.export import offered, render


def run(name: str, document: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "workshop.export", name],
        input=document,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )


@pytest.mark.parametrize("name", trials(["pack.zip"], offered()))
def test_a_file_is_the_same_from_a_process_of_its_own(name: str) -> None:
    whole = one_of_everything()
    done = run(name, json.dumps(whole.as_document()).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == render(name, whole)


REFUSED = [
    ("results.csv", b"{}", b"MalformedRequest {'at': 'format'"),
    ("results.doc", json.dumps(one_of_everything().as_document()).encode(), b"UnknownExport"),
    ("results.csv", b"{", b"MalformedRequest"),
    ("results.csv", b"\xff\xfe", b"MalformedRequest"),
]


@pytest.mark.parametrize(("name", "document", "reason"), trials(REFUSED[:2], REFUSED))
def test_what_is_no_good_is_refused_without_a_file(
    name: str, document: bytes, reason: bytes
) -> None:
    done = run(name, document)
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.startswith(reason)


def test_an_unknown_export_is_refused() -> None:
    with pytest.raises(UnknownExport):
        render("results.doc", one_of_everything())
