"""Drafts: what is typed is kept at every step, so that no lost connection and no time-out loses it.

A draft belongs to one person, one flow (such as an interview) and one subject (such as a returnee's id).  Drafts are
not facts of the register: they carry no audit event, and they are the only rows of the house that are deleted.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sankofa.accounts import queries as accounts
from sankofa.kernel import clock
from sankofa.shell.models import Draft

PARKED = "parked"


def draft(*, owner_id: str, flow: str, subject: str) -> Draft | None:
    """Return somebody's own draft, or None."""
    return Draft.objects.filter(owner_id=UUID(owner_id), flow=flow, subject=subject).first()


def drafts_of(*, owner_id: str, flow: str) -> list[Draft]:
    """Return somebody's own drafts of a flow, latest first."""
    return list(Draft.objects.filter(owner_id=UUID(owner_id), flow=flow).order_by("-updated_at"))


def drafts_named(*, owner_id: str, beginning: str) -> list[Draft]:
    """Return somebody's own drafts of every flow whose name begins so, latest first."""
    return list(Draft.objects.filter(owner_id=UUID(owner_id), flow__startswith=beginning).order_by("-updated_at"))


@transaction.atomic
def keep(*, owner_id: str, flow: str, subject: str, content: Any, about: UUID | None = None) -> Draft:
    """Keep what was typed so far; what is about a person, under that person's own key.  Raises Erased."""
    made, is_new = Draft.objects.select_for_update().get_or_create(
        owner_id=UUID(owner_id), flow=flow, subject=subject, defaults={"content": content, "about": about}
    )
    if not is_new:
        made.content = content
        made.updated_at = clock.now()
        made.save(update_fields=["content", "updated_at"])
    return made


def drop(*, owner_id: str, flow: str, subject: str) -> None:
    """Delete a draft: what it held was sent, or its owner does not want it."""
    Draft.objects.filter(owner_id=UUID(owner_id), flow=flow, subject=subject).delete()


def keep_latest(*, owner_id: str, flow: str, count: int) -> None:
    """Delete somebody's drafts of a flow but for the latest few."""
    latest = [held.pk for held in drafts_of(owner_id=owner_id, flow=flow)[:count]]
    Draft.objects.filter(owner_id=UUID(owner_id), flow=flow).exclude(pk__in=latest).delete()


@transaction.atomic
def forget_about(person_id: UUID) -> int:
    """Delete everybody's drafts about a person, and parked forms of a page of theirs; return how many."""
    parked = [
        held.pk for held in Draft.objects.filter(flow=PARKED) if str(person_id) in str(held.content.get("path", ""))
    ]
    return Draft.objects.filter(Q(about=person_id) | Q(pk__in=parked)).delete()[0]


def forget_parked(*, before: datetime) -> int:
    """Delete parked forms that nobody came back for; return how many."""
    return Draft.objects.filter(flow=PARKED, updated_at__lt=before).delete()[0]


def owner_exists(owner_id: str) -> bool:
    """Whether there still is somebody to keep a draft for."""
    return accounts.user_by_id(owner_id) is not None
