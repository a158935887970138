"""Rows of a lender's file, each with what becomes of it.

Source: the story on pages, 7 (a loan that a lender reports); the verdicts are those of lists of the register.
"""

from datetime import date
from typing import Any

import pytest

from sankofa.intake.rules.terms import Cell, MappedRow, Table, Verdict
from sankofa.kernel import wording
from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import Frequency
from sankofa.loans.rules import sheet
from sankofa.loans.rules.reported import Kind, Lent, Said, Source
from sankofa.loans.rules.sheet import Sent, Told

ON = date(2026, 11, 22)
SENT = date(2026, 9, 1)
LENT = Lent(Money(1_000_000, "BDT"), date(2026, 9, 10), 10, Frequency.MONTH, each=Money(110_000, "BDT"))
PAID = Said("17", Kind.PAYMENT, date(2026, 10, 10), Source.LENDER, Money(110_000, "BDT"))
KNOWN = {
    "5F21C09A": Sent(SENT, "BDT"),
    "AA11BB22": Sent(SENT, "BDT", LENT, (PAID,)),
    "CC33DD44": Sent(SENT, "BDT", LENT, (Said("18", Kind.REPAID, date(2026, 11, 1), Source.LENDER),)),
}
GIVEN = {"number": "5F21C09A", "what": "given", "on": "2026-09-10", "amount": "10,000", "count": "10", "each": "1100"}
PAYS = {"number": "AA11BB22", "what": "paid", "on": "2026-11-10", "amount": "1100"}


def judged(*rows: dict[str, str]) -> list[Any]:
    made = tuple(
        MappedRow(place, {code: Cell(said) for code, said in row.items()}) for place, row in enumerate(rows, start=2)
    )
    return sheet.outcomes(made, Table(made), KNOWN, ON)


def codes(outcome: Any) -> list[str]:
    return [one.code for one in outcome.findings]


def test_a_loan_that_was_given_and_a_payment_go_in() -> None:
    given, paid, late = judged(GIVEN, PAYS, {**PAYS, "number": "aa11-bb22", "what": "LATE", "amount": ""})
    assert given.verdict is paid.verdict is late.verdict is Verdict.NEW
    assert given.record == Told("5F21C09A", LENT)
    assert paid.record.said.amount == Money(110_000, "BDT")
    assert (late.record.number, late.record.said.kind, late.record.said.amount) == ("AA11BB22", Kind.LATE, None)


def test_one_row_rests_on_the_row_above_and_a_row_that_goes_back_carries_none() -> None:
    pays = {**PAYS, "number": "5F21C09A"}
    assert [one.verdict for one in judged(GIVEN, pays)] == [Verdict.NEW, Verdict.NEW]
    before = judged(pays, GIVEN)
    assert codes(before[0]) == ["sheet.not_given_yet"]
    refused = judged({**GIVEN, "amount": ""}, pays)
    assert [codes(one) for one in refused] == [["sheet.amount_missing"], ["sheet.not_given_yet"]]


def test_the_same_row_twice_goes_in_once() -> None:
    first, second = judged(PAYS, PAYS)
    assert (first.verdict, second.verdict) == (Verdict.NEW, Verdict.KNOWN)


def test_a_first_day_that_cannot_be_read_goes_back_and_is_not_left_out() -> None:
    (outcome,) = judged({**GIVEN, "first_on": "9999-06-01"})
    assert outcome.verdict is Verdict.REFUSED
    assert [one.facts["field"] for one in outcome.findings] == ["first_on"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param({**PAYS, "number": ""}, "no_number", id="no-number"),
        pytest.param({**PAYS, "number": "99999999"}, "number_unknown", id="nobody-s-number"),
        pytest.param({**PAYS, "what": "lent"}, "what_unknown", id="what-nobody-knows"),
        pytest.param({**PAYS, "on": ""}, "day_missing", id="no-day"),
        pytest.param({**PAYS, "on": "2026-10"}, "day_missing", id="a-month"),
        pytest.param({**PAYS, "on": "2026-11-23"}, "day_outside", id="tomorrow"),
        pytest.param({**PAYS, "on": "2026-09-09"}, "day_outside", id="before-the-loan"),
        pytest.param({**PAYS, "amount": ""}, "amount_missing", id="a-payment-of-nothing"),
        pytest.param({**PAYS, "amount": "0"}, "amount_missing", id="a-payment-of-zero"),
        pytest.param({**PAYS, "on": "2026-10-10"}, "told_already", id="told-before"),
        pytest.param({**PAYS, "number": "CC33DD44", "what": "late"}, "over_already", id="over"),
        pytest.param({**PAYS, "number": "CC33DD44", "what": "written off"}, "over_already", id="over-twice"),
        pytest.param({**GIVEN, "on": "2026-08-31"}, "day_outside", id="before-it-was-sent"),
        pytest.param({**GIVEN, "first_on": "2026-12"}, "day_missing", id="a-month-as-first-day"),
        pytest.param({**GIVEN, "count": ""}, "terms_missing", id="no-count"),
        pytest.param({**GIVEN, "each": ""}, "terms_missing", id="no-payment-named"),
        pytest.param({**GIVEN, "each": "900"}, "terms_do_not_fit", id="less-than-lent"),
        pytest.param({**GIVEN, "often": "daily"}, "often_unknown", id="every-day"),
        pytest.param({**GIVEN, "number": "AA11BB22", "amount": "9000"}, "given_already", id="other-terms"),
        pytest.param({**GIVEN, "number": "AA11BB22"}, "told_already", id="the-same-terms"),
    ],
)
def test_a_row_that_cannot_be_goes_back_with_its_reason(row: dict[str, str], code: str) -> None:
    (outcome,) = judged(row)
    assert outcome.verdict is (Verdict.KNOWN if code == "told_already" else Verdict.REFUSED)
    assert codes(outcome) == [f"sheet.{code}"]
    for language in ("en", "fr", "ur"):
        assert wording.text(outcome.findings[0], language, "sankofa.loans", show=wording.plain)


@pytest.mark.parametrize("amount", ["1,100 USD", "eleven", "-5"])
def test_an_amount_that_cannot_be_read_goes_back_in_the_words_of_lists(amount: str) -> None:
    (outcome,) = judged({**PAYS, "amount": amount})
    assert outcome.verdict is Verdict.REFUSED
    assert not outcome.findings[0].code.startswith("sheet.")


@pytest.mark.parametrize("said", ["remboursé", "Soldé", "paid off", "واپس"])
def test_all_paid_back_is_read_in_every_language(said: str) -> None:
    (outcome,) = judged({**PAYS, "what": said})
    assert outcome.record.said.kind is Kind.REPAID
