"""What follows a plan, as pages tell it: forms and who filled them, visits tried in vain, what was learnt."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from sankofa.accounts.queries import decision_on
from sankofa.cases import queries, sayings, visited
from sankofa.cases.rules.mediation import Outcome, Said
from sankofa.cases.rules.visits import Visit, visits, what_next
from sankofa.cases.visited import BUSINESS
from sankofa.kernel.labels import label
from sankofa.returnees import portrait
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen
from sankofa.surveys import answered
from sankofa.surveys import queries as forms
from sankofa.surveys.interview import answer_words
from sankofa.surveys.permissions import INTERVIEW

if TYPE_CHECKING:
    from sankofa.cases.models import Case, Mediation, VisitTry
    from sankofa.cases.told import Told
    from sankofa.surveys.models import Submission

LEARNT = ("state", "why_closed", "sales", "currency", "than_before", "trouble", "help_wanted", "agreed")
"""What of a business visit a colleague needs first: does it work, what does it sell, what is needed."""


def panel(told: "Told") -> dict[str, Any]:
    """Return the forms of a case with day and interviewer, what the last business visit learnt, and the mediations."""
    filled = filled_in(told)
    return {
        "forms": [form(one, told) for one in filled],
        "learnt": learnt(filled),
        "mediations": [mediation_row(one) for one in queries.mediations_of(told.case)],
        "mediate_url": reverse("cases:mediate", args=[told.case.pk])
        if told.may_work and told.case.closed_on is None
        else "",
    }


def filled_in(told: "Told") -> "list[Submission]":
    """Return the forms that count for a case, the latest first; none for whoever may hold no talks with the person."""
    case = told.case
    codes = (queries.NEEDS_FORM, *queries.VISIT_FORMS)
    readable = visited.readable(case.person, viewer=told.viewer, on=told.on)
    found = forms.forms_filled(codes, readable, from_on=case.opened_on - queries.NEEDS_HOLD)
    last = case.closed_on
    return [
        one
        for one in found
        if (one.instrument == queries.NEEDS_FORM or one.answered_on >= case.opened_on)
        and (last is None or one.answered_on <= last)
    ]


def form(one: "Submission", told: "Told") -> dict[str, Any]:
    """Return a filled form: which one, on which day, by whom, and for which visit."""
    visit = None if one.instrument == queries.NEEDS_FORM else _visit_of(one, told)
    return {
        "url": reverse("surveys:answers", args=[one.pk]),
        "title": answered.title_of(one),
        "day": words.day(one.answered_on),
        "by": "" if one.recorded_by is None else one.recorded_by.name,
        "visit": "" if visit is None else str(sayings.VISITS[visit.months]),
    }


def _visit_of(one: "Submission", told: "Told") -> Visit | None:
    if told.facts.agreed_on is None:
        return None
    known = visits(told.facts.agreed_on, [one.answered_on])
    return next((visit for visit in known if visit.held_on is not None), None)


def learnt(filled: "Iterable[Submission]") -> dict[str, Any] | None:
    """Return what the last business visit learnt, in the reader's language; None where there was none."""
    held = next((one for one in filled if one.instrument == BUSINESS), None)
    if held is None:
        return None
    try:
        given = forms.answers_of(held)
    except CannotOpen:
        return None
    language = get_language() or "en"
    asked = {one.name: one for one in forms.instrument(held.instrument, held.version).questions}
    rows = [
        {"label": label(asked[name].label, language), "value": said}
        for name in LEARNT
        if name in asked and (said := answer_words(asked[name], given.get(name)))
    ]
    title = gettext("What the visit of %(day)s learnt about the business") % {"day": words.day(held.answered_on)}
    return {"title": title, "rows": rows, "short": True}


def tries(rows: "Sequence[VisitTry]") -> list[dict[str, str]]:
    """Return tries in vain, the latest first."""
    return [
        {
            "day": words.day(one.tried_on),
            "why": str(sayings.NOT_REACHED[one.to_terms().why]),
            "by": one.noted_by.name,
            "note": portrait.opened(one, "note") or "",
        }
        for one in rows
    ]


def to_try(rows: "Sequence[VisitTry]") -> list[str]:
    """Return what to try next, in words."""
    return [str(sayings.TO_TRY[one]) for one in what_next(one.to_terms() for one in rows)]


def said_of(held: "Mediation") -> Said:
    """Return what a mediation is about; nothing where its key is missing."""
    try:
        return held.to_terms()
    except CannotOpen:
        return Said()


def mediation_row(held: "Mediation") -> dict[str, Any]:
    """Return a mediation as a line: with whom, until when, how it ended."""
    said = said_of(held)
    outcome = portrait.opened(held, "outcome")
    return {
        "url": reverse("cases:mediation", args=[held.pk]),
        "whom": str(sayings.WITH[said.whom]) if said.whom else gettext("not recorded"),
        "who": said.who,
        "until": words.day(held.until_on),
        "ended": "" if held.ended_on is None else words.day(held.ended_on),
        "outcome": str(sayings.OUTCOMES[Outcome(outcome)]) if outcome in set(Outcome) else "",
    }


def talks(held: "Mediation") -> list[dict[str, str]]:
    """Return what was said in a mediation, the latest first."""
    return [
        {
            "day": words.day(one.held_on),
            "said": portrait.opened(one, "said") or gettext("not recorded"),
            "by": "" if one.noted_by is None else one.noted_by.name,
        }
        for one in held.talks.select_related("noted_by").order_by("-held_on", "-pk")
    ]


def note_of(held: "Mediation") -> str:
    """Return what was agreed in the end; nothing where nobody wrote it."""
    return portrait.opened(held, "ended_note") or ""


def may_interview(told: "Told", case: "Case") -> bool:
    """Whether the viewer may begin the form of a visit."""
    return decision_on(case.person, actor=told.viewer, permission=INTERVIEW, on=told.on).allowed
