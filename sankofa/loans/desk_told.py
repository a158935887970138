"""A loan as the lender's own officer reads it: only what the lender itself said, and never what others told."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.credit import referral_told, referred
from sankofa.kernel.money import Money
from sankofa.lenders import labels as lending
from sankofa.loans import permissions, portrait, queries
from sankofa.loans.queries import AtDesk
from sankofa.loans.rules.reported import Kind
from sankofa.returnees.contributions import Link
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sankofa.credit.models import SentPacket
    from sankofa.loans.models import LoanReport

WAYS: dict[str, Kind] = {"paid": Kind.PAYMENT, "all-paid": Kind.REPAID, "late": Kind.LATE, "given-up": Kind.WRITTEN_OFF}
"""What an officer may tell, as the address names it."""


def rows(packets: "Sequence[SentPacket]", *, on: date) -> list[dict[str, Any]]:
    """Return the loans after a yes as rows: the number, who, what was given, how it stands by the lender's own word."""
    shown = [one for one in packets if referred.may_report(one, on=on)]
    held = queries.at_desks([one.pk for one in shown], on=on)
    return [_row(one, held.get(one.pk)) for one in shown]


def _row(packet: "SentPacket", held: AtDesk | None) -> dict[str, Any]:
    given = "" if held is None else portrait.of_debt(held.lent)
    return {
        "url": reverse("loans:at_desk", args=[packet.pk]),
        "cells": [packet.referral.code, referral_told.name_in(packet), packet.referral.product.name, given, tag(held)],
    }


def tag(held: AtDesk | None) -> dict[str, str]:
    """Return how a loan stands by the lender's own word, as a cell with a tag."""
    if held is None:
        return {"value": gettext("nothing told yet"), "tag": "info"}
    read = held.reading
    if read.ended is not None:
        is_given_up = read.ended.kind is Kind.WRITTEN_OFF
        return {"value": gettext("given up") if is_given_up else gettext("all paid back"), "tag": "plain"}
    if read.said_late_on is not None:
        return {"value": gettext("late, you said"), "tag": "care"}
    return {"value": gettext("still running"), "tag": "plain"}


def facts(held: AtDesk) -> dict[str, Any]:
    """Return what was agreed, as the lender says it."""
    lent = held.lent
    total = sum(one.due for one in held.reading.least.instalments)
    told = [
        (gettext("Lent"), words.money(lent.amount)),
        (gettext("Handed out"), words.day(lent.handed_out_on)),
        (gettext("Paid back"), str(dict(lending.FREQUENCIES)[lent.frequency.value])),
        (gettext("In how many payments"), words.number(lent.count)),
        (gettext("To pay back in all"), words.money(Money(total, lent.amount.currency))),
    ]
    return {
        "title": gettext("What was agreed, as you told it"),
        "rows": [{"label": label, "value": value} for label, value in told],
        "short": True,
    }


def happened(packet: "SentPacket", held: AtDesk, *, may_report: bool) -> dict[str, Any] | None:
    """Return what the lender's officers told, the newest first; None where nothing was."""
    entries = [_entry(packet, one, may_report=may_report) for one in reversed(held.reports)]
    return {"title": gettext("What you told"), "entries": entries} if entries else None


def _entry(packet: "SentPacket", held: "LoanReport", *, may_report: bool) -> dict[str, Any]:
    try:
        title = portrait.report_title(held)
    except CannotOpen:
        title = gettext("cannot be opened now: a key is missing")
    entry: dict[str, Any] = {
        "title": title,
        "by": "" if held.noted_by is None else held.noted_by.name,
        "at": words.day(held.told_on),
        "datetime": held.told_on.isoformat(),
        "kind": "",
    }
    if held.counts is False:
        return entry | {"note": gettext("does not count")}
    if may_report and held.counts is None:
        return entry | {"url": reverse("loans:desk_wrong", args=[packet.pk, held.pk])}
    return entry


def ways() -> list[tuple[str, Any]]:
    """Return what an officer may tell, each with the words of its button."""
    return [
        ("paid", gettext("A payment came")),
        ("late", gettext("A payment is late")),
        ("all-paid", gettext("All is paid back")),
        ("given-up", gettext("We gave it up")),
    ]


def lenders_word(held: queries.Held) -> list[str]:
    """Return the terms as the lender's own officer says them, where they differ from what was told here."""
    try:
        theirs = held.record.to_lenders_terms()
    except CannotOpen:
        return []
    if theirs is None or held.lent is None or theirs == held.lent:
        return []
    told = [
        portrait.of_debt(theirs),
        gettext("%(count)s payments, %(often)s")
        % {
            "count": words.number(theirs.count),
            "often": str(dict(lending.FREQUENCIES)[theirs.frequency.value]),
        },
    ]
    if theirs.each is not None:
        told.append(gettext("one payment: %(amount)s") % {"amount": words.money(theirs.each)})
    return told


def after_a_yes(packet: "SentPacket", viewer: Actor, on: date) -> Link | None:
    """Return the way to tell of the loan, on what was sent; None before a yes, or for whoever may not."""
    if not decision_on(packet, actor=viewer, permission=permissions.REPORT, on=on).allowed:
        return None
    if not referred.may_report(packet, on=on):
        return None
    return Link(gettext("Tell how the loan goes"), reverse("loans:at_desk", args=[packet.pk]))
