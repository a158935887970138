"""A few cases at the demonstration's Sylhet office, each at another stage, so that pages show somebody.

Everybody is invented, and so are their goals.  Through the real actions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sankofa.accounts import queries as offices
from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.approvals import actions as by_two
from sankofa.approvals import queries as approvals
from sankofa.cases import actions, granted
from sankofa.cases.rules.grants import Receiver
from sankofa.cases.rules.plans import Activity, Content, Kind
from sankofa.cases.rules.stages import Closing, Talk
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions as books
from sankofa.ledger.rules.terms import AccountKind, BookKind, Line, Movement
from sankofa.returnees import actions as register
from sankofa.returnees import queries as people

if TYPE_CHECKING:
    from sankofa.accounts.models import Office, User
    from sankofa.cases.models import Case, Plan
    from sankofa.ledger.models import Account

SHOWN = 7
GOALS: Sequence[tuple[str, ...]] = (
    ("A tea stall of my own near the bus stand", "My daughter finishes school"),
    ("Work as an electrician, with a paper that says I can", "Sleep better"),
    ("Two cows, and milk to sell",),
    ("Stay near my mother and earn every month",),
)


GIVEN: Sequence[Sequence[str]] = ((), ("10000",), ("25000",))
"""What of their grants was handed over to those whose plan is agreed: nothing decided yet, a part, all."""
APPROVERS = ("supervisor@example.org", "office.manager@example.org")


@dataclass(frozen=True, slots=True)
class _Staff:
    """Who works on the cases, and who approves grants."""

    worker: "User"
    approvers: "Sequence[User]"


def load(*, office: str, caseworker: str, at: datetime) -> None:
    """Open cases at every stage: waiting for somebody, talked with, being planned, agreed, under way, closed."""
    users = offices.staff_of(office)
    worker = next(user for user in users if user.email == caseworker)
    staff = _Staff(worker, [user for user in users if user.email in APPROVERS])
    till = _till(worker.office, at)
    by, today = worker.as_actor(), clock.day_of(at, worker.office.zone)
    found = people.filtered(by, people.Filter(), on=today).filter(kind="returnee", born_precision="day")
    for number, person in enumerate(found.exclude(born_on__gt=date(today.year - 22, 1, 1))[:SHOWN]):
        opened_on = today - timedelta(days=(2, 9, 20, 27, 75, 120, 50)[number])
        case = actions.open_case(person=person, opened_on=opened_on, by=by, at=at)
        if number == 0:
            continue
        register.give_to(person=person, colleague=worker, by=by, at=at)
        if number > 1:
            answer = (Talk.TAKEN, Talk.NOT_NOW, Talk.NO)[number % 3]
            actions.offer_talk(case=case, answer=answer, offered_on=opened_on + timedelta(days=3), by=by, at=at)
        if number > 2:
            plan = _plan(case, GOALS[number - 3], opened_on, by=by, at=at, is_agreed=number > 3)
            if number > 3:
                _grant(case, plan, GIVEN[number - 4], till, staff, at)
        if number == 6:
            actions.close_case(case=case, reason=Closing.LEFT_PREPARED, closed_on=today, by=by, at=at)


def give_whole(case: "Case", plan: "Plan", *, caseworker: "User", at: datetime) -> None:
    """Let the grant of a plan be approved by two and handed over whole, today, out of the demonstration's till."""
    approvers = [user for user in offices.staff_of(caseworker.office.name) if user.email in APPROVERS]
    till = granted.tills(case, "BDT")[0]
    _grant(case, plan, ("25000",), till, _Staff(caseworker, approvers), at)


def _plan(case: "Case", goals: tuple[str, ...], opened_on: date, *, by: Actor, at: datetime, is_agreed: bool) -> "Plan":
    course = Activity(
        uuid7(),
        "A course in keeping accounts",
        provider_words="The training centre",
        until_on=opened_on + timedelta(70),
    )
    grant = Activity(
        uuid7(),
        "Money for the first goods",
        Kind.GRANT,
        provider="bd-prottasha",
        provider_words="The district office",
        amount=Money.of("25000", "BDT"),
        until_on=opened_on + timedelta(days=45),
    )
    draft = actions.begin_plan(case=case, by=by, at=at)
    content = Content(goals, (course, grant))
    plan = actions.change_plan(plan=draft, content=content, edition=draft.edition, by=by, at=at)
    if not is_agreed:
        return plan
    agreed_on = opened_on + timedelta(days=18)
    return actions.agree_plan(
        plan=plan,
        edition=plan.edition,
        how="mark",
        witness="The grocer next door",
        agreed_on=agreed_on,
        is_read_aloud=True,
        by=by,
        at=at,
    )


def _grant(case: "Case", plan: "Plan", given: Sequence[str], till: "Account", staff: "_Staff", at: datetime) -> None:
    """Propose the grant of a plan; where something is given, let two others approve and hand it over, with receipts."""
    promised = next(one for one in plan.to_terms().activities if one.kind is Kind.GRANT)
    assert promised.amount is not None
    by, today = staff.worker.as_actor(), clock.day_of(at, staff.worker.office.zone)
    grant = actions.propose_grant(
        case=case, activity=promised.key, amount=promised.amount, reason="The stall is rented.", by=by, at=at
    )
    if not given:
        return
    for one in staff.approvers:
        proposal = approvals.latest_about(granted.KIND, [str(grant.pk)])[str(grant.pk)].proposal
        seen = by_two.Seen(proposal.round, "approve", proposal.digest)
        by_two.approve(proposal=proposal, seen=seen, by=one.as_actor(), at=at)
    for amount in given:
        actions.hand_over(
            grant=grant,
            key=uuid7(),
            amount=Money.of(amount, "BDT"),
            given_on=today,
            account=till,
            receiver=Receiver.SELF,
            witness="The grocer next door",
            others=0,
            by=by,
            at=at,
        )


def _till(office: "Office", at: datetime) -> "Account":
    """Open a book for grants with a cash box, and put something into it."""
    today = clock.day_of(at, office.zone)
    by: dict[str, Any] = {"by": system("demonstration", on=today, zone=office.zone), "at": at}
    book = books.open_book(
        organisation=office.organisation,
        kind=BookKind.GRANT,
        name="Grants 2026",
        opened_on=today - timedelta(days=200),
        **by,
    )
    donors = books.open_account(book=book, kind=AccountKind.GRANT_IN, currency="BDT", **by)
    till = books.open_account(book=book, kind=AccountKind.CASH, currency="BDT", code="sylhet", **by)
    line = Line(donors.pk, till.pk, Money.of("400000", "BDT"))
    books.post(book=book, movement=Movement(uuid7(), (line,), today - timedelta(days=60)), **by)
    return till
