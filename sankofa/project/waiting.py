"""What waits for somebody on their first page: decisions, reasons to read, demands, consents that ran out or end soon.

Whoever may not do a thing is asked nothing about it; where nothing waits, each line costs one question to the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext_lazy

from sankofa.accounts import openings as opened
from sankofa.accounts import permissions as accounts
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.approvals import permissions as approvals
from sankofa.approvals import queries as proposed
from sankofa.consent import permissions as consent
from sankofa.credit import permissions as introducing
from sankofa.credit import referred
from sankofa.credit.rules.referrals import WITH_LENDER
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

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Waits:
    """A line of the first page: who may do it, how much of it there is, in which words, and where it is done."""

    permission: Permission
    count: Callable[[Actor, date], int | Counted]
    words: "_StrPromise"
    """One sentence for one and for many, chosen by `number`; `%(count)s` is how many, as it is shown."""
    view: str

    def __call__(self, viewer: Actor, on: date) -> Line | None:
        """Return the line for a viewer; None where nothing waits or they may not do it."""
        if not access.holds(viewer.grants, self.permission, on=on):
            return None
        found = self.count(viewer, on)
        told = found if isinstance(found, Counted) else Counted(found, is_more=False)
        if not told.number:
            return None
        return Line(self.words % {"number": told.number, "count": told}, reverse(self.view))


def _papers_due(viewer: Actor, on: date) -> int:
    due = requirements.due(viewer, on=on)
    return due.running_out.count() + due.helps.count()


decisions = Waits(
    approvals.DECIDE,
    lambda viewer, on: len(proposed.open_proposals(viewer, on=on)),
    ngettext_lazy("%(count)s proposal waits for your decision", "%(count)s proposals wait for your decision", "number"),
    "approvals:waiting",
)

packets = Waits(
    introducing.LENDER_DESK,
    lambda viewer, on: referred.packets(viewer, on=on).filter(referral__state__in=WITH_LENDER).count(),
    ngettext_lazy("%(count)s person waits for your answer", "%(count)s people wait for your answer", "number"),
    "credit:desk",
)
"""For a lender: who was introduced and is not answered yet."""

sent_back = Waits(
    approvals.PROPOSE,
    lambda viewer, on: proposed.sent_back_count(viewer, on=on),
    ngettext_lazy("%(count)s proposal of yours was sent back", "%(count)s proposals of yours were sent back", "number"),
    "approvals:mine",
)

pairs = Waits(
    returnees.JOIN,
    lambda viewer, on: counted(register.pairs(viewer, on=on).filter(state="open")),
    ngettext_lazy("%(count)s pair may be one person", "%(count)s pairs may each be one person", "number"),
    "returnees:same_people",
)

helps = Waits(
    returnees.MEET,
    lambda viewer, on: arriving.helps_open(viewer, on=on).count(),
    ngettext_lazy(
        "%(count)s help is waited for by somebody who arrived",
        "%(count)s kinds of help are waited for by people who arrived",
        "number",
    ),
    "returnees:arrivals",
)

came = Waits(
    returnees.REGISTER,
    lambda viewer, on: arriving.came(viewer, on=on).count(),
    ngettext_lazy(
        "%(count)s person arrived and waits for a first talk",
        "%(count)s people arrived and wait for a first talk",
        "number",
    ),
    "returnees:came",
)

apart = Waits(
    returnees.LOOK_AFTER,
    lambda viewer, on: arriving.set_apart(viewer, on=on).count(),
    ngettext_lazy(
        "%(count)s person was set apart on arrival: look after them",
        "%(count)s people were set apart on arrival: look after them",
        "number",
    ),
    "returnees:apart",
)

openings = Waits(
    accounts.REVIEW_OPENINGS,
    lambda viewer, on: opened.count_to_review(viewer, on=on),
    ngettext_lazy(
        "%(count)s file was opened from outside: read the reason",
        "%(count)s files were opened from outside: read the reasons",
        "number",
    ),
    "accounts:digest",
)
"""Files that somebody opened beyond their reach."""

demands = Waits(
    returnees.DECIDE_DEMAND,
    lambda viewer, on: register.demands(viewer, on=on).filter(decided_at=None).count(),
    ngettext_lazy(
        "%(count)s demand by an authority waits for your decision",
        "%(count)s demands by authorities wait for your decision",
        "number",
    ),
    "returnees:demands",
)

talks = Waits(
    returnees.LOOK_AFTER,
    lambda viewer, on: asked_privately.waiting_screenings(viewer, on=on).count(),
    ngettext_lazy("%(count)s talk waits for you", "%(count)s talks wait for you", "number"),
    "returnees:private_talks",
)
"""For a protection officer, in words that tell nothing."""

put_off = Waits(
    owing.ASK_ALONE,
    lambda viewer, on: len(owed.put_off(viewer, on=on)),
    ngettext_lazy(
        "%(count)s private talk was put off: find a moment alone",
        "%(count)s private talks were put off: find a moment alone",
        "number",
    ),
    "debts:put_off",
)
"""Private talks about debts, in words that tell nothing of what they are about."""

consents = Waits(
    consent.ASK,
    lambda viewer, on: ended.people(viewer, on=on).count(),
    ngettext_lazy(
        "The consent of %(count)s person ran out or ends soon: ask again",
        "The consents of %(count)s people ran out or end soon: ask again",
        "number",
    ),
    "desks:consent_ended",
)
"""Those that have ended, or end within thirty days."""

papers = Waits(
    returnees.AMEND,
    _papers_due,
    ngettext_lazy(
        "%(count)s paper runs out soon or waits for you", "%(count)s papers run out soon or wait for you", "number"
    ),
    "returnees:papers_due",
)
"""Papers that run out, and help with papers that is due."""

checks = Waits(
    helping.CHECK,
    lambda viewer, on: counted(help_there.to_check(viewer, on=on)),
    ngettext_lazy(
        "%(count)s place of help asks to be checked again", "%(count)s places of help ask to be checked again", "number"
    ),
    "provision:to_check",
)
"""In the countries of the viewer."""

care = Waits(
    scores.CARE,
    lambda viewer, on: to_be_done.today(viewer, on=on).values("person").distinct().count(),
    ngettext_lazy(
        "%(count)s person needs something done today, whatever their figures say",
        "%(count)s people need something done today, whatever their figures say",
        "number",
    ),
    "sustainability:care",
)
"""In words that tell nothing."""

rounds = Waits(
    surveys.INTERVIEW,
    lambda viewer, on: sum(len(now) for _, now in asked.due_now(viewer, on=on)),
    ngettext_lazy(
        "%(count)s person is due in a round of talks", "%(count)s people are due in rounds of talks", "number"
    ),
    "sustainability:due",
)

forms = Waits(
    surveys.RECEIVE,
    lambda viewer, on: counted(filled.waiting(viewer, on=on)),
    ngettext_lazy(
        "%(count)s filled form came in and waits for you", "%(count)s filled forms came in and wait for you", "number"
    ),
    "surveys:received",
)

unlinked = Waits(
    surveys.RECEIVE,
    lambda viewer, on: counted(filled.over_time(viewer, on=on)),
    ngettext_lazy(
        "%(count)s filled form is linked to nobody and its time is over",
        "%(count)s filled forms are linked to nobody and their time is over",
        "number",
    ),
    "surveys:received",
)
"""Nobody could link them in time: somebody looks once more, or two destroy them."""

clashes = Waits(
    surveys.RECEIVE,
    lambda viewer, on: counted(filled.clashes(viewer, on=on)),
    ngettext_lazy(
        "%(count)s form says something else than another: decide",
        "%(count)s forms say something else than others: decide",
        "number",
    ),
    "surveys:received",
)

changes = Waits(
    surveys.RECEIVE,
    lambda viewer, on: counted(filled.changes(viewer, on=on)),
    ngettext_lazy(
        "A form says something else of %(count)s fact: decide",
        "Forms say something else of %(count)s facts: decide",
        "number",
    ),
    "surveys:received",
)

unreached = Waits(
    lending.TAKE_UP,
    lambda viewer, on: counted(lent.unreached(viewer, on=on)),
    ngettext_lazy(
        "%(count)s person was not reached three times: see what helps",
        "%(count)s people were not reached three times: see what helps",
        "number",
    ),
    "loans:unreached",
)
"""About a loan, for whoever sees to it."""
