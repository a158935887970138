"""The words in which consents are shown: one place, so that a page, a receipt and a print say the same."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from sankofa.consent.hooks import Subject
from sankofa.consent.labels import FIELDS, PURPOSES
from sankofa.consent.queries import Row
from sankofa.consent.rules.terms import Answer, Purpose, State
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.shell import words

ROOM = "sankofa.consent"
RIGHT_TO_LEFT = {"ar", "fa", "ps", "ur", "prs", "ckb"}
_PURPOSES, _FIELDS = dict(PURPOSES), dict(FIELDS)
SHOWN_ALWAYS = (Purpose.REGISTRATION, Purpose.CASE_WORK, Purpose.CONTACT_SMS, Purpose.CONTACT_PHONE, Purpose.STATISTICS)
"""What the card on a person's page shows even before it was asked."""


def say(found: Finding) -> str:
    """Return a finding in the reader's language."""
    return wording.text(found, get_language() or "en", ROOM, show=shown)


def shown(value: Value) -> str:
    """Return a fact as the reader writes it: days in full, fields by their names."""
    if isinstance(value, date):
        return words.day(value)
    return str(_FIELDS.get(str(value), value))


def purpose_words(purpose: str, partner_name: str = "") -> str:
    """Return what a purpose is called, with the partner it is about."""
    label = str(_PURPOSES[purpose])
    return f"{label} · {partner_name}" if partner_name else label


def fields_words(fields: Iterable[str]) -> str:
    """Return fields by their names, in the order in which they are always named."""
    held = set(fields)
    return ", ".join(str(label) for code, label in FIELDS if code in held)


def state_words(state: State) -> str:
    """Return a state in a word or two."""
    return {
        State.NEVER_ASKED: gettext("not asked"),
        State.GIVEN: gettext("agreed"),
        State.REFUSED: gettext("said no"),
        State.WITHDRAWN: gettext("taken back"),
        State.EXPIRED: gettext("ran out"),
        State.LAPSED: gettext("to be asked again"),
    }[state]


def answer_words(answer: str) -> str:
    """Return an answer in a word or two."""
    return {
        Answer.GIVEN: gettext("agreed"),
        Answer.REFUSED: gettext("said no"),
        Answer.WITHDRAWN: gettext("taken back"),
    }[Answer(answer)]


def direction(language: str) -> str:
    """Return which way a language runs, for the text that is read out."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def panel(subject: Subject, rows: Sequence[Row], *, may_ask: bool) -> dict[str, Any]:
    """Return what the card on a person's page shows: the few that matter daily, and whatever was asked."""
    is_asked = any(row.standing.state is not State.NEVER_ASKED for row in rows)
    shown_rows = [row for row in rows if row.purpose in SHOWN_ALWAYS or row.standing.state is not State.NEVER_ASKED]
    return {
        "title": gettext("What we may keep and share"),
        # What was agreed needs no sentence here; until when it holds stands with all answers.
        "rows": [
            {**row_words(subject, row, with_link=False), **({"note": ""} if row.standing.state is State.GIVEN else {})}
            for row in shown_rows
        ],
        "short": True,
        "none": "" if is_asked else gettext("Nobody has asked this person yet."),
        "all_url": reverse("consent:page", args=[subject.id]),
        "all_label": gettext("All answers, take back, print"),
        "ask_url": reverse("consent:begin", args=[subject.id]) if may_ask else "",
    }


def row_words(subject: Subject, row: Row, *, with_link: bool) -> dict[str, Any]:
    """Return how one purpose stands, for a card: what, in a word, why, and where to take it back."""
    state = row.standing.state
    link = reverse("consent:withdraw", args=[subject.id]) + f"?topic={topic_of(row)}"
    return {
        "purpose": purpose_words(row.purpose, row.partner_name),
        "state": _LOOKS_LIKE.get(state, state.value),
        "state_label": state_words(state),
        "note": "" if state is State.NEVER_ASKED else say(row.standing.reason),
        "withdraw_url": link if with_link and state is State.GIVEN else "",
    }


_LOOKS_LIKE = {State.EXPIRED: "withdrawn", State.LAPSED: "withdrawn"}
"""States that look alike on a card, because both ask for something; their words tell them apart."""


def topic_of(row: Row) -> str:
    """Return the short name of a purpose and its partner, as forms carry it."""
    return row.purpose.value if row.partner is None else f"{row.purpose}.{row.partner}"
