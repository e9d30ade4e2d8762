"""The session: its life cycle, lobby → running → ended, and that of each asking.

An asking goes open → closed → revealed. Every transition takes the session as it is and returns it
as it will be, or raises a refusal. Nothing is ever reopened: asking again is a new round, so that
no published result can change under the people who saw it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import takewhile
from typing import Any

from workshop.domain.errors import (
    AlreadyAsked,
    AskedInTwoWays,
    NotAskedYet,
    NothingToHide,
    NothingToReveal,
    NothingToUndo,
    QuestionAsked,
    QuestionClosed,
    QuestionOpen,
    SessionEnded,
    TooLateForSlips,
    TooManyAgreements,
    UnknownAgreement,
    UnknownQuestion,
    UnknownText,
)
from workshop.domain.insight.comparison import Baseline
from workshop.domain.insight.picture import ChartType
from workshop.domain.voting.agreement import MOST_AGREEMENTS, Agreement
from workshop.domain.voting.disclosure import Mode, Policy, mode_at_opening
from workshop.domain.voting.paper_ballots import Paper
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.release import Counts
from workshop.domain.voting.same_question import same_questions
from workshop.domain.voting.written_answer import WrittenAnswer


class SessionState(StrEnum):
    """The state of a session."""

    LOBBY = "lobby"
    RUNNING = "running"
    ENDED = "ended"


class AskingState(StrEnum):
    """The state of an asking.

    One that was taken back is void: nobody reads its ballots, and nothing is told of it.
    """

    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class Place:
    """What the wall shows: one question in one pass and one round (counted from 1)."""

    question: str
    passing: Pass
    round: int = 1


@dataclass(frozen=True)
class Asking:
    """One question in one pass and one round.

    `id` is random; `joined` is the snapshot that held at its opening.

    `paper` is what was entered of paper ballots; they are counted, and forgotten, when it closes.
    """

    id: str
    question: str
    passing: Pass
    round: int
    mode: Mode
    joined: Joined | None
    state: AskingState = AskingState.OPEN
    was_revealed: bool = False
    paper: Paper = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The place that shows this asking."""
        return Place(self.question, self.passing, self.round)


@dataclass(frozen=True)
class Wall:
    """What the facilitator has done to the wall beside the question.

    Map and agreements are never both there.
    """

    blank: bool = False
    code_shown: bool = False
    map_shown: bool = False
    agreements_shown: bool = False


class Theme(StrEnum):
    """The colours of the wall: its own computer's, or what the facilitator chose."""

    OWN = "own"
    DARK = "dark"
    LIGHT = "light"


TEXT_SIZES = range(-2, 4)


@dataclass(frozen=True)
class Session:
    """A session as the store keeps it.

    `version` rises with every change; joins and ballots are no changes.

    `screen_key` opens the wall, which shows nothing that is not shown to everyone. `is_rehearsal`
    never changes. `address` is where phones find the server, without a slash at its end; empty for
    the server's own choice. `agreements` are by their random id, in the order in which they were
    made; `written` answers by theirs, in the order of the ids, which is none. `baseline` is the
    earlier session it is compared with, and never changes. `on_paper` are the people who vote on
    paper: they are told beside the phones, and decide nothing. `form` and `text_size` are how the
    wall is drawn. `timer_ends`, in seconds since 1970, only advises: nothing happens when it is
    over.
    """

    code: str
    screen_key: str
    plan: Plan
    policy: Policy
    state: SessionState = SessionState.LOBBY
    version: int = 1
    door_locked: bool = False
    needs_slips: bool = False
    is_rehearsal: bool = False
    address: str = ""
    phones_paused: bool = False
    theme: Theme = Theme.OWN
    timer_ends: int | None = None
    wall: Wall = field(default_factory=Wall)
    place: Place | None = None
    askings: tuple[Asking, ...] = ()
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    written: Mapping[str, WrittenAnswer] = field(default_factory=dict)
    on_paper: Joined = field(default_factory=Joined)
    baseline: Baseline | None = None
    form: ChartType = ChartType.BARS
    text_size: int = 0

    @property
    def open_asking(self) -> Asking | None:
        """The asking that takes ballots now; there is never more than one."""
        return next((asking for asking in self.askings if asking.state is AskingState.OPEN), None)

    def asking_at(self, place: Place | None) -> Asking | None:
        """The asking at this place, None if it was never opened."""
        return next((asking for asking in self.askings if asking.place == place), None)

    @property
    def standing(self) -> tuple[Asking, ...]:
        """The askings that were not taken back."""
        return tuple(
            asking for asking in self.askings if asking.state is not AskingState.TAKEN_BACK
        )

    @property
    def snapshot(self) -> Joined | None:
        """Who had joined by phone at the last count per group; the newest asking has it."""
        return self.askings[-1].joined if self.askings else None

    def latest(self, question: str, passing: Pass) -> Asking | None:
        """The newest round of a question and pass that was not taken back."""
        rounds = [a for a in self.standing if (a.question, a.passing) == (question, passing)]
        return max(rounds, key=lambda asking: asking.round, default=None)

    def to_show(self, question: str, passing: Pass) -> Place:
        """The place to show for a question and pass: its newest round, or the one to be opened."""
        latest = self.latest(question, passing)
        return latest.place if latest else self.next_round(question, passing)

    def nth(self, place: Place) -> int:
        """Which round this is for people, counted from 1, without those that were taken back."""
        at = (place.question, place.passing)
        return 1 + sum(
            (a.question, a.passing) == at and a.round < place.round for a in self.standing
        )

    def round_name(self, place: Place) -> str:
        """The plan's name for this round, empty where it has none."""
        return self.plan.question(place.question).round_name(self.nth(place))

    def streams(self, asking: Asking) -> bool:
        """Whether this asking's result is updated while people vote."""
        return self.streams_at(asking.place)

    def streams_at(self, place: Place) -> bool:
        """Whether results are live there.

        Never for the same question again, and never for words.
        """
        return not self.former_rounds(place) and self.reveals_at_close(place.question)

    def former_rounds(self, place: Place) -> tuple[Asking, ...]:
        """The askings that this place repeats in the same pass: results could be subtracted."""
        return tuple(
            asking for asking in self.same_before(place) if asking.passing is place.passing
        )

    def same_before(self, place: Place) -> tuple[Asking, ...]:
        """Every asking of the same question before this one, whatever its id, in any pass."""
        same = same_questions(self.plan, place.question)
        before = takewhile(lambda asking: asking.place != place, self.askings)
        return tuple(
            a for a in before if a.question in same and a.state is not AskingState.TAKEN_BACK
        )

    def reveals_at_close(self, question: str) -> bool:
        """Whether closing shows the result. Answers in words are read at the desk first."""
        return self.plan.results is Showing.LIVE and not self.plan.question(question).takes_text

    def shows(self, asking: Asking) -> bool:
        """Whether the asking's releases may be on the wall now."""
        is_streaming = asking.state is AskingState.OPEN and self.streams(asking)
        return is_streaming or asking.state is AskingState.REVEALED

    def show(self, place: Place) -> "Session":
        """Bring a question to the wall without opening it; an earlier asking returns as it was."""
        self._check_place(place)
        if self.open_asking and self.open_asking.place != place:
            raise QuestionOpen(question=self.open_asking.question)
        return self._running(place=place)

    def open(
        self, question: str, passing: Pass, asking_id: str, joined: Joined | None
    ) -> "Session":
        """Open a question for ballots for the first time in this pass.

        `joined` is the snapshot that holds, if any.
        """
        if self.latest(question, passing):
            raise AlreadyAsked()
        return self._open(self.next_round(question, passing), asking_id, joined)

    def ask_again(
        self, question: str, passing: Pass, asking_id: str, joined: Joined | None
    ) -> "Session":
        """Open a new round of a question that was closed; the old one is kept."""
        if self.latest(question, passing) is None:
            raise NotAskedYet()
        return self._open(self.next_round(question, passing), asking_id, joined)

    def take_back(self, opened: Asking) -> "Session":
        """Undo an opening: the question stays on the wall, closed; its round number is used up."""
        if opened.state is not AskingState.OPEN:
            raise NothingToUndo()
        return self._with(replace(opened, state=AskingState.TAKEN_BACK, paper={}))

    def close(self, place: Place) -> "Session":
        """Close an open asking, for good. Where results stream, closing reveals."""
        asking = self.asking_at(place)
        if asking is None or asking.state is not AskingState.OPEN:
            raise QuestionClosed()
        if self.reveals_at_close(place.question):
            return self._with(
                replace(asking, state=AskingState.REVEALED, was_revealed=True, paper={})
            )
        return self._with(replace(asking, state=AskingState.CLOSED, paper={}))

    def reveal(self, place: Place) -> "Session":
        """Show a closed asking's result."""
        self._check_running()
        asking = self.asking_at(place)
        if asking is None or asking.state is not AskingState.CLOSED:
            raise NothingToReveal()
        return self._with(replace(asking, state=AskingState.REVEALED, was_revealed=True))

    def hide(self, place: Place) -> "Session":
        """Take a result off the wall. What was revealed once stays in the files."""
        self._check_running()
        asking = self.asking_at(place)
        if asking is None or asking.state is not AskingState.REVEALED:
            raise NothingToHide()
        return self._with(replace(asking, state=AskingState.CLOSED))

    def end(self) -> "Session":
        """End the session; what is open must have been closed.

        The wall is left with the power map.
        """
        if self.state is SessionState.ENDED:
            raise SessionEnded()
        if self.open_asking:
            raise QuestionOpen(question=self.open_asking.question)
        rest = replace(self, timer_ends=None, phones_paused=False, place=None)
        return replace(rest, state=SessionState.ENDED, wall=Wall(map_shown=True))

    def lock_door(self, *, locked: bool) -> "Session":
        """Stop new people joining, or let them join again."""
        self._check_running()
        return replace(self, door_locked=locked)

    def use_slips(self, joined: int, *, needed: bool) -> "Session":
        """Let people join with a slip only, or without.

        Raises TooLateForSlips once somebody is in.
        """
        self._check_running()
        if needed is not self.needs_slips and joined:
            raise TooLateForSlips()
        return replace(self, needs_slips=needed)

    def expect_paper(self, people: Joined) -> "Session":
        """Set how many people vote on paper.

        Raises QuestionOpen: while people vote, the wall's numbers rest.
        """
        self._check_running()
        if self.open_asking:
            raise QuestionOpen(question=self.open_asking.question)
        return replace(self, on_paper=people)

    def enter_paper(self, place: Place, group: PartnerGroup, counts: Counts) -> "Session":
        """Set a group's paper ballots, to be counted at close, in place of those entered before."""
        asking = self.asking_at(place)
        if asking is None or asking.state is not AskingState.OPEN:
            raise QuestionClosed()
        changed = replace(asking, paper={**asking.paper, group: counts})
        return replace(
            self, askings=tuple(changed if one.id == changed.id else one for one in self.askings)
        )

    def pause_phones(self, *, paused: bool) -> "Session":
        """Ask people to look up, or stop asking.

        What a phone has sent still counts: a pause must lose nobody's answer.
        """
        self._check_running()
        return replace(self, phones_paused=paused)

    def draw_as(self, form: ChartType) -> "Session":
        """Draw results in this form."""
        return replace(self, form=form)

    def set_text_size(self, size: int) -> "Session":
        """Larger or smaller letters on the wall, in steps from TEXT_SIZES; 0 is as designed."""
        return replace(self, text_size=size)

    def set_theme(self, theme: Theme) -> "Session":
        """Give the wall these colours."""
        return replace(self, theme=theme)

    def set_timer(self, ends: int | None) -> "Session":
        """Let a timer run on wall and desk until then, or stop it."""
        self._check_running()
        return replace(self, timer_ends=ends)

    def add_question(self, question: Question, made_of: Iterable[str] = ()) -> "Session":
        """Add a question after the one on the wall, at the end if there is none.

        Raises TooManyQuestions, UnknownText.

        `made_of` are the ids of the written answers it was made of.
        """
        self._check_running()
        after = self.place.question if self.place else None
        plan = self.plan.with_question(question, after)
        [added] = {each.id for each in plan.questions} - {each.id for each in self.plan.questions}
        return replace(self._with_texts(made_of, question=added), plan=plan)

    def remove_question(self, question_id: str) -> "Session":
        """Take out a question that was never opened.

        Raises UnknownQuestion, QuestionAsked, LastQuestion.
        """
        self._check_running()
        if any(asking.question == question_id for asking in self.askings):
            raise QuestionAsked()
        is_on_the_wall = self.place is not None and self.place.question == question_id
        agreements = {
            agreement_id: (
                replace(agreement, question=None)
                if agreement.question == question_id
                else agreement
            )
            for agreement_id, agreement in self.agreements.items()
        }
        made = [text_id for text_id, text in self.written.items() if text.question == question_id]
        place = None if is_on_the_wall else self.place
        rest = self._with_texts(made, question=None)
        return replace(
            rest, plan=self.plan.without_question(question_id), place=place, agreements=agreements
        )

    def reached_at(self, address: str) -> "Session":
        """Let phones be sent to this address from now on."""
        self._check_running()
        return replace(self, address=address)

    def set_wall(self, **change: bool) -> "Session":
        """Blank the wall, fill it with the join code, or take that back.

        Names are those of `Wall`.
        """
        self._check_running()
        return replace(self, wall=replace(self.wall, **change))

    def show_beside(self, *, map_shown: bool = False, agreements_shown: bool = False) -> "Session":
        """Fill the wall with the map or the agreements, or take both away; after the end, too."""
        return replace(self, wall=Wall(map_shown=map_shown, agreements_shown=agreements_shown))

    def agree(self, agreement_id: str, agreement: Agreement) -> "Session":
        """Add an agreement, or rewrite it; after the end, too.

        Raises TooManyAgreements, UnknownQuestion.
        """
        if agreement.question is not None:
            self.plan.question(agreement.question)
        agreements = {**self.agreements, agreement_id: agreement}
        if len(agreements) > MOST_AGREEMENTS:
            raise TooManyAgreements(allowed=MOST_AGREEMENTS)
        return replace(self, agreements=agreements)

    def edit_agreement(self, agreement_id: str, agreement: Agreement) -> "Session":
        """Write an agreement anew, in its place. Raises UnknownAgreement, UnknownQuestion."""
        self._check_agreed(agreement_id)
        return self.agree(agreement_id, agreement)

    def remove_agreement(self, agreement_id: str) -> "Session":
        """Take an agreement away. Raises UnknownAgreement."""
        self._check_agreed(agreement_id)
        return replace(
            self,
            agreements={key: kept for key, kept in self.agreements.items() if key != agreement_id},
        )

    def collect(self, asking: Asking, texts: Mapping[str, str]) -> "Session":
        """Keep the written answers of an asking that closes, by random id.

        The desk reads them first.
        """
        answers = {text_id: WrittenAnswer(asking.id, text) for text_id, text in texts.items()}
        return replace(self, written=dict(sorted({**self.written, **answers}.items())))

    def written_at(self, asking: Asking | None) -> dict[str, WrittenAnswer]:
        """What was written at an asking, by id."""
        if asking is None:
            return {}
        return {text_id: text for text_id, text in self.written.items() if text.asking == asking.id}

    def show_texts(self, ids: Iterable[str] | None, *, shown: bool) -> "Session":
        """Show written answers on the wall, or take them off; after the end, too.

        Raises UnknownText. `ids` None means all of the asking that the room looks at.
        """
        every = self.written_at(self.asking_at(self.place)) if ids is None else ids
        return self._with_texts(every, is_shown=shown)

    def reject_texts(self, ids: Iterable[str]) -> "Session":
        """Delete written answers. Raises UnknownText."""
        gone = self._known_texts(ids)
        return replace(
            self,
            written={
                text_id: text for text_id, text in self.written.items() if text_id not in gone
            },
        )

    def _with_texts(self, ids: Iterable[str], **change: Any) -> "Session":
        changed = {
            text_id: replace(self.written[text_id], **change) for text_id in self._known_texts(ids)
        }
        return replace(self, written={**self.written, **changed})

    def _known_texts(self, ids: Iterable[str]) -> set[str]:
        known = set(ids)
        if not known <= self.written.keys():
            raise UnknownText()
        return known

    def _check_agreed(self, agreement_id: str) -> None:
        if agreement_id not in self.agreements:
            raise UnknownAgreement()

    def _open(self, place: Place, asking_id: str, joined: Joined | None) -> "Session":
        self._check_place(place)
        if self.open_asking:
            raise QuestionOpen(question=self.open_asking.question)
        asking = Asking(
            asking_id, place.question, place.passing, place.round, self._mode(place, joined), joined
        )
        return replace(self._running(place=place), askings=(*self.askings, asking))

    def _mode(self, place: Place, joined: Joined | None) -> Mode:
        """The mode of the question's first opening: two askings in two modes could be subtracted.

        Answers in words are never split: a text beside a group's name would point at a person. So
        they decide for others only where nothing else does. Raises AskedInTwoWays.
        """
        if self._takes_text(place.question):
            return Mode.TOGETHER
        earlier = self.same_before(place)
        modes = {asking.mode for asking in earlier if not self._takes_text(asking.question)}
        if len(modes) > 1:
            raise AskedInTwoWays()
        return next(iter(modes), Mode.TOGETHER if earlier else mode_at_opening(joined, self.policy))

    def _takes_text(self, question: str) -> bool:
        return self.plan.question(question).takes_text

    def _check_place(self, place: Place) -> None:
        self._check_running()
        if place.passing not in self.plan.question(place.question).passes:
            raise UnknownQuestion(question=place.question)
        if not 1 <= place.round <= self.next_round(place.question, place.passing).round:
            raise UnknownQuestion(question=place.question)

    def next_round(self, question: str, passing: Pass) -> Place:
        """The place of the next new round; the numbers of those taken back are used up."""
        used = (a.round for a in self.askings if (a.question, a.passing) == (question, passing))
        return Place(question, passing, max(used, default=0) + 1)

    def _check_running(self) -> None:
        if self.state is SessionState.ENDED:
            raise SessionEnded()

    def _running(self, place: Place) -> "Session":
        return replace(self, state=SessionState.RUNNING, place=place, wall=Wall())

    def _with(self, changed: Asking) -> "Session":
        askings = tuple(changed if asking.id == changed.id else asking for asking in self.askings)
        return replace(self, askings=askings, place=changed.place, wall=Wall())
