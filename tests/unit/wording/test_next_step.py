"""Every verb that can be undone says what undo takes back."""

from workshop.protocol.verbs import VERBS
from workshop.wording.next_step import undo_label

FINAL = {"close_question", "end_session", "undo", "make_slips", "drop_slips"}


def test_what_can_be_undone_has_words() -> None:
    labels = [undo_label(verb) for verb in VERBS if verb not in FINAL]
    assert len(labels) == len(VERBS) - len(FINAL)
    assert len(set(labels)) == len(labels)
