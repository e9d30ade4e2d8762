"""How many examples Hypothesis tries, and that no clock judges them: chosen here for every test."""

from hypothesis import settings

from tests.support.trials import are_whole, trials

QUICK, WHOLE = 20, 500


def choose() -> None:
    """The same few examples at every run; with `--proofs` many, and others each time."""
    settings.register_profile(
        "workshop",
        max_examples=trials(QUICK, WHOLE),
        derandomize=not are_whole(),
        database=None,
        deadline=None,
        print_blob=True,
    )
    settings.load_profile("workshop")
