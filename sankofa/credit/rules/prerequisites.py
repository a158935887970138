"""The first steps: what has to be done before a loan is proposed, in the order in which to do it.

A loan comes on top of the grant, after training, for a business that runs, with a plan that holds, once other ways have
been looked at and the person has told in own words what the loan asks.

Source: Knowledge Paper 1, 3.1 and 4.2; responsible-finance rules, 1.3, PR1 to PR11, EX1 and EX2.
"""

from collections.abc import Iterator
from datetime import timedelta

from sankofa.credit.rules.facts import Facts
from sankofa.credit.rules.terms import BusinessStatus, Case, Grant, Grounds, Plan, Source, Topic, Viability, Went
from sankofa.debts.rules.terms import Answer
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.periods import Day, add_months, months_between

YES = Answer.YES
COMMITTEE_LEAST = 2

# In the order in which they are asked about; microsavings and microinsurance count as one way.
WAYS = (
    (Source.SAVINGS,),
    (Source.FAMILY_FRIENDS,),
    (Source.PARTNER,),
    (Source.BANK, Source.STATE_SCHEME),
    (Source.SAVINGS_GROUP,),
    (Source.MICROSAVINGS, Source.MICROINSURANCE),
)


def first_steps(facts: Facts) -> Iterator[Finding]:
    """Return every step that is still to be done, in the order in which to do them."""
    yield from _needs_assessment(facts)
    yield from _grant(facts)
    yield from _business(facts)
    yield from _training(facts)
    yield from _plan(facts)
    yield from _other_ways(facts)
    yield from _counselling(facts)
    yield from _documents(facts)
    yield from _group(facts)
    if facts.case.follow_up_agreed is not YES:
        yield _step("PR11", "Knowledge Paper 1, 4.2.1 and 4.2.5 (R36, R41)", months=facts.policy.follow_up_months)


def exceptions(case: Case) -> Iterator[Finding]:
    """Return the grounds for an early loan that are proven: EX1, EX2, or neither.

    Both ask for a committee of two and for a business found strong.
    """
    if len(case.grounds.committee) >= COMMITTEE_LEAST and case.viability is Viability.STRONG:
        yield from argued(case.grounds)


def argued(grounds: Grounds) -> Iterator[Finding]:
    """Return the grounds for an early loan that the facts bear out, whoever looked at them."""
    source = "Knowledge Paper 1, 4.2.2 (R17)"
    if grounds.innovative is YES and grounds.substantial_seed_capital is YES and grounds.profit_or_jobs is YES:
        yield Finding("EX1", Weight.NOTE, source)
    if (grounds.added_value is YES or grounds.in_value_chain is YES) and grounds.written_evidence is YES:
        yield Finding("EX2", Weight.NOTE, source)


def is_exception(case: Case) -> bool:
    """Whether an early loan has proven grounds."""
    return any(True for _ in exceptions(case))


def began_small(case: Case) -> bool:
    """Whether somebody has shown already that loans grow one by one: an earlier one was paid back."""
    return any(one.went is Went.REPAID for one in case.earlier)


def has_running(case: Case) -> bool:
    """Whether an earlier loan still runs."""
    return any(one.went is Went.RUNNING for one in case.earlier)


def _step(code: str, source: str, **facts: Fact) -> Finding:
    return Finding(code, Weight.PREREQUISITE, source, **facts)


def _needs_assessment(facts: Facts) -> Iterator[Finding]:
    talked_on = facts.case.needs_assessed_on
    age = None if talked_on is None else (facts.on - talked_on).days
    if age is None or not 0 <= age <= facts.policy.needs_assessment_days:
        yield _step("PR1", "Knowledge Paper 1, 4.2.1 (R03)")


def _grant(facts: Facts) -> Iterator[Finding]:
    case, source = facts.case, "Knowledge Paper 1, 4.2.1 (R01, R10, R11)"
    match case.grant:
        case Grant.FULL | Grant.IN_KIND_DELIVERED | Grant.UNKNOWN:
            return  # what is not known is asked; see `unknowns`
        case Grant.NOT_ENTITLED:
            if (case.other_support_months or 0) < facts.policy.other_support_months:
                yield _step("PR2.support", source, months=facts.policy.other_support_months)
        case Grant.PART if is_exception(case):
            return
        case Grant.PENDING if case.grounds.grant_as_deposit_agreed is YES and is_exception(case):
            return
        case _:
            yield _step("PR2", source)


def _business(facts: Facts) -> Iterator[Finding]:
    case, policy, source = facts.case, facts.policy, "Knowledge Paper 1, 4.2.2 (R15, R16)"
    if case.business is BusinessStatus.UNKNOWN or is_exception(case):
        return
    if policy.started_and_registered_is_enough:
        if case.business not in {BusinessStatus.STARTED, BusinessStatus.RUNNING}:
            yield _step("PR3.start", source)
        elif case.registered is not YES:
            yield _step("PR3.register", "Knowledge Paper 1, 3.1 (R30)")
    elif case.business is not BusinessStatus.RUNNING:
        yield _step("PR3.start", source)
    elif case.business_started_on is None or case.business_started_on > facts.on:
        yield _step("PR3.since", source)
    elif facts.on < add_months(case.business_started_on, policy.business_months):
        yield _step("PR3", source, m=policy.business_months - months_between(case.business_started_on, facts.on))


def _training(facts: Facts) -> Iterator[Finding]:
    source = "Knowledge Paper 1, 4.2.1 (R07, R30, R36)"
    if facts.case.trained_money is not YES:
        yield _step("PR4.money", source)
    if facts.case.trained_business is not YES:
        yield _step("PR4.business", source)


def _plan(facts: Facts) -> Iterator[Finding]:
    case, source = facts.case, "Knowledge Paper 1, 4.2.1 and 4.2.2 (R06, R16)"
    if case.plan is not Plan.ROBUST:
        if case.plan_gaps:
            yield _step("PR5.parts", source, missing=tuple(sorted(case.plan_gaps)))
        else:
            yield _step("PR5", source)
    if case.viability not in {Viability.PROMISING, Viability.STRONG}:
        yield _step("PR5.weak" if case.viability is Viability.WEAK else "PR5.assess", source)


def _other_ways(facts: Facts) -> Iterator[Finding]:
    looked_at = {other.source for other in facts.case.alternatives}
    missing = [way for way in WAYS if not looked_at.intersection(way)]
    if len(WAYS) - len(missing) < facts.policy.alternatives_least:
        for way in missing:
            yield _step(f"PR6.{way[0]}", "Knowledge Paper 1, 4.2.1 and 4.2.5 (R04, R09, R37, R40)")


def _counselling(facts: Facts) -> Iterator[Finding]:
    talk, source = facts.case.counselling, "Knowledge Paper 1, 4.2.2 (R19, R20, R21)"
    for topic in Topic:
        if topic not in talk.topics:
            yield _step(f"PR7.{topic}", source)
    if (talk.taught_back or 0) < facts.policy.taught_back_least:
        yield _step("PR7", source)
    if talk.held_on is None or talk.held_on > facts.on:
        yield _step("PR7.talk", source)
    else:
        until = max(talk.cooling_off_until or talk.held_on, _later(talk.held_on, facts.policy.cooling_off_days))
        if facts.on < until:
            yield _step("PR7.think", source, until=until)
    if talk.accepts_small_first_loan is not YES and not began_small(facts.case):
        yield _step("PR8", "Knowledge Paper 1, 4.2.2 (R22)")
    if facts.policy.earlier_repaid_first and has_running(facts.case):
        yield _step("PR8.open", "Knowledge Paper 1, 3.1 (R31)")


def _documents(facts: Facts) -> Iterator[Finding]:
    missing = (facts.case.offer.documents_asked or frozenset()) - facts.case.documents
    if missing:
        yield _step("PR9", "Knowledge Paper 1, 2.2.3 (R32)", docs=tuple(sorted(missing)))


def _group(facts: Facts) -> Iterator[Finding]:
    group, source = facts.case.group, "Knowledge Paper 1, 4.2.2 (R18)"
    if facts.case.offer.by_group is not YES:
        return
    if (group.joint_meetings or 0) < facts.policy.joint_meetings_least or group.rules_agreed is not YES:
        yield _step("PR10", source)
    if group.each_member_passed is not YES:
        yield _step("PR10.members", source)


def _later(day: Day, days: int) -> Day:
    return day + timedelta(days=days)
