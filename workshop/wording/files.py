"""Words of the files to take home: what the numbers mean, and what was promised."""

from collections.abc import Sequence

from workshop.domain.disclosure import Policy
from workshop.wording import say


def about(threshold: int) -> Sequence[tuple[str, str]]:
    """Terms and what they mean, for whoever opens a file without having been in the room."""
    few = threshold + Policy.for_threshold(threshold).reserve
    return (
        (
            say("What this is"),
            say("How many people of each group chose each answer. All of it was shown to the room."),
        ),
        (
            say("Voters"),
            say("How many of the group answered the question, those who gave no answer among them."),
        ),
        (
            say("Fewer than k"),
            say(
                "Fewer than {threshold} of the group answered; or, where a question was asked again, nearly "
                "as many as in a round before. Such a group is not shown, here or anywhere else.",
                threshold=threshold,
            ),
        ),
        (
            say("All or nearly all; none or nearly none"),
            say(
                "In a group of fewer than {few} voters, at most one person answered otherwise. The exact "
                "numbers are kept back, so that nobody stands alone.",
                few=few,
            ),
        ),
        (
            say("Not revealed"),
            say("The question was asked, and its result was never shown to the room. It is in no file."),
        ),
        (
            say("Texts"),
            say(
                "What people wrote, where they were asked to write: in no order, by no group, and as far as the "
                "facilitator let it through. A reflection is shown from {twice} people on.",
                twice=2 * threshold,
            ),
        ),
        (
            say("Steps apart"),
            say(
                "How many steps of the scale an answer has to move, on average, to turn one group's picture "
                "into the other's. Answers outside the scale are left out."
            ),
        ),
        (
            say("The power map"),
            say(
                "Where the middle of a group's answers lies on the scale (the interpolated median), today and as it "
                "should be. A group that is not shown, or all or nearly all alike, has no place on it."
            ),
        ),
        (
            say("The balanced picture"),
            say(
                "Both groups weigh half each, however many people answered in them. It is made of the two groups as "
                "they are shown; “neither” is not in it."
            ),
        ),
    )


def promise(threshold: int) -> str:
    """What participants were told, as far as files are concerned."""
    return say(
        "Everyone answered without a name. A group appears only where at least {threshold} of it answered. "
        "When a question closed, only totals were kept, and what people wrote where they were asked to: nothing here "
        "says who answered what.",
        threshold=threshold,
    )
