"""Rows of a file in which a lender tells of many loans at once: what each says, and whether it can be.

Each row names the number under which lender and office speak of somebody, what happened, the day, and how much.  Rows
are read one after the other, so that a loan given in one row may be paid in the next.  A row that cannot be goes back
with its reason; what was told before is known.  Nothing here knows who anybody is.

Source: issue of the story on pages, 7; the manner is that of lists of the register (`intake`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sankofa.instalments.errors import BadTerms
from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import MappedRow, RowOutcome, Table, Verdict
from sankofa.kernel.currencies import UnknownCurrency
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import Frequency
from sankofa.loans.rules import reported
from sankofa.loans.rules.reported import ENDS, Kind, Lent, Said, Source

SOURCE: Final = "a lender's file"
GIVEN: Final = "given"
_WHAT: Final[Mapping[str, tuple[str, ...]]] = {
    GIVEN: ("given", "disbursed", "handed out", "donné", "décaissé", "دیا گیا"),
    Kind.PAYMENT: ("paid", "payment", "repayment", "paiement", "payé", "قسط", "ادا"),
    Kind.REPAID: ("repaid", "paid off", "closed", "all paid back", "remboursé", "soldé", "واپس"),
    Kind.LATE: ("late", "overdue", "in arrears", "en retard", "دیر"),
    Kind.WRITTEN_OFF: ("written off", "given up", "abandonné", "passé en perte", "چھوڑ دیا"),
}
_OFTEN: Final[Mapping[Frequency, tuple[str, ...]]] = {
    Frequency.WEEK: ("week", "weekly", "semaine", "ہفتہ"),
    Frequency.TWO_WEEKS: ("two weeks", "fortnight", "fortnightly", "quinzaine", "دو ہفتے"),
    Frequency.MONTH: ("month", "monthly", "mois", "مہینہ"),
    Frequency.ONCE: ("once", "at the end", "une fois", "ایک بار"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says: of which number, that it was given on which terms, or what else happened."""

    number: str
    lent: Lent | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of one number: since when it was sent, in which money, and what the lender told before."""

    sent_on: date
    currency: str
    lent: Lent | None = None
    said: tuple[Said, ...] = ()


def outcomes(rows: Iterable[MappedRow], table: Table, known: Mapping[str, Sent], on: date) -> list[RowOutcome]:
    """Return the verdict on each row; all rows of the table are read in order, because one rests on another."""
    held = dict(known)
    found: dict[int, RowOutcome] = {}
    for row in table.rows:
        outcome, now = _judged(row, table, held, on)
        found[row.number] = outcome
        if now is not None:
            held[now[0]] = now[1]
    return [found[row.number] for row in rows]


def number_of(text: str) -> str:
    """Return a number as it is compared: without blanks and dashes, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _judged(
    row: MappedRow, table: Table, held: Mapping[str, Sent], on: date
) -> tuple[RowOutcome, tuple[str, Sent] | None]:
    number = number_of(reading.read_code(row["number"], "number").value or "")
    if not number:
        return _back(row, "no_number", "number"), None
    sent = held.get(number)
    if sent is None:
        return _back(row, "number_unknown", "number", said=number), None
    what = _one_of(_WHAT, reading.read_text(row["what"], "what").value)
    if what is None:
        return _back(row, "what_unknown", "what"), None
    day = reading.read_day(row["on"], "on", table.day_first.get("on", True))
    if day.value is None or str(day.value) != day.value.date.isoformat():
        return RowOutcome(row.number, Verdict.REFUSED, _why(day.finding, "day_missing", "on")), None
    try:
        amount = reading.read_money(row["amount"], "amount", sent.currency)
    except UnknownCurrency:
        return _back(row, "amount_missing", "amount"), None
    if amount.finding is not None and amount.value is None:
        return RowOutcome(row.number, Verdict.REFUSED, (amount.finding,)), None
    if what == GIVEN:
        return _given(row, table, sent, day.value.date, amount.value, on)
    return _happened(row, number, sent, Kind(what), day.value.date, amount.value, on)


def _given(
    row: MappedRow, table: Table, sent: Sent, day: date, amount: Money | None, on: date
) -> tuple[RowOutcome, tuple[str, Sent] | None]:
    count, each = (
        reading.read_whole_number(row["count"], "count"),
        reading.read_money(row["each"], "each", sent.currency),
    )
    often = _one_of(_OFTEN, reading.read_text(row["often"], "often").value or "month")
    if amount is None or amount.minor <= 0:
        return _back(row, "amount_missing", "amount"), None
    if count.value is None or each.value is None:
        which = "count" if count.value is None else "each"
        return RowOutcome(row.number, Verdict.REFUSED, _why(None, "terms_missing", which)), None
    if often is None:
        return _back(row, "often_unknown", "often"), None
    if not sent.sent_on <= day <= on:
        return _back(row, "day_outside", "on", since=sent.sent_on), None
    first = reading.read_day(row["first_on"], "first_on", table.day_first.get("first_on", True))
    if first.value is None and first.finding is not None:
        return RowOutcome(row.number, Verdict.REFUSED, (first.finding,)), None
    if first.value is not None and str(first.value) != first.value.date.isoformat():
        return _back(row, "day_missing", "first_on"), None
    lent = Lent(
        amount,
        day,
        count.value,
        Frequency(often),
        each.value,
        first_due_on=None if first.value is None else first.value.date,
    )
    try:
        reported.reading(lent, sent.said, on)
    except BadTerms:
        return _back(row, "terms_do_not_fit", "each"), None
    if sent.lent == lent:
        return RowOutcome(row.number, Verdict.KNOWN, (_found("told_already", ""),)), None
    if sent.lent is not None:
        return _back(row, "given_already", ""), None
    number = number_of(reading.read_code(row["number"], "number").value or "")
    return RowOutcome(row.number, Verdict.NEW, record=Told(number, lent)), (number, replace(sent, lent=lent))


def _happened(
    row: MappedRow, number: str, sent: Sent, kind: Kind, day: date, amount: Money | None, on: date
) -> tuple[RowOutcome, tuple[str, Sent] | None]:
    if sent.lent is None:
        return _back(row, "not_given_yet", ""), None
    if not sent.lent.handed_out_on <= day <= on:
        return _back(row, "day_outside", "on", since=sent.lent.handed_out_on), None
    if kind is Kind.PAYMENT and amount is None:
        return _back(row, "amount_missing", "amount"), None
    if kind in ENDS:
        amount = None
    if amount is not None and amount.minor <= 0:
        return _back(row, "amount_missing", "amount"), None
    if any((one.kind, one.on, one.amount) == (kind, day, amount) for one in sent.said):
        return RowOutcome(row.number, Verdict.KNOWN, (_found("told_already", ""),)), None
    if kind is not Kind.PAYMENT and any(one.kind in ENDS for one in sent.said):
        return _back(row, "over_already", ""), None
    said = Said(f"row {row.number}", kind, day, Source.LENDER, amount)
    return RowOutcome(row.number, Verdict.NEW, record=Told(number, said=said)), (
        number,
        replace(sent, said=(*sent.said, said)),
    )


def _one_of(words: Mapping[str, Sequence[str]] | Mapping[Frequency, tuple[str, ...]], text: str | None) -> str | None:
    wanted = (text or "").strip().casefold()
    return next((str(code) for code, known in words.items() if wanted in {str(code), *known}), None)


def _why(found: Finding | None, code: str, field: str) -> tuple[Finding, ...]:
    return (_found(code, field) if found is None else found,)


def _back(row: MappedRow, code: str, field: str, **facts: Fact) -> RowOutcome:
    return RowOutcome(row.number, Verdict.REFUSED, (_found(code, field, **facts),))


def _found(code: str, field: str, **facts: Fact) -> Finding:
    return Finding(f"sheet.{code}", Weight.CONCERN, SOURCE, field=field, **facts)
