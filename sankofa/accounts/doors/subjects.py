"""Whom a provider's word opens the door to: somebody who is here already, of an organisation that may use it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sankofa.accounts.doors.provider import Provider, Told
from sankofa.accounts.models import Allowance, Organisation, Subject, User
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index


class NobodyHere(Exception):
    """The provider vouches for somebody, but for nobody who may come in through it; `reason` is for the record."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@transaction.atomic
def user_for(provider: Provider, told: Told, *, at: datetime) -> User:
    """Return who the provider speaks of; the first time, by the address that it verified.  Raises NobodyHere."""
    digest = _digest(provider.code, told.subject)
    known = Subject.objects.select_related("user__office").filter(provider=provider.code, digest=digest).first()
    user = known.user if known is not None else _named_by_address(told)
    if not user.is_active:
        raise NobodyHere("not_active")
    if not is_allowed(user.office.organisation_id, provider.code):
        raise NobodyHere("not_allowed")
    if known is None:
        # Somebody whom the provider knew under another name: their address was given to another person since.
        if Subject.objects.filter(provider=provider.code, user=user).exists():
            raise NobodyHere("another_subject")
        made = Subject.objects.create(user=user, provider=provider.code, digest=digest, created_at=at)
        audit.record(
            kind=Kind.WRITE,
            action="accounts.link_provider",
            who=audit.Who("user", str(user.pk), within=str(user.office_id)),
            at=at,
            subject_kind=made._meta.label_lower,
            subject_id=str(made.pk),
            detail={"provider": provider.code},
        )
    return user


def is_allowed(organisation_id: UUID, provider: str) -> bool:
    """Whether an organisation's people may come in through a provider."""
    return Allowance.objects.filter(organisation_id=organisation_id, provider=provider, ended_at__isnull=True).exists()


def allowances(organisations: "list[Organisation]") -> set[tuple[str, str]]:
    """Return which of these organisations may use which provider, as (organisation's id, code)."""
    held = Allowance.objects.filter(organisation__in=organisations, ended_at__isnull=True)
    return {(str(organisation), provider) for organisation, provider in held.values_list("organisation_id", "provider")}


def _named_by_address(told: Told) -> User:
    if told.verified_email is None:
        raise NobodyHere("not_verified")
    user = User.objects.select_related("office").filter(email=told.verified_email).first()
    if user is None:
        raise NobodyHere("unknown")
    return user


def _digest(provider: str, subject: str) -> str:
    return blind_index(f"{provider}\x00{subject}", ring=keys.ring(), purpose="accounts.subject")
