"""Two desks race through random commands, over real sockets: every loser is told, and no version is
lost.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.support.clients import Phone, Script, Socket, desk, room
from tests.support.in_process import InProcess
from tests.support.trials import trials

ASKINGS = [("budget", "today"), ("budget", "should_be"), ("focus", "today")]
AGREED = {"what": "Draft it together"}
ADDED = {"question": {"kind": "agree", "text": "Will something change?"}}
COMMANDS: list[tuple[str, dict[str, Any]]] = [
    *(
        (verb, {})
        for verb in (
            "close_question",
            "reveal_results",
            "hide_results",
            "undo",
            "lock_door",
            "unlock_door",
        )
    ),
    *(
        (verb, {})
        for verb in (
            "blank_screen",
            "unblank_screen",
            "show_code",
            "hide_code",
            "pause_phones",
            "show_map",
        )
    ),
    *(
        (verb, {"question": q, "pass": p})
        for verb in ("show_question", "open_question", "ask_again")
        for q, p in ASKINGS
    ),
    ("add_question", ADDED),
    ("remove_question", {"question": "focus"}),
    ("remove_question", {"question": "added-1"}),
    ("add_agreement", AGREED),
    ("start_timer", {"seconds": 60}),
    ("expect_paper", {"southern": 3}),
    ("enter_paper", {"group": "southern", "voters": 3, "counts": [1, 1, 1, 0, 0, 0]}),
]
commands = st.sampled_from(COMMANDS)
REFUSED_BY_STATE = {
    *(
        "QuestionClosed",
        "QuestionOpen",
        "AlreadyAsked",
        "NotAskedYet",
        "NothingToReveal",
        "NothingToHide",
        "NothingToUndo",
    ),
    *("QuestionAsked", "UnknownQuestion", "FaultyPaper", "LastQuestion"),
}


class Race(RuleBasedStateMachine):
    """Two desks on one session, as two people lead it; the API looks on."""

    server: InProcess

    def __init__(self) -> None:
        super().__init__()
        self.session = Script(self.server.base)
        self.phones: list[Phone] = room(self.session, 3, 1)
        self.desks: tuple[Socket, Socket] = (desk(self.session), desk(self.session))
        for one in self.desks:
            one.until(lambda heard: bool(heard.all("session_changed")))
        self.version = self.session.state()["version"]

    @rule(who=st.integers(0, 1), command=commands)
    def act(self, who: int, command: tuple[str, dict[str, Any]]) -> None:
        """One desk acts on what it sees."""
        self._judge(self._ask(who, command, self.version), self.version)

    @rule(who=st.integers(0, 1), command=commands, behind=st.integers(1, 3))
    def act_late(self, who: int, command: tuple[str, dict[str, Any]], behind: int) -> None:
        """One desk acts on what it saw a while ago: refused, with the version it should have looked
        at.
        """
        if self.version > behind:
            answer = self._ask(who, command, self.version - behind)
            assert (answer["ok"], answer["reason"], answer["version"]) == (
                False,
                "StaleVersion",
                self.version,
            )
            assert answer["message"]

    @rule(first=commands, second=commands)
    def act_at_once(
        self, first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]]
    ) -> None:
        """Both act on the same state in the same moment: one at most is first, and the other is
        told.
        """
        before = self.version
        with ThreadPoolExecutor(2) as hands:
            answers = list(hands.map(self._ask, (0, 1), (first, second), (before, before)))
        done = [answer for answer in answers if answer["ok"]]
        lost = [answer for answer in answers if not answer["ok"]]
        assert len(done) <= 1
        self.version = before + len(done)
        assert all(answer["version"] == self.version for answer in done)
        for answer in lost:
            assert answer["reason"] in REFUSED_BY_STATE | {"StaleVersion"}
            assert answer["version"] in (before, self.version)
            assert answer["message"]

    @rule(choice=st.integers(0, 2))
    def vote(self, choice: int) -> None:
        """People vote meanwhile: it is no change of state."""
        question = self.session.state()["question"]
        if question and question["state"] == "open":
            place = {
                "question": question["id"],
                "pass": question["pass"],
                "round": question["round"],
            }
            answer = self.phones[choice].cast([choice], **place)
            assert answer["ok"] or answer["reason"] in ("BallotLocked", "StaleBallot")

    @invariant()
    def nothing_is_lost(self) -> None:
        """Both desks see every version, in order, and the same state as whoever asks."""
        for one in self.desks:
            one.until(lambda heard: heard.newest("session_changed")["version"] >= self.version)
            seen = [state["version"] for state in one.all("session_changed")]
            assert seen == list(range(seen[0], self.version + 1))
        states = [
            {**one.newest("session_changed"), "undo": None, "wall": None} for one in self.desks
        ]
        assert states[0] == states[1] == {**self.session.state(), "undo": None, "wall": None}

    def teardown(self) -> None:
        for one in self.desks:
            one.hang_up()

    def _ask(self, who: int, command: tuple[str, dict[str, Any]], version: int) -> dict[str, Any]:
        verb, body = command
        return self.desks[who].ask(verb, {**body, "version": version})

    def _judge(self, answer: dict[str, Any], before: int) -> None:
        if answer["ok"]:
            assert answer["version"] == before + 1
            self.version = before + 1
        else:
            assert answer["reason"] in REFUSED_BY_STATE
            assert answer["version"] == before


def test_two_desks_that_race_are_both_told_everything(server: InProcess) -> None:
    class Here(Race):
        pass

    Here.server = server
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=trials(2, 20),
            stateful_step_count=30,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
