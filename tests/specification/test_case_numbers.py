"""Worked examples of case numbers and receipt numbers, as people write, read aloud and type them.

The check characters were worked out by hand from the definition: the sum of each sign's value times 3 to the power of
its place from the right, check character included, leaves 1 when divided by 31.
"""

from collections.abc import Callable
from uuid import UUID

import pytest

from sankofa.kernel.identifiers import (
    SIGNS,
    CaseNumber,
    NotACaseNumber,
    NotAReceiptNumber,
    Problem,
    case_number,
    parse_case_number,
    parse_receipt_number,
    receipt_number,
)


@pytest.mark.parametrize(
    ("year", "serial", "prefix", "number"),
    [
        pytest.param(2026, 4217, "SK", "SK-26-004217-5", id="an-ordinary-one"),
        pytest.param(2026, 1, "SK", "SK-26-000001-7", id="the-first-of-a-year"),
        pytest.param(2099, 999_999, "SK", "SK-99-999999-4", id="the-last-possible"),
        pytest.param(2026, 4217, "BD", "BD-26-004217-8", id="another-prefix-another-check"),
    ],
)
def test_a_case_number_is_written_with_its_check_character(year: int, serial: int, prefix: str, number: str) -> None:
    assert case_number(year, serial, prefix) == number
    signs = number.replace("-", "")
    weighted = sum(SIGNS.index(sign) * 3**place for place, sign in enumerate(reversed(signs)))
    assert weighted % 31 == 1


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("SK-26-004217-5", id="as-given-out"),
        pytest.param("sk-26-004217-5", id="small-letters"),
        pytest.param("SK260042175", id="no-hyphens"),
        pytest.param(" SK 26 004 217 5\n", id="spaces"),
        pytest.param("SK-26-OO4217-5", id="o-for-zero"),
        pytest.param("sk-26-oo42i7-5", id="small-o-and-i"),
        pytest.param("SK-26-0042l7-5", id="l-for-one"),
        pytest.param("SK–26—004217−5", id="long-dashes"),
        pytest.param("SK.26/004217_5", id="other-separators"),
        pytest.param("SK-২৬-০০৪২১৭-৫", id="bengali-digits"),
        pytest.param("\u202bSK-٢٦-٠٠٤٢١٧-٥\u202c", id="arabic-digits-and-direction-marks"),
        pytest.param("ＳＫ－２６－００４２１７－５", id="full-width"),
    ],
)
def test_a_case_number_is_understood_as_people_type_it(typed: str) -> None:
    assert parse_case_number(typed) == CaseNumber(2026, 4217)


@pytest.mark.parametrize(
    ("typed", "problem", "expected"),
    [
        pytest.param("SK-26-004218-5", Problem.CHECK, "2", id="one-digit-wrong"),
        pytest.param("SK-26-004271-5", Problem.CHECK, "0", id="two-digits-exchanged"),
        pytest.param("KS-26-004217-5", Problem.CHECK, "G", id="prefix-exchanged"),
        pytest.param("SK-26-004217-6", Problem.CHECK, "5", id="check-character-wrong"),
        pytest.param("SK-26-04217-5", Problem.LENGTH, "SK-26-004217-5", id="a-zero-forgotten"),
        pytest.param("SK-26-0042177-5", Problem.LENGTH, "SK-26-004217-5", id="one-too-many"),
        pytest.param("", Problem.LENGTH, "SK-26-004217-5", id="nothing"),
        pytest.param("26-SK-004217-5", Problem.SHAPE, "SK-26-004217-5", id="year-first"),
        pytest.param("SK-26-00A217-5", Problem.SHAPE, "SK-26-004217-5", id="a-letter-among-the-digits"),
        pytest.param("SK-26-000000-5", Problem.SHAPE, "SK-26-004217-5", id="there-is-no-serial-zero"),
        pytest.param("SK-26-004217-U", Problem.CHARACTER, "SK-26-004217-5", id="u-is-never-used"),
        pytest.param("SK-26-00421²-?", Problem.CHARACTER, "SK-26-004217-5", id="a-question-mark"),
        pytest.param("Quamina Diallo", Problem.CHARACTER, "SK-26-004217-5", id="a-name"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed: str, problem: Problem, expected: str) -> None:
    with pytest.raises(NotACaseNumber) as refusal:
        parse_case_number(typed)
    assert (refusal.value.text, refusal.value.problem, refusal.value.expected) == (typed, problem, expected)
    assert expected in str(refusal.value)


def test_what_was_typed_stays_out_of_the_sentence_because_it_may_be_a_name() -> None:
    with pytest.raises(NotACaseNumber) as refusal:
        parse_case_number("Quamina Diallo")
    assert str(refusal.value) == "This is not a case number (character); one looks like SK-26-004217-5."


@pytest.mark.parametrize(
    ("year", "serial", "prefix"),
    [(1999, 1, "SK"), (2100, 1, "SK"), (2026, 0, "SK"), (2026, 1_000_000, "SK"), (2026, 1, "S"), (2026, 1, "sk"),
     (2026, 1, "IO"), (2026, 1, "S1")],
)  # fmt: skip
def test_a_case_number_that_cannot_be_written_is_not_made(year: int, serial: int, prefix: str) -> None:
    with pytest.raises(ValueError, match="case number"):
        case_number(year, serial, prefix)


KEY = UUID("019a0000-0000-7000-8000-000000000001")


def test_a_receipt_number_follows_from_the_key_alone() -> None:
    assert receipt_number(KEY) == "R-E7JK-XAYX"


def test_a_receipt_number_is_understood_as_people_type_it() -> None:
    number = receipt_number(KEY)
    assert parse_receipt_number(number) == number
    assert parse_receipt_number(number.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == number


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(lambda number: number[:-1], Problem.LENGTH, id="cut-off"),
        pytest.param(lambda number: "S" + number[1:], Problem.SHAPE, id="not-a-receipt"),
        pytest.param(lambda number: number[:-1] + "U", Problem.CHARACTER, id="u-is-never-used"),
        pytest.param(lambda number: number[:-1] + SIGNS[SIGNS.index(number[-1]) - 1], Problem.CHECK, id="check"),
    ],
)
def test_what_is_wrong_with_a_receipt_number_is_said(change: Callable[[str], str], problem: Problem) -> None:
    with pytest.raises(NotAReceiptNumber) as refusal:
        parse_receipt_number(change(receipt_number(KEY)))
    assert refusal.value.problem is problem
