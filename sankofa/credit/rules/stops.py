"""The stops: what a loan must not be proposed against, each with the sentence of the paper it comes from.

All that fire are reported, not only the first, so that nobody comes back five times.  A stop speaks about this loan
now; none speaks about the person.

Source: Knowledge Paper 1, 2.2.3, 3.1 and 4.2; responsible-finance rules, 1.3, HS1 to HS12.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sankofa.credit.rules.facts import Facts
from sankofa.credit.rules.terms import (
    EARNS_NOTHING,
    FORMAL_SOURCES,
    OWN_MONEY,
    Alternative,
    Case,
    DueDiligence,
    Purpose,
    Wish,
)
from sankofa.debts.rules.burden import Grade
from sankofa.debts.rules.terms import DANGEROUS, Answer, Debt, Pledge
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Rounding, round_fraction
from sankofa.kernel.share import Share

YES = Answer.YES


def stops(facts: Facts) -> Iterator[Finding]:
    """Return every stop that fires, in the order of the decision table."""
    yield from _wish(facts)
    yield from _purpose(facts)
    yield from _capacity(facts)
    yield from _safety(facts)
    yield from _person(facts)
    yield from _other_money(facts)
    yield from _lender_and_price(facts)
    yield from _bondage(facts)
    yield from _identity_document(facts)


def declined(facts: Facts) -> Iterator[Finding]:
    """Return a concern for cheaper money that the person knows of and does not want to use."""
    for other in enough_and_cheaper(facts.case):
        if other.declined_because.strip():
            yield Finding(
                "HS8.declined", Weight.CONCERN, "Knowledge Paper 1, 4.2.1 (R04)", reason=other.declined_because.strip()
            )


def _stop(code: str, source: str, **facts: Fact) -> Finding:
    return Finding(code, Weight.BARRIER, source, **facts)


def _wish(facts: Facts) -> Iterator[Finding]:
    if facts.case.wants_loan is Wish.NO or facts.case.consent_withdrawn is YES:
        yield _stop("HS1", "Knowledge Paper 1, 2.2.3 (R34)")


def _purpose(facts: Facts) -> Iterator[Finding]:
    purposes = facts.case.purposes or frozenset()
    if Purpose.REPAY_DEBT in purposes:
        yield _stop("HS2", "Knowledge Paper 1, 4.2.2 (R13)")
    if purposes & EARNS_NOTHING:
        yield _stop("HS3", "Knowledge Paper 1, 4.2.2 (R12)")


def _capacity(facts: Facts) -> Iterator[Finding]:
    source = "Knowledge Paper 1, 4.2.1 (R08)"
    household, found, least = facts.case.household, facts.capacity, facts.case.offer.least
    if household is not None and household.surplus <= 0:
        yield _stop("HS4", source)
    elif found is not None and found.below_basket_at_least:
        yield _stop("HS4.too_little", source)
    # Where the product's least is not known, only "nothing at all fits" is certain.
    if found is None or found.grade is not Grade.RED or found.amount >= max(least.minor if least else 1, 1):
        return
    share = found.burden.of_surplus_stressed
    if share is None:
        yield _stop("HS5.nothing_left", source)
    else:
        # Rounded up to the next whole number: what is too much must not look like less than it is.
        yield _stop("HS5", source, x=round_fraction(share.fraction * 100, Rounding.UP))


def _safety(facts: Facts) -> Iterator[Finding]:
    case, source = facts.case, "Knowledge Paper 1, 2.2.3 (R33)"
    still_open = [debt for debt in case.debts or () if debt.is_open]
    late = [days for debt in still_open if (days := _days_late(debt)) > facts.policy.overdue_days_max]
    if late:
        yield _stop("HS6.late", source, days=max(late))
    if any(debt.date_agreed is Answer.NO and debt.asked_back is YES for debt in still_open):
        yield _stop("HS6.asked_back", source)
    if case.threatened_over_debt is YES or any((debt.pressure or frozenset()) & DANGEROUS for debt in still_open):
        yield _stop("HS6.threat", "Debt study of Mali (2020): one in five met threats, abuse or violence")
    if case.self_harm_risk is YES:
        yield _stop("HS6.harm", source)
    if case.sacrifices is not None and case.sacrifices > facts.policy.sacrifices_max:
        yield _stop("HS6.sacrifice", source)


def _days_late(debt: Debt) -> int:
    return debt.overdue_days or 0 if debt.date_agreed is YES else 0


def _person(facts: Facts) -> Iterator[Finding]:
    case = facts.case
    if case.age_least is not None and case.age_least < facts.policy.adult_age:
        yield _stop("HS7a", "Responsible finance 1.3")
    if case.another_takes_or_threatens is YES and (case.own_decision_on is None or case.own_decision_on > facts.on):
        yield _stop("HS7b", "Responsible finance 1.3")


def _other_money(facts: Facts) -> Iterator[Finding]:
    for other in enough_and_cheaper(facts.case):
        if not other.declined_because.strip():
            yield _stop(f"HS8.{other.source}", "Knowledge Paper 1, 4.2.1 (R04)")


def enough_and_cheaper(case: Case) -> Iterator[Alternative]:
    """Return the other money that covers the gap and costs less, declined or not."""
    # Friends and family never count: they often refuse, and a debt to them weighs in its own way (3.3).
    if case.gap is None or case.gap.minor <= 0:
        return
    for other in case.alternatives:
        is_cheaper = other.source in OWN_MONEY or (
            other.source in FORMAL_SOURCES and other.costs_less_in_writing is YES
        )
        if other.available is YES and is_cheaper and other.covers is not None and other.covers >= case.gap:
            yield other


def _lender_and_price(facts: Facts) -> Iterator[Finding]:
    offer, on = facts.case.offer, facts.on
    source = "Knowledge Paper 1, 4.2.3 (R23, R26)"
    if offer.due_diligence not in {DueDiligence.UNKNOWN, DueDiligence.APPROVED} or (
        offer.due_diligence is DueDiligence.APPROVED
        and offer.due_diligence_until is not None
        and offer.due_diligence_until <= on
    ):
        yield _stop("HS9", source)
    if offer.lender_is_programme is YES and offer.soft_loan_gate_passed is Answer.NO:
        yield _stop("HS9.programme", "Knowledge Paper 1, 4.2.3 and 4.2.4 (R23, R39)")
    if offer.price_percent is None:
        if offer.lender:  # else no offer is on the table yet; see `unknowns`
            yield _stop("HS10.no_price", "Responsible finance 1.3 and 2")
    elif offer.price_cap_percent is not None and offer.price_percent > offer.price_cap_percent:
        yield _stop(
            "HS10",
            "Responsible finance 1.3 and 2",
            price=_percent(offer.price_percent),
            cap=_percent(offer.price_cap_percent),
        )
    if offer.instead_of_grant is YES:
        yield _stop("R01", "Knowledge Paper 1, key recommendation 2 (R01)")
    if facts.case.gap is not None and facts.case.gap.minor <= 0:
        yield _stop("HS11", "Knowledge Paper 1, 4.2.1 (R05)")


def _bondage(facts: Facts) -> Iterator[Finding]:
    case = facts.case
    if case.bondage is YES or any(debt.is_open and debt.bonds for debt in case.debts or ()):
        yield _stop("HS12", "South Asia reintegration mapping, 7.3.10")


def _identity_document(facts: Facts) -> Iterator[Finding]:
    if Pledge.IDENTITY_DOCUMENT in (facts.case.offer.pledges or ()):
        yield _stop("W09.identity_document", "Responsible finance 1.3 and 3.3")


def _percent(value: Fraction) -> Decimal:
    return Share(value / 100).as_percent(1, Rounding.HALF_UP)
