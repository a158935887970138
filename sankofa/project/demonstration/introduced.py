"""Introductions to a lender in the demonstration: one that the lender answered with yes, one that was taken back.

Everybody is invented.  Through the real actions, on both sides; whether a loan fits is taken as looked at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import queries as cases
from sankofa.consent import actions as consents
from sankofa.consent.actions import Said
from sankofa.consent.rules.terms import Answer, Company, Field, Purpose
from sankofa.consent.rules.validity import Sitting
from sankofa.credit import actions, hooks
from sankofa.credit.actions import Answered
from sankofa.credit.hooks import Holds
from sankofa.credit.packets import Wish
from sankofa.credit.rules.needs import Stand
from sankofa.credit.rules.referrals import Outcome
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.lenders import actions as linking
from sankofa.lenders import queries as lenders
from sankofa.lenders.permissions import LINK

if TYPE_CHECKING:
    from sankofa.credit.models import Referral
    from sankofa.lenders.models import Product
    from sankofa.returnees.models import Person

PRODUCT = "Shop loan"
FIELDS = frozenset(
    {Field.NAME, Field.PHONE, Field.DISTRICT, Field.PAPERS, Field.SKILLS, Field.WORK_AND_INCOME, Field.PLAN}
)
_YES = Wish(Money.of("20000", "BDT"), 8, "A fridge and a second table", "A tea stall near the bus stand, since March")
_BACK = Wish(Money.of("12000", "BDT"), 6, "Tools for repairing phones", "Repairs phones at home, since May")
DAYS_AGO = (12, 5)


def link(*, lender: str, by: Actor, at: datetime) -> None:
    """Say that the lender on the list is the organisation whose officer signs in."""
    held = lenders.lenders(by, on=at.date(), permission=LINK).get(name=lender)
    ids = {name: key for key, name in lenders.lending_organisations().items()}
    linking.link_organisation(lender=held, organisation_id=UUID(ids[lender]), by=by, at=at)


def load(*, lender: str, office: str, caseworker: str, officer: str, at: datetime) -> None:
    """Introduce two people whose cases are open: one is offered what was asked, the other takes the consent back."""
    staff = {user.email: user for user in accounts.staff_of(office)}
    by = staff[caseworker].as_actor()
    found = accounts.user_with_address(officer)
    assert found is not None, "the officer was invited before"
    today = clock.today(by.zone)
    product = lenders.products(by, on=today).get(lender__name=lender, name=PRODUCT)
    people = [case.person for case in cases.own_open(by, on=today) if not cases.counts_as_child(case.person, today)]
    with _looked_at(today):
        for person, wish, days_ago in zip(people, (_YES, _BACK), DAYS_AGO, strict=False):
            sent_at = at - timedelta(days=days_ago)
            with clock.frozen(sent_at):
                _agree(person, product, by=by, at=sent_at)
                held = _send(person, product, wish, by=by, at=sent_at)
            if wish is _YES:
                _answered(held, officer=found.as_actor(), by=by, at=sent_at)
            else:
                _taken_back(person, product, by=by, at=sent_at + timedelta(days=1))
    if len(people) > len(DAYS_AGO):
        _help(people[-1], product, by=by, at=at)


def _agree(person: "Person", product: "Product", *, by: Actor, at: datetime) -> None:
    speaks = person.language or "bn"
    asked = Sitting(language=speaks, speaks=speaks, is_repeated_back=True, company=Company.ALONE)
    if speaks not in ("bn", "en", "fr", "ur"):
        asked = Sitting(
            language="en", speaks=speaks, interpreter="Salma Akter", is_repeated_back=True, company=Company.ALONE
        )
    said = Said(Purpose.CREDIT_REFERRAL, Answer.GIVEN, product.lender.organisation_id, FIELDS)
    consents.record_answers(subject=person, asked=asked, answers=[said], sent_id=uuid7(), by=by, at=at)


def _send(person: "Person", product: "Product", wish: Wish, *, by: Actor, at: datetime) -> "Referral":
    seen = lenders.offered([product], on=at.date())[product.pk].pk
    made: Referral = actions.send_referral(
        person=person, product=product, seen=seen, wish=wish, fields=FIELDS, by=by, at=at
    )
    return made


def _answered(held: "Referral", *, officer: Actor, by: Actor, at: datetime) -> None:
    packet = held.packet
    read_at, told_at = at + timedelta(days=2), at + timedelta(days=3)
    with clock.frozen(read_at):
        actions.receive_packet(packet=packet, by=officer, at=read_at)
        asked = actions.ask_office(packet=packet, text="Who would guarantee for you?", by=officer, at=read_at)
    with clock.frozen(told_at):
        actions.answer_question(
            question=asked, text="My brother, who has a shop of his own.", is_agreed=True, by=by, at=told_at
        )
    decided_at = at + timedelta(days=6)
    with clock.frozen(decided_at):
        told = Answered(
            Outcome.YES,
            amount=Money.of("20000", "BDT"),
            months=8,
            words="Come to the branch with your brother on any weekday before noon.",
        )
        actions.answer_as_lender(packet=packet, told=told, by=officer, at=decided_at)


def _taken_back(person: "Person", product: "Product", *, by: Actor, at: datetime) -> None:
    what = [(Purpose.CREDIT_REFERRAL, product.lender.organisation_id)]
    with clock.frozen(at):
        consents.withdraw(subject=person, what=what, said="", sent_id=uuid7(), by=by, at=at)


def _help(person: "Person", product: "Product", *, by: Actor, at: datetime) -> None:
    actions.note_need(
        person=person,
        product=product,
        key="guarantors",
        stand=Stand.MISSING,
        note="Asks a cousin this week",
        helper=UUID(by.id),
        due_on=clock.day_of(at, by.zone) + timedelta(days=9),
        by=by,
        at=at,
    )


@contextmanager
def _looked_at(today: date) -> Iterator[None]:
    """Take it as looked at whether a loan fits, as long as nobody else says so."""

    def holds(_person: Any, _product: Any, _on: date) -> Holds:
        return Holds(today - timedelta(days=max(DAYS_AGO)))

    with hooks.holding_checks.filled_for_now(holds):
        yield
