"""The words of the exports: what the numbers mean, and what was promised."""

from collections.abc import Sequence
from datetime import date

from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.retention import DAYS_NEVER_ENDED
from workshop.wording import day, say
from workshop.wording.promise import lines

FILES = {
    "pack.zip": ("Everything in one pack", "All the files below in one folder."),
    "report.html": (
        "Report to read and print",
        (
            "Every result with its picture, the power map and the agreements. Opens in any browser,"
            " without a network."
        ),
    ),
    "report.pdf": ("Report as PDF", "The same on pages, to send or to print."),
    "results.xlsx": (
        "Tables for Excel or LibreOffice",
        (
            "Every question with numbers, percentages and a chart; findings; what was written and"
            " agreed."
        ),
    ),
    "pictures": (
        "Pictures for slides and texts",
        "The power map and every result: PNG to paste, SVG to enlarge.",
    ),
    "results.csv": (
        "One plain table, for R or Python",
        "A row for each question, group and choice. Percentages are taken over “voters”.",
    ),
    "results.json": (
        "For the next session, and for programs",
        "All that was shown. Open your next session with it, to see then and now side by side.",
    ),
    "results.schema.json": (
        "The form of results.json",
        "JSON Schema 2020-12, for whoever writes programs.",
    ),
}
"""The plain name of each file, and what it is for."""


def left_out() -> str:
    """Why a file is not in the pack."""
    return say(
        "It is not in this folder: this session has too many results for it. Print report.html"
        " instead."
    )


def label(name: str) -> str:
    """What a file is, for people who do not know file extensions."""
    return say(FILES[name.removesuffix(".zip") if name == "pictures.zip" else name][0])


def kept_until(last: date | None, days: int) -> str:
    """When the session will be deleted: the last day, or days after its end; empty if unknown."""
    if not last and not days:
        return ""
    if last:
        return say(
            "The server keeps this session until {day}, then deletes it by itself.", day=day(last)
        )
    return say(
        "Once this session has ended, the server keeps it for {days} days, then deletes it by"
        " itself. If nobody ends it, it goes {never} days after its last use.",
        days=days,
        never=DAYS_NEVER_ENDED,
    )


def about(threshold: int) -> Sequence[tuple[str, str]]:
    """Terms and their meanings, for readers of a file who were not in the room."""
    few = threshold + Policy.for_threshold(threshold).reserve
    return (
        (
            say("What this is"),
            say(
                "How many people of each group chose each answer. All of it was shown to the room."
            ),
        ),
        (
            say("Voters"),
            say(
                "How many of the group answered the question, those who gave no answer among them;"
                " of texts, how many people wrote one."
            ),
        ),
        (
            say("Fewer than k"),
            say(
                "Fewer than {threshold} of the group answered. Such a group is not shown, here or"
                " anywhere else. Where people were asked to write, those who wrote something"
                " count.",
                threshold=threshold,
            ),
        ),
        (
            say("Too near an earlier round"),
            say(
                "The question was asked again, and almost the same number of people answered: the"
                " difference between the two rounds would tell about a few people. Such a group is"
                " not shown either."
            ),
        ),
        (
            say("Too alike to show"),
            say(
                "So many people chose the same, or left out the same, that any number would tell"
                " about single people. How many answered is all that is told."
            ),
        ),
        (
            say("All or nearly all; none or nearly none"),
            say(
                "In a group of fewer than {few} voters, at most one person answered otherwise. The"
                " exact numbers are kept back, so that nobody stands alone. Where other numbers"
                " would give them away, those are “kept back”, too.",
                few=few,
            ),
        ),
        (
            say("Not revealed"),
            say(
                "The question was asked, and its result was never shown to the room. It is in no"
                " file."
            ),
        ),
        (
            say("Texts"),
            say(
                "What people wrote, where they were asked to write: in no order, by no group, and"
                " as far as the facilitator let it through. A reflection is shown from {twice}"
                " people on.",
                twice=2 * threshold,
            ),
        ),
        (
            say("Steps apart"),
            say(
                "How many steps of the scale an answer has to move, on average, to turn one group's"
                " picture into the other's. Answers outside the scale are left out."
            ),
        ),
        (
            say("The power map"),
            say(
                "Where the middle of a group's answers lies on the scale (the interpolated median),"
                " today and as it should be. A group that is not shown, or all or nearly all alike,"
                " has no place on it."
            ),
        ),
        (
            say("The balanced picture"),
            say(
                "Both groups weigh half each, however many people answered in them. It is made of"
                " the two groups as they are shown; “neither” is not in it."
            ),
        ),
    )


def promise(threshold: int) -> str:
    """What participants were told."""
    return " ".join((say("Everyone who took part was promised:"), *lines(threshold)))
