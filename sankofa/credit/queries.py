"""Reads of checks: always within what the viewer may see, and on all files that are read as one with a person's."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from sankofa.accounts.queries import decision_on, within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.approvals import queries as approvals
from sankofa.approvals.rules.terms import State as Proposed
from sankofa.credit import permissions
from sankofa.credit.models import EarlyLoan, LoanCheck, LoanTalk
from sankofa.credit.rules import holding
from sankofa.credit.rules.holding import Falls, Made
from sankofa.credit.rules.kept import Kept, kept_of
from sankofa.debts.marks import mark_of
from sankofa.lenders import queries as lenders
from sankofa.lenders.rules.standing import Standing
from sankofa.returnees.clusters import ids_together
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.lenders.models import Product, ProductVersion
    from sankofa.returnees.models import Person

EARLY = "credit.allow_early"
"""The kind of proposal by which two people allow an early loan; the action of the same name is reserved to it."""
ASK = "ask"
"""The way that leads to the lender; every other way leads elsewhere."""
_RELATED = (
    "person__office__organisation",
    "person__office__place",
    "person__place",
    "version__product__lender",
    "decided_by",
    "begun_by",
)


class MayNotCarry(Exception):
    """No check stands behind this referral; carries why, never what a check found."""

    def __init__(self, falls: Falls) -> None:
        self.falls = falls
        super().__init__(falls.value)


@dataclass(frozen=True, slots=True)
class Holding:
    """A check that holds: since when, and the first day on which it does not.  What it found is not in here."""

    check_id: UUID
    since: date
    until: date


def checks(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[LoanCheck]:
    """Return the checks that the viewer may see."""
    found = LoanCheck.objects.filter(person__erased_on=None).select_related(*_RELATED)
    return within_scope(found, viewer=viewer, permission=permission, on=on)


def check(
    check_id: UUID | str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW
) -> LoanCheck | None:
    """Return one check, or None where there is none that the viewer may see: the two look alike."""
    return checks(viewer, on=on, permission=permission).filter(pk=check_id).first()


def checks_of(person: "Person", *, viewer: Actor, on: date) -> list[LoanCheck]:
    """Return the checks of a person on all their files, the newest first."""
    found = checks(viewer, on=on).filter(person_id__in=ids_together(person.pk))
    return list(found.order_by("-begun_on", "-created_at"))


def latest(person: "Person", *, viewer: Actor, on: date) -> LoanCheck | None:
    """Return the newest check of a person, on any of their files."""
    return next(iter(checks_of(person, viewer=viewer, on=on)), None)


def may(person: "Person", permission: Permission, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see or do this for a person."""
    return person.erased_on is None and decision_on(person, actor=viewer, permission=permission, on=on).allowed


def is_being_asked(person_id: UUID) -> bool:
    """Whether somebody is being asked about a loan now, on any of their files."""
    return LoanCheck.objects.filter(person_id__in=ids_together(person_id), decided_on=None, ended_on=None).exists()


def talks_of(person: "Person", *, viewer: Actor, on: date) -> list[LoanTalk]:
    """Return the talks about loans with a person, the newest first."""
    rows = LoanTalk.objects.filter(person_id__in=ids_together(person.pk)).select_related(
        "held_by", "version__product__lender"
    )
    scoped = within_scope(rows, viewer=viewer, permission=permissions.VIEW, on=on)
    return list(scoped.order_by("-held_on", "-created_at"))


def early_of(held: LoanCheck) -> EarlyLoan | None:
    """Return the early loan of a check that was allowed, or waits for those who decide; None where there is none."""
    rows = list(held.early.select_related("asked_by").order_by("created_at", "pk"))
    states = approvals.states_about(EARLY, [str(one.pk) for one in rows])
    stand = {Proposed.WAITING, Proposed.SENT_BACK}
    return next((one for one in rows if one.allowed_on is not None or states.get(str(one.pk)) in stand), None)


def kept(held: LoanCheck) -> Kept | None:
    """Return what a check found; None where it was not decided, or a key is missing."""
    try:
        return None if held.found is None else kept_of(held.found)
    except CannotOpen:
        return None


def falls(held: LoanCheck, *, on: date) -> Falls | None:
    """Return why a check does not hold on a day; None where it holds."""
    if held.decided_on is None or held.ended_on is not None:
        return holding.falls(_made(held, None, on=on), on)
    found = kept(held)
    return Falls.CANNOT_OPEN if found is None else holding.falls(_made(held, found, on=on), on)


def holding_check(person: "Person", product: "Product", on: date) -> Holding:
    """Return since when a check of this person for this product holds, without what it found.  Raises MayNotCarry.

    Whoever asks has to have reached the person by their own permission; a lender never asks.
    """
    rows = LoanCheck.objects.filter(person_id__in=ids_together(person.pk), person__erased_on=None)
    known = list(rows.select_related(*_RELATED).order_by("-begun_on", "-created_at"))
    if not known:
        raise MayNotCarry(Falls.NONE_MADE)
    open_ones = [one for one in known if one.ended_on is None]
    about = [one for one in open_ones if one.version is not None and one.version.product_id == product.pk]
    if not about:
        raise MayNotCarry(Falls.OTHER_OFFER if open_ones else Falls.WITHDRAWN)
    newest = about[0]
    if newest is not open_ones[0]:
        raise MayNotCarry(Falls.OTHER_OFFER)
    check_may_carry(newest, on=on)
    assert newest.decided_on is not None, "a check that holds was decided"
    assert newest.valid_until is not None, "a check that was decided runs out"
    return Holding(newest.pk, newest.decided_on, newest.valid_until)


def check_may_carry(held: LoanCheck, *, on: date) -> None:
    """Check that a check may stand behind a referral on a day.  Raises MayNotCarry."""
    if (why := falls(held, on=on)) is not None:
        raise MayNotCarry(why)


def _made(held: LoanCheck, found: Kept | None, *, on: date) -> Made:
    chosen = None if found is None else held.chosen
    return Made(
        outcome=None if found is None else found.outcome,
        decided_on=held.decided_on,
        valid_until=held.valid_until,
        is_ended=held.ended_on is not None,
        chose_another_way=chosen is not None and chosen["way"] != ASK,
        terms_are_same=found is None or _terms_are_same(held, on=on),
        lender_is_approved=found is None or _lender_is_approved(held, on=on),
        debts_are_same=found is None or not found.debts or found.debts == mark_of(ids_together(held.person_id)),
        files_are_same=found is None or set(held.files) == {str(key) for key in ids_together(held.person_id)},
    )


def _terms_are_same(held: LoanCheck, *, on: date) -> bool:
    """Whether the terms that were checked are still those offered; true where there was no offer."""
    if held.version is None:
        return True
    now = terms_today(held, on=on)
    return now is not None and now.pk == held.version_id


def terms_today(held: LoanCheck, *, on: date) -> "ProductVersion | None":
    """Return the terms that the product of a check has on a day; None where it is not offered then."""
    if held.version is None:
        return None
    return lenders.offered([held.version.product], on=on).get(held.version.product_id)


def _lender_is_approved(held: LoanCheck, *, on: date) -> bool:
    if held.version is None:
        return True
    return lenders.standing_of(held.version.product.lender, on=on).standing is Standing.APPROVED
