"""What is known about staff, in the reader's words: roles, reaches, states, and what happened."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext as _

from sankofa.accounts import actions, queries, reasons, roster
from sankofa.accounts.doors import arrival
from sankofa.accounts.models import Assignment, User
from sankofa.accounts.rules.terms import Actor, ScopeKind
from sankofa.kernel.labels import label
from sankofa.places.rules import naming
from sankofa.store.models import Revision

_KINDS: Mapping[str, str] = {
    ScopeKind.OWN: gettext_noop("people one looks after oneself"),
    ScopeKind.OFFICE: gettext_noop("one office"),
    ScopeKind.DISTRICT: gettext_noop("a district"),
    ScopeKind.ORGANISATION: gettext_noop("the whole organisation"),
    ScopeKind.COUNTRY: gettext_noop("a country"),
    ScopeKind.EVERYWHERE: gettext_noop("everywhere"),
}

_HAPPENED: Mapping[tuple[str, str], str] = {
    ("accounts.user", "new"): gettext_noop("Account made"),
    ("accounts.user", "is_active"): gettext_noop("Account opened or closed"),
    ("accounts.user", "name"): gettext_noop("Name changed"),
    ("accounts.user", "office_id"): gettext_noop("Office changed"),
    ("accounts.user", "language"): gettext_noop("Language changed"),
    ("accounts.assignment", "new"): gettext_noop("Role given"),
    ("accounts.assignment", "until_on"): gettext_noop("Role ended"),
    ("accounts.cover", "new"): gettext_noop("Cover arranged"),
    ("accounts.cover", "until_on"): gettext_noop("Cover ended"),
    ("accounts.invitation", "new"): gettext_noop("Invited"),
    ("accounts.invitation", "sent_at"): gettext_noop("Invitation sent again"),
    ("accounts.invitation", "accepted_at"): gettext_noop("Invitation answered"),
    ("accounts.invitation", "withdrawn_at"): gettext_noop("Invitation withdrawn"),
}


def kind_in_words(kind: str) -> str:
    """Return how far a role usually reaches."""
    return gettext(_KINDS[kind])


def role_of(held: Assignment) -> str:
    """Return the name of the role that somebody holds."""
    return label(held.role.names, get_language() or "en")


def reach_of(held: Assignment) -> str:
    """Return how far a role that somebody holds reaches: the office, the district, the organisation."""
    match ScopeKind(held.scope_kind):
        case ScopeKind.OFFICE if held.office is not None:
            return held.office.name
        case ScopeKind.ORGANISATION if held.organisation is not None:
            return held.organisation.name
        case ScopeKind.DISTRICT if held.place is not None:
            return held.place.name
        case ScopeKind.COUNTRY if held.country is not None:
            return naming.country_name(held.country.pk, get_language() or "en")
        case kind:
            return kind_in_words(kind)


def state_of(user: User) -> tuple[str, str]:
    """Return in a word how an account stands, and the tone of the word."""
    if user.is_active:
        return _("active"), "good"
    if user.left_on is not None:
        return _("left"), ""
    return _("invited"), "info"


def may_end(held: Assignment, *, by: Actor, on: date) -> bool:
    """Whether the one who looks could end this role."""
    reach = actions.reach_of(held)
    return actions.gift_decision(held.user, held.role_id, reach, until_on=on, by=by, on=on).allowed


def already_held(first: Assignment) -> str:
    """Return who gave the same role first, and since when."""
    since = date_format(first.from_on, "j F Y")
    if first.given_by is None:
        return _("This role is held already, since %(since)s.") % {"since": since}
    return _("This role is held already, since %(since)s. %(name)s gave it.") % {
        "since": since,
        "name": first.given_by.name,
    }


def means(user: User) -> list[str]:
    """Return by which means somebody comes in, in words; never a secret, never a number."""
    held = arrival.means_of(user)
    told = [
        _("password") if held.has_password else "",
        _("a code from an application") if held.has_app else "",
        _("passkey") if held.passkeys else "",
    ]
    return [one for one in told if one]


def history(user: User) -> list[dict[str, Any]]:
    """Return what happened to somebody's account, latest first, each with who did it and when."""
    changes = roster.history_of(user)
    names = queries.names_of({actor for one in changes if (actor := one.actor.removeprefix("user:")) != one.actor})
    entries = []
    for one in changes:
        for told in _told(one):
            by = names.get(one.actor.removeprefix("user:"), "Sankofa")
            entries.append({"title": gettext(told), "note": _note(one), "by": by, "moment": one.at})
    return entries


def _told(change: Revision) -> list[str]:
    """Return in how few words a change is told; a new record is one thing that happened, whatever it holds."""
    fields = ["new"] if change.number == 1 else list(change.changes)
    return [told for field in fields if (told := _HAPPENED.get((change.subject_kind, field)))]


def _note(change: Revision) -> str:
    role = change.changes.get("role_id")
    return reasons.role_name(role[1]) if role and role[1] else ""
