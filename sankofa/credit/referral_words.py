"""Introductions to lenders in the words of their pages: states, answers, reasons, what lenders ask for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sankofa.credit.rules.needs import PAPERS, Asked, Need, Row, Stand
from sankofa.credit.rules.referrals import Channel, Ending, Outcome, State, Why
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.returnees import portrait
from sankofa.shell import words

ROOM = "sankofa.credit"
STATES: Mapping[State, tuple[Any, str]] = {
    State.SENT: (_("Sent, not opened yet"), "info"),
    State.RECEIVED: (_("The lender looks into it"), "info"),
    State.ASKED: (_("The lender asks something"), "care"),
    State.OFFERED: (_("The lender says yes"), "good"),
    State.OFFERED_OTHERWISE: (_("The lender offers other terms"), "care"),
    State.DECLINED: (_("The lender says no"), ""),
    State.TAKEN: (_("Taken by the person"), "good"),
    State.NOT_TAKEN: (_("Not taken by the person"), ""),
    State.WITHDRAWN: (_("Taken back by the person"), ""),
    State.ENDED: (_("Ended"), ""),
}
"""What is said of how far an introduction is, and its colour.  Only the words count."""
AT_DESK: Mapping[State, Any] = {
    State.SENT: _("New"),
    State.RECEIVED: _("Waits for your answer"),
    State.ASKED: _("The office asks the person"),
    State.OFFERED: _("You said yes; the person decides"),
    State.OFFERED_OTHERWISE: _("You offered other terms; the person decides"),
    State.DECLINED: _("You said no"),
    State.TAKEN: _("The person takes it"),
    State.NOT_TAKEN: _("The person does not take it"),
    State.WITHDRAWN: _("Taken back by the person"),
    State.ENDED: _("Ended by the office"),
}
"""The same as the lender's officer reads it."""
KEY_MISSING = _("What was sent cannot be opened now: a key is missing. An administrator can bring the key back.")
"""Instead of how it stands, where the lender cannot read what it would answer to."""
OUTCOMES = [
    (Outcome.YES.value, _("Yes, as asked")),
    (Outcome.OTHER_TERMS.value, _("Yes, on other terms")),
    (Outcome.NO.value, _("No")),
]
REASONS = [
    (Why.PAPERS.value, _("Papers are missing")),
    (Why.GUARANTOR.value, _("Guarantors are missing")),
    (Why.TIME_IN_BUSINESS.value, _("Not long enough in business")),
    (Why.RESIDENCE.value, _("Not long enough in this place")),
    (Why.PLEDGE.value, _("Nothing to pledge")),
    (Why.BUSINESS.value, _("The business does not convince")),
    (Why.AMOUNT.value, _("The amount does not fit")),
    (Why.NOT_REACHED.value, _("The person could not be reached")),
    (Why.NO_MONEY.value, _("The lender has no money to lend now")),
    (Why.OTHER.value, _("Another reason")),
    (Why.NOT_SAID.value, _("The lender did not say")),
]
CHANNELS = [
    (Channel.PHONE.value, _("by phone")),
    (Channel.SLIP.value, _("on a slip of paper")),
    (Channel.VISIT.value, _("at the lender’s")),
]
ENDINGS = [
    (Ending.NO_ANSWER.value, _("The lender does not answer")),
    (Ending.LOST_CONTACT.value, _("We lost touch with the person")),
    (Ending.OFFER_GONE.value, _("The product is not offered any more")),
    (Ending.BY_MISTAKE.value, _("It was sent by mistake")),
]
EVERY_ENDING: Mapping[str, Any] = {
    **dict(ENDINGS),
    Ending.WITHDRAWN.value: _("The person took the consent back"),
    Ending.ERASED.value: _("Erased from the register"),
}
STANDS = [
    (Stand.THERE.value, _("There")),
    (Stand.INSTEAD.value, _("The lender accepts something else instead")),
    (Stand.MISSING.value, _("Missing")),
    (Stand.UNKNOWN.value, _("Nobody knows yet")),
]
STAND_TAGS: Mapping[Stand, tuple[Any, str]] = {
    Stand.THERE: (_("there"), "good"),
    Stand.INSTEAD: (_("accepted instead"), "good"),
    Stand.MISSING: (_("missing"), "care"),
    Stand.UNKNOWN: (_("not known"), "plain"),
}
UNASKED: Mapping[str, Any] = {
    "papers_accepted": _("Identity papers accepted"),
    "documents": _("Other papers asked for"),
    "guarantors": _("Guarantors"),
    "months_in_business": _("Months in business"),
    "months_of_residence": _("Months of living there"),
    "own_contribution_percent": _("Own money"),
    "land_deed_needed": _("A land deed"),
    "bank_account_needed": _("A bank account"),
    "pledges": _("What must be pledged"),
}


def say(found: Finding) -> str:
    """Return a finding of this room in the reader's language."""
    return wording.text(found, get_language() or "en", ROOM, show=_shown)


def _shown(value: Value) -> str:
    return words.day(value) if isinstance(value, date) else wording.plain(value)


def need(asked: Need) -> str:
    """Return one thing that a lender asks for, in words."""
    number = asked.number or 0
    match asked.what:
        case Asked.PAPER:
            return gettext("One of these papers: %(papers)s") % {
                "papers": ", ".join(dict.fromkeys(map(_paper, asked.words)))
            }
        case Asked.DOCUMENT:
            return gettext("This paper: %(paper)s") % {"paper": _paper(asked.words[0])}
        case Asked.GUARANTORS:
            said = ngettext("%(count)s guarantor", "%(count)s guarantors", number)
        case Asked.BUSINESS:
            said = ngettext("%(count)s month in business", "%(count)s months in business", number)
        case Asked.RESIDENCE:
            said = ngettext("%(count)s month of living there", "%(count)s months of living there", number)
        case Asked.OWN_MONEY:
            said = gettext("Own money: %(count)s of every 100")
        case Asked.AGE:
            said = gettext("Not older than %(count)s")
        case Asked.LAND_DEED:
            return gettext("A land deed")
        case Asked.BANK_ACCOUNT:
            return gettext("A bank account")
        case Asked.PLEDGE:
            return gettext("A pledge: %(pledge)s") % {"pledge": asked.words[0]}
    return said % {"count": words.number(number)}


def _paper(written: str) -> str:
    """Return a paper as the lender wrote it; one that the register knows too, in the reader's language."""
    kind = PAPERS.get(written.casefold())
    speaks_english = (get_language() or "en").startswith("en")
    return written if kind is None or speaks_english else portrait.paper_kind(kind)


def waiting(row: Row) -> str:
    """Return how long somebody still has to wait, where waiting is all it takes; empty else."""
    if row.months_left is None:
        return ""
    said = ngettext("In %(count)s month it is there.", "In %(count)s months it is there.", row.months_left)
    return said % {"count": words.number(row.months_left)}
