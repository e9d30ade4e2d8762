"""Whatever comes in, a plan or a refusal comes out; and what came out goes in again."""

import json
import unicodedata
from collections.abc import Callable, Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from workshop.domain.errors import Fault, FaultyPlan, TooLarge
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import OWN_WORDS, WRITTEN, Kind, Pass, Question
from workshop.plans.fields import RESERVED_IDS
from workshop.plans.form import parse_plan, read_plan
from workshop.plans.opening import Media

KEYS = st.sampled_from(
    [
        *(
            "title",
            "frame",
            "language",
            "second_language",
            "threshold",
            "results",
            "groups",
            "questions",
            "translations",
        ),
        *(
            "northern",
            "southern",
            "neither",
            "id",
            "kind",
            "text",
            "passes",
            "choices",
            "max_choices",
        ),
        *("fr", "en", "groups.northern"),
    ]
)
WORDS = st.sampled_from(
    [
        "live",
        "reveal",
        "today",
        "should_be",
        "choice",
        "agree",
        "who_decides",
        "q1",
        "\ud800",
        "\x00",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | WORDS
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=25,
)
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.text(max_size=5)
PLAN_LIKE = st.fixed_dictionaries(
    {
        "title": ANY_TEXT,
        "questions": st.lists(
            st.fixed_dictionaries(
                {
                    "id": st.sampled_from("abc"),
                    "kind": st.sampled_from([*Kind, "poem"]),
                    "text": ANY_TEXT,
                },
                optional={
                    "passes": st.lists(st.sampled_from(Pass), max_size=3),
                    "choices": st.lists(ANY_TEXT, max_size=4),
                    "max_choices": st.integers(0, 4),
                },
            ),
            max_size=3,
        ),
    },
    optional={
        "threshold": st.integers(2, 11),
        "groups": st.dictionaries(st.sampled_from(PartnerGroup), ANY_TEXT),
        "translations": st.dictionaries(
            st.sampled_from(["fr", "-"]), st.dictionaries(KEYS, ANY_TEXT)
        ),
    },
)

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]),
    min_size=1,
    max_size=30,
).map(lambda text: unicodedata.normalize("NFC", f"a{text}a"))
IDS = st.from_regex(r"[a-z0-9_-]{1,40}", fullmatch=True).filter(lambda id_: id_ not in RESERVED_IDS)
PASSES = st.sampled_from([(Pass.TODAY,), (Pass.SHOULD_BE,), (Pass.TODAY, Pass.SHOULD_BE)])


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind, texts = draw(st.sampled_from(Kind)), (draw(IDS), draw(TEXTS), draw(PASSES))
    if kind in WRITTEN:
        return Question(texts[0], kind, texts[1])
    if kind not in OWN_WORDS:
        return Question(texts[0], kind, *texts[1:])
    choices = tuple(draw(st.lists(TEXTS, min_size=2, max_size=20, unique=True)))
    return Question(texts[0], kind, *texts[1:], choices, draw(st.integers(1, len(choices))))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    asked = tuple(
        draw(st.lists(questions(), min_size=1, max_size=4, unique_by=lambda question: question.id))
    )
    labels = draw(st.lists(TEXTS, min_size=3, max_size=3, unique=True))
    keys = st.sampled_from(
        ["title", "frame", "groups.southern", *(question.id for question in asked)]
    )
    return Plan(
        title=draw(TEXTS),
        questions=asked,
        frame=draw(st.just("") | TEXTS),
        language=draw(st.sampled_from(["en", "fr", "pt-BR", "zh-Hant-TW"])),
        second_language=draw(st.sampled_from(["", "sw"])),
        threshold=draw(st.integers(3, 10)),
        results=draw(st.sampled_from(Showing)),
        labels=dict(zip(PartnerGroup, labels, strict=True)),
        translations=draw(
            st.dictionaries(
                st.sampled_from(["fr", "sw"]), st.dictionaries(keys, TEXTS, max_size=2), max_size=2
            )
        ),
    )


def assert_plan_or_faults(read: Callable[[], Plan]) -> None:
    """A sound plan that reads back the same, or faults that can be sent to people; nothing else."""
    try:
        plan = read()
    except TooLarge:
        return
    except FaultyPlan as refusal:
        assert_can_be_sent(refusal.faults)
    else:
        assert read_plan(plan.as_document()) == plan


def assert_can_be_sent(faults: Sequence[Fault]) -> None:
    assert faults
    assert all(fault.at and fault.message.endswith((".", "?")) for fault in faults)
    assert json.dumps([[fault.at, fault.message] for fault in faults], ensure_ascii=False).encode()


@given(DOCUMENTS | PLAN_LIKE)
def test_any_document_gives_a_plan_or_faults(document: object) -> None:
    assert_plan_or_faults(lambda: read_plan(document))


@given(
    st.binary(max_size=200) | DOCUMENTS.map(lambda document: json.dumps(document).encode()),
    st.sampled_from(["toml", "json"]),
)
@example(b"a=1e999\nb=nan\nc=1979-05-27\nd=07:32:00", "toml")
def test_any_bytes_give_a_plan_or_faults(raw: bytes, media: Media) -> None:
    assert_plan_or_faults(lambda: parse_plan(raw, media))


@given(st.text(st.sampled_from("[]{}.=,\"'\\\n #abc-_1:T"), max_size=60))
def test_anything_like_toml_gives_a_plan_or_faults(source: str) -> None:
    assert_plan_or_faults(lambda: parse_plan(source.encode(), "toml"))


@given(plans())
def test_a_plan_survives_the_way_out_and_in(plan: Plan) -> None:
    assert read_plan(plan.as_document()) == plan
    assert parse_plan(json.dumps(plan.as_document()).encode(), "json") == plan
