"""I19: every sentence of the promise about the program is true in sessions of every kind and both
modes.

A sentence that comes to one of the surfaces of `told` fails here until it has a predicate, or is
named as one about the world, or as one that promises nothing.
"""

from collections.abc import Callable, Mapping
from itertools import cycle, product
from operator import attrgetter
from pathlib import Path

import pytest

from tests.proofs.promise import keeping, played, told
from tests.proofs.promise.played import (
    LOPSIDED,
    NEITHER,
    NORTHERN,
    SOUTHERN,
    SPLIT,
    TOGETHER,
    Case,
    K,
)
from tests.support.clients import BUDGET_TODAY, Phone, Script
from tests.support.servers import ROOT, Server
from tests.support.trials import trials
from tests.unit.wording.texts import catalogue_of, sources, texts_for
from workshop.domain.voting.disclosure import Mode
from workshop.domain.voting.plan import Showing
from workshop.domain.voting.question import Kind
from workshop.wording import files
from workshop.wording.languages import ENGLISH, LANGUAGES
from workshop.wording.promise import lines

KEPT: dict[str, Callable[[Case], None]] = {
    # the short promise
    "No name, no account.": keeping.nothing_is_asked_but_the_group,
    "Your answer is counted together with your group's answers.": keeping.counted_with_the_group,
    "A group's result is shown only when at least %(k)s of its people have answered.": (
        keeping.never_fewer_than_k
    ),
    "If there are too few people to compare the groups, everyone is counted as one group.": (
        keeping.too_few_to_compare_are_one_group
    ),
    "When voting closes, only totals are kept.": keeping.only_totals_are_kept,
    "Texts are different: what you write is kept, without your name or group.": (
        keeping.texts_are_kept_without_name_or_group
    ),
    # the whole promise
    "You get a random number on this phone.": keeping.nothing_is_asked_but_the_group,
    "In each vote only one answer under it is counted.": keeping.one_answer_counts,
    "We also keep the group you choose.": keeping.the_group_is_kept,
    "We do not keep your name, phone number, internet address or the time.": (
        keeping.no_time_is_kept
    ),
    "While voting is open, your answer is stored encrypted.": keeping.answers_lie_encrypted,
    "When voting closes, only totals that may be shown are saved.": (
        keeping.only_totals_that_may_be_shown_are_kept
    ),
    "Each single answer is destroyed, and the key that could open it.": (
        keeping.answers_and_key_are_destroyed
    ),
    "Texts are different: what you write can be shown and kept, without your name or group.": (
        keeping.texts_may_be_shown_and_reported
    ),
    "If fewer than %(k)s people write, their texts are destroyed unread.": (
        keeping.few_texts_are_destroyed_unread
    ),
    "Results are shown for groups, never for one person.": keeping.groups_and_never_one_person,
    "A group with fewer than %(k)s answers is not shown.": keeping.never_fewer_than_k,
    (
        "If there are too few people to compare the groups, everyone is counted as one group, "
        "and shown only from %(k)s answers of everyone."
    ): keeping.together_is_shown_only_from_k_of_everyone,
    "If nearly everyone in your group gives the same answer, the room will know it.": (
        keeping.the_room_knows_who_are_nearly_alike
    ),
    (
        "You can change your answer until the picture on the wall moves, at the latest until "
        "voting closes."
    ): keeping.an_answer_changes_until_the_picture_moves,
    "You can change your answer until the picture on the wall moves.": (
        keeping.an_answer_changes_until_the_picture_moves
    ),
    "You can change your answer until voting closes.": (
        keeping.an_answer_changes_until_voting_closes
    ),
    "Without slips, one person could join several times.": (
        keeping.one_person_may_join_twice_without_slips
    ),
    # joining
    "Shown only if at least %(k)s people of this group have answered.": (
        keeping.neither_alone_is_shown_only_from_k
    ),
    "If everyone is one group: only from %(k)s answers of everyone.": (
        keeping.together_is_shown_only_from_k_of_everyone
    ),
    "One slip for each person.": keeping.a_slip_works_once,
    "The program does not link it to your answer.": keeping.a_slip_leads_to_no_answer,
    "The door is locked.": keeping.a_locked_door_lets_nobody_new_in,
    "The facilitator has stopped new people from joining.": (
        keeping.a_locked_door_lets_nobody_new_in
    ),
    "Ask them to unlock the door, then open this page again.": (
        keeping.a_locked_door_lets_nobody_new_in
    ),
    "The door is locked for now.": keeping.a_locked_door_lets_nobody_new_in,
    "Rehearsal: the other phones are simulated, and nothing is kept.": (
        keeping.nothing_of_a_rehearsal_is_kept
    ),
    "Rehearsal · simulated phones · nothing is kept": keeping.nothing_of_a_rehearsal_is_kept,
    # the phone's beats
    "The facilitator reads your text first.": keeping.the_desk_reads_first,
    "It may be shown on the big screen and kept in the report, without your name or group.": (
        keeping.texts_may_be_shown_and_reported
    ),
    "Voting has closed.": keeping.voting_is_over,
    "The facilitator reads the texts first.": keeping.the_desk_reads_first,
    "Only totals are kept now.": keeping.only_totals_are_kept,
    "The picture on the wall has moved since you answered.": (
        keeping.an_answer_changes_until_the_picture_moves
    ),
    "Your answer stays as it was counted.": keeping.an_answer_changes_until_the_picture_moves,
    "Counted ✓": keeping.counted_with_the_group,
    "The session has ended.": keeping.the_session_is_over,
    **dict.fromkeys(
        (
            *(
                "This question was taken back.",
                "If you answered, your answer was destroyed unread.",
            ),
            *(
                "The facilitator may ask again.",
                "Voting was taken back.",
                "All answers were destroyed unread.",
            ),
        ),
        keeping.what_is_taken_back_is_destroyed_unread,
    ),
    # the wall
    (
        "To protect people, a result appears only when enough of a group have answered; in a "
        "small group, only when voting closes."
    ): keeping.a_small_group_waits_for_the_close,
    "No answers are shown while voting is open.": keeping.nothing_is_shown_while_voting,
    "Texts appear here only after the facilitator has read them.": keeping.the_desk_reads_first,
    "The result is on the screen.": keeping.the_result_waits_for_us,
    "The result comes when we open it together.": keeping.the_result_waits_for_us,
    # the desk and the sheet of slips
    "As last counted, there are too few people to compare the groups.": (
        keeping.who_cannot_be_compared_would_be_one_group
    ),
    "If that stays so, everyone is counted as one group.": (
        keeping.who_cannot_be_compared_would_be_one_group
    ),
    "With slips, each person joins with a one-time code that they draw from a hat.": (
        keeping.a_slip_is_needed
    ),
    "Each code works once, and nobody can join without one.": keeping.a_slip_works_once,
    "A slip is never linked to an answer.": keeping.a_slip_leads_to_no_answer,
    "This session is joined with slips only.": keeping.a_slip_is_needed,
    "Whoever chooses “%(neither)s” draws from either hat.": (
        keeping.neither_takes_a_slip_of_either_hat
    ),
    "People have already joined without slips, so this session goes on without.": (
        keeping.slips_come_before_people
    ),
    "Slips are made before anybody joins.": keeping.slips_come_before_people,
}


def the_page_is_the_same_for_every_group(base: str) -> None:
    """Letter for letter."""
    session = Script(base)
    phones = [Phone(base, session.code, group) for group in ("northern", "southern", "neither")]
    assert len({phone.page() for phone in phones}) == 1


def nothing_of_an_answer_is_on_the_phone(base: str) -> None:
    """Whatever was chosen, the page at the end is the same."""
    session = Script(base)
    phones = [Phone(base, session.code, "northern") for _ in range(2)]
    session.do("open_question", **BUDGET_TODAY)
    for choice, phone in enumerate(phones):
        assert phone.cast([choice * 3])["ok"]
    session.do("end_session")
    assert len({phone.page() for phone in phones}) == 1


KEPT_ON_PAGES: dict[str, Callable[[str], None]] = {
    "Your choice is private: this page looks the same for every group.": (
        the_page_is_the_same_for_every_group
    ),
    "Your answers are not on this phone.": nothing_of_an_answer_is_on_the_phone,
}

SEATS = "tests/doors/web/test_seats.py"
KEPT_BY_TESTS = {
    "Each person on this phone has a number and answers for themselves.": SEATS,
    "Nothing of anybody else is shown.": SEATS,
    "%(most)s people share this phone already, which is as many as can.": SEATS,
    "You are in.": SEATS,
    "No connection.": "tests/browser/test_restart.py",
    "This page tries again by itself.": "tests/browser/test_restart.py",
    "Your answer is kept on this phone and will be sent by itself.": "tests/browser/test_phone.py",
    "Your answer is not counted yet.": "tests/browser/test_phone.py",
    "Voting closed before we could confirm your answer.": "tests/browser/test_phone.py",
    "The question will appear here by itself.": "tests/browser/journeys/test_workshop.py",
    "The answers will appear here by themselves.": "tests/browser/journeys/test_workshop.py",
    "The facilitator has paused the phones.": "tests/doors/live/test_leading.py",
    "What you chose stays here.": "tests/browser/test_written.py",
    "%(voted)s of %(joined)s have answered": "tests/unit/domain/test_turnout.py",
    "and %(more)s more": "tests/proofs/secrecy/test_what_a_desk_learns.py",
    "%(people)s on paper": "tests/doors/live/test_paper.py",
}
"""What only a phone at work can show, and where one does."""

ABOUT_THE_WORLD = {
    "People next to you can see your phone.",
    (
        "If the address does not begin with https, others on the same Wi-Fi could read what phones"
        " send."
    ),
    "The facilitator's own hotspot is safer.",
    "This server is run by %(name)s.",
    "Whoever runs this server could change the program to watch.",
    "Each person answers privately on a phone.",
    "Asked again: the people who answer may differ from last time.",
    "If the slips were mixed well, nobody knows who drew which.",
}
"""Neighbours, Wi-Fi, whoever runs the server, hats: no program can make these true or untrue."""

PROMISES_NOTHING = {
    # what to do
    *(
        "Choose together who runs it.",
        "Do not write anything that shows who you are.",
        "You can close this page.",
    ),
    *(
        "Look at the screen.",
        "Read it, think, ask.",
        "Write something first.",
        "Write your answer.",
        "Try again",
    ),
    *(
        "Join",
        "Send",
        "Join at",
        "and type",
        "Back to the question",
        "Where do you answer from?",
        "Thank you.",
    ),
    *(
        "Voting is open.",
        "Voting opens soon.",
        "The code on your slip",
        "Draw a slip from the hat of your side first.",
    ),
    "Join the Wi-Fi: point your phone's camera at this code.",
    "Join the session: point your phone's camera at this code, or open",
    "Point your phone's camera here, or open %(address)s and type",
    "Make a few more slips for each hat than there are people, before anybody joins.",
    *(
        "Print the sheets.",
        "Print this page with your browser: %(keys)s.",
        "Destroy the slips that are left over.",
    ),
    "Each hat has sheets of its own; the hat's name is in the margin, not on the slips.",
    "Cut along the lines, fold every slip, put each sheet's slips into its hat and shuffle well.",
    "Better still, let somebody from each side do it.",
    (
        "People draw from the hat of their own side and scan the slip, or type its code on the join"
        " page."
    ),
    # headings, labels, numbers
    *(
        "What is kept",
        "What is shown",
        "What nobody can promise",
        "What happens to your answer",
        "What we agreed",
    ),
    *(
        "How your vote stays yours",
        "The whole promise, and its limits",
        "The sheet",
        "Slips",
        "Next step",
        "Reconnecting",
    ),
    *(
        "Person %(number)s",
        "Slips for “%(title)s”",
        "Slips for the hat of: %(side)s",
        "For the hat of: %(side)s",
    ),
    *(
        "Make slips",
        "Make more slips",
        "Do without slips, and make these worthless",
        "Before people come",
    ),
    *(
        "There are %(count)s.",
        "fold, shuffle",
        "here so far",
        "joined",
        "answered",
        "back",
        "The screen is paused.",
    ),
    *("QR code to join", "QR code of the Wi-Fi", "Closes in %(seconds)s · press to keep it open"),
    # of a phone at work
    *(
        "Choose an answer first.",
        "Choose one or more, at most:",
        "Choose your answer.",
        "Change my answer",
        "Language",
    ),
    *(
        "Listen, read, ask.",
        "Please look up.",
        "Send without an answer",
        "Sending your answer …",
        "Whose turn is it?",
    ),
    *("Hand over to the next person", "Pass the phone on", "Somebody new: person %(number)s"),
    "Wait for it, then try again.",
    *(
        "%(more)s more in the report.",
        "%(older)s more in the report.",
        "Nothing is written down yet.",
    ),
    *("Nothing is on the map yet.", "It grows with every result that is shown."),
    "The results are waiting under “Take it home”.",
}


def unaccounted(sentences: set[str]) -> set[str]:
    """Sentences that nobody has said anything about."""
    return (
        sentences
        - KEPT.keys()
        - KEPT_ON_PAGES.keys()
        - KEPT_BY_TESTS.keys()
        - ABOUT_THE_WORLD
        - PROMISES_NOTHING
    )


def test_every_sentence_has_a_predicate_or_is_said_to_be_about_the_world() -> None:
    assert unaccounted(told.told()) == set(), "give it a predicate in KEPT, or say what else it is"


def test_no_predicate_is_for_a_sentence_that_nobody_reads() -> None:
    elsewhere = {sentence for path in sources() for sentence in told.told_in(path)}
    every = [
        KEPT.keys(),
        KEPT_ON_PAGES.keys(),
        KEPT_BY_TESTS.keys(),
        ABOUT_THE_WORLD,
        PROMISES_NOTHING,
    ]
    assert set().union(*every) - elsewhere == set()
    assert sum(map(len, every)) == len(set().union(*every)), "a sentence is in two lists"
    assert [path for path in KEPT_BY_TESTS.values() if not (ROOT / path).exists()] == []


def test_a_sentence_that_is_added_is_found() -> None:
    assert unaccounted(
        set(told.sentences("Voting has closed. Nobody can ever know. What is kept"))
    ) == {"Nobody can ever know."}


NAME = attrgetter("__name__")
ROOMS = (SPLIT, TOGETHER, LOPSIDED)
CASES = [Case(kind, showing, people) for kind, showing, people in product(Kind, Showing, ROOMS)]
EVERY_KIND_ONCE = [
    Case(kind, showing, people)
    for kind, showing, people in zip(Kind, cycle(Showing), cycle(ROOMS), strict=False)
]


@pytest.mark.parametrize("sentence", KEPT)
def test_a_sentence_is_kept_in_sessions_of_every_kind_and_both_modes(sentence: str) -> None:
    for case in trials(EVERY_KIND_ONCE, CASES):
        if case.showing in where_it_is_said(sentence, case):
            KEPT[sentence](case)


@pytest.mark.parametrize("keeps", sorted(set(KEPT.values()), key=NAME), ids=NAME)
def test_a_sentence_is_kept_by_the_store_we_ship(
    keeps: Callable[[Case], None], tmp_path: Path
) -> None:
    choices = Case(Kind.WHO_DECIDES, Showing.REVEAL, SPLIT, tmp_path)
    words = Case(Kind.GATHER, Showing.LIVE, TOGETHER, tmp_path)
    says_of_texts = "text" in keeps.__name__
    for case in trials([words if says_of_texts else choices], [choices, words]):
        keeps(case)


def where_it_is_said(sentence: str, case: Case) -> set[Showing]:
    """Phones and promise say until when an answer can be changed by what the question does."""
    if sentence == "You can change your answer until voting closes.":
        return {Showing.REVEAL, Showing.LIVE} if case.takes_text else {Showing.REVEAL}
    return set(Showing)


@pytest.mark.parametrize("sentence", KEPT_ON_PAGES)
def test_a_sentence_is_kept_by_the_pages(one_server: Server, sentence: str) -> None:
    KEPT_ON_PAGES[sentence](one_server.base)


def test_after_a_written_question_phones_say_nothing_of_totals(one_server: Server) -> None:
    plan = {
        "title": "T",
        "threshold": 3,
        "questions": [{"id": "q", "kind": "gather", "text": "What?"}],
    }
    session = Script(one_server.base, plan)
    phone = Phone(one_server.base, session.code, "northern")
    session.do("open_question", question="q")
    session.do("close_question", question="q")
    now = phone.page().split('id="now"')[1].split("</main>")[0]
    assert "Voting has closed. The facilitator reads the texts first." in now
    assert "totals" not in now


# ---- in every language


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != ENGLISH])
def test_every_language_says_as_many_sentences(language: str) -> None:
    """A sentence left out, or one put in, is another promise.

    What desks alone say is in the languages of desks.
    """
    catalogue = catalogue_of(language)
    said_here = {text.one for text in texts_for(language)}
    assert {
        text for text in told.promising_texts() if text not in said_here
    } <= told.only_at_desks()
    for text in told.promising_texts() & said_here:
        message = catalogue.get(text) or catalogue.get((text,))
        assert message, text
        assert len(list(told.sentences(str(message.string)))) == len(list(told.sentences(text))), (
            message.string
        )


# ---- where it is written down


def test_files_and_the_front_page_promise_the_same() -> None:
    assert files.promise(4) == " ".join((told.FILE_PROMISE, *lines(4)))
    assert [line for line in lines(5) if line not in told.readme_promise()] == []


# ---- what was promised before, and was not true


def of_ones_own_group(case: Case) -> None:
    """ "Results appear only when at least k of your group have answered." """
    with keeping.played(case) as workshop:
        workshop.open().answer_all().close().reveal()
        for group in (NORTHERN, SOUTHERN, NEITHER):
            own = workshop.groups.count(group)
            shown = workshop.shown().get(group.value) or workshop.shown().get("together")
            assert own >= K or not shown or not played.pictured(shown)


def only_totals_of_texts_too(case: Case) -> None:
    """ "When a question closes, only totals are kept." """
    assert keeping.voted(case).session.written == {}


def only_in_a_small_room(case: Case) -> None:
    """ "When the room is too small to compare two groups, everyone is shown as one group." """
    workshop = keeping.voted(case.with_people(K - 1, 40, 0))
    assert workshop.asking.mode is Mode.SPLIT


def neither_is_never_shown_under_k(case: Case) -> None:
    """ "These answers are shown only when at least k people choose this." """
    workshop = keeping.voted(case)
    shown = workshop.shown().get("neither") or workshop.shown()["together"]
    assert workshop.groups.count(NEITHER) >= K or not played.pictured(shown)


def groups_only(case: Case) -> None:
    """ "Only groups, never persons." """
    assert not keeping.voted(case.with_people(4, 4, 0)).session.written


def nobody_votes_twice(case: Case) -> None:
    """Neither who draws two slips ("Nobody can vote twice") nor who has two browsers."""
    with keeping.played(case) as workshop:
        one, other = (workshop.lead.join(workshop.code, None, NORTHERN) for _ in range(2))
        assert one == other


def chosen_once(case: Case) -> None:
    """ "You choose once." """
    with keeping.played(case) as workshop:
        token = workshop.lead.join(workshop.code, None, NORTHERN)
        workshop.lead.join(workshop.code, token, SOUTHERN)
        assert workshop.store.group_of(workshop.code, token) is NORTHERN


UNTRUE: Mapping[str, Callable[[Case], None]] = {
    "Results appear only when at least %(k)s of your group have answered.": of_ones_own_group,
    "When a question closes, only totals are kept.": only_totals_of_texts_too,
    "When the room is too small to compare two groups, everyone is shown as one group.": (
        only_in_a_small_room
    ),
    "These answers are shown only when at least %(k)s people choose this.": (
        neither_is_never_shown_under_k
    ),
    "Only groups, never persons.": groups_only,
    "Nobody can vote twice, and nobody who is not in the room can vote.": nobody_votes_twice,
    "You choose once.": chosen_once,
}


@pytest.mark.parametrize("sentence", UNTRUE)
def test_the_old_sentences_are_found_out(sentence: str) -> None:
    assert any(is_broken(sentence, case) for case in CASES)


def is_broken(sentence: str, case: Case) -> bool:
    try:
        UNTRUE[sentence](case)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("sentence", UNTRUE)
def test_nobody_reads_them_any_more(sentence: str) -> None:
    for folder, kind in (
        ("templates", "*.html"),
        ("workshop", "*.py"),
        ("workshop", "*.po"),
        ("docs", "*.md"),
    ):
        for path in (ROOT / folder).rglob(kind):
            assert sentence not in path.read_text("utf-8"), path
    assert sentence not in (ROOT / "README.md").read_text("utf-8")
