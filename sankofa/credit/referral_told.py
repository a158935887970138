"""Introductions to lenders as pages tell them: the five steps, what was sent, questions, the answer, rows of lists."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from sankofa.consent.labels import FIELDS
from sankofa.consent.rules.terms import Field
from sankofa.credit import packets, referral_words, referred
from sankofa.credit.rules.needs import Row
from sankofa.credit.rules.referrals import SENT, STEPS, WITH_LENDER, Outcome, State, steps_done
from sankofa.kernel.money import Money
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.credit.models import LenderAnswer, NeedNoted, Question, Referral, SentPacket

_NAMES = dict(FIELDS)


def tag(held: "Referral") -> dict[str, str]:
    """Return how far an introduction is, as a tag."""
    word, kind = referral_words.STATES[State(held.state)]
    return {"label": str(word), "kind": kind}


def tracker(held: "Referral") -> dict[str, Any] | None:
    """Return the five steps that the office does not hold in its hands; None once it was taken back or ended."""
    state = State(held.state)
    done = steps_done(state)
    if not done:
        return None
    days = [held.sent_at, held.received_at, None, None, None]
    names = [
        pgettext("how far an introduction is", "Sent"),
        gettext("Opened by the lender"),
        gettext("Looked into"),
        gettext("The lender’s answer"),
        gettext("The person decides"),
    ]
    is_over = state is State.DECLINED
    steps = [
        {
            "label": name,
            "note": "" if at is None else words.moment(at),
            "state": "done" if place < done else "current" if place == done and not is_over else "",
        }
        for place, (name, at) in enumerate(zip(names, days, strict=True))
    ]
    here = min(done + (0 if is_over else 1), STEPS)
    label = gettext("%(done)s of %(all)s: %(step)s") % {
        "done": words.number(here),
        "all": words.number(STEPS),
        "step": names[here - 1],
    }
    return {"label": label, "steps": steps}


def sent(held: "SentPacket", *, is_whole: bool) -> dict[str, Any]:
    """Return what was sent, as facts; the phone number whole for the lender alone."""
    try:
        content: Mapping[str, str] = held.content or {}
    except CannotOpen:
        content = {}
    facts = {field: content[field.value] for field in SENT if field.value in content}
    told = facts if is_whole else packets.seen_before_sending(facts)
    return {
        "title": gettext("As sent on %(day)s") % {"day": words.moment(held.sent_at)},
        "rows": rows_of(told),
        "opens": bool(content),
    }


def rows_of(facts: Mapping[Field, str]) -> list[dict[str, Any]]:
    """Return parts of what is known of somebody, by their names."""
    return [{"label": _NAMES[field.value], "value": text} for field, text in facts.items()]


def name_in(held: "SentPacket") -> str:
    """Return who asks, as it was sent; empty where it was not, or does not open."""
    try:
        content: Mapping[str, str] = held.content or {}
    except CannotOpen:
        return ""
    return content.get(Field.NAME.value, "")


def questions(held: "Sequence[Question]", *, with_names: bool) -> list[dict[str, Any]]:
    """Return what was asked and answered.  The lender reads no names of the office's staff."""
    return [
        {
            "key": one.pk,
            "text": _opened(one, "text"),
            "asked": words.moment(one.asked_at),
            "by": one.asked_by.name if with_names and one.asked_by is not None else "",
            "answer": _opened(one, "answer"),
            "answered": "" if one.answered_at is None else words.moment(one.answered_at),
        }
        for one in held
    ]


def answer(held: "LenderAnswer", *, with_names: bool) -> dict[str, Any]:
    """Return what a lender answered, as facts."""
    try:
        terms: Mapping[str, Any] = held.terms or {}
        said_by = held.said_by
    except CannotOpen:
        terms, said_by = {}, None
    rows: list[dict[str, Any]] = [
        {"label": gettext("The answer"), "value": str(dict(referral_words.OUTCOMES)[held.outcome])}
    ]
    if held.why:
        rows.append({"label": gettext("Why"), "value": str(dict(referral_words.REASONS)[held.why])})
    if terms.get("minor") is not None:
        rows.append({"label": gettext("Amount"), "value": words.money(Money(terms["minor"], terms["currency"]))})
    if terms.get("months"):
        rows.append({"label": gettext("Months"), "value": words.number(terms["months"])})
    if terms.get("words"):
        rows.append({"label": gettext("In words"), "value": terms["words"]})
    if with_names:
        how = dict(referral_words.CHANNELS).get(held.channel, gettext("at the lender’s own page"))
        who = said_by or ("" if held.noted_by is None else held.noted_by.name)
        rows.append({"label": gettext("How it came"), "value": " · ".join(part for part in (str(how), who) if part)})
    rows.append({"label": gettext("Day"), "value": words.day(held.said_on)})
    return {"title": gettext("The lender’s answer"), "rows": rows, "is_no": held.outcome == Outcome.NO}


def row(held: "Referral") -> dict[str, Any]:
    """Return an introduction as a row of a person's list."""
    return {
        "url": reverse("credit:referral", args=[held.pk]),
        "title": words.named(held.lender.name, held.product.name),
        "note": gettext("Sent on %(day)s · %(code)s") % {"day": words.moment(held.sent_at), "code": held.code},
        "tag": tag(held),
    }


def need_row(one: Row, noted: "NeedNoted | None", *, url: str) -> dict[str, Any]:
    """Return one thing that a lender asks for, as a row: how it stands, who helps, by when."""
    word, kind = referral_words.STAND_TAGS[one.stand]
    parts = [referral_words.waiting(one)]
    if noted is not None:
        parts.append(_opened(noted, "note"))
        if noted.helper is not None and not one.stand.is_met:
            parts.append(gettext("%(name)s helps.") % {"name": noted.helper.name})
        if noted.due_on is not None and not one.stand.is_met:
            parts.append(gettext("By %(day)s.") % {"day": words.day(noted.due_on)})
    elif one.stand.is_met:
        parts.append(gettext("The register says so."))
    return {
        "label": referral_words.need(one.need),
        "note": " ".join(part for part in parts if part),
        "state": str(word),
        "kind": kind,
        "url": url,
    }


def desk_row(held: "SentPacket", *, on: date) -> dict[str, Any]:
    """Return what was sent as a row of the lender's desk; the name only while it may be read."""
    shown = referred.may_read(held, on=on)
    return {
        "url": reverse("credit:packet", args=[held.pk]),
        "cells": [
            held.referral.code,
            name_in(held) if shown else "",
            held.referral.product.name,
            words.moment(held.sent_at),
            stands_at_desk(held),
        ],
    }


def stands_at_desk(held: "SentPacket") -> dict[str, str]:
    """Return how what was sent stands for the lender, as a tag; what cannot be opened waits for no answer."""
    state = State(held.referral.state)
    if state in WITH_LENDER and not referred.opens(held):
        return {"value": gettext("Cannot be opened: a key is missing"), "tag": "care"}
    kind = {State.SENT: "info", State.RECEIVED: "care"}.get(state, "plain")
    return {"value": str(referral_words.AT_DESK[state]), "tag": kind}


def _opened(record: Any, field: str) -> str:
    try:
        return getattr(record, field) or ""
    except CannotOpen:
        return gettext("cannot be opened now: a key is missing")
