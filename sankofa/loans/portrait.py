"""A reported loan in words and rows for pages: how it stands, what is to be paid beside what came, what was said."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sankofa.accounts.rules.terms import Actor
from sankofa.cases.rules.visits import NotReached
from sankofa.instalments.errors import BadTerms
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.kernel.money import Money
from sankofa.lenders import labels as lending
from sankofa.loans import actions, labels, queries
from sankofa.loans.queries import Held
from sankofa.loans.rules.caring import Step
from sankofa.loans.rules.life import Instalment
from sankofa.loans.rules.reported import Came, Kind, Lent, LessThanLent, Reading, Source
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.lenders.models import Lender
    from sankofa.loans.models import CareTalk, CareTry, LoanReport

ROOM = "sankofa.loans"
LOANS_FOR_A_SHARE = 10
"""Of fewer loans a share tells more of one person than of a lender."""
Row = dict[str, Any]


def say(found: Finding) -> str:
    """Return a finding of this room in the reader's language."""
    return wording.text(found, get_language() or "en", ROOM, show=_shown)


def standing(held: Held) -> list[str]:
    """Return in sentences how a loan stands."""
    read = held.reading
    if read is None:
        return [gettext("It cannot be opened now: a key is missing.")]
    if read.ended is not None:
        return [_ended(read)]
    told = [_coming(read)] if read.most.next_instalment is not None else []
    if read.late:
        text = ngettext("%(count)s payment is late.", "%(count)s payments are late.", len(read.late))
        told.insert(0, text % {"count": words.number(len(read.late))})
    elif read.late_at_most:
        told.insert(0, gettext("Whether a payment is late is not sure: two tell it differently."))
    else:
        told.insert(0, gettext("It is on time."))
    return told


def tag(held: Held) -> Row:
    """Return how a loan stands as a short word; nothing in it says whose fault anything is."""
    read = held.reading
    if read is None:
        return {"label": gettext("not known"), "kind": ""}
    if read.ended is not None:
        is_given_up = read.ended.kind is Kind.WRITTEN_OFF
        return {"label": gettext("given up by the lender") if is_given_up else gettext("paid back"), "kind": ""}
    if read.late and held.care is not None and held.care.step is Step.REST:
        return {"label": gettext("we talked about it"), "kind": "care"}
    if read.late:
        return {"label": gettext("a talk would help"), "kind": "care"}
    if read.doubts:
        return {"label": gettext("two tell it differently"), "kind": "care"}
    return {"label": gettext("on time"), "kind": "good"}


def _ended(read: Reading) -> str:
    assert read.ended is not None, "asked only of a loan that ended"
    day = {"day": words.day(read.ended.on)}
    if read.ended.kind is Kind.WRITTEN_OFF:
        return gettext("The lender gave it up on %(day)s.") % day
    if read.ended.is_early:
        return gettext("Paid back on %(day)s, before its time.") % day
    return gettext("Paid back on %(day)s.") % day


def _coming(read: Reading) -> str:
    coming = read.most.next_instalment
    assert coming is not None, "asked only where something comes"
    return gettext("The next payment is %(amount)s on %(day)s.") % {
        "amount": words.money(read.most.money(coming.unpaid)),
        "day": words.day(coming.due_on),
    }


def care_told(held: Held, *, may_note: bool) -> Row | None:
    """Return what a loan asks of us, as a card; None where nothing is to do."""
    if held.care is None or held.care.step in {Step.NOTHING}:
        return None
    title = {
        Step.FIND_OUT: gettext("Find out which is right"),
        Step.A_WORD: gettext("At the next visit, ask how it goes"),
        Step.A_TALK: gettext("Ask what happened"),
        Step.REST: gettext("Give it time"),
    }[held.care.step]
    talks = may_note and held.care.step in {Step.A_WORD, Step.A_TALK}
    return {
        "title": title,
        "lines": [say(one) for one in held.care.findings],
        "url": reverse("loans:talk", args=[held.record.pk]) if talks else "",
        "is_calm": held.care.step in {Step.REST, Step.A_WORD},
    }


def facts(held: Held) -> Row:
    """Return what was agreed, as a card of facts."""
    record, lent = held.record, held.lent
    assert lent is not None, "asked only of a loan that opens"
    product = record.version.product.name if record.version is not None else gettext("other terms")
    total = None if held.reading is None else sum(one.due for one in held.reading.least.instalments)
    rows = [
        (gettext("Lender"), record.lender.name),
        (gettext("Product"), product),
        (gettext("Lent"), words.money(lent.amount)),
        (gettext("Handed out"), words.day(lent.handed_out_on)),
        (gettext("Paid back"), str(dict(lending.FREQUENCIES)[lent.frequency.value])),
        (gettext("In how many payments"), words.number(lent.count)),
        (gettext("To pay back in all"), None if total is None else words.money(Money(total, lent.amount.currency))),
        (gettext("Who says so"), str(labels.SOURCE_SHORT[Source(record.source)])),
        (gettext("Written down"), words.day(record.told_on)),
    ]
    if record.said_by:
        rows.insert(-1, (gettext("Who exactly"), record.said_by))
    return {
        "title": gettext("What was agreed"),
        "rows": [{"label": label, "value": value} for label, value in rows],
        "short": True,
    }


def progress(read: Reading) -> Row:
    """Return how much of all is paid, in words and as a part of 100 for the picture."""
    due = sum(one.due for one in read.least.instalments)
    open_ = read.still_to_pay.minor
    paid = max(due - open_, 0)
    return {
        "percent": 0 if not due else paid * 100 // due,
        "text": gettext("%(paid)s of %(all)s is paid.")
        % {"paid": words.money(read.least.money(paid)), "all": words.money(read.least.money(due))},
    }


def schedule(read: Reading) -> Row:
    """Return what is to be paid beside what came, payment by payment."""
    return {
        "caption": gettext("What is to be paid, and what came"),
        "hide_caption": True,
        "columns": [
            {"label": gettext("Due"), "short": True},
            {"label": gettext("To pay"), "number": True},
            {"label": gettext("Came"), "number": True},
            {"label": gettext("How it stands")},
        ],
        "rows": [{"cells": _line(read, one)} for one in read.least.instalments],
    }


def schedule_on_paper(read: Reading) -> list[list[str]]:
    """Return when to pay how much, and what was paid, in plain words for a narrow paper."""
    rows = [[line[0], line[1], line[-1]] for line in (_line(read, one) for one in read.least.instalments)]
    return [[str(cell["value"]) if isinstance(cell, dict) else str(cell) for cell in row] for row in rows]


def _line(read: Reading, line: Instalment) -> list[Any]:
    return [
        words.plain_day(line.due_on),
        words.money(read.least.money(line.due)),
        words.money(read.least.money(line.paid)) if line.paid else "",
        _state_of(read, line),
    ]


def _state_of(read: Reading, line: Instalment) -> Any:
    if line.unpaid <= 0 and line.settled_on is not None:
        return {"value": gettext("paid on %(day)s") % {"day": words.plain_day(line.settled_on)}, "tag": "good"}
    if read.ended is not None or line.unpaid <= 0:
        return ""
    if any(one.number == line.number for one in read.late):
        return {"value": gettext("late"), "tag": "care"}
    if any(one.number == line.number for one in read.late_at_most):
        return {"value": gettext("not sure"), "tag": "care"}
    return {"value": gettext("to come"), "tag": "plain"} if line.due_on >= read.least.on else ""


def doubts(read: Reading, *, may_note: bool) -> list[Row]:
    """Return the payments that two sources tell differently, side by side."""
    return [
        {
            "lines": [_side(one) for one in sorted(came.said, key=lambda one: one.id)],
            "url": reverse("loans:which", args=[min(one.id for one in came.said)]) if may_note else "",
        }
        for came in read.doubts
    ]


def sides(came: Came) -> list[str]:
    """Return what each of two sources says of one payment, the first one first."""
    return [_side(one) for one in sorted(came.said, key=lambda one: one.id)]


def _side(said: Any) -> str:
    return gettext("%(amount)s on %(day)s, %(source)s") % {
        "amount": words.money(said.amount),
        "day": words.day(said.on),
        "source": labels.SOURCE_SHORT[said.source],
    }


def happened(
    reports: "Sequence[LoanReport]",
    talks: "Sequence[CareTalk]",
    tries: "Sequence[CareTry]" = (),
    *,
    may_note: bool,
    idle: Collection[str] = (),
) -> Row | None:
    """Return all that was said of a loan, the talks and the tries, the newest first; None where nothing was.

    What is `idle` was said and changes nothing; its entry says so.
    """
    told = [(one.told_on, one.pk, _report(one, may_note=may_note, is_idle=str(one.pk) in idle)) for one in reports]
    told += [(one.held_on, one.pk, _talk(one)) for one in talks]
    told += [(one.tried_on, one.pk, _try(one)) for one in tries]
    if not told:
        return None
    entries = [entry for _, _, entry in sorted(told, key=lambda one: (one[0], one[1]), reverse=True)]
    return {"title": gettext("What was said"), "entries": entries}


def _report(held: "LoanReport", *, may_note: bool, is_idle: bool) -> Row:
    entry: Row = {
        "by": "" if held.noted_by is None else held.noted_by.name,
        "at": words.day(held.told_on),
        "datetime": held.told_on.isoformat(),
        "kind": "",
    }
    try:
        said = held.to_terms()
        typed = "" if held.what is None else held.what.get("words", "")
        why = held.why or ""
    except CannotOpen:
        return entry | {"title": gettext("cannot be opened now: a key is missing")}
    if said is None:
        return entry | {"title": str(labels.KIND[Kind(held.kind)])}
    counts = held.counts is not False and not hasattr(held, "corrected_by")
    notes = [gettext("told by the lender’s own officer") if held.at_desk else str(labels.SOURCE_SHORT[said.source])]
    if held.counts is False:
        notes.append(gettext("does not count: %(why)s") % {"why": why})
    elif not counts:
        notes.append(gettext("was put right since"))
    elif why:
        notes.append(gettext("looked at again: %(why)s") % {"why": why})
    if is_idle:
        notes.append(gettext("does not fit these terms, so it is not reckoned with"))
    if typed:
        notes.append(typed)
    may_change = may_note and counts
    return entry | {
        "title": report_title(held),
        "note": " · ".join(notes),
        "url": reverse("loans:report", args=[held.pk]) if may_change else "",
    }


def report_title(held: "LoanReport") -> str:
    """Return what was said, in a few words.  Raises CannotOpen."""
    said = held.to_terms()
    if said is None:
        return str(labels.KIND[Kind(held.kind)])
    day = words.day(said.on)
    if said.kind is Kind.PAYMENT and said.amount is not None:
        return gettext("%(amount)s paid on %(day)s") % {"amount": words.money(said.amount), "day": day}
    if said.kind is Kind.AGREED_ANEW:
        parts = []
        if said.to is not None:
            parts.append(gettext("a pause until %(day)s") % {"day": words.day(said.to)})
        if said.extra:
            text = ngettext("%(count)s payment more", "%(count)s payments more", said.extra)
            parts.append(text % {"count": words.number(said.extra)})
        return gettext("Agreed anew on %(day)s: %(what)s") % {"day": day, "what": ", ".join(parts)}
    return gettext("%(what)s, on %(day)s") % {"what": labels.KIND[said.kind], "day": day}


def _talk(held: "CareTalk") -> Row:
    entry: Row = {
        "title": gettext("We talked about it"),
        "by": "" if held.held_by is None else held.held_by.name,
        "at": words.day(held.held_on),
        "datetime": held.held_on.isoformat(),
        "kind": "care",
    }
    try:
        said = held.said or {}
    except CannotOpen:
        return entry
    reasons, wishes = said.get("reasons", ()), said.get("wishes", ())
    notes = []
    if reasons:
        notes.append(gettext("What happened: %(what)s") % {"what": labels.many(labels.REASON, reasons)})
    if wishes:
        notes.append(gettext("Wanted: %(what)s") % {"what": labels.many(labels.WISH, wishes)})
    if said.get("words"):
        notes.append(f"“{said['words']}”")
    return entry | {"note": " · ".join(notes)}


def _try(held: "CareTry") -> Row:
    try:
        note = held.note or ""
    except CannotOpen:
        note = ""
    return {
        "title": gettext("Not reached: %(why)s") % {"why": labels.NOT_REACHED[NotReached(held.why)]},
        "by": "" if held.noted_by is None else held.noted_by.name,
        "at": words.day(held.tried_on),
        "datetime": held.tried_on.isoformat(),
        "kind": "",
        "note": note,
    }


def of_debt(lent: Lent) -> str:
    """Return a loan in one line, where its lender stands beside it."""
    return gettext("%(amount)s since %(day)s") % {
        "amount": words.money(lent.amount),
        "day": words.day(lent.handed_out_on),
    }


def of_lender(lender: "Lender", viewer: Actor, on: date) -> list[str]:
    """Return what the loans that were reported to us say of a lender; a share only of ten loans or more."""
    told = []
    for one in queries.of_lender(lender, viewer, on):
        text = ngettext("%(count)s loan is running.", "%(count)s loans are running.", one.risk.loans)
        told.append(text % {"count": words.number(one.risk.loans)})
        late = ngettext(
            "%(count)s is more than 30 days late, or was agreed anew.",
            "%(count)s are more than 30 days late, or were agreed anew.",
            one.risk.loans_at_risk,
        )
        told.append(late % {"count": words.number(one.risk.loans_at_risk)})
        if one.risk.loans >= LOANS_FOR_A_SHARE and one.risk.share is not None:
            told.append(
                gettext("Of the money still owed that is %(share)s of 100.")
                % {"share": words.number(round(one.risk.share * 100))}
            )
    return told


def refusal(error: Exception) -> str:
    """Return why something cannot be done, as a sentence."""
    match error:
        case actions.BadLoan(why=LessThanLent() as less):
            return gettext("All payments together are %(together)s. That is less than the loan of %(amount)s.") % {
                "together": words.money(less.together),
                "amount": words.money(less.amount),
            }
        case actions.BadLoan(day=date() as day):
            return gettext("%(day)s does not fit: a loan is not handed out later than what came of it.") % {
                "day": words.day(day)
            }
        case actions.BadReport(code=code):
            return _reports_refused()[code]
        case actions.BadTalk(code="day"):
            return gettext("A talk is held on a day since the loan was written down, and not later than today.")
        case actions.LookedAtAlready():
            return gettext("Somebody looked at this meanwhile. Read again what stands there now.")
        case actions.NotTwoOfOnePayment():
            return gettext("Somebody said meanwhile which is right. Read again what stands there now.")
        case actions.BeforeItWasSent(sent_on=day):
            return gettext("The person was introduced on %(day)s. A loan from before is another one.") % {
                "day": words.day(day)
            }
        case actions.NotGivenYet():
            return gettext("Write down first that the loan was given.")
        case actions.NotOnTheList() | actions.NotTheirProduct():
            return gettext("This lender is not on the list any more, or does not offer this. Choose again.")
        case actions.NotTheirDebt() | actions.OfADebtAlready():
            return gettext("This debt is counted with another loan already, or is somebody else’s. Choose again.")
        case BadTerms() | actions.BadLoan():
            pass
    return gettext("With these figures nothing can be reckoned. Look again at the amount, the payments and the days.")


def _reports_refused() -> dict[str, str]:
    return {
        "day": gettext("The day lies ahead, or before the loan was handed out."),
        "amount": gettext("Write how much it was: more than nothing."),
        "currency": gettext("A payment is in the money of the loan."),
        "anew": gettext("Write a new day, or how many payments more."),
        "ended": gettext("It was said already how the loan ended. Put that right instead."),
        "kind": gettext("This cannot be told here."),
        "reckoned": gettext("This does not fit what was written down before. Read what stands there, and try again."),
    }


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Money):
        return words.money(value)
    return wording.plain(value)
