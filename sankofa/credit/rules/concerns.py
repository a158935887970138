"""The concerns: what a loan may go ahead with, with care, and what the lender will ask.

Source: Knowledge Paper 1, 2.2.3, 3.1 and 4.2; responsible-finance rules, 1.3, W01 to W10 and HS5b.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sankofa.credit.rules.facts import Facts
from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.prerequisites import has_running
from sankofa.credit.rules.terms import BusinessStatus, Case, Interest, Went, Wish
from sankofa.debts.rules.burden import Grade
from sankofa.debts.rules.terms import Answer, Form, Pledge
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money, Rounding, round_fraction
from sankofa.kernel.periods import months_between
from sankofa.kernel.share import Share

YES = Answer.YES
_GRAVE_PLEDGES = (Pledge.HOME, Pledge.LAND, Pledge.FOOD_STOCK)


def concerns(facts: Facts) -> Iterator[Finding]:
    """Return every concern that fires, in the order of the decision table."""
    yield from _entrepreneur(facts)
    yield from _debts(facts)
    yield from _amount(facts)
    yield from _cash(facts)
    yield from _cycle(facts)
    yield from _earlier(facts)
    yield from _price(facts)
    yield from _guarantors_and_pledges(facts)


def what_the_lender_asks(facts: Facts) -> Iterator[Finding]:
    """Return what the lender will ask for: the lender's own limits, shown as the lender's, never our verdict."""
    case, offer = facts.case, facts.case.offer
    source = "Knowledge Paper 1, 2.2.3 (R32)"
    if offer.months_in_business_asked is not None and _months_in_business(facts) < offer.months_in_business_asked:
        yield _note("lender.months", source, months=offer.months_in_business_asked)
    if offer.age_limit is not None and case.age_least is not None and case.age_least > offer.age_limit:
        yield _note("lender.age", "Responsible finance 1.4", years=offer.age_limit)
    if offer.guarantors is not None and len(offer.guarantors) < (facts.policy.guarantors_asked or 0):
        yield _note("lender.guarantors", "Knowledge Paper 1, 3.1 (R31)", count=facts.policy.guarantors_asked or 0)
    if offer.only_for_returnees is YES:
        yield _note("lender.only_returnees", "Knowledge Paper 1, 4.2.4 (R28)")


def _concern(code: str, source: str, **facts: Fact) -> Finding:
    return Finding(code, Weight.CONCERN, source, **facts)


def _note(code: str, source: str, **facts: Fact) -> Finding:
    return Finding(code, Weight.NOTE, source, **facts)


def _entrepreneur(facts: Facts) -> Iterator[Finding]:
    if facts.case.wants_to_run_business is not Interest.CLEAR:
        yield _concern("W01", "Knowledge Paper 1, 4.2.1 (R06)")


def _debts(facts: Facts) -> Iterator[Finding]:
    still_open = [debt for debt in facts.case.debts or () if debt.is_open]
    if still_open:
        yield _concern("W02", "Knowledge Paper 1, 2.2.3 (R33)", count=len(still_open))
    # A moral debt is a debt, but nobody is a lender by it.
    formal = sum(debt.is_formal for debt in still_open)
    informal = sum(not debt.is_formal and debt.form is not Form.MORAL for debt in still_open)
    if formal >= facts.policy.lenders_warned_at:
        yield _concern("W04", "Responsible finance 1.3", count=formal)
    if informal >= facts.policy.lenders_warned_at:
        yield _concern("W04.informal", "Responsible finance 1.3", count=informal)


def _amount(facts: Facts) -> Iterator[Finding]:
    found, case = facts.capacity, facts.case
    source = "Knowledge Paper 1, 4.2.1 and 4.2.2 (R08, R14)"
    if found is None or case.amount is None:
        return
    if found.grade is Grade.AMBER:
        yield _concern("W03", source)
    least = case.offer.least.minor if case.offer.least else 0
    if found.amount < case.amount.minor and found.amount >= max(least, 1):
        yield _concern(
            "HS5b" if found.grade is Grade.RED else "W10", source, amount=Money(found.amount, found.currency)
        )
    elif found.amount < found.tested and found.grade is not Grade.RED:
        yield _concern("W10.least", source, amount=Money(found.tested, found.currency))


def _cash(facts: Facts) -> Iterator[Finding]:
    cash, source = facts.cash, "Knowledge Paper 1, 4.2.4, ADOPEM; responsible finance 1.6"
    if cash is None:
        return
    if cash.months_short:
        yield _concern("W05", source, months=cash.months_short)
    elif not cash.fits:
        yield _concern("W05.year", source)
    if cash.stressed_low < 0:
        saved = Money(round_fraction(-cash.stressed_low, Rounding.CEILING), facts.case.currency)
        yield _concern("W05.buffer", source, amount=saved)


def _cycle(facts: Facts) -> Iterator[Finding]:
    case, policy, source = facts.case, facts.policy, "Knowledge Paper 1, 3.1 (R31)"
    caps = [cap for cap in (case.offer.first_cycle_cap, policy.first_loan_max) if cap and cap.currency == case.currency]
    if case.cycle == 1 and case.amount is not None and caps and case.amount > min(caps):
        yield _concern("W06", source, cap=min(caps))
    if case.cycle is not None and policy.loans_max is not None and case.cycle > policy.loans_max:
        yield _concern("W06.loans", source, count=policy.loans_max)
    total = policy.all_loans_max
    if total is not None and total.currency == case.currency and case.amount is not None:
        borrowed = case.borrowed_before or Money.zero(case.currency)
        if borrowed + case.amount > total:
            yield _concern("W06.total", source, cap=total)


def _earlier(facts: Facts) -> Iterator[Finding]:
    """Return how earlier loans went, as far as it was told: the next one grows on the one before."""
    earlier, source = facts.case.earlier, "Knowledge Paper 1, 3.1 and 4.2.2 (R22, R31)"
    if has_running(facts.case) and not facts.policy.earlier_repaid_first:
        yield _concern("W06.open", source)
    if was_late(facts.case, facts.policy):
        yield _concern("W06.late", source, days=earlier[-1].worst_days_late or 0)
    if any(one.went is Went.GIVEN_UP for one in earlier):
        yield _concern("W06.given_up", source)


def was_late(case: Case, policy: Policy) -> bool:
    """Whether the last loan was later, at its worst, than what is let pass."""
    worst = case.earlier[-1].worst_days_late if case.earlier else None
    return worst is not None and worst > policy.earlier_days_late_max


def _price(facts: Facts) -> Iterator[Finding]:
    offer = facts.case.offer
    price, median = offer.price_percent, offer.median_price_percent
    if price is not None and median is not None and price > facts.policy.price_warned_above * median:
        yield _concern("W07", "Responsible finance 1.3 and 2", price=_percent(price), median=_percent(median))
    if facts.case.accepts_interest is Wish.NO and price is not None and price > 0:
        yield _concern("W11", "Responsible finance 1.2 and 2.3")


def _guarantors_and_pledges(facts: Facts) -> Iterator[Finding]:
    for who in facts.case.offer.guarantors or ():
        if who.poor_relative is YES or who.also_borrows is YES:
            yield _concern("W08", "Responsible finance 1.3", name=who.name)
    for pledge in _GRAVE_PLEDGES:
        if pledge in (facts.case.offer.pledges or ()):
            yield _concern(f"W09.{pledge}", "Responsible finance 1.3")


def _months_in_business(facts: Facts) -> int:
    started_on = facts.case.business_started_on
    if started_on is None or started_on > facts.on or facts.case.business is BusinessStatus.NONE:
        return 0
    return months_between(started_on, facts.on)


def _percent(value: Fraction) -> Decimal:
    return Share(value / 100).as_percent(1, Rounding.HALF_UP)
