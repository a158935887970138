"""Two invented people of the Sylhet office with whom a loan was looked at, to walk along with.

Tarek Sobhan hears "not yet": his grant is on its way, and his shop is a plan.  With Shahida Parvez nothing speaks
against asking, after the talk and time to think.  Nobody exists.  Through the real actions.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sankofa.accounts import queries as offices
from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import actions as cases
from sankofa.cases.rules.plans import Activity, Content, Kind
from sankofa.cases.rules.stages import Talk
from sankofa.credit import actions
from sankofa.credit.rules.first_questions import Seven
from sankofa.credit.rules.terms import BusinessStatus, Grant, Purpose, Source, Topic, Wish
from sankofa.debts import actions as debts
from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.first_talk import Owes, Presence, Six
from sankofa.debts.rules.household import IncomeKind
from sankofa.debts.rules.terms import Answer
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.lenders import queries as lenders
from sankofa.project.demonstration import cases as cases_shown
from sankofa.returnees import actions as register
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonKind, PersonTerms, Precision, ReturnKind, Sex

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.cases.models import Plan
    from sankofa.lenders.models import ProductVersion
    from sankofa.returnees.models import Person

NOT_YET, FITS = "Tarek Sobhan", "Shahida Parvez"
CAME_DAYS_AGO, OPENED_DAYS_AGO, TALKED_DAYS_AGO = 320, 120, 6
LENDER = "Gram Unnayan"
_LOOKED_AT = (Source.SAVINGS, Source.UNUSED_GRANT, Source.FAMILY_FRIENDS, Source.BANK, Source.PARTNER)


def load(*, office: str, caseworker: str, at: datetime) -> None:
    """Register two people, and look with each of them at whether a loan suits them."""
    home = offices.office_named(office)
    worker = next(user for user in offices.staff_of(office) if user.email == caseworker)
    by, today = worker.as_actor(), clock.day_of(at, worker.office.zone)
    tarek, shahida = _registered(home, today)
    for person in (tarek, shahida):
        register.give_to(person=person, colleague=worker, by=by, at=at)
        _home(person, today, by=by, at=at)
    _planned(tarek, ("A tea shop by the river",), today, by=by, at=at)
    plan = _planned(shahida, ("More cloth in my shop", "My mother sees a doctor"), today, by=by, at=at)
    for promised in plan.to_terms().activities:
        if promised.kind is not Kind.GRANT:
            done_on = today - timedelta(days=OPENED_DAYS_AGO - 40)
            cases.note_delivery(case=plan.case, activity=promised.key, done_on=done_on, by=by, at=at)
    cases_shown.give_whole(plan.case, plan, caseworker=worker, at=at)
    seven = Seven(
        wants_loan=Wish.YES,
        purposes=frozenset({Purpose.STARTUP}),
        grant=Grant.PENDING,
        business=BusinessStatus.PLANNED,
        left_over=Answer.YES,
        debt_presses=Answer.NO,
        own_money=Answer.NO,
    )
    actions.begin_check(person=tarek, seven=seven, by=by, at=at)
    _fits(shahida, today, by=by, at=at)


def _registered(home: "Office", today: date) -> tuple["Person", "Person"]:
    came_on = today - timedelta(days=OPENED_DAYS_AGO)
    at = datetime.combine(came_on, time(9, 30), tzinfo=UTC)
    rows = [
        (name, _terms(name, sex, born, home, today))
        for name, sex, born in ((NOT_YET, Sex.MALE, 1996), (FITS, Sex.FEMALE, 1991))
    ]
    with clock.frozen(at):
        made = register.register_many(office=home, rows=rows, by=system("demonstration", on=came_on), at=at).people
    tarek, shahida = made
    return tarek, shahida


def _terms(name: str, sex: Sex, born: int, home: "Office", today: date) -> PersonTerms:
    given, family = name.split(" ")
    returned = PartialDay(today - timedelta(days=CAME_DAYS_AGO), Precision.DAY)
    return PersonTerms(
        given,
        family,
        kind=PersonKind.RETURNEE,
        sex=sex,
        born=PartialDay(date(born, 5, 14), Precision.DAY),
        language="bn",
        place=home.place_id,
        is_synthetic=True,
        journey=JourneyTerms(
            destination="SA", occupation="cleaner", returned=returned, return_kind=ReturnKind.CONTRACT_END
        ),
    )


def _planned(person: "Person", goals: tuple[str, ...], today: date, *, by: Actor, at: datetime) -> "Plan":
    """Open a case and agree on a plan: money for the first goods, and a course."""
    opened_on = today - timedelta(days=OPENED_DAYS_AGO)
    case = cases.open_case(person=person, opened_on=opened_on, by=by, at=at)
    cases.offer_talk(case=case, answer=Talk.NOT_NOW, offered_on=opened_on + timedelta(days=2), by=by, at=at)
    grant = Activity(
        uuid7(),
        "Money for the first goods",
        Kind.GRANT,
        provider_words="The district office",
        amount=Money.of("25000", "BDT"),
        until_on=opened_on + timedelta(days=150),
    )
    course = Activity(uuid7(), "A course in keeping accounts", provider_words="The training centre")
    draft = cases.begin_plan(case=case, by=by, at=at)
    plan = cases.change_plan(plan=draft, content=Content(goals, (grant, course)), edition=draft.edition, by=by, at=at)
    return cases.agree_plan(
        plan=plan,
        edition=plan.edition,
        how="signature",
        agreed_on=opened_on + timedelta(days=12),
        is_read_aloud=True,
        by=by,
        at=at,
    )


def _home(person: "Person", today: date, *, by: Actor, at: datetime) -> None:
    """Write down that nothing is owed, and what the home lives on."""
    told_on = today - timedelta(days=TALKED_DAYS_AGO)
    debts.note_talk(person=person, present=Presence.ALONE, six=Six(owes=Owes.NEVER), held_on=told_on, by=by, at=at)
    budget = Budget(
        own=Money.of("24000", "BDT"),
        own_costs=Money.of("6000", "BDT"),
        own_kind=IncomeKind.BUSINESS,
        others=Money.of("0", "BDT"),
        needs=Money.of("9000", "BDT"),
        size=3,
        is_head=Answer.YES,
    )
    debts.note_budget(person=person, budget=budget, told_on=told_on, by=by, at=at)


def _fits(person: "Person", today: date, *, by: Actor, at: datetime) -> None:
    talked_on = today - timedelta(days=TALKED_DAYS_AGO)
    version = _offer(by, today)
    said = actions.TalkSaid(
        topics=tuple(Topic),
        taught_back=5,
        words="I pay a little every week, and if I am late they come and talk first.",
        interpreter="",
        accepts_small_first_loan=Answer.YES,
    )
    actions.note_loan_talk(person=person, version=version, said=said, held_on=talked_on, by=by, at=at)
    seven = Seven(
        wants_loan=Wish.YES,
        purposes=frozenset({Purpose.STOCK}),
        grant=Grant.FULL,
        business=BusinessStatus.RUNNING,
        business_started_on=today - timedelta(days=280),
        left_over=Answer.YES,
        debt_presses=Answer.NO,
        own_money=Answer.NO,
    )
    check = actions.begin_check(person=person, seven=seven, by=by, at=at)
    check = actions.note_part(check=check, answers=_answers(today), why="", by=by, at=at)
    offer = {
        "amount": "12000",
        "loan_months": 12,
        "instead_of_grant": "no",
        "price_cap_percent": "60",
        "guarantors": [{"name": "Her brother", "poor_relative": "no", "also_borrows": "no"}],
        "documents": ["trade licence"],
    }
    check = actions.note_offer(check=check, version=version, answers=offer, by=by, at=at)
    check = actions.decide_check(check=check, by=by, at=at)
    actions.choose_way(check=check, way="ask", words="For cloth, before the feast.", by=by, at=at)


def _answers(today: date) -> dict[str, object]:
    others = {
        f"way_{source}": {"available": "no", "covers": None, "costs_less_in_writing": "unknown", "declined_because": ""}
        for source in _LOOKED_AT
    }
    return {
        "accepts_interest": "yes",
        "wants_to_run_business": "clear",
        "cycle": 1,
        "registered": "yes",
        "viability": "promising",
        "plan": "robust",
        "trained_money": "yes",
        "trained_business": "yes",
        "needs_assessed_on": (today - timedelta(days=OPENED_DAYS_AGO - 5)).isoformat(),
        "follow_up_agreed": "yes",
        "gap": "12000",
        "opening_cash": "5000",
        "lean_months": [],
        "threatened_over_debt": "no",
        "self_harm_risk": "no",
        "bondage": "no",
        "another_takes_or_threatens": "no",
        "sacrifices": 0,
        **others,
    }


def _offer(by: Actor, today: date) -> "ProductVersion":
    held = next(one for one in lenders.products(by, on=today) if one.lender.name == LENDER)
    return lenders.offered([held], on=today)[held.pk]
