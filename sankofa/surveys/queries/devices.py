"""Reads of phones, and what each of them is given: the forms of its organisation and its holder's own people."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import caseload as register
from sankofa.surveys import conversion, permissions
from sankofa.surveys.models import Device, FormVersion, Submission
from sankofa.surveys.queries.published import outline_of, published

if TYPE_CHECKING:
    from sankofa.accounts.models import User

TALKED_WITHIN = timedelta(days=548)


def device_with_prefix(prefix: str) -> Device | None:
    """Return a phone by the part of its token that may be known, or None."""
    found = Device.objects.select_related("holder__office")
    return found.filter(prefix=prefix).first()


def own_devices(viewer: Actor) -> QuerySet[Device]:
    """Return the phones of the viewer, the newest first."""
    rows = Device.objects.select_related("holder__office").order_by("-created_at", "-pk")
    return rows.filter(holder__pk=viewer.id) if viewer.kind == "user" else rows.none()


def devices_of_colleagues(viewer: Actor, *, on: date) -> QuerySet[Device]:
    """Return the phones of others that the viewer may end, by name of the holder."""
    rows = Device.objects.select_related("holder__office")
    if viewer.kind == "user":
        rows = rows.exclude(holder__pk=viewer.id)
    found = within_scope(rows, viewer=viewer, permission=permissions.END_PHONES, on=on)
    return found.order_by("holder__name", "-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class Offered:
    """A form as the list for phones tells of it.  A published form never changes, so this is read once."""

    code: str
    version: str
    title: str
    note: str
    md5: str
    asks_for_people: bool


def forms_for_phones(organisation_id: UUID, *, code: str = "", all_versions: bool = False) -> list[Offered]:
    """Return the forms that a phone of an organisation is offered: what came with the product, and its own.

    Of each the version that is asked now; with `all_versions` also the earlier ones, unless all of the form is closed.
    """
    rows = _for(organisation_id).order_by("-published_at", "-pk")
    if code:
        rows = rows.filter(instrument__code=code)
    latest: dict[str, list[UUID]] = {}
    closed: dict[str, list[UUID]] = {}
    for key, name, closed_at in rows.values_list("pk", "instrument__code", "closed_at"):
        (latest if closed_at is None else closed).setdefault(name, []).append(key)
    found = []
    for name in sorted(latest):
        keys = [*latest[name], *closed.get(name, ())] if all_versions else latest[name][:1]
        found += [_offered(key) for key in keys]
    return found


def form_for_phone(organisation_id: UUID, code: str, version: str) -> FormVersion | None:
    """Return one version of a form that a phone of an organisation may load, closed or not, or None."""
    return _for(organisation_id).filter(instrument__code=code, version=version).first()


def asks_for_people(version: FormVersion) -> bool:
    """Whether a form asks for the list of people."""
    return f"jr://file-csv/{conversion.PEOPLE_LIST}" in version.xform


def _for(organisation_id: UUID) -> QuerySet[FormVersion]:
    ours = Q(instrument__office=None) | Q(instrument__office__organisation_id=organisation_id)
    return published().filter(ours)


@lru_cache(maxsize=512)
def _offered(key: UUID) -> Offered:
    held = published().get(pk=key)
    read = outline_of(held)
    return Offered(held.instrument.code, held.version, read.title, held.note, held.xform_md5, asks_for_people(held))


def caseload(holder: "User", *, on: date) -> list[register.Listed]:
    """Return the people whom a phone of somebody holds.

    Those they look after themselves or for a colleague who is away, those of their office whom nobody looks after, and
    those with whom they have talked within a year and a half.
    """
    viewer = holder.as_actor()
    covered = {grant.cover_of for grant in viewer.grants if grant.cover_of and grant.is_current(on)}
    owners = {viewer.id, *covered}
    talked = Submission.objects.filter(recorded_by=holder, answered_on__gt=on - TALKED_WITHIN, person__isnull=False)
    also = set(talked.values_list("person_id", flat=True))
    return register.caseload(viewer, owners=owners, also=also, permission=permissions.INTERVIEW, on=on)
