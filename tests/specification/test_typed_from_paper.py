"""What is typed from a paper: numbers of choices, a sign for what cannot be read, and two typings compared.

Source: the printed form and its numbers; data entry with a second typing.
"""

import pytest

from sankofa.surveys.rules import path, typed
from sankofa.surveys.rules.filled import Filled
from sankofa.surveys.rules.terms import CANNOT_READ, DONT_KNOW
from sankofa.surveys.rules.typed import Typing
from sankofa.surveys.rules.xlsform import Sheets, instrument

FORM = instrument(
    Sheets(
        "type,name,label::English (en),relevant,required,appearance,constraint,constraint_message::English (en)\n"
        "select_one roof,roof,Roof?,,yes,,,\n"
        "select_multiple help,help,Help?,,,,\"count-selected(.) = 1 or not(selected(., 'none'))\",\n"
        "integer,rooms,Rooms?,\"${roof} = 'tin'\",yes,,. >= 1,At least one\n"
        "begin_repeat,member,Members,,,,,\ntext,called,Name?,,yes,,,\nend_repeat,,,,,,,\n",
        "list_name,name,label::English (en),exclusive\nroof,tin,Tin,\nroof,straw,Straw,\nroof,dont_know,Unknown,\n"
        "help,food,Food,\nhelp,cash,Cash,\nhelp,none,None,yes\n",
        "form_title,form_id,version,default_language\nHome,home,1,English (en)\n",
    )
)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        pytest.param("roof", "2", "straw", id="the-number-of-a-choice"),
        pytest.param("roof", "straw", "straw", id="its-code"),
        pytest.param("roof", "3", DONT_KNOW, id="the-number-of-unknown"),
        pytest.param("roof", "?", CANNOT_READ, id="cannot-be-read"),
        pytest.param("roof", "9", "9", id="a-number-that-no-choice-has"),
        pytest.param("help", "1 2", frozenset({"food", "cash"}), id="several-with-a-blank"),
        pytest.param("help", "1,2", frozenset({"food", "cash"}), id="several-with-a-comma"),
        pytest.param("rooms", "3", 3, id="a-number-is-itself"),
        pytest.param("rooms", "?", CANNOT_READ, id="a-number-that-cannot-be-read"),
        pytest.param("rooms", "", None, id="nothing"),
    ],
)
def test_what_is_typed_is_read_by_the_numbers_on_the_paper(question: str, text: str, answer: object) -> None:
    asked = FORM.question(question)
    assert typed.given(asked, text) == answer
    if answer is not None and text not in ("straw", "1,2"):
        assert typed.as_typed(asked, typed.given(asked, text)) == text


@pytest.mark.parametrize(
    ("texts", "missing", "wrong"),
    [
        pytest.param({"roof": "1", "rooms": "2"}, [], [], id="whole"),
        pytest.param({"roof": "1"}, ["rooms"], [], id="what-concerns-the-person-is-demanded"),
        pytest.param({"roof": "2"}, [], [], id="what-does-not-is-not"),
        pytest.param({"roof": "1", "rooms": "?"}, [], [], id="what-cannot-be-read-is-not-missing"),
        pytest.param({"roof": "7"}, [], ["answer.not_offered"], id="no-such-number"),
        pytest.param({"roof": "1", "rooms": "0"}, [], ["answer.beyond_its_limits"], id="beyond-its-limits"),
        pytest.param({"roof": "1", "rooms": "2", "help": "1 3"}, [], ["answer.stands_alone"], id="stands-alone"),
    ],
)
def test_only_what_concerns_the_person_is_demanded(texts: dict[str, str], missing: list[str], wrong: list[str]) -> None:
    whole = typed.filled(FORM, Typing(texts, {}))
    assert [question.name for question, _ in typed.missing(FORM, whole)] == missing
    assert [found.code for _, _, found in typed.part_findings(FORM, "", whole, on=None)] == wrong


def test_an_answer_that_was_not_to_be_asked_is_named_and_not_sent() -> None:
    whole = typed.filled(FORM, Typing({"roof": "2", "rooms": "4"}, {}))
    assert [question.name for question in typed.not_asked(FORM, whole)] == ["rooms"]
    assert typed.to_send(FORM, whole).answers == {"roof": "straw"}


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        pytest.param({"roof": "1"}, {"roof": "tin"}, [], id="the-same-in-another-way"),
        pytest.param({"roof": "1"}, {"roof": "2"}, [("roof", None, "1", "2")], id="another-choice"),
        pytest.param({"roof": "1"}, {}, [("roof", None, "1", "")], id="one-typed-nothing"),
        pytest.param({"roof": "?"}, {"roof": "1"}, [("roof", None, "?", "1")], id="one-could-not-read-it"),
    ],
)
def test_two_typings_are_compared_question_by_question(
    first: dict[str, str], second: dict[str, str], differ: list[tuple[str, int | None, str, str]]
) -> None:
    pair = (typed.filled(FORM, Typing(texts, {})) for texts in (first, second))
    assert [(one.question.name, one.row, one.first, one.second) for one in typed.differences(FORM, *pair)] == differ


def test_rows_of_a_part_that_repeats_are_compared_one_by_one() -> None:
    one = Filled({}, {"member": ({"called": "Ama"}, {"called": "Kofi"})})
    other = Filled({}, {"member": ({"called": "Ama"},)})
    assert [(found.row, found.first, found.second) for found in typed.differences(FORM, one, other)] == [
        (2, "Kofi", "")
    ]
    assert typed.doubts(Filled({"roof": CANNOT_READ}, {"member": ({"called": CANNOT_READ},)})) == 2


def test_what_cannot_be_read_is_taken_for_any_question_and_never_as_an_answer() -> None:
    for name in ("roof", "help", "rooms"):
        question = FORM.question(name)
        assert path.answer(question, ["cannot_read"]) is CANNOT_READ
        assert path.findings(question, CANNOT_READ) == []
