"""Why somebody sees what is in front of them, for the one component that says so on every page of a record."""

from django.utils.translation import gettext

from sankofa.accounts import queries, reasons
from sankofa.accounts.rules.access import Decision
from sankofa.shell import words


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
