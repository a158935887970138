"""What the pages of exceptions show: the list on a person's page, the ways to record one, the sheet for the file.

Who decided and why is sealed, so it stands on the sheet alone, and who opens the sheet is on record.
"""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor
from sankofa.consent import permissions, portrait, queries
from sankofa.consent.hooks import Subject
from sankofa.consent.labels import DECIDERS, EXCEPTIONS
from sankofa.consent.models import Exemption
from sankofa.consent.rules.terms import Basis
from sankofa.shell import words

PERMISSIONS = {Basis.LIFE_AT_RISK: permissions.LIFE_AT_RISK, Basis.COURT_ORDER: permissions.COURT_ORDER}
"""Who records which exception."""
PARTNERS = {
    Basis.LIFE_AT_RISK: frozenset({"agency", "association", "ministry"}),
    Basis.COURT_ORDER: frozenset({"ministry"}),
}
"""Which kinds of organisations can be told: whoever can help, or the authority that a court named."""


def ways(subject: Subject, *, viewer: Actor, on: date) -> list[dict[str, str]]:
    """Return the exceptions that the viewer may record about somebody: what the button says and where it leads."""
    labels = {
        Basis.LIFE_AT_RISK: (gettext("Record that a life is at risk"), "consent:life_at_risk"),
        Basis.COURT_ORDER: (gettext("Decide on a court order"), "consent:court_order"),
    }
    return [
        {"label": label, "url": reverse(address, args=[subject.id])}
        for basis, (label, address) in labels.items()
        if accounts.decision_on(subject.record, actor=viewer, permission=PERMISSIONS[basis], on=on).allowed
    ]


def exceptions(subject: Subject, *, on: date) -> dict[str, Any]:
    """Return the standing and past exceptions for somebody's page: to whom, what, until when; not who and why."""
    entries = [
        {
            "url": reverse("consent:exception", args=[one.pk]),
            "kind": kind_words(one),
            "partner": one.partner.name,
            "fields": portrait.fields_words(one.fields),
            "state": state_words(one, on=on),
            "is_standing": is_standing(one, on=on),
        }
        for one in queries.exceptions(subject.id)
    ]
    return {"title": gettext("Exceptions"), "entries": entries}


def facts(held: Exemption) -> dict[str, Any]:
    """Return everything about one exception for the sheet, with who decided and why."""
    rows: list[tuple[str, str | None]] = [
        (gettext("Why without a yes"), kind_words(held)),
        (gettext("Decided by"), held.decided_by),
        (gettext("Who that is"), str(dict(DECIDERS)[held.decider])),
        (gettext("Reason"), held.why),
        (gettext("Partner"), held.partner.name),
        (gettext("What the partner may be told"), portrait.fields_words(held.fields)),
        (gettext("Holds from"), words.day(held.from_on)),
        (gettext("Ends on"), words.day(held.until_on)),
        (gettext("Recorded by"), None if held.recorded_by is None else held.recorded_by.name),
        (gettext("Recorded"), words.moment(held.created_at)),
    ]
    return {"rows": [{"label": label, "value": value} for label, value in rows]}


def given(held: Exemption) -> dict[str, Any]:
    """Return what was given to the partner on the ground of one exception."""
    entries = [
        {
            "title": "" if one.partner is None else one.partner.name,
            "at": words.moment(one.at),
            "datetime": one.at.isoformat(),
            "note": portrait.fields_words(one.fields),
        }
        for one in queries.handed_over_on(held)
    ]
    return {"title": gettext("What was given"), "entries": entries}


def partners(basis: Basis, *, own: str) -> list[tuple[str, str]]:
    """Return the organisations that can be told on an exception, by name, without one's own."""
    beside = accounts.organisations_beside(own)
    return [(key, name) for key, (name, kind) in beside.items() if kind in PARTNERS[basis]]


def is_standing(held: Exemption, *, on: date) -> bool:
    """Whether an exception holds on a day; its last day is the one before `until`."""
    return held.from_on <= on < held.until_on


def kind_words(held: Exemption) -> str:
    """Return what allows an exception."""
    return str(dict(EXCEPTIONS)[held.basis])


def state_words(held: Exemption, *, on: date) -> str:
    """Return whether an exception holds, in a word or two."""
    told = gettext("holds until %(day)s") if is_standing(held, on=on) else gettext("ended on %(day)s")
    return told % {"day": words.day(held.until_on)}
