"""What waits for somebody on their first page: decisions, reasons to read, demands, consents that ran out or end soon.

Whoever may not do a thing is asked nothing about it; where nothing waits, each line costs one question to the database.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from sankofa.accounts import openings as opened
from sankofa.accounts import permissions as accounts
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.approvals import permissions as approvals
from sankofa.approvals import queries as proposed
from sankofa.consent import permissions as consent
from sankofa.debts import permissions as owing
from sankofa.debts import queries as owed
from sankofa.desks import ended
from sankofa.desks.hooks import Line
from sankofa.loans import permissions as lending
from sankofa.loans import queries as lent
from sankofa.provision import permissions as helping
from sankofa.provision import queries as help_there
from sankofa.returnees import arriving, asked_privately, requirements
from sankofa.returnees import permissions as returnees
from sankofa.returnees import queries as register
from sankofa.shell.paging import Counted, counted
from sankofa.surveys import permissions as surveys
from sankofa.surveys import queries as filled
from sankofa.sustainability import concerns as to_be_done
from sankofa.sustainability import permissions as scores
from sankofa.sustainability import rounds as asked


def decisions(viewer: Actor, on: date) -> Line | None:
    """Return how many proposals wait for a decision of this viewer."""
    if not _may(viewer, approvals.DECIDE, on):
        return None
    count = len(proposed.open_proposals(viewer, on=on))
    text = ngettext("%(count)s proposal waits for your decision", "%(count)s proposals wait for your decision", count)
    return _line(text, count, reverse("approvals:waiting"))


def sent_back(viewer: Actor, on: date) -> Line | None:
    """Return how many of the viewer's own proposals came back to them."""
    if not _may(viewer, approvals.PROPOSE, on):
        return None
    count = proposed.sent_back_count(viewer, on=on)
    text = ngettext("%(count)s proposal of yours was sent back", "%(count)s proposals of yours were sent back", count)
    return _line(text, count, reverse("approvals:mine"))


def pairs(viewer: Actor, on: date) -> Line | None:
    """Return how many pairs of files may be one person and wait for this viewer."""
    if not _may(viewer, returnees.JOIN, on):
        return None
    count = counted(register.pairs(viewer, on=on).filter(state="open"))
    text = ngettext("%(count)s pair may be one person", "%(count)s pairs may each be one person", count.number)
    return _line(text, count, reverse("returnees:same_people"))


def helps(viewer: Actor, on: date) -> Line | None:
    """Return how much help is still waited for by people who arrived."""
    if not _may(viewer, returnees.MEET, on):
        return None
    count = arriving.helps_open(viewer, on=on).count()
    text = ngettext(
        "%(count)s help is waited for by somebody who arrived",
        "%(count)s kinds of help are waited for by people who arrived",
        count,
    )
    return _line(text, count, reverse("returnees:arrivals"))


def came(viewer: Actor, on: date) -> Line | None:
    """Return how many people came and wait for a first talk at the viewer's office."""
    if not _may(viewer, returnees.REGISTER, on):
        return None
    count = arriving.came(viewer, on=on).count()
    text = ngettext(
        "%(count)s person arrived and waits for a first talk",
        "%(count)s people arrived and wait for a first talk",
        count,
    )
    return _line(text, count, reverse("returnees:came"))


def apart(viewer: Actor, on: date) -> Line | None:
    """Return how many people were set apart on arrival and wait for this officer."""
    if not _may(viewer, returnees.LOOK_AFTER, on):
        return None
    count = arriving.set_apart(viewer, on=on).count()
    text = ngettext(
        "%(count)s person was set apart on arrival: look after them",
        "%(count)s people were set apart on arrival: look after them",
        count,
    )
    return _line(text, count, reverse("returnees:apart"))


def openings(viewer: Actor, on: date) -> Line | None:
    """Return how many files were opened with a reason that nobody has read yet."""
    if not _may(viewer, accounts.REVIEW_OPENINGS, on):
        return None
    count = opened.count_to_review(viewer, on=on)
    text = ngettext(
        "%(count)s file was opened from outside: read the reason",
        "%(count)s files were opened from outside: read the reasons",
        count,
    )
    return _line(text, count, reverse("accounts:digest"))


def demands(viewer: Actor, on: date) -> Line | None:
    """Return how many demands by authorities nobody has decided."""
    if not _may(viewer, returnees.DECIDE_DEMAND, on):
        return None
    count = register.demands(viewer, on=on).filter(decided_at=None).count()
    text = ngettext(
        "%(count)s demand by an authority waits for your decision",
        "%(count)s demands by authorities wait for your decision",
        count,
    )
    return _line(text, count, reverse("returnees:demands"))


def talks(viewer: Actor, on: date) -> Line | None:
    """Return how many private talks wait for this viewer as a protection officer, in words that tell nothing."""
    if not _may(viewer, returnees.LOOK_AFTER, on):
        return None
    count = asked_privately.waiting_screenings(viewer, on=on).count()
    text = ngettext("%(count)s talk waits for you", "%(count)s talks wait for you", count)
    return _line(text, count, reverse("returnees:private_talks"))


def put_off(viewer: Actor, on: date) -> Line | None:
    """Return how many private talks this viewer put off, in words that tell nothing of what they are about."""
    if not _may(viewer, owing.ASK_ALONE, on):
        return None
    count = len(owed.put_off(viewer, on=on))
    text = ngettext(
        "%(count)s private talk was put off: find a moment alone",
        "%(count)s private talks were put off: find a moment alone",
        count,
    )
    return _line(text, count, reverse("debts:put_off"))


def consents(viewer: Actor, on: date) -> Line | None:
    """Return for how many people a consent has ended or ends within thirty days."""
    if not _may(viewer, consent.ASK, on):
        return None
    count = ended.people(viewer, on=on).count()
    text = ngettext(
        "The consent of %(count)s person ran out or ends soon: ask again",
        "The consents of %(count)s people ran out or end soon: ask again",
        count,
    )
    return _line(text, count, reverse("desks:consent_ended"))


def papers(viewer: Actor, on: date) -> Line | None:
    """Return how many papers run out soon, and how much help with papers is due."""
    if not _may(viewer, returnees.AMEND, on):
        return None
    due = requirements.due(viewer, on=on)
    count = due.running_out.count() + due.helps.count()
    text = ngettext(
        "%(count)s paper runs out soon or waits for you", "%(count)s papers run out soon or wait for you", count
    )
    return _line(text, count, reverse("returnees:papers_due"))


def checks(viewer: Actor, on: date) -> Line | None:
    """Return how much help asks to be checked again in the countries of the viewer."""
    if not _may(viewer, helping.CHECK, on):
        return None
    count = counted(help_there.to_check(viewer, on=on))
    text = ngettext(
        "%(count)s place of help asks to be checked again",
        "%(count)s places of help ask to be checked again",
        count.number,
    )
    return _line(text, count, reverse("provision:to_check"))


def care(viewer: Actor, on: date) -> Line | None:
    """Return for how many people something cannot wait until tomorrow, in words that tell nothing."""
    if not _may(viewer, scores.CARE, on):
        return None
    count = to_be_done.today(viewer, on=on).values("person").distinct().count()
    text = ngettext(
        "%(count)s person needs something done today, whatever their figures say",
        "%(count)s people need something done today, whatever their figures say",
        count,
    )
    return _line(text, count, reverse("sustainability:care"))


def rounds(viewer: Actor, on: date) -> Line | None:
    """Return how many people are due in the rounds that are open."""
    if not _may(viewer, surveys.INTERVIEW, on):
        return None
    count = sum(len(now) for _, now in asked.due_now(viewer, on=on))
    text = ngettext("%(count)s person is due in a round of talks", "%(count)s people are due in rounds of talks", count)
    return _line(text, count, reverse("sustainability:due"))


def forms(viewer: Actor, on: date) -> Line | None:
    """Return how many filled forms came in and wait for somebody to look at them."""
    if not _may(viewer, surveys.RECEIVE, on):
        return None
    count = counted(filled.waiting(viewer, on=on))
    text = ngettext(
        "%(count)s filled form came in and waits for you",
        "%(count)s filled forms came in and wait for you",
        count.number,
    )
    return _line(text, count, reverse("surveys:received"))


def unlinked(viewer: Actor, on: date) -> Line | None:
    """Return how many filled forms nobody could link in time: somebody looks once more, or two destroy them."""
    if not _may(viewer, surveys.RECEIVE, on):
        return None
    count = counted(filled.over_time(viewer, on=on))
    text = ngettext(
        "%(count)s filled form is linked to nobody and its time is over",
        "%(count)s filled forms are linked to nobody and their time is over",
        count.number,
    )
    return _line(text, count, reverse("surveys:received"))


def clashes(viewer: Actor, on: date) -> Line | None:
    """Return how many filled forms say something else than another one."""
    if not _may(viewer, surveys.RECEIVE, on):
        return None
    count = counted(filled.clashes(viewer, on=on))
    text = ngettext(
        "%(count)s form says something else than another: decide",
        "%(count)s forms say something else than others: decide",
        count.number,
    )
    return _line(text, count, reverse("surveys:received"))


def changes(viewer: Actor, on: date) -> Line | None:
    """Return how many facts a phone tells otherwise than the register."""
    if not _may(viewer, surveys.RECEIVE, on):
        return None
    count = counted(filled.changes(viewer, on=on))
    text = ngettext(
        "A form says something else of %(count)s fact: decide",
        "Forms say something else of %(count)s facts: decide",
        count.number,
    )
    return _line(text, count, reverse("surveys:received"))


def unreached(viewer: Actor, on: date) -> Line | None:
    """Return how many people could not be reached three times about a loan, for whoever sees to it."""
    if not _may(viewer, lending.TAKE_UP, on):
        return None
    count = counted(lent.unreached(viewer, on=on))
    text = ngettext(
        "%(count)s person was not reached three times: see what helps",
        "%(count)s people were not reached three times: see what helps",
        count.number,
    )
    return _line(text, count, reverse("loans:unreached"))


def _may(viewer: Actor, permission: Permission, on: date) -> bool:
    return access.holds(viewer.grants, permission, on=on)


def _line(text: str, count: int | Counted, url: str) -> Line | None:
    told = count if isinstance(count, Counted) else Counted(count, is_more=False)
    return Line(text % {"count": told}, url) if told.number else None
