"""README.txt of the pack: what each file is, and how to read it, as plain text."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from workshop.domain.report import Report
from workshop.wording import comparison as then_words
from workshop.wording import files, say

NAME = "README.txt"
_WIDTH = 78


def render(report: Report, names: Sequence[str], left_out: Sequence[str] = ()) -> bytes:
    """The file's bytes: UTF-8 with a byte order mark, and Windows line ends, for old editors."""
    return "\r\n".join([*_lines(report, names, left_out), ""]).encode("utf-8-sig")


def _lines(report: Report, names: Sequence[str], left_out: Sequence[str]) -> Iterator[str]:
    yield report.plan.title
    yield from filter(None, [report.plan.frame])
    yield f"{then_words.day(report.opened_on)} · {say('join code {code}', code=report.code)}"
    yield from ("", say("What is in this folder"), "")
    for name in names:
        label, meaning = files.FILES[name]
        yield f"{name} – {say(label)}"
        yield from wrap(say(meaning), _WIDTH, initial_indent="  ", subsequent_indent="  ")
    for name in left_out:
        yield f"{name} – {say(files.FILES[name][0])}"
        yield from wrap(files.left_out(), _WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield from ("", say("How to read this"), "")
    yield from wrap(files.promise(report.plan.threshold), _WIDTH)
    for term, meaning in files.about(report.plan.threshold):
        yield from ("", term)
        yield from wrap(meaning, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    if kept := files.kept_until(report.kept_until, report.kept_days):
        yield from ("", *wrap(kept, _WIDTH))
