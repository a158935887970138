"""Why somebody sees what is in front of them, for the one component that says so on every page of a record."""

from django.http import HttpRequest
from django.utils.translation import gettext

from sankofa.accounts import queries, reasons
from sankofa.accounts.pages import Shown
from sankofa.accounts.rules.access import Decision
from sankofa.kernel import clock
from sankofa.shell import words


def about_page(request: HttpRequest) -> list[str]:
    """Return why the reader sees the record that the page shows; nothing where it shows none."""
    shown: Shown | None = getattr(request, "shown", None)
    if shown is None:
        return []
    actor = request.actor  # type: ignore[attr-defined]
    on = clock.today(actor.zone)
    decision = queries.decision_on(shown.record, actor=actor, permission=shown.permission, on=on)
    if not decision.allowed:
        return []  # a part of it is in reach, such as one office of an organisation
    told = because(decision)
    if shown.is_recorded:
        told.append(gettext("Every time somebody opens this page, it is recorded."))
    return told


def because(decision: Decision) -> list[str]:
    """Return why somebody sees what is in front of them: the rule and role, since when, for whom, until when."""
    told = [reasons.because(decision)]
    grant = decision.grant
    if grant is None:
        return told
    if grant.ends_at is not None:
        told.append(gettext("Open until %(moment)s.") % {"moment": words.moment(grant.ends_at)})
        return told
    if grant.cover_of:
        name = queries.names_of({grant.cover_of}).get(grant.cover_of, "")
        told.append(gettext("You stand in for %(name)s.") % {"name": name})
    told.append(gettext("You have this role since %(day)s.") % {"day": words.day(grant.from_on)})
    if grant.until_on is not None:
        told.append(gettext("It ends on %(day)s.") % {"day": words.day(grant.until_on)})
    return told
