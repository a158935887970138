"""The life of a loan

Source: "Responsible finance", section 6 (orders of posting). The loan of most examples:
1,200 without interest, or at 1 % a month flat, in three months from 1 January 2026; amounts in whole taka and poisha.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.terms import Grace, RateBasis, Terms
from sankofa.kernel.money import Money
from sankofa.kernel.wording import missing_codes, text, texts, uneven_codes
from sankofa.loans.rules.agreement import (
    PROTECTING,
    Agreement,
    Ahead,
    Early,
    Interest,
    LateFee,
    LateInterest,
    Lateness,
    Order,
    Overdue,
    Part,
    PaymentKind,
    Rebate,
    Recalculation,
    SameDay,
    Timing,
    steps,
)
from sankofa.loans.rules.arrears import Exposure, at_risk
from sankofa.loans.rules.book import MAY_HAPPEN, OutOfPlace, SameId, Stage, TooMuchBack, UnknownEvent
from sankofa.loans.rules.events import (
    RANK,
    Charged,
    ChargedOff,
    Event,
    HandedOut,
    Paid,
    Refunded,
    Rescheduled,
    Reversed,
    Waived,
    WrittenOff,
)
from sankofa.loans.rules.life import ROOM, State, state
from sankofa.loans.rules.lines import NothingLeftToMove, TooLateToHandOut

JAN1, FEB1, MAR1, APR1 = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
PENALTY_FIRST = Order(steps(tuple(Timing), (Part.PENALTY, Part.FEE, Part.INTEREST, Part.PRINCIPAL)), by_instalment=True)


def taka(amount: object) -> Money:
    return Money.of(str(amount), "BDT")


def terms(**changes: Any) -> Terms:
    usual: dict[str, Any] = {
        "principal": taka(1200),
        "basis": RateBasis.FLAT_MONTH,
        "rate_percent": Fraction(1),
        "starts_on": JAN1,
        "count": 3,
    }
    return Terms(**{**usual, **changes})


def agreement(**changes: Any) -> Agreement:
    return Agreement(**{"terms": terms(), **changes})


OUT = HandedOut(id="out", on=JAN1, amount=taka(1200))


def paid(amount: object, on: date, id_: str = "paid", **changes: Any) -> Paid:
    return Paid(id=id_, on=on, amount=taka(amount), **changes)


def lived(*events: Event, on: date, **changes: Any) -> State:
    return state(agreement(**changes), [OUT, *events], on)


def column(loan: State, name: str) -> str:
    return " ".join(f"{loan.money(getattr(line, name)).decimal.normalize():f}" for line in loan.instalments)


# Each month asks for 400 of principal and 12 of interest.


@pytest.mark.parametrize(
    ("amount", "on", "posted", "unpaid", "stage"),
    [
        pytest.param("412", FEB1, "12 400", "0 412 412", Stage.RUNNING, id="on time"),
        pytest.param("412", date(2026, 1, 20), "12 400", "0 412 412", Stage.RUNNING, id="early: the schedule stands"),
        pytest.param("412", date(2026, 2, 20), "12 400", "0 412 412", Stage.RUNNING, id="late"),
        pytest.param("100", FEB1, "12 88", "312 412 412", Stage.RUNNING, id="a part: interest first"),
        pytest.param("500", FEB1, "24 476", "0 324 412", Stage.RUNNING, id="more than asked counts towards the next"),
        pytest.param("1236", FEB1, "36 1200", "0 0 0", Stage.REPAID, id="all"),
        pytest.param("1300", FEB1, "36 1200", "0 0 0", Stage.OVERPAID, id="too much: 64 goes back"),
    ],
)
def test_a_payment_settles_what_is_due_then_what_comes_next(
    amount: str, on: date, posted: str, unpaid: str, stage: Stage
) -> None:
    loan = lived(paid(amount, on), on=on)
    booking = loan.bookings[-1]
    interest, principal = (loan.money(minor).decimal.normalize() for minor in (booking.interest, booking.principal))
    assert f"{interest:f} {principal:f}" == posted
    assert column(loan, "unpaid") == unpaid
    assert loan.stage is stage
    assert booking.over == loan.over == (6400 if stage is Stage.OVERPAID else 0)


@pytest.mark.parametrize(
    ("order", "penalty", "fee", "interest", "principal"),
    [
        pytest.param(PROTECTING, 0, 0, 12, 388, id="ours: due interest and principal before fees and penalties"),
        pytest.param(PENALTY_FIRST, 50, 20, 12, 318, id="penalties, fees, interest, principal"),
        pytest.param(
            Order(steps(tuple(Timing), (Part.PRINCIPAL, Part.INTEREST, Part.FEE, Part.PENALTY))),
            0,
            0,
            0,
            400,
            id="principal first",
        ),
    ],
)
def test_four_hundred_goes_where_the_order_says(
    order: Order, penalty: int, fee: int, interest: int, principal: int
) -> None:
    charges = [
        Charged(id="p", on=FEB1, amount=taka(50), due_on=FEB1, part=Part.PENALTY),
        Charged(id="f", on=FEB1, amount=taka(20), due_on=FEB1),
    ]
    booking = lived(*charges, paid(400, FEB1), on=FEB1, order=order).bookings[-1]
    posted = (booking.penalties, booking.fees, booking.interest, booking.principal)
    assert posted == (penalty * 100, fee * 100, interest * 100, principal * 100)


def test_a_kind_of_payment_may_have_an_order_of_its_own() -> None:
    last = Order(PROTECTING.steps, ahead=Ahead.LAST)
    loan = lived(
        paid(412, date(2026, 1, 10), kind=PaymentKind.MERCHANT_REFUND),
        on=date(2026, 1, 10),
        orders={PaymentKind.MERCHANT_REFUND: last},
    )
    assert column(loan, "unpaid") == "412 412 0"


def test_an_order_names_every_step_once() -> None:
    with pytest.raises(BadTerms, match=r"order: .* once"):
        Order(PROTECTING.steps[:-1])


@pytest.mark.parametrize(
    ("interest", "stage", "to_end"),
    [
        pytest.param(Rebate.NONE, Stage.RUNNING, "1236.00", id="all agreed interest is asked for"),
        pytest.param(Rebate.FUTURE_PERIODS, Stage.RUNNING, "1224.00", id="not that of March, which has not begun"),
        pytest.param(Rebate.BY_DAYS, Stage.RUNNING, "1218.00", id="nor that of the days of February that are left"),
    ],
)
def test_what_ends_the_loan_before_its_time(interest: Rebate, stage: Stage, to_end: str) -> None:
    on = date(2026, 2, 15)  # half of February is over
    again = Recalculation(rebate=interest)
    loan = lived(on=on, recalculation=again)
    assert loan.stage is stage
    assert str(loan.money(loan.to_end_now).decimal) == to_end
    assert lived(paid(to_end, on), on=on, recalculation=again).stage is Stage.REPAID


def test_interest_on_what_is_owed_ends_with_the_day_of_paying() -> None:
    declining = terms(basis=RateBasis.DECLINING_MONTH)
    again = Recalculation(Interest.AS_OWED)
    on = date(2026, 1, 16)
    loan = state(Agreement(declining, recalculation=again), [OUT], on)
    # 1,200 x 1 % x 15 days of 31 = 5.81
    assert str(loan.money(loan.to_end_now).decimal) == "1205.81"
    ended = state(Agreement(declining, recalculation=again), [OUT, paid("1205.81", on)], on)
    assert ended.stage is Stage.REPAID
    assert column(ended, "principal") == "1200"


def test_money_before_its_day_waits_and_bears_no_interest() -> None:
    agreed = Agreement(terms(basis=RateBasis.DECLINING_MONTH), recalculation=Recalculation(Interest.AS_OWED))
    on = date(2026, 1, 16)
    loan = state(agreed, [OUT, paid(300, on)], on)
    assert (loan.waiting, loan.principal) == (30000, 120000)
    # 1,200 for 15 days and 900 for 16 days of 31: 5.81 + 4.65
    assert loan.instalments[0].interest == 1045
    later = state(agreed, [OUT, paid(300, on)], FEB1)
    assert later.waiting == 0
    assert later.bookings[-1].interest == 1045
    assert later.bookings[-1].principal == 30000 - 1045


@pytest.mark.parametrize(
    ("overdue", "interest"),
    [
        pytest.param(Overdue.NO, "12 8.04 4.04", id="late principal bears no interest"),
        pytest.param(Overdue.UNTIL_PAID, "12 12 12", id="until it is paid"),
    ],
)
def test_principal_that_is_late_may_bear_interest(overdue: Overdue, interest: str) -> None:
    agreed = Agreement(
        terms(basis=RateBasis.DECLINING_MONTH), recalculation=Recalculation(Interest.AS_OWED, overdue=overdue)
    )
    assert column(state(agreed, [OUT], date(2026, 6, 1)), "interest") == interest


def test_a_reversed_payment_never_happened() -> None:
    bounced = paid(412, FEB1, "bounced")
    undone = Reversed(id="undone", on=date(2026, 2, 5), event="bounced", reason="cheque returned")
    later = paid(412, date(2026, 2, 10), "later")
    on = date(2026, 2, 20)
    assert lived(bounced, undone, later, on=on) == lived(later, on=on)
    assert lived(bounced, undone, on=date(2026, 2, 3)).arrears.days == 0  # before the reversal it stood


def test_a_reversal_may_be_reversed() -> None:
    undone = Reversed(id="undone", on=date(2026, 2, 5), event="paid")
    restored = Reversed(id="restored", on=date(2026, 2, 6), event="undone")
    on = date(2026, 2, 20)
    assert lived(paid(412, FEB1), undone, restored, on=on) == lived(paid(412, FEB1), on=on)


def test_what_was_paid_too_much_goes_back_or_settles_a_later_charge() -> None:
    too_much = paid(1300, FEB1)
    back = Refunded(id="back", on=date(2026, 2, 2), amount=taka(64))
    assert lived(too_much, back, on=date(2026, 2, 2)).stage is Stage.REPAID
    fee = Charged(id="fee", on=date(2026, 2, 2), amount=taka(20), due_on=date(2026, 2, 2))
    charged = lived(too_much, fee, on=date(2026, 2, 2))
    assert (charged.stage, charged.over, charged.due_now) == (Stage.OVERPAID, 4400, 0)


def test_a_waiver_lets_go_of_what_is_open() -> None:
    fee = Charged(id="fee", on=FEB1, amount=taka(20), due_on=FEB1)
    penalty = Charged(id="penalty", on=FEB1, amount=taka(50), due_on=FEB1, part=Part.PENALTY)
    some = Waived(id="w", on=FEB1, part=Part.PENALTY, amount=taka(30))
    loan = lived(fee, penalty, some, on=FEB1)
    assert (loan.waived, loan.due_now) == (3000, 41200 + 2000 + 2000)
    named = Waived(id="w", on=FEB1, part=Part.FEE, charge="fee")
    assert lived(fee, penalty, named, on=FEB1).due_now == 41200 + 5000


def test_writing_off_ends_the_asking_and_later_money_is_a_recovery() -> None:
    given_up = WrittenOff(id="wo", on=date(2026, 9, 1), reason="business burnt")
    loan = lived(paid(412, FEB1), given_up, paid(100, date(2026, 10, 1), "later"), on=date(2026, 10, 1))
    assert loan.stage is Stage.WRITTEN_OFF
    assert (loan.written_off, loan.recovered, loan.due_now, loan.principal) == (82400, 10000, 0, 0)


def test_writing_off_asks_for_no_interest_that_had_not_fallen_due() -> None:
    loan = lived(WrittenOff(id="wo", on=date(2026, 2, 15)), on=date(2026, 2, 15))
    assert loan.written_off == 120000 + 1200


def test_charging_off_changes_the_books_of_the_lender_not_what_is_owed() -> None:
    loan = lived(ChargedOff(id="co", on=date(2026, 2, 15)), paid(412, date(2026, 2, 16)), on=date(2026, 2, 16))
    assert (loan.stage, loan.charged_off_on) == (Stage.RUNNING, date(2026, 2, 15))
    assert column(loan, "unpaid") == "0 412 412"


@pytest.mark.parametrize(
    ("changes", "dates", "principal", "interest"),
    [
        pytest.param(
            {"to": date(2026, 4, 15)}, "2026-02-01 2026-04-15 2026-05-15", "400 400 400", "12 12 12", id="moved"
        ),
        pytest.param(
            {"extra": 2},
            "2026-02-01 2026-03-01 2026-04-01 2026-05-01 2026-06-01",
            "400 200 200 200 200",
            "12 6 6 6 6",
            id="two more: what was agreed as interest is spread, not raised",
        ),
        pytest.param(
            {"grace_principal": 1},
            "2026-02-01 2026-03-01 2026-04-01 2026-05-01",
            "400 0 400 400",
            "12 8 8 8",
            id="one month of interest only",
        ),
        pytest.param(
            {"with_arrears": True, "extra": 1},
            "2026-03-01 2026-04-01 2026-05-01",
            "400 400 400",
            "20 8 8",
            id="what was late joins the new instalments",
        ),
    ],
)
def test_instalments_from_march_on_are_agreed_anew(
    changes: dict[str, Any], dates: str, principal: str, interest: str
) -> None:
    anew = Rescheduled(id="anew", on=date(2026, 2, 10), from_due_on=MAR1, reason="flood", **changes)
    loan = lived(anew, on=date(2026, 2, 10))
    assert " ".join(str(line.due_on) for line in loan.instalments) == dates
    assert column(loan, "principal") == principal
    assert column(loan, "interest") == interest
    assert loan.is_rescheduled


def test_a_further_part_joins_the_instalments_that_are_left() -> None:
    more = HandedOut(id="more", on=date(2026, 2, 10), amount=taka(200))
    loan = state(agreement(terms=terms(basis=RateBasis.NONE, rate_percent=Fraction(0))), [OUT, more], date(2026, 2, 10))
    assert column(loan, "principal") == "400 500 500"
    assert loan.handed_out == loan.principal == 140000
    assert "state.more_than_agreed" in {finding.code for finding in loan.sheet()}
    assert loan.exposure == Exposure(taka(1400), 9)


@pytest.mark.parametrize(
    ("on", "penalties"),
    [
        pytest.param(date(2026, 2, 7), "0 0 0", id="six days late"),
        pytest.param(date(2026, 2, 8), "6.18 0 0", id="seven days late: 1.5 % of 412"),
        pytest.param(date(2026, 3, 8), "6.18 6.18 0", id="once for every instalment"),
    ],
)
def test_a_late_fee_is_for_what_is_still_unpaid(on: date, penalties: str) -> None:
    assert column(lived(on=on, late_fee=LateFee(percent=Fraction(3, 2), after_days=7)), "penalties") == penalties


def test_penalty_interest_is_by_the_day_and_does_not_depend_on_when_one_looks() -> None:
    rule = LateInterest(Fraction("36.5"))
    # 400 x 36.5 % / 365 = 0.40 a day, from 1 February: 28 days of one instalment, 10 of two
    on = date(2026, 3, 11)
    assert lived(on=on, late_interest=rule).total("penalties") == 28 * 40 + 10 * 80
    looked = [
        Charged(id=str(day), on=date(2026, 2, day), amount=taka(1), due_on=date(2026, 2, day)) for day in range(2, 28)
    ]
    assert lived(*looked, on=on, late_interest=rule).total("penalties") == 28 * 40 + 10 * 80


def test_penalties_that_lateness_adds_do_not_make_later() -> None:
    loan = lived(paid(412, date(2026, 2, 20)), on=date(2026, 2, 25), late_fee=LateFee(taka(10)))
    assert loan.due_now == 1000
    assert loan.arrears.days == 0


CHARGE_LATE = Charged(id="c", on=MAR1, amount=taka(1), due_on=MAR1)


@pytest.mark.parametrize(
    ("events", "error", "sentence"),
    [
        pytest.param(
            [paid(1, JAN1)],
            OutOfPlace,
            "events.paid: Paid on 2026-01-01 cannot be; the loan is then agreed",
            id="paid before anything was handed out",
        ),
        pytest.param(
            [OUT, Refunded(id="r", on=FEB1, amount=taka(1))],
            OutOfPlace,
            "events.r: Refunded .* running",
            id="refunded while owed",
        ),
        pytest.param(
            [OUT, paid(1300, FEB1), Refunded(id="r", on=FEB1, amount=taka(65))],
            TooMuchBack,
            "events.r.amount: 65.00 BDT cannot be; at most .* 64.00 BDT",
            id="more back than came too much",
        ),
        pytest.param(
            [OUT, Reversed(id="r", on=FEB1, event="x")], UnknownEvent, "events.r: x cannot be", id="nothing to reverse"
        ),
        pytest.param(
            [OUT, paid(1, FEB1), Reversed(id="r", on=JAN1, event="paid")],
            UnknownEvent,
            "same day or earlier",
            id="reversed before it happened",
        ),
        pytest.param([OUT, OUT], SameId, "events.id: out cannot be", id="twice the same id"),
        pytest.param(
            [OUT, paid("0", FEB1)],
            BadTerms,
            "events.paid.amount: 0.00 BDT cannot be; it is more than zero",
            id="nothing paid",
        ),
        pytest.param(
            [OUT, Paid(id="p", on=FEB1, amount=Money.of(5, "XOF"))],
            BadTerms,
            "events.p.amount: 5 XOF .* in BDT",
            id="another currency",
        ),
        pytest.param(
            [OUT, HandedOut(id="h", on=date(2026, 5, 1), amount=taka(1))],
            TooLateToHandOut,
            "before the last due date",
            id="handed out after the end",
        ),
        pytest.param(
            [OUT, Rescheduled(id="s", on=FEB1, from_due_on=date(2027, 1, 1))],
            NothingLeftToMove,
            "events.s.from_due_on: 2027-01-01 cannot be",
            id="rescheduled after the end",
        ),
        pytest.param(
            [OUT, Waived(id="w", on=FEB1, part=Part.PENALTY, amount=taka(5))],
            BadTerms,
            "no more is waived than is open",
            id="waived what was not asked",
        ),
        pytest.param(
            [OUT, Waived(id="w", on=FEB1, part=Part.FEE, charge="x")],
            UnknownEvent,
            "events.w: x cannot be",
            id="waived a charge that is not there",
        ),
        pytest.param(
            [OUT, WrittenOff(id="wo", on=FEB1), CHARGE_LATE], OutOfPlace, "written off", id="charged after giving up"
        ),
    ],
)
def test_what_cannot_be_is_one_sentence(events: list[Event], error: type[BadTerms], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        state(agreement(), events, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        pytest.param(
            lambda: agreement(recalculation=Recalculation(Interest.AS_OWED)),
            "recalculation.interest",
            id="a flat rate is not on what is owed",
        ),
        pytest.param(
            lambda: Agreement(
                terms(basis=RateBasis.DECLINING_MONTH, grace=Grace(principal=1)),
                recalculation=Recalculation(Interest.AS_OWED),
            ),
            "grace",
            id="grace is agreed by rescheduling",
        ),
        pytest.param(lambda: Lateness(buckets=((1, 30), (32, None))), "lateness.buckets", id="a gap between classes"),
        pytest.param(lambda: Lateness(grace_days=-1), "lateness.grace_days", id="grace below zero"),
        pytest.param(lambda: LateFee(after_days=0), "late_fee.after_days", id="late on the due date"),
        pytest.param(lambda: LateInterest(Fraction(-1)), "late_interest", id="a negative rate"),
        pytest.param(
            lambda: agreement(late_fee=LateFee(Money.of(5, "XOF"))), "late_fee.amount", id="a fee in another currency"
        ),
        pytest.param(
            lambda: Waived(id="w", on=FEB1, part=Part.PRINCIPAL), "events.w.part", id="principal is not waived"
        ),
        pytest.param(
            lambda: Charged(id="c", on=FEB1, amount=taka(1), due_on=FEB1, part=Part.INTEREST),
            "events.c.part",
            id="interest is no charge",
        ),
        pytest.param(
            lambda: Rescheduled(id="s", on=FEB1, from_due_on=MAR1, to=FEB1), "events.s.to", id="moved to earlier"
        ),
        pytest.param(
            lambda: Rescheduled(id="s", on=FEB1, from_due_on=MAR1, extra=-1), "events.s", id="fewer instalments"
        ),
        pytest.param(
            lambda: Agreement(
                terms(basis=RateBasis.DECLINING_MONTH),
                recalculation=Recalculation(Interest.AS_OWED, Early.NEXT_INSTALMENT, early_is_principal=True),
            ),
            "early_is_principal",
            id="waiting and paying at once",
        ),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(build: Any, sentence: str) -> None:
    with pytest.raises(BadTerms, match=sentence):
        build()


def test_every_event_has_its_place_in_a_day_and_in_a_stage() -> None:
    kinds = set(RANK)
    assert set(MAY_HAPPEN) == set(Stage)
    assert set().union(*MAY_HAPPEN.values()) == kinds
    names = {kind.__name__ for kind in Event.__subclasses__()}
    assert {kind.__name__ for kind in kinds | {Reversed}} == names


def test_the_day_before_handing_out_nothing_is_owed() -> None:
    loan = state(agreement(), [OUT], date(2025, 12, 31))
    assert (loan.stage, loan.instalments, loan.due_now) == (Stage.AGREED, (), 0)


def test_events_of_a_day_may_be_booked_as_listed() -> None:
    fee = Charged(id="fee", on=FEB1, amount=taka(20), due_on=FEB1)
    first = [OUT, paid(1236, FEB1), fee]
    as_listed = replace(agreement(order=PENALTY_FIRST), same_day=SameDay.AS_LISTED)
    assert state(as_listed, first, FEB1).bookings[1].fees == 0
    assert state(agreement(order=PENALTY_FIRST), first, FEB1).bookings[-1].fees == 2000


def test_every_step_of_a_sheet_has_its_sentence() -> None:
    again = Recalculation(Interest.AS_OWED, overdue=Overdue.UNTIL_PAID)
    agreed = Agreement(terms(basis=RateBasis.DECLINING_MONTH), recalculation=again)
    late = state(agreed, [OUT, paid(200, date(2026, 1, 10))], date(2026, 3, 5))
    sheets = [
        *late.sheet(),
        *lived(paid(1300, FEB1), on=FEB1).sheet(),
        *state(agreement(), [], JAN1).sheet(),
        *lived(WrittenOff(id="wo", on=FEB1), paid(5, MAR1), on=MAR1).sheet(),
        *at_risk([Exposure(taka(5), 40)], 30, "BDT").sheet(),
    ]
    for finding in sheets:
        for language in ("en", "fr", "ur"):
            assert "{" not in text(finding, language, ROOM)
    told = [text(finding, "en", ROOM) for finding in late.sheet()]
    assert (
        "From 2026-01-01 to 2026-01-10, 9 days, 1200.00 BDT bore interest: 1200.00 BDT x 0.290323 % = 3.4839." in told
    )


def test_every_sentence_is_there_in_every_language() -> None:
    assert missing_codes(texts(ROOM, "en"), ROOM, ["fr", "ur"]) == {}
    assert missing_codes(texts(ROOM, "fr"), ROOM, ["en"]) == {}
    assert uneven_codes(ROOM, ["fr", "ur"]) == {}
