"""Reads of what has to be done for people whatever any figure says."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees.contributions import ids_of
from sankofa.returnees.short_lists import about_people_seen
from sankofa.sustainability import permissions
from sankofa.sustainability.models import Concern

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

DANGER_TO_LIFE = "flag.danger_to_life"
PRIVATE_SAFETY = "flag.private_safety"


def open_concerns(viewer: Actor, *, on: date) -> QuerySet[Concern]:
    """Return what is to be done for people whom the viewer may see to, the gravest and oldest first."""
    waiting = Concern.objects.filter(settled_at=None)
    found = about_people_seen(waiting, viewer=viewer, permission=permissions.CARE, on=on)
    return found.select_related("person__office", "person__place").order_by("weight", "raised_on", "pk")


def today(viewer: Actor, *, on: date) -> QuerySet[Concern]:
    """Return what cannot wait until tomorrow."""
    return open_concerns(viewer, on=on).filter(weight__lte=Weight.PREREQUISITE)


def open_of(person: "Person") -> list[Concern]:
    """Return what is to be done for one person, on all files that are read as one with theirs."""
    return list(Concern.objects.filter(person_id__in=ids_of(person), settled_at=None).order_by("weight", "raised_on"))


def were_raised(submission_id: UUID) -> bool:
    """Whether a talk ever put anything on the day's list; talks from before there was such a list did not."""
    return Concern.objects.filter(submission_id=submission_id).exists()


def may_care(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see to what has to be done for this person."""
    return decision_on(person, actor=viewer, permission=permissions.CARE, on=on).allowed


def finding_of(held: Concern) -> Finding:
    """Return what is to be done as a finding, for its sentence.  Raises CannotOpen."""
    if held.what == DANGER_TO_LIFE:
        return Finding("flag.danger_to_life", Weight.BARRIER, "safety card")
    if held.what == PRIVATE_SAFETY:
        return Finding("flag.private_safety", Weight.BARRIER, "asked alone")
    code = str(held.what)
    return Finding(f"flag.{code.removeprefix('flag.')}", Weight(held.weight), "answers")
