"""Reads of debts: always within what the viewer may see, and on all files that are read as one with a person's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from sankofa.accounts.guarded import Guarded
from sankofa.accounts.queries import decision_on, within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.debts import hooks, permissions
from sankofa.debts.models import Debt, DebtChange, DebtPressure, DebtTalk, HomeBudget
from sankofa.debts.rules import first_talk, roster
from sankofa.debts.rules.budget import Budget, budget_from
from sankofa.debts.rules.first_talk import Owes, Presence, Six
from sankofa.debts.rules.roster import Change, Pressed, Told
from sankofa.debts.rules.terms import Debt as AsItStands
from sankofa.kernel.money import Money
from sankofa.returnees.contributions import ids_of, read_once
from sankofa.store import empty
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

_Row = TypeVar("_Row", bound=Guarded)


@dataclass(frozen=True, slots=True)
class Held:
    """A debt with what happened to it, opened.  None: a key is missing, so nothing of it is known here."""

    record: Debt
    told: Told | None
    changes: tuple[Change, ...] = ()

    @property
    def left(self) -> Money | None:
        """What is left of it; None where it is not known."""
        return None if self.told is None else roster.balance(self.told, self.changes)

    def as_it_stands(self, pressed: Pressed | None = None) -> AsItStands | None:
        """Return the debt as the measures take it; None where it does not open."""
        return None if self.told is None else roster.as_it_stands(self.told, self.changes, pressed)


@dataclass(frozen=True, slots=True)
class Talked:
    """The answers of one talk, opened."""

    record: DebtTalk
    present: Presence
    six: Six


def may_view(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see what this person owes."""
    return _may(person, permissions.VIEW, viewer=viewer, on=on)


def may_note(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may talk with this person about debts and write them down."""
    return _may(person, permissions.NOTE, viewer=viewer, on=on)


def may_ask_alone(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may ask this person alone how debts are collected, and read what was said."""
    return _may(person, permissions.ASK_ALONE, viewer=viewer, on=on)


def debts_of(person: "Person", *, viewer: Actor, on: date) -> list[Held]:
    """Return the roster of a person, in the order in which the debts were told."""
    if empty.holds_none(Debt, ids_of(person)):
        return []

    def read() -> list[Held]:
        rows = _of(Debt, person, viewer=viewer, on=on).prefetch_related("changes").select_related("noted_by")
        return _known_better([opened(row) for row in rows.order_by("told_on", "created_at", "pk")], on)

    return list(read_once("debts.roster", person, read))


def is_indebted(person: "Person", viewer: Actor, on: date) -> bool | None:
    """Whether a person owes anything, as last told; None where nobody knows, or the viewer may not.

    What stands in the roster and is not paid counts, money or promise.  A no rests on the last talk alone, and only
    where every debt that was written down opens and is paid.
    """
    if not may_view(person, viewer=viewer, on=on):
        return None
    held_debts = [held.as_it_stands() for held in debts_of(person, viewer=viewer, on=on)]
    if any(debt is not None and debt.is_open for debt in held_debts):
        return True
    record = latest_talk(person, viewer=viewer, on=on)
    said = None if record is None else talked(record)
    if said is None or None in held_debts:
        return None
    if said.six.owes is Owes.YES and held_debts:
        return None  # what is written down is paid, and something else may be owed
    return {Owes.YES: True, Owes.PAID: False, Owes.NEVER: False}.get(said.six.owes)


def debt(debt_id: str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW) -> Debt | None:
    """Return one debt, or None where there is none that the viewer may see: the two look alike."""
    rows = Debt.objects.select_related("person__office__organisation", "person__place", "noted_by", "talk")
    found = within_scope(rows.filter(person__erased_on=None), viewer=viewer, permission=permission, on=on)
    return found.filter(pk=debt_id).first()


def talk(talk_id: str, *, viewer: Actor, on: date) -> DebtTalk | None:
    """Return one talk about debts, or None where there is none that the viewer may see."""
    rows = DebtTalk.objects.filter(person__erased_on=None).select_related("person__office__place", "held_by")
    return within_scope(rows, viewer=viewer, permission=permissions.VIEW, on=on).filter(pk=talk_id).first()


def latest_talk(person: "Person", *, viewer: Actor, on: date) -> DebtTalk | None:
    """Return the last talk about debts with a person."""
    if empty.holds_none(DebtTalk, ids_of(person)):
        return None

    def read() -> DebtTalk | None:
        return _of(DebtTalk, person, viewer=viewer, on=on).order_by("-held_on", "-created_at").first()

    return read_once("debts.talk", person, read)


def latest_budget(person: "Person", *, viewer: Actor, on: date) -> tuple[HomeBudget, Budget] | None:
    """Return what the home lives on, as last told, opened.  Raises CannotOpen."""
    held = _of(HomeBudget, person, viewer=viewer, on=on).order_by("-told_on", "-created_at").first()
    return None if held is None else (held, budget_from(held.told))


def pressed_on(
    record: Debt, *, viewer: Actor, on: date, permission: Permission = permissions.ASK_ALONE
) -> list[DebtPressure]:
    """Return what was said alone about how a debt is collected, the newest first; nothing for others' eyes.

    A room whose rules rest on it, and which shows nobody the words, names another permission that lets them look.
    """
    rows = DebtPressure.objects.filter(debt=record).select_related("asked_by")
    return list(within_scope(rows, viewer=viewer, permission=permission, on=on).order_by("-asked_on", "-created_at"))


def put_off(viewer: Actor, *, on: date) -> list[DebtPressure]:
    """Return the private talks that the viewer put off and nobody has held since, the earliest day first."""
    if viewer.kind != "user":
        return []
    later = DebtPressure.objects.filter(debt=OuterRef("debt"), created_at__gt=OuterRef("created_at"))
    rows = DebtPressure.objects.filter(asked_by_id=UUID(viewer.id), again_on__isnull=False, person__erased_on=None)
    mine = within_scope(rows.select_related("person"), viewer=viewer, permission=permissions.ASK_ALONE, on=on)
    return list(mine.filter(~Exists(later)).order_by("again_on", "pk"))


def changes_of(record: Debt) -> list[DebtChange]:
    """Return what happened to a debt, in order."""
    return list(record.changes.select_related("noted_by").order_by("happened_on", "pk"))


def opened(record: Debt) -> Held:
    """Return a debt with its changes, opened; where a key is missing, with nothing known of it."""
    try:
        rows: Iterable[DebtChange] = sorted(record.changes.all(), key=lambda one: (one.happened_on, one.pk))
        return Held(record, record.to_terms(), tuple(row.to_terms() for row in rows))
    except CannotOpen:
        return Held(record, None)


def talked(record: DebtTalk) -> Talked | None:
    """Return the answers of a talk; None where a key is missing, so that nothing of it is known here."""
    try:
        said = record.said
    except CannotOpen:
        return None
    return Talked(record, Presence(said.get("present", "others")), first_talk.six_from(said))


def _known_better(held: list[Held], on: date) -> list[Held]:
    """Put in the place of what was told of a debt what is known of it as a loan, where that is kept elsewhere."""
    better: dict[UUID, Told] = {}
    if held:
        for answer in hooks.known_better.answers([one.record.pk for one in held], on):
            better |= answer
    return [
        Held(one.record, roster.as_loan(one.told, better[one.record.pk]))
        if one.told is not None and one.record.pk in better
        else one
        for one in held
    ]


def _may(person: "Person", permission: Permission, *, viewer: Actor, on: date) -> bool:
    return person.erased_on is None and decision_on(person, actor=viewer, permission=permission, on=on).allowed


def _of(table: type[_Row], person: "Person", *, viewer: Actor, on: date) -> QuerySet[_Row]:
    rows = table._default_manager.filter(person_id__in=ids_of(person))
    return within_scope(rows, viewer=viewer, permission=permissions.VIEW, on=on)
