"""Which questions ask the same: by their words, in every language and script, and by nothing
else.
"""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from tests.support.trials import trials
from workshop.domain.blank_text import BLANK
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.same_question import _alike, repetitions, same_questions
from workshop.plans.bank import stages
from workshop.plans.starters import IDS, starter
from workshop.wording.languages import DESK_LANGUAGES, speaking
from workshop.wording.translated import translated


def same(one: str, other: str) -> bool:
    """Whether two questions with these texts are the same to a plan, whichever of them comes
    first.
    """
    asked = [Question("a", Kind.AGREE, one), Question("b", Kind.SAFE, other)]
    found = {"b" in same_questions(Plan("T", tuple(order)), "a") for order in (asked, asked[::-1])}
    assert len(found) == 1  # the order of the plan means nothing
    return found.pop()


ALIKE = {
    "letter by letter": ("Who decides on the budget?", "Who decides on the budget?"),
    "a word added": ("Who decides on the budget?", "Who really decides on the budget?"),
    "a word taken out": ("Who decides on the total budget?", "Who decides on the budget?"),
    "words before it": (
        "How safe is it to disagree?",
        "After this talk: how safe is it to disagree?",
    ),
    "another order": ("On the budget, who decides?", "Who decides on the budget?"),
    "said twice": ("Budget? Budget! BUDGET", "budget"),
    "capitals": ("WHO DECIDES ON THE BUDGET", "who decides on the budget?"),
    "capitals of a sharp s": ("Wer trägt die Maße?", "WER TRÄGT DIE MASSE?"),
    "Turkish capitals": ("Kim karar alır", "KİM KARAR ALIR"),
    "other signs": ("Who decides: the budget?!", "“Who” decides (the) budget…"),
    "an emoji beside it": ("Who decides on the budget?", "💰 Who decides on the budget? 💰"),
    "full width": ("Who decides?", "Ｗｈｏ ｄｅｃｉｄｅｓ？"),
    "letters of mathematics": ("Who decides?", "𝐖𝐡𝐨 𝐝𝐞𝐜𝐢𝐝𝐞𝐬?"),
    "invisible characters": ("Who decides?", "W\u200bh\u200do de\u00adcid\u2060es\ufe0f?"),
    "blank letters": ("Who decides?", "Who\u3164 decides\u2800?"),
    "spaces left out": ("Who decides?", "Whodecides?"),
    "a hyphen for a space": ("The budget plan", "the budget-plan"),
    "accents in two pieces": ("Qui décide\u00a0?", "Qui de\u0301cide ?"),
    "accents left out": ("Qui décide où nous travaillons ?", "Qui decide ou nous travaillons"),
    "marks piled up": ("Who decides?", "W\u0336h\u0336o\u0336 d\u0301\u0302ecides?"),
    "Arabic points": ("من يقرر الميزانية؟", "مَن يُقرِّر المِيزانيَّة؟"),
    "a drawn-out Arabic word": ("من يقرر الميزانية؟", "من يقرر الميزانيـــة؟"),
    "Arabic forms of presentation": ("سلام", "ﺳﻼﻡ"),
    "Hebrew points": ("שלום", "שָׁלוֹם"),
    "Eastern digits": ("السؤال 12", "السؤال ١٢"),
    "Chinese, more around it": ("谁决定预算？", "请问，谁决定预算？谢谢"),
    "Chinese beside English": ("谁决定 budget？", "现在谁决定 Budget 呢"),
    "Japanese in half width": ("アンゼンですか", "ｱﾝｾﾞﾝですか？"),
    "Thai, more around it": ("ใครตัดสินใจ", "ตอนนี้ใครตัดสินใจเรื่องนี้"),
    "Lao": ("ໃຜຕັດສິນໃຈ", "ດຽວນີ້ ໃຜຕັດສິນໃຈ?"),
    "Khmer": ("អ្នកណាសម្រេច", "ឥឡូវអ្នកណាសម្រេច"),
    "Burmese": ("ဘယ်သူဆုံးဖြတ်သလဲ", "အခု ဘယ်သူဆုံးဖြတ်သလဲ"),
    "nothing but an emoji": ("👍", "👍?"),
    "an emoji and one more": ("👍", "👍👎"),
    "an emoji with another skin": ("👍", "👍🏽"),
    "no word, no symbol": ("?", "!!"),
}
UNLIKE = {
    "other words": ("Who decides on the budget?", "Who decides on hiring?"),
    "a word for another": ("Who decides on the small budget?", "Who decides on the large budget?"),
    "part of a word": ("Who decides on pay?", "Who decides on payments?"),
    "another number": ("Priority 1", "Priority 2"),
    "vowel signs of Hindi": ("कि", "का"),
    "another Chinese word": ("谁决定预算？", "谁决定工资？"),
    "Japanese voiced": ("かき", "がき"),
    "other emoji": ("👍", "👎"),
    "an emoji and a word": ("👍", "Budget"),
    "no word": ("?", "Who decides on the budget?"),
    "no word beside an emoji": ("…", "👍"),
}


@pytest.mark.parametrize("name", ALIKE)
def test_the_same_words_ask_the_same(name: str) -> None:
    assert same(*ALIKE[name])


@pytest.mark.parametrize("name", UNLIKE)
def test_other_words_ask_something_else(name: str) -> None:
    assert not same(*UNLIKE[name])


def test_neither_kind_nor_choices_nor_passes_make_another_question() -> None:
    text = "Where do we start?"
    scale = Question("a", Kind.WHO_DECIDES, text, (Pass.TODAY, Pass.SHOULD_BE))
    own = Question("b", Kind.CHOICE, text, (Pass.TODAY,), ("Budget", "Hiring"))
    words = Question("c", Kind.GATHER, text)
    assert same_questions(Plan("T", (scale, own, words)), "b") == {"a", "b", "c"}


def test_a_shared_scale_or_shared_choices_alone_do_not_make_the_same_question() -> None:
    choices = ("Budget", "Hiring")
    one = Question("a", Kind.CHOICE, "Where do we start?", choices=choices)
    other = Question("b", Kind.CHOICE, "What comes last?", choices=choices)
    assert same_questions(Plan("T", (one, other)), "a") == {"a"}


def test_one_language_in_which_both_are_alike_is_enough() -> None:
    asked = (
        Question("a", Kind.AGREE, "Who decides?"),
        Question("b", Kind.AGREE, "Who has the last word?"),
    )
    alike = Plan("T", asked, translations={"fr": {"a": "Qui décide ?", "b": "Qui décide ?"}})
    assert same_questions(alike, "a") == {"a", "b"}
    assert same_questions(Plan("T", asked), "a") == {"a"}


def test_a_copy_written_in_another_language_of_the_plan_is_found() -> None:
    """It has no translation: a desk adds it as it stands."""
    plan = Plan(
        "T",
        (Question("a", Kind.AGREE, "Who decides?"),),
        translations={"fr": {"a": "Qui décide ?"}},
    )
    more = plan.with_question(Question("new", Kind.AGREE, "Qui décide alors ?"), "a")
    assert same_questions(more, "added-1") == {"a", "added-1"}


def test_two_copies_in_two_languages_of_one_question_are_the_same() -> None:
    """What makes them alike is a question that need never be asked."""
    plan = Plan(
        "T",
        (Question("a", Kind.AGREE, "Who decides?"),),
        translations={"fr": {"a": "Qui décide ?"}},
    )
    for text in ("And who decides?", "Qui décide alors ?"):
        plan = plan.with_question(Question("new", Kind.AGREE, text), None)
    assert same_questions(plan, "added-1") == {"a", "added-1", "added-2"}


def test_two_questions_that_both_hold_the_words_of_a_short_one_are_not_the_same() -> None:
    texts = ("Pay?", "Who decides on pay?", "Is our pay fair?")
    french = ("Salaires ?", "Qui décide des salaires ?", "Nos salaires sont-ils justes ?")
    asked = tuple(Question(f"q{at}", Kind.AGREE, text) for at, text in enumerate(texts))
    plan = Plan("T", asked, translations={"fr": {f"q{at}": text for at, text in enumerate(french)}})
    assert [same_questions(plan, question.id) for question in asked] == [
        {"q0", "q1", "q2"},
        {"q0", "q1"},
        {"q0", "q2"},
    ]


@pytest.mark.parametrize("language", ["en", "fr", "sw"])
def test_questions_are_the_same_in_whatever_language_the_plan_is_read(language: str) -> None:
    plan = Plan(
        "T",
        (Question("a", Kind.AGREE, "Who decides?"),),
        translations={"fr": {"a": "Qui décide ?"}},
    )
    more = plan.with_question(Question("new", Kind.AGREE, "And who decides?"), "a")
    with speaking(language):
        assert same_questions(translated(more), "a") == {"a", "added-1"}
    with speaking("es"):
        assert same_questions(translated(translated(more)), "a") == {"a", "added-1"}


def test_a_copy_in_another_pass_only_repeats_nothing() -> None:
    today = Question("a", Kind.WHO_DECIDES, "Who decides?")
    wish = Question("b", Kind.WHO_DECIDES, "Who decides?", (Pass.SHOULD_BE,))
    both = Question("c", Kind.WHO_DECIDES, "Who decides?", (Pass.TODAY, Pass.SHOULD_BE))
    assert repetitions(Plan("T", (today, wish))) == {}
    assert repetitions(Plan("T", (today, wish, both))) == {2: 0}


@pytest.mark.parametrize("starter_id", IDS)
def test_no_two_questions_of_a_starter_are_the_same(starter_id: str) -> None:
    plan = starter(starter_id)
    for question in plan.questions:
        assert same_questions(plan, question.id) == {question.id}


@pytest.mark.parametrize("language", DESK_LANGUAGES)
def test_no_two_suggestions_are_the_same(language: str) -> None:
    texts = [text for stage in stages(language) for _, text in stage.questions]
    assert [pair for pair in combinations(texts, 2) if same(*pair)] == []


def plans_made_to_be_slow() -> Iterator[Plan]:
    """As many and as long texts as a plan of 256 KiB holds, nearly all alike."""
    words = [f"w{number}" for number in range(40)]
    for texts in (
        [
            " ".join(word for at, word in enumerate(words) if at != number % 40)
            for number in range(trials(300, 1200))
        ],
        ["\ufdfa" * 500 for _ in range(trials(40, 170))],
        ["e" + "\u0300" * 490 + str(number) for number in range(trials(50, 200))],
        ["预算" * (1 + number % 30) for number in range(trials(300, 1200))],
    ):
        yield Plan(
            "T", tuple(Question(f"q{at}", Kind.AGREE, text) for at, text in enumerate(texts))
        )


def test_work_grows_with_the_words_of_a_plan_and_not_with_its_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each text is looked at once, however many there are to compare it with."""
    from workshop.domain.voting import same_question

    looked_at = 0

    class Counted(same_question._Text):
        def __init__(self, text: str) -> None:
            nonlocal looked_at
            looked_at += 1
            super().__init__(text)

    monkeypatch.setattr(same_question, "_Text", Counted)
    for plan in plans_made_to_be_slow():
        looked_at = 0
        repetitions(plan)
        assert looked_at == len(plan.questions)
        repetitions(plan)  # asked again at the next tick
        assert looked_at == len(plan.questions)


INVISIBLE = (
    0x34F,
    0x17B4,
    0x2065,
    0x2800,
    0x3164,
    0xFE0F,
    0xFFA0,
    0xFFF0,
    0x16FE4,
    0x1D159,
    0xE0080,
    0xE01F0,
)


@pytest.mark.parametrize(
    ("blank", "found"), [(BLANK, len(INVISIBLE)), (re.compile("[\ufe00-\ufe0f]"), 1)]
)
def test_a_copy_that_only_looks_the_same_is_the_same(
    blank: re.Pattern[str], found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody sees lies in a word of the copy, beside a word that was added; were it left in,
    it would hide it.
    """
    monkeypatch.setattr("workshop.domain.voting.same_question.BLANK", blank)
    _alike.cache_clear()
    copies = [f"Who decides on the bud{chr(code)}get now?" for code in INVISIBLE]
    assert sum(same("Who decides on the budget?", copy) for copy in copies) == found
    _alike.cache_clear()
