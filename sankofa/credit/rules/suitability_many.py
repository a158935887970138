"""Suitability of many people in one call: the same rules as `suitability`, over columns.

For a quarterly look at all open wishes, for the fairness table, for "what if the limit were 35 %".  The answer for each
case is the outcome, the codes that fire and the amount that fits; `verdict` gives any one of them in full, from the
exact core.  Generated cases prove that both say the same, code by code.

Source: Knowledge Paper 1 (2021), 4.2; responsible-finance rules, 1.1 to 1.6.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np

from sankofa.credit.rules import suitability
from sankofa.credit.rules.capacity_many import Limits, check_currency, monthly_factor_of, total_of
from sankofa.credit.rules.columns_many import (
    Columns,
    Flags,
)
from sankofa.credit.rules.concerns import was_late
from sankofa.credit.rules.policy import DEFAULT, Policy
from sankofa.credit.rules.prerequisites import COMMITTEE_LEAST, WAYS, began_small, has_running
from sankofa.credit.rules.stops import enough_and_cheaper
from sankofa.credit.rules.suitability import Outcome, Verdict
from sankofa.credit.rules.terms import (
    EARNS_NOTHING,
    BusinessStatus,
    Case,
    DueDiligence,
    Grant,
    Interest,
    Plan,
    Purpose,
    Source,
    Topic,
    Viability,
    Went,
    Wish,
)
from sankofa.credit.rules.unknowns import cheaper_money_open, lateness_open, own_money_open
from sankofa.debts.rules.terms import DANGEROUS, Answer, Form, Pledge, Standing
from sankofa.kernel.finding import Weight
from sankofa.kernel.periods import add_months

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
OUTCOMES: Final = tuple(Outcome)  # in the order of gravity; an index into it is what `outcomes` holds
NO_AMOUNT: Final = -1
_NEVER: Final = 10**9


class Verdicts:
    """What the rules say about many cases on one day."""

    def __init__(self, cases: Sequence[Case], policy: Policy, on: date) -> None:
        self.cases = cases
        self.policy = policy
        self.on = on
        self.fired: dict[str, Flags] = {}
        self.weights: dict[str, Weight] = {}
        self.outcomes = np.full(len(cases), OUTCOMES.index(Outcome.SUITABLE), dtype=np.int8)
        self.amounts: list[int] = [NO_AMOUNT] * len(cases)
        """The largest loan that fits, in minor units of each case's currency; -1 where it cannot be reckoned."""

    def fire(self, code: str, flags: Flags, weight: Weight) -> None:
        """Note for which cases a code fires."""
        if flags.any():
            self.fired[code] = self.fired[code] | flags if code in self.fired else flags.copy()
            self.weights[code] = weight

    def outcome(self, place: int) -> Outcome:
        """Return the outcome of one case."""
        return OUTCOMES[int(self.outcomes[place])]

    def codes(self, place: int) -> frozenset[str]:
        """Return the codes that fire for one case."""
        return frozenset(code for code, flags in self.fired.items() if flags[place])

    def count(self) -> dict[str, int]:
        """Return for how many cases each code fires."""
        return {code: int(flags.sum()) for code, flags in sorted(self.fired.items())}

    def verdict(self, place: int) -> Verdict:
        """Return one verdict in full, with facts, sheet and conditions, from the exact core."""
        return suitability.verdict(self.cases[place], self.on, self.policy)


def verdicts(cases: Sequence[Case], on: date, policy: Policy = DEFAULT) -> Verdicts:
    """Return what the rules say about each case on a day.

    Raises what `suitability.verdict` raises, for the first case that contradicts itself.
    """
    found = Verdicts(cases, policy, on)
    if not cases:
        return found
    columns = Columns(cases, policy, on)
    _stops(columns, found)
    _capacities(columns, found)
    _first_steps(columns, found)
    _questions(columns, found)
    _debt_rules(columns, found)
    _concerns(columns, found)
    _cash(columns, found)
    _what_the_lender_asks(columns, found)
    _ask_the_core(columns, found)
    for outcome, weight in (
        (Outcome.WITH_CONDITIONS, Weight.CONCERN),
        (Outcome.NOT_YET, Weight.PREREQUISITE),
        (Outcome.NOT_SUITABLE, Weight.BARRIER),
    ):
        for code, flags in found.fired.items():
            if found.weights[code] is weight:
                found.outcomes[flags] = OUTCOMES.index(outcome)
    return found


def _stops(columns: Columns, found: Verdicts) -> None:
    def stop(code: str, flags: Flags) -> None:
        found.fire(code, flags, Weight.BARRIER)

    policy, today = columns.policy, columns.on.toordinal()
    stop("HS1", columns.equals("wants_loan", Wish.NO) | columns.equals("consent_withdrawn", YES))
    stop("HS2", columns.flags(lambda case: Purpose.REPAY_DEBT in (case.purposes or ())))
    stop("HS3", columns.flags(lambda case: not EARNS_NOTHING.isdisjoint(case.purposes or ())))
    stop("HS6.harm", columns.equals("self_harm_risk", YES))
    stop("HS6.sacrifice", columns.numbers("sacrifices") > policy.sacrifices_max)
    age = columns.numbers("age_least", _NEVER)
    stop("HS7a", age < policy.adult_age)
    decided_on = columns.days("own_decision_on")
    undecided = (decided_on == 0) | (decided_on > today)
    stop("HS7b", columns.equals("another_takes_or_threatens", YES) & undecided)
    _other_money(columns, found)
    until = columns.days("offer.due_diligence_until")
    unknown = columns.equals("offer.due_diligence", DueDiligence.UNKNOWN)
    approved = columns.equals("offer.due_diligence", DueDiligence.APPROVED)
    stop("HS9", (~unknown & ~approved) | (approved & (until > 0) & (until <= today)))
    by_programme = columns.equals("offer.lender_is_programme", YES)
    stop("HS9.programme", by_programme & columns.equals("offer.soft_loan_gate_passed", NO))
    priced = columns.known("offer.price_percent")
    stop("HS10.no_price", ~priced & columns.flags(lambda case: bool(case.offer.lender)))
    stop("HS10", columns.flags(_is_above_cap))
    stop("R01", columns.equals("offer.instead_of_grant", YES))
    stop("HS11", columns.flags(lambda case: case.gap is not None and case.gap.minor <= 0))
    stop("W09.identity_document", columns.flags(lambda case: Pledge.IDENTITY_DOCUMENT in (case.offer.pledges or ())))


def _is_above_cap(case: Case) -> bool:
    price, cap = case.offer.price_percent, case.offer.price_cap_percent
    return (
        price is not None and cap is not None and price.numerator * cap.denominator > cap.numerator * price.denominator
    )


def _other_money(columns: Columns, found: Verdicts) -> None:
    sources = list(Source)
    declined = len(sources)

    def ways(case: Case) -> int:
        bits = 0
        for other in enough_and_cheaper(case):
            bits |= 1 << (declined if other.declined_because.strip() else sources.index(other.source))
        return bits

    bits = columns.bits(ways)
    for place, source in enumerate(sources):
        found.fire(f"HS8.{source}", (bits >> place & 1).astype(bool), Weight.BARRIER)
    found.fire("HS8.declined", (bits >> declined & 1).astype(bool), Weight.CONCERN)


def _capacities(columns: Columns, found: Verdicts) -> None:
    limits = Limits(columns.policy)
    places: dict[str, list[int]] = {}

    def fire(code: str, place: int) -> None:
        places.setdefault(code, []).append(place)

    for place, case in enumerate(columns.cases):
        household, amount = case.household, case.amount
        if household is None:
            continue
        nothing_left = household.surplus <= 0
        if nothing_left:
            fire("HS4", place)
        if case.debts is None or amount is None or not amount:
            continue
        factor = monthly_factor_of(case)
        if factor is None:
            continue
        check_currency(case)
        old = total_of(columns.services[place])
        if old is None:
            continue
        grade, fits, too_little, anything_left = limits.weigh(case, factor, old)
        found.amounts[place] = fits
        least = case.offer.least.minor if case.offer.least else 0
        if too_little and not nothing_left:
            fire("HS4.too_little", place)
        if grade == 2 and fits < max(least, 1):
            fire("HS5" if anything_left else "HS5.nothing_left", place)
        if grade == 1:
            fire("W03", place)
        if max(least, 1) <= fits < amount.minor:
            fire("HS5b" if grade == 2 else "W10", place)
        elif fits < max(amount.minor, least) and grade != 2:
            fire("W10.least", place)
    for code, some in places.items():
        flags = np.zeros(columns.count, dtype=np.bool_)
        flags[some] = True
        is_stop = code.startswith("HS") and code != "HS5b"
        found.fire(code, flags, Weight.BARRIER if is_stop else Weight.CONCERN)


def _first_steps(columns: Columns, found: Verdicts) -> None:
    def step(code: str, flags: Flags) -> None:
        found.fire(code, flags, Weight.PREREQUISITE)

    policy, on, today = columns.policy, columns.on, columns.on.toordinal()
    talked_on = columns.days("needs_assessed_on")
    step("PR1", (talked_on == 0) | (talked_on > today) | (today - talked_on > policy.needs_assessment_days))
    early = _exceptions(columns, found)
    no_right = columns.equals("grant", Grant.NOT_ENTITLED)
    step("PR2.support", no_right & (columns.numbers("other_support_months", 0) < policy.other_support_months))
    deposit = columns.equals("grounds.grant_as_deposit_agreed", YES)
    step(
        "PR2",
        (columns.equals("grant", Grant.PART) & ~early) | (columns.equals("grant", Grant.PENDING) & ~(early & deposit)),
    )
    open_ = ~columns.equals("business", BusinessStatus.UNKNOWN) & ~early
    running = columns.equals("business", BusinessStatus.RUNNING)
    if policy.started_and_registered_is_enough:
        begun = running | columns.equals("business", BusinessStatus.STARTED)
        step("PR3.start", open_ & ~begun)
        step("PR3.register", open_ & begun & ~columns.equals("registered", YES))
    else:
        since = columns.days("business_started_on")
        no_day = (since == 0) | (since > today)
        step("PR3.start", open_ & ~running)
        step("PR3.since", open_ & running & no_day)
        step("PR3", open_ & running & ~no_day & (since > _last_day_to_have_started(on, policy.business_months)))
    step("PR4.money", ~columns.equals("trained_money", YES))
    step("PR4.business", ~columns.equals("trained_business", YES))
    thin = ~columns.equals("plan", Plan.ROBUST)
    gaps = columns.flags(lambda case: bool(case.plan_gaps))
    step("PR5.parts", thin & gaps)
    step("PR5", thin & ~gaps)
    step("PR5.weak", columns.equals("viability", Viability.WEAK))
    step("PR5.assess", columns.equals("viability", Viability.NOT_ASSESSED))
    place_of = {source: place for place, way in enumerate(WAYS) for source in way}
    looked = columns.bits(lambda case: _bits(place_of.get(other.source, len(WAYS)) for other in case.alternatives))
    few = np.sum([looked >> place & 1 for place in range(len(WAYS))], axis=0) < policy.alternatives_least
    for place, way in enumerate(WAYS):
        step(f"PR6.{way[0]}", few & ((looked >> place & 1) == 0))
    _counselling(columns, found)
    step("PR9", columns.flags(lambda case: not (case.offer.documents_asked or frozenset()) <= case.documents))
    in_group = columns.equals("offer.by_group", YES)
    strangers = columns.numbers("group.joint_meetings", 0) < policy.joint_meetings_least
    step("PR10", in_group & (strangers | ~columns.equals("group.rules_agreed", YES)))
    step("PR10.members", in_group & ~columns.equals("group.each_member_passed", YES))
    step("PR11", ~columns.equals("follow_up_agreed", YES))


def _counselling(columns: Columns, found: Verdicts) -> None:
    def step(code: str, flags: Flags) -> None:
        found.fire(code, flags, Weight.PREREQUISITE)

    policy, today = columns.policy, columns.on.toordinal()
    topics = {topic: place for place, topic in enumerate(Topic)}
    remembered: dict[frozenset[Topic], int] = {}

    def spoken_of(case: Case) -> int:
        said = case.counselling.topics
        if said not in remembered:
            remembered[said] = _bits(topics[topic] for topic in said)
        return remembered[said]

    spoken = columns.bits(spoken_of)
    for topic, place in topics.items():
        step(f"PR7.{topic}", (spoken >> place & 1) == 0)
    step("PR7", columns.numbers("counselling.taught_back", 0) < policy.taught_back_least)
    held_on = columns.days("counselling.held_on")
    not_held = (held_on == 0) | (held_on > today)
    step("PR7.talk", not_held)
    longer = columns.days("counselling.cooling_off_until")
    step("PR7.think", ~not_held & (today < np.maximum(held_on + policy.cooling_off_days, longer)))
    step("PR8", ~columns.equals("counselling.accepts_small_first_loan", YES) & ~columns.flags(began_small))
    if policy.earlier_repaid_first:
        step("PR8.open", columns.flags(has_running))


def _last_day_to_have_started(on: date, months: int) -> int:
    """Return the last day, as an ordinal, on which a business may have started to run long enough.

    Counted forward like the core, from the start: around the ends of months that differs from counting back.
    """
    day = add_months(on, -months) + timedelta(days=4)
    while add_months(day, months) > on:
        day -= timedelta(days=1)
    return day.toordinal()


def _bits(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _exceptions(columns: Columns, found: Verdicts) -> Flags:
    def grounds(name: str) -> Flags:
        return columns.equals(f"grounds.{name}", YES)

    looked_at = columns.flags(lambda case: len(case.grounds.committee) >= COMMITTEE_LEAST)
    looked_at &= columns.equals("viability", Viability.STRONG)
    first = looked_at & grounds("innovative") & grounds("substantial_seed_capital") & grounds("profit_or_jobs")
    second = looked_at & (grounds("added_value") | grounds("in_value_chain")) & grounds("written_evidence")
    found.fire("EX1", first, Weight.NOTE)
    found.fire("EX2", second, Weight.NOTE)
    early: Flags = first | second
    return early


def _questions(columns: Columns, found: Verdicts) -> None:
    def ask(code: str, flags: Flags, weight: Weight = Weight.PREREQUISITE) -> None:
        found.fire(f"ask.{code}", flags, weight)

    ask("wish", columns.equals("wants_loan", Wish.UNKNOWN))
    ask("sure", columns.equals("wants_loan", Wish.UNSURE))
    ask("purpose", columns.flags(lambda case: not case.purposes))
    ask("household", ~columns.known("household"))
    ask("head", columns.flags(lambda case: case.household is not None and case.household.is_head is UNKNOWN))
    ask("debts", ~columns.known("debts"))
    for name in ("amount", "gap"):
        ask(name, ~columns.known(name))
    terms = columns.known("offer.rate_percent") & columns.known("offer.instalments")
    ask("terms", ~terms & ~columns.flags(lambda case: bool(case.offer.payments)))
    ask("least", ~columns.known("offer.least"))
    ask("threats", columns.equals("threatened_over_debt", UNKNOWN))
    ask("harm", columns.equals("self_harm_risk", UNKNOWN))
    ask("sacrifices", ~columns.known("sacrifices"))
    ask("age", ~columns.known("age_least"))
    ask("own_choice", columns.equals("another_takes_or_threatens", UNKNOWN))
    ask("own_money", columns.flags(own_money_open))
    ask("cheaper_money", columns.flags(cheaper_money_open))
    ask("offer", columns.flags(lambda case: not case.offer.lender))
    approved = columns.equals("offer.due_diligence", DueDiligence.APPROVED)
    endless = approved & ~columns.known("offer.due_diligence_until")
    ask("lender", columns.equals("offer.due_diligence", DueDiligence.UNKNOWN) | endless)
    ask("who_lends", columns.equals("offer.lender_is_programme", UNKNOWN))
    by_programme = columns.equals("offer.lender_is_programme", YES)
    ask("soft_loan", by_programme & columns.equals("offer.soft_loan_gate_passed", UNKNOWN))
    ask("instead_of_grant", columns.equals("offer.instead_of_grant", UNKNOWN))
    ask("price_cap", ~columns.known("offer.price_cap_percent"))
    ask("bondage", columns.equals("bondage", UNKNOWN))
    ask("pledges", ~columns.known("offer.pledges"))
    ask("grant", columns.equals("grant", Grant.UNKNOWN))
    ask("business", columns.equals("business", BusinessStatus.UNKNOWN))
    ask("documents", ~columns.known("offer.documents_asked"))
    ask("group", columns.equals("offer.by_group", UNKNOWN))
    ask("interest", columns.equals("accepts_interest", Wish.UNKNOWN, Wish.UNSURE), Weight.CONCERN)
    ask("months", columns.flags(lambda case: not case.months or case.opening_cash is None), Weight.CONCERN)
    ask("cycle", ~columns.known("cycle"), Weight.CONCERN)
    ask("prices_here", ~columns.known("offer.median_price_percent"), Weight.CONCERN)
    ask("guarantors", columns.flags(_is_guarantor_unknown), Weight.CONCERN)


def _is_guarantor_unknown(case: Case) -> bool:
    guarantors = case.offer.guarantors
    return guarantors is None or any(UNKNOWN in (who.poor_relative, who.also_borrows) for who in guarantors)


_DEBT_CODES: Final = (
    ("ask.debt_standing", Weight.PREREQUISITE),
    ("ask.debt_late", Weight.PREREQUISITE),
    ("ask.debt_pressure", Weight.PREREQUISITE),
    ("ask.debt_bonds", Weight.PREREQUISITE),
    ("ask.debt_amounts", Weight.PREREQUISITE),
    ("HS6.late", Weight.BARRIER),
    ("HS6.asked_back", Weight.BARRIER),
    ("HS6.threat", Weight.BARRIER),
    ("HS12", Weight.BARRIER),
    ("W02", Weight.CONCERN),
    ("W04", Weight.CONCERN),
    ("W04.informal", Weight.CONCERN),
)


def _debt_rules(columns: Columns, found: Verdicts) -> None:
    policy = columns.policy

    def bits(case: Case) -> int:
        if not case.debts:
            return 0
        noted, formal, informal = 0, 0, 0
        for debt in case.debts:
            if not debt.is_open:
                continue
            noted |= 1 << 9
            noted |= (debt.standing is Standing.UNKNOWN) << 0
            noted |= lateness_open(debt) << 1
            noted |= (debt.pressure is None) << 2
            noted |= (debt.bonds is None) << 3
            late = (debt.overdue_days or 0) if debt.date_agreed is YES else 0
            noted |= (late > policy.overdue_days_max) << 5
            noted |= (debt.date_agreed is NO and debt.asked_back is YES) << 6
            noted |= (not DANGEROUS.isdisjoint(debt.pressure or ())) << 7
            noted |= bool(debt.bonds) << 8
            if debt.is_formal:
                formal += 1
            elif debt.form is not Form.MORAL:
                informal += 1
        noted |= (formal >= policy.lenders_warned_at) << 10
        return noted | (informal >= policy.lenders_warned_at) << 11

    noted = columns.bits(bits)
    noted |= np.fromiter((None in services for services in columns.services), np.int64, columns.count) << 4
    for place, (code, weight) in enumerate(_DEBT_CODES):
        found.fire(code, (noted >> place & 1).astype(bool), weight)
    found.fire("HS6.threat", columns.equals("threatened_over_debt", YES), Weight.BARRIER)
    found.fire("HS12", columns.equals("bondage", YES), Weight.BARRIER)


def _concerns(columns: Columns, found: Verdicts) -> None:
    def concern(code: str, flags: Flags) -> None:
        found.fire(code, flags, Weight.CONCERN)

    policy = columns.policy
    concern("W01", ~columns.equals("wants_to_run_business", Interest.CLEAR))
    cycle = columns.numbers("cycle")
    concern("W06", (cycle == 1) & columns.flags(lambda case: _is_above_first(case, policy)))
    if policy.loans_max is not None:
        concern("W06.loans", cycle > policy.loans_max)
    if policy.all_loans_max is not None:
        concern("W06.total", columns.flags(lambda case: _is_above_total(case, policy)))
    if not policy.earlier_repaid_first:
        concern("W06.open", columns.flags(has_running))
    concern("W06.late", columns.flags(lambda case: was_late(case, policy)))
    concern("W06.given_up", columns.flags(lambda case: any(one.went is Went.GIVEN_UP for one in case.earlier)))
    above, below = policy.price_warned_above.numerator, policy.price_warned_above.denominator

    def is_dear(case: Case) -> bool:
        price, median = case.offer.price_percent, case.offer.median_price_percent
        if price is None or median is None:
            return False
        return price.numerator * median.denominator * below > above * median.numerator * price.denominator

    concern("W07", columns.flags(is_dear))
    costs = columns.flags(lambda case: case.offer.price_percent is not None and case.offer.price_percent.numerator > 0)
    concern("W11", columns.equals("accepts_interest", Wish.NO) & costs)
    concern(
        "W08",
        columns.flags(
            lambda case: any(who.poor_relative is YES or who.also_borrows is YES for who in case.offer.guarantors or ())
        ),
    )
    pledges = {Pledge.HOME: 0, Pledge.LAND: 1, Pledge.FOOD_STOCK: 2}
    bits = columns.bits(lambda case: _bits(pledges.get(pledge, 3) for pledge in case.offer.pledges or ()))
    for pledge, place in pledges.items():
        concern(f"W09.{pledge}", (bits >> place & 1).astype(bool))


def _is_above_first(case: Case, policy: Policy) -> bool:
    caps = [
        cap.minor
        for cap in (case.offer.first_cycle_cap, policy.first_loan_max)
        if cap and cap.currency == case.currency
    ]
    return bool(caps) and case.amount is not None and case.amount.minor > min(caps)


def _is_above_total(case: Case, policy: Policy) -> bool:
    most = policy.all_loans_max
    if most is None or most.currency != case.currency or case.amount is None:
        return False
    return (case.borrowed_before.minor if case.borrowed_before else 0) + case.amount.minor > most.minor


def _cash(columns: Columns, found: Verdicts) -> None:
    asked, short, fits, dips = columns.cash
    found.fire("W05", short, Weight.CONCERN)
    found.fire("W05.year", asked & ~short & ~fits, Weight.CONCERN)
    found.fire("W05.buffer", dips, Weight.CONCERN)


def _what_the_lender_asks(columns: Columns, found: Verdicts) -> None:
    policy, on = columns.policy, columns.on

    def bits(case: Case) -> int:
        offer, noted = case.offer, 0
        asked = offer.months_in_business_asked
        if asked:
            since = case.business_started_on
            is_none = since is None or since > on or case.business is BusinessStatus.NONE
            noted |= is_none or (since is not None and add_months(since, asked) > on)
        if offer.age_limit is not None and case.age_least is not None:
            noted |= (case.age_least > offer.age_limit) << 1
        if offer.guarantors is not None:
            noted |= (len(offer.guarantors) < (policy.guarantors_asked or 0)) << 2
        return noted | (offer.only_for_returnees is YES) << 3

    noted = columns.bits(bits)
    for place, code in enumerate(("lender.months", "lender.age", "lender.guarantors", "lender.only_returnees")):
        found.fire(code, (noted >> place & 1).astype(bool), Weight.NOTE)


def _ask_the_core(columns: Columns, found: Verdicts) -> None:
    """Replace what was found for every case that is too near a limit, too large, or has an override on file."""
    for place in np.flatnonzero(columns.unsure).tolist():
        exact = suitability.verdict(columns.cases[place], columns.on, columns.policy)
        for flags in found.fired.values():
            flags[place] = False
        for finding in exact.findings:
            if finding.code not in found.fired:
                found.fired[finding.code] = np.zeros(columns.count, dtype=np.bool_)
                found.weights[finding.code] = finding.weight
            found.fired[finding.code][place] = True
        found.amounts[place] = NO_AMOUNT if exact.capacity is None else exact.capacity.amount
