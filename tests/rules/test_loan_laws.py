"""Laws of a running loan, by generated lives."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sankofa.instalments.daycount import DayCount
from sankofa.instalments.terms import RateBasis, Shape, Terms
from sankofa.kernel.money import Money
from sankofa.loans.rules.agreement import (
    PROTECTING,
    Agreement,
    Ahead,
    Early,
    Interest,
    LateFee,
    LateInterest,
    Order,
    Overdue,
    Part,
    Rebate,
    Recalculation,
    SameDay,
    Timing,
)
from sankofa.loans.rules.allocation import Claim, shares
from sankofa.loans.rules.book import Stage
from sankofa.loans.rules.events import Charged, Event, HandedOut, Paid, Rescheduled, Reversed, Waived
from sankofa.loans.rules.life import State, state
from sankofa.loans.rules.lines import NothingLeftToMove, TooLateToHandOut

START = date(2026, 1, 31)
END = START + timedelta(days=900)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def money(minor: int) -> Money:
    return Money(minor, "BDT")


STEPS = [(timing, part) for timing in Timing for part in Part]
orders = st.one_of(
    st.just(PROTECTING),
    st.builds(
        lambda steps, by_instalment, ahead: Order(tuple(steps), by_instalment, ahead),
        st.permutations(STEPS),
        st.booleans(),
        st.sampled_from(Ahead),
    ),
)


@st.composite
def terms(draw: st.DrawFn, *, declining: bool | None = None) -> Terms:
    """Terms of one to twelve instalments."""
    is_declining = draw(st.booleans()) if declining is None else declining
    bases = (
        [RateBasis.DECLINING_MONTH, RateBasis.DECLINING_YEAR]
        if is_declining
        else [
            RateBasis.FLAT_MONTH,
            RateBasis.FLAT_TOTAL,
            RateBasis.MARKUP_TOTAL,
            RateBasis.NONE,
        ]
    )
    basis = draw(st.sampled_from(bases))
    rate = Fraction(0) if basis is RateBasis.NONE else Fraction(draw(st.integers(0, 500)), 100)
    return Terms(
        principal=money(draw(st.integers(1_000, 5_000_000))),
        basis=basis,
        rate_percent=rate,
        starts_on=START,
        count=draw(st.integers(1, 12)),
        shape=draw(st.sampled_from([Shape.EQUAL_INSTALMENTS, Shape.EQUAL_PRINCIPAL])),
        day_count=draw(st.sampled_from([None, DayCount.ACTUAL_365])) if is_declining else None,
    )


@st.composite
def recalculations(draw: st.DrawFn) -> Recalculation:
    early, at_due_dates = draw(st.sampled_from(Early)), draw(st.booleans())
    return Recalculation(
        interest=Interest.AS_OWED,
        early=early,
        overdue=draw(st.sampled_from(Overdue)),
        at_due_dates=at_due_dates,
        compounds_overdue=draw(st.booleans()),
        rounds_each_span=draw(st.booleans()),
        early_is_principal=draw(st.booleans()) and early is not Early.NEXT_INSTALMENT and not at_due_dates,
    )


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    agreed = draw(terms())
    again = Recalculation(rebate=draw(st.sampled_from(Rebate)))
    if agreed.basis.is_declining and draw(st.booleans()):
        again = draw(recalculations())
    return Agreement(
        agreed,
        draw(orders),
        recalculation=again,
        late_fee=draw(st.sampled_from([None, LateFee(money(500)), LateFee(percent=Fraction(3, 2), after_days=5)])),
        late_interest=draw(st.sampled_from([None, LateInterest(Fraction(12), grace_days=3)])),
    )


days = st.integers(0, 500).map(lambda number: START + timedelta(days=number))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Agreement, list[Event]]:
    """An agreement, and payments and charges that fit the stage in which the loan is."""
    agreement = draw(agreements())
    principal = agreement.terms.principal
    events: list[Event] = [HandedOut(id="out", on=START, amount=principal)]
    if draw(st.booleans()):
        more = money(draw(st.integers(1, principal.minor)))
        events.append(HandedOut(id="more", on=START + timedelta(days=draw(st.integers(0, 20))), amount=more))
    for number in range(draw(st.integers(0, 8))):
        amount = money(draw(st.integers(1, principal.minor)))
        on = draw(days)
        if draw(st.integers(0, 3)) == 0:
            part = draw(st.sampled_from([Part.FEE, Part.PENALTY]))
            due_on = on + timedelta(days=draw(st.integers(0, 60)))
            events.append(
                Charged(id=f"c{number}", on=on, amount=money(amount.minor % 5_000 + 1), part=part, due_on=due_on)
            )
        else:
            events.append(Paid(id=f"p{number}", on=on, amount=amount))
    try:
        state(agreement, events, END)
    except TooLateToHandOut:  # all was paid back before the second part
        events = [event for event in events if event.id != "more"]
    return agreement, events


def paid_in(events: Sequence[Event], on: date) -> int:
    return sum(event.amount.minor for event in events if isinstance(event, Paid) and event.on <= on)


@unhurried
@given(lives(), days)
def test_every_unit_paid_is_found_again(life: tuple[Agreement, list[Event]], on: date) -> None:
    agreement, events = life
    loan = state(agreement, events, on)
    assert paid_in(events, on) == loan.total("paid") + loan.over
    for booking in loan.bookings:
        if booking.kind == "payment":
            parts = booking.principal + booking.interest + booking.fees + booking.penalties
            assert parts + booking.ahead + booking.over + booking.recovered == booking.amount


@unhurried
@given(lives(), days)
def test_the_principal_of_all_instalments_is_the_loan(life: tuple[Agreement, list[Event]], on: date) -> None:
    agreement, events = life
    loan = state(agreement, events, on)
    handed_out = sum(event.amount.minor for event in events if isinstance(event, HandedOut) and event.on <= on)
    assert loan.total("principal") == handed_out == loan.handed_out
    assert all(line.unpaid >= 0 and line.paid >= 0 and line.interest >= 0 for line in loan.instalments)


@unhurried
@given(lives())
def test_paying_what_ends_the_loan_ends_it(life: tuple[Agreement, list[Event]]) -> None:
    agreement, events = life
    on = max(event.on for event in events) + timedelta(days=1)
    before = state(agreement, events, on)
    if not before.to_end_now or before.total("penalties") != state(agreement, events, on - timedelta(days=1)).total(
        "penalties"
    ):
        return  # a penalty of the very day would not be asked for if everything were paid on it
    after = state(agreement, [*events, Paid(id="end", on=on, amount=money(before.to_end_now))], on)
    assert after.stage in {Stage.REPAID, Stage.OVERPAID}
    assert after.principal == 0 == after.due_now == after.over
    assert after.to_end_now == 0


@unhurried
@given(lives(), days, st.integers(1, 100_000), days)
def test_a_reversed_payment_never_happened(
    life: tuple[Agreement, list[Event]], on: date, amount: int, undone_on: date
) -> None:
    agreement, events = life
    wrong = Paid(id="wrong", on=on, amount=money(amount))
    undone_on = max(on, undone_on)
    undone = Reversed(id="undone", on=undone_on, event="wrong")
    assert state(agreement, [*events, wrong, undone], undone_on) == state(agreement, events, undone_on)


@unhurried
@given(lives(), days, st.randoms(use_true_random=False))
def test_the_order_of_listing_does_not_matter(life: tuple[Agreement, list[Event]], on: date, chance: object) -> None:
    agreement, events = life
    assert agreement.same_day is SameDay.BY_KIND
    same_day = [replace(event, on=START + timedelta(days=(event.on - START).days // 60 * 60)) for event in events]
    mixed = list(same_day)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert state(agreement, mixed, on) == state(agreement, same_day, on)


@unhurried
@given(lives(), days)
def test_what_comes_later_does_not_change_a_day(life: tuple[Agreement, list[Event]], on: date) -> None:
    agreement, events = life
    known = [event for event in events if event.on <= on]
    assert state(agreement, events, on) == state(agreement, known, on)


def total_interest(agreement: Agreement, events: Sequence[Event]) -> int:
    return state(agreement, events, END).total("interest")


@unhurried
@given(
    terms(declining=True),
    st.sampled_from([Early.NEXT_INSTALMENT, Early.FEWER_INSTALMENTS]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 1_000_000)), min_size=1, max_size=5),
    st.integers(1, 200),
    st.booleans(),
)
def test_a_later_payment_never_lowers_interest(
    agreed: Terms, early: Early, payments: list[tuple[int, int]], later: int, compounds: bool
) -> None:
    agreed = replace(agreed, shape=Shape.EQUAL_INSTALMENTS)
    again = Recalculation(Interest.AS_OWED, early, Overdue.UNTIL_PAID, compounds_overdue=compounds)
    agreement = Agreement(agreed, recalculation=again)

    def life(shift: int) -> list[Event]:
        events: list[Event] = [HandedOut(id="out", on=START, amount=agreed.principal)]
        for number, (day, amount) in enumerate(payments):
            on = START + timedelta(days=day + (shift if number == 0 else 0))
            events.append(Paid(id=str(number), on=on, amount=money(amount)))
        return events

    assert total_interest(agreement, life(0)) <= total_interest(agreement, life(later))


@unhurried
@given(lives())
def test_days_late_grow_by_one_a_day_while_nobody_pays(life: tuple[Agreement, list[Event]]) -> None:
    agreement, events = life
    on = max(*(event.on for event in events), START + timedelta(days=420))
    today, tomorrow = state(agreement, events, on), state(agreement, events, on + timedelta(days=1))
    if today.arrears.since is not None:
        assert tomorrow.arrears.days == today.arrears.days + 1
        assert tomorrow.arrears.since == today.arrears.since


@unhurried
@given(lives(), st.integers(0, 11), st.integers(0, 90), st.integers(0, 3), st.integers(0, 2), st.booleans(), days)
def test_rescheduling_keeps_the_principal(
    life: tuple[Agreement, list[Event]], place: int, shift: int, extra: int, grace: int, with_arrears: bool, on: date
) -> None:
    agreement, all_events = life
    # Payments of the same day are booked after the rescheduling, by new claims.
    events = [event for event in all_events if event.on < on]
    before = state(agreement, events, on)
    coming = [line for line in before.instalments if line.due_on > on and line.unpaid and line.principal]
    if before.stage is not Stage.RUNNING or not coming:
        return
    moved = coming[min(place, len(coming) - 1)]
    agreed_anew = Rescheduled(
        id="anew",
        on=on,
        from_due_on=moved.due_on,
        to=moved.due_on + timedelta(days=shift) if shift else None,
        extra=extra,
        grace_principal=grace,
        with_arrears=with_arrears,
    )
    try:
        after = state(agreement, [*events, agreed_anew], on)
    except NothingLeftToMove:
        return  # only interest and charges were still open there
    assert after.total("principal") == before.total("principal")
    assert after.principal == before.principal
    assert after.total("paid") == before.total("paid")
    assert after.is_rescheduled
    dates = [line.due_on for line in after.instalments]
    assert dates == sorted(dates)


@unhurried
@given(lives(), days)
def test_waiving_charges_lowers_what_is_owed_by_as_much(life: tuple[Agreement, list[Event]], on: date) -> None:
    agreement, events = life
    known = [event for event in events if event.on <= on]
    before = state(agreement, known, on)
    if before.stage is Stage.AGREED:
        return
    after = state(agreement, [*known, Waived(id="w", on=on, part=Part.FEE)], on)
    assert before.due_now - after.due_now >= 0
    assert after.waived >= before.waived
    assert after.total("unpaid") <= before.total("unpaid")


claims = st.lists(
    st.tuples(st.sampled_from(Part), st.integers(-90, 90), st.integers(0, 10_000), st.integers(0, 10_000)), max_size=12
)


@unhurried
@given(claims, st.integers(0, 60_000), orders)
def test_allocation_conserves_every_unit(given_: list[tuple[Part, int, int, int]], amount: int, order: Order) -> None:
    on = date(2026, 6, 1)
    asked = []
    for part, days_off, value, paid in given_:
        due_on = on + timedelta(days=days_off)
        asked.append(Claim(part, due_on, value, due_on, paid=min(paid, value)))
    given_away, left = shares(asked, amount, on, order)
    assert sum(part for _, part in given_away) + left == amount
    assert all(0 < part <= claim.unpaid for claim, part in given_away)
    assert left == 0 or left == amount - sum(claim.unpaid for claim in asked)
    assert len({id(claim) for claim, _ in given_away}) == len(given_away)


def test_a_state_is_equal_to_itself() -> None:
    agreed = Terms(
        principal=money(100_000), basis=RateBasis.DECLINING_MONTH, rate_percent=Fraction(2), starts_on=START, count=6
    )
    events = [HandedOut(id="out", on=START, amount=money(100_000))]
    loan: State = state(Agreement(agreed), events, START)
    assert loan == state(Agreement(agreed), events, START)
