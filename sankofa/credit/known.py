"""What the other rooms know already of somebody's wish for a loan: plan, forms, debts, month at home, lenders, talks.

Each line comes with where it is from and since when.  What the viewer may not see in a room is not known here, and what
is not known never ends in a yes; so nobody reaches a milder verdict by seeing less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.cases import queries as cases
from sankofa.cases import visited
from sankofa.cases.rules.plans import Kind
from sankofa.credit import hooks, permissions
from sankofa.credit.hooks import Borrowed
from sankofa.credit.rules import offers
from sankofa.credit.rules import visited as visits_told
from sankofa.credit.rules.offers import AskedOfOffer
from sankofa.credit.rules.table import Beside, From, Known, Line, case_from, lines
from sankofa.credit.rules.terms import Case, Counselling, Grant, Guarantor, Offer, Topic
from sankofa.credit.rules.visited import Visit
from sankofa.debts import queries as debts
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.roster import Pressed
from sankofa.debts.rules.terms import Answer, Debt, Pledge
from sankofa.kernel.money import Money, NotAnAmount, TooManyDecimals
from sankofa.kernel.periods import NotYetBorn
from sankofa.lenders import queries as lenders
from sankofa.places.rules import reference
from sankofa.returnees import queries as register
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.rules.terms import age_of
from sankofa.store.rules.sealing import CannotOpen
from sankofa.surveys.queries import answered_days

if TYPE_CHECKING:
    from sankofa.credit.models import LoanCheck, LoanTalk
    from sankofa.debts.models import Debt as DebtRow
    from sankofa.debts.rules.budget import Budget
    from sankofa.lenders.models import ProductVersion
    from sankofa.lenders.queries import Known as LenderKnown
    from sankofa.returnees.models import Person

ASKED_FIRST = frozenset({"wants_loan", "purposes", "grant", "business", "business_started_on"})
"""Lines that the seven questions fill."""
PRICES_MOST = 40
"""How many products are priced to find the middle of what loans cost here."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What somebody owes, each debt by its key with its row; None where nobody asked or a key is missing."""

    debts: Mapping[str, Debt] | None
    rows: tuple["DebtRow", ...] = ()
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table of a check, and what stands beside it."""

    known: Mapping[str, Known]
    lines: Mapping[str, Line]
    beside: Beside
    owing: Owing
    budget_on: date | None
    lender: "LenderKnown | None" = None
    version: "ProductVersion | None" = None
    talk: "LoanTalk | None" = None
    files: frozenset[str] = field(default_factory=frozenset)
    borrowed: Borrowed | None = None
    visits: tuple[Visit, ...] = ()

    def case(self, on: date) -> Case:
        """Return the case that the rules look at."""
        return case_from(self.lines, self.beside, on=on)


def age_least(person: "Person", *, viewer: Actor, on: date) -> int | None:
    """Return the least age somebody can have, by all their files; None where it is not known."""
    together = register.cluster(person, viewer=viewer, on=on)
    try:
        age = age_of(together.shown().born, on)
    except NotYetBorn:
        return None
    return None if age is None else age.least


def currency_near(person: "Person") -> str:
    """Return the money of the country where somebody is looked after; empty where it is not known."""
    origin = reference.country(str(person.office.place.country_id)).origin
    return "" if origin is None else origin.currency


def grant_known(person: "Person", *, viewer: Actor, on: date) -> Known | None:
    """Return how far the grant of the plan has come; None where no plan that the viewer may see promises one."""
    for case in cases.of_person(person.pk, viewer=viewer, on=on):
        plan = cases.plan_now(cases.plans_of([case]).get(case.pk, []))
        if plan is None:
            continue
        try:
            promised = [one.key for one in plan.to_terms().activities if one.kind is Kind.GRANT]
        except CannotOpen:
            continue
        done = {key: row.done_on for key, row in cases.deliveries_of(case).items() if key in promised}
        if promised:
            since = max(done.values(), default=plan.agreed_on)
            if len(done) == len(promised):
                return Known(Grant.FULL.value, From.PLAN, since)
            return Known((Grant.PART if done else Grant.PENDING).value, From.PLAN, since)
    return None


def visits_of(person: "Person", *, viewer: Actor, on: date) -> tuple[Visit, ...]:
    """Return what visits to a person's business said of it, the latest first."""
    return tuple(_visit(one) for one in visited.businesses(person, viewer=viewer, on=on) if one.on <= on)


def _visit(one: visited.Visited) -> Visit:
    state, currency = one.answers.get("state"), one.answers.get("currency")
    sold, spent = (one.answers.get(name) for name in ("sales", "costs"))
    return Visit(
        one.on,
        state if isinstance(state, str) else None,
        sold if isinstance(sold, int) else None,
        spent if isinstance(spent, int) else None,
        currency if isinstance(currency, str) else "",
    )


def _by_visits(visits: Sequence[Visit]) -> dict[str, Known]:
    found = {}
    if (stands := visits_told.business_by(visits)) is not None:
        found["business"] = Known(stands[0].value, From.VISIT, stands[1])
    if (since := visits_told.running_since(visits)) is not None:
        found["business_started_on"] = Known(since.isoformat(), From.VISIT, max(one.on for one in visits))
    return found


def of_other_rooms(person: "Person", visits: Sequence[Visit], *, viewer: Actor, on: date) -> dict[str, Known]:
    """Return what plan, visits and forms say of the lines."""
    found = _by_visits(visits)
    if (grant := grant_known(person, viewer=viewer, on=on)) is not None:
        found["grant"] = grant
    days = answered_days(cases.NEEDS_FORM, ids_together(person.pk), from_on=date.min, until_on=date.max)
    if days:
        last = max(day for some in days.values() for day in some)
        found["needs_assessed_on"] = Known(last.isoformat(), From.FORMS, last)
    return found


def borrowed_of(check: "LoanCheck", *, viewer: Actor, on: date) -> Borrowed | None:
    """Return what the person of a check borrowed before, in the money of its offer; None without one, or not known."""
    version = check.version
    currency = "" if version is None else _lent_in(version)
    if version is None or not currency:
        return None
    return hooks.borrowed(check.person, version.product.lender, currency, viewer=viewer, on=on)


def of_check(check: "LoanCheck", *, viewer: Actor, on: date) -> dict[str, Known]:
    """Return what is known of the lines of a check: what the seven questions told first, then other rooms."""
    visits = visits_of(check.person, viewer=viewer, on=on)
    return _of_check(check, borrowed_of(check, viewer=viewer, on=on), visits, viewer=viewer, on=on)


def _of_check(
    check: "LoanCheck", borrowed: Borrowed | None, visits: Sequence[Visit], *, viewer: Actor, on: date
) -> dict[str, Known]:
    found = of_other_rooms(check.person, visits, viewer=viewer, on=on)
    if borrowed is not None and borrowed.with_lender:
        # Loans of others say nothing of which loan of this lender it would be; nobody told is not the first.
        found["cycle"] = Known(borrowed.with_lender + 1, From.LOANS, borrowed.told_on)
        if borrowed.of_lender is not None:
            found["borrowed_before"] = Known(str(borrowed.of_lender.decimal), From.LOANS, borrowed.told_on)
    for name, value in (check.seven or {}).items():
        if value not in (None, "", "unknown", []) and name in ASKED_FIRST:
            found[name] = Known(value, From.SEVEN, date.fromisoformat(check.seven["on"]))
    return found


def table_of(check: "LoanCheck", *, viewer: Actor, on: date) -> Table:
    """Return the whole table of a check.  Raises CannotOpen."""
    person = check.person
    borrowed = borrowed_of(check, viewer=viewer, on=on)
    visits = visits_of(person, viewer=viewer, on=on)
    known = _of_check(check, borrowed, visits, viewer=viewer, on=on)
    rows = lines(known, check.said or {})
    version = check.version
    budget_row, budget = _budget(person, viewer=viewer, on=on)
    lender = None if version is None else lenders.standing_of(version.product.lender, on=on)
    currency = _currency(version, budget, person)
    talk = talk_about(check, on=on)
    owing = owing_of(person, viewer=viewer, on=on)
    beside = Beside(
        currency=currency,
        age_least=age_least(person, viewer=viewer, on=on),
        debts=owing.debts,
        budget=budget,
        offer=Offer() if version is None or lender is None else _offer(version, lender, rows, currency, viewer, on),
        counselling=Counselling() if talk is None else counselling_of(talk),
        earlier=() if borrowed is None else borrowed.loans,
    )
    files = frozenset(str(key) for key in ids_together(person.pk))
    return Table(known, rows, beside, owing, budget_row, lender, version, talk, files, borrowed, visits)


def owing_of(person: "Person", *, viewer: Actor, on: date) -> Owing:
    """Return what somebody owes, with what was said alone where the viewer may read it."""
    held = debts.debts_of(person, viewer=viewer, on=on)
    talked = debts.latest_talk(person, viewer=viewer, on=on)
    asked_on = max([one.record.told_on for one in held] + ([] if talked is None else [talked.held_on]), default=None)
    said = None if talked is None else debts.talked(talked)
    if not held:
        is_none = said is not None and said.six.owes in {Owes.NEVER, Owes.PAID}
        return Owing({} if is_none else None, (), asked_on)
    found: dict[str, Debt] = {}
    for one in held:
        debt = one.as_it_stands(_pressed(one.record, viewer=viewer, on=on))
        if debt is None:
            return Owing(None, (), asked_on)
        found[str(one.record.pk)] = debt
    return Owing(found, tuple(one.record for one in held), asked_on)


def counselling_of(talk: "LoanTalk") -> Counselling:
    """Return what a talk about a loan covered, as the rules take it.  Raises CannotOpen."""
    said = talk.said
    return Counselling(
        topics=frozenset(Topic(one) for one in said["topics"]),
        taught_back=said["taught_back"],
        held_on=talk.held_on,
        cooling_off_until=talk.think_until,
        accepts_small_first_loan=Answer(said["accepts_small_first_loan"]),
    )


def talk_about(check: "LoanCheck", *, on: date) -> "LoanTalk | None":
    """Return the last talk with this person about the very offer of a check."""
    from sankofa.credit.models import LoanTalk

    if check.version_id is None:
        return None
    rows = LoanTalk.objects.filter(person_id__in=ids_together(check.person_id), version_id=check.version_id)
    return rows.filter(held_on__lte=on).select_related("held_by").order_by("-held_on", "-created_at").first()


def asked_of_offer(rows: Mapping[str, Line], currency: str) -> AskedOfOffer:
    """Return what was asked about an offer."""
    cap, guarantors, pledges = (rows[name].value for name in ("price_cap_percent", "guarantors", "pledges"))
    return AskedOfOffer(
        amount=amount_of(rows["amount"].value, currency),
        months=rows["loan_months"].value,
        instead_of_grant=Answer(rows["instead_of_grant"].value or "unknown"),
        price_cap_percent=None if cap is None else Fraction(cap),
        pledges=None if pledges is None else frozenset(Pledge(one) for one in pledges),
        guarantors=None
        if guarantors is None
        else tuple(
            Guarantor(one["name"], Answer(one["poor_relative"]), Answer(one["also_borrows"])) for one in guarantors
        ),
    )


def amount_of(text: str | None, currency: str) -> Money | None:
    """Return an amount of a line in the money of the table; None where it is not known, or is none in this money."""
    if text is None:
        return None
    try:
        return Money.of(text, currency)
    except (NotAnAmount, TooManyDecimals):
        return None


def _offer(
    version: "ProductVersion",
    lender: "LenderKnown",
    rows: Mapping[str, Line],
    currency: str,
    viewer: Actor,
    on: date,
) -> Offer:
    asked = asked_of_offer(rows, currency)
    return offers.offer_of(
        version.to_terms(),
        lender=lender.lender.name,
        standing=lender.standing,
        approved_until=lender.valid_until,
        asked=asked,
        prices_here=prices_here(asked, currency, viewer=viewer, on=on),
        on=on,
    )


def prices_here(asked: AskedOfOffer, currency: str, *, viewer: Actor, on: date) -> list[Fraction]:
    """Return what the products known here cost a year at this amount and time, those that have one price."""
    rows = list(lenders.products(viewer, on=on)[:PRICES_MOST])
    found = []
    for version in lenders.offered(rows, on=on).values():
        terms = version.to_terms()
        limit = terms.product.most or terms.product.least
        if limit is None or limit.currency != currency:
            continue
        price = offers.yearly_price(offers.priced(terms, asked.amount, asked.months, on))
        if price is not None:
            found.append(price)
    return found


def _budget(person: "Person", *, viewer: Actor, on: date) -> "tuple[date | None, Budget | None]":
    try:
        held = debts.latest_budget(person, viewer=viewer, on=on)
    except CannotOpen:
        return None, None
    return (None, None) if held is None else (held[0].told_on, held[1])


def _currency(version: "ProductVersion | None", budget: "Budget | None", person: "Person") -> str:
    if version is not None and (currency := _lent_in(version)):
        return currency
    if budget is not None and budget.currency is not None:
        return budget.currency
    return currency_near(person) or "XXX"


def _lent_in(version: "ProductVersion") -> str:
    """Return in which money an offer lends; empty where its terms name no amount."""
    product = version.to_terms().product
    limit = product.most or product.least
    return "" if limit is None else limit.currency


def _pressed(record: "DebtRow", *, viewer: Actor, on: date) -> Pressed | None:
    """Return what was said alone of how a debt is collected, put together from all talks; None where nobody asked.

    Whoever decides on setting rules aside lets the rules know it too: no page shows them the words, only what follows.
    """
    found: Pressed | None = None
    told = debts.pressed_on(record, viewer=viewer, on=on)
    for row in told or debts.pressed_on(record, viewer=viewer, on=on, permission=permissions.SET_ASIDE):
        try:
            said = row.to_terms()
        except CannotOpen:
            return None
        if said is not None and found is None:
            found = said
    return found
