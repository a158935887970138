"""Pages that correct or complete what is recorded, show its history, and send a fact back to whoever wrote it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import actions, histories, more_facts, permissions, portrait, queries, typed
from sankofa.returnees.forms.correcting import FORMS, CorrectForm, SendBackForm
from sankofa.returnees.forms.more import MORE_FORMS
from sankofa.returnees.forms.typed import district_names
from sankofa.returnees.rules import occupations
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.models import Person, SentBack

TITLES: Mapping[str, str] = {
    "names": gettext_noop("Names and birth"),
    "family": gettext_noop("Family and schooling"),
    "paper": gettext_noop("A paper"),
    "journey": gettext_noop("A journey"),
    "profile": gettext_noop("Family names, birth place, nationality"),
    "health": gettext_noop("What is hard for them"),
    "registration": gettext_noop("How they came into the register"),
    "name": gettext_noop("Another name"),
    "language": gettext_noop("A language"),
    "reference": gettext_noop("A number others know them by"),
    "work": gettext_noop("An occupation"),
    "training": gettext_noop("Training, licence or skill"),
    "passage": gettext_noop("How the journey went"),
}
_SOURCES: Mapping[str, str] = {
    "form": gettext_noop("typed here"),
    "import": gettext_noop("a row of a list"),
    "arrival": gettext_noop("a device outside"),
    "command": gettext_noop("the server"),
}


@page(permissions.AMEND)
@require_safe
def correct(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show all that is recorded of somebody, group by group, with the way to correct each."""
    seen, today = _seen(request, person_id, what="returnees.correct_page")
    link = {"label": gettext("Correct or complete")}
    cards = [
        _card(seen, "person", _title("names"), _group_url(seen, "names"), codes=_NAMES),
        _card(seen, "person", _title("family"), _group_url(seen, "family"), codes=_FAMILY),
        *(
            _card(held, "journey", _journey_title(held), _group_url(seen, "journey", held.pk))
            for held in queries.journeys_of(seen)
        ),
        *(
            _card(held, "paper", _title("paper"), _group_url(seen, "paper", held.pk))
            for held in queries.documents_of(seen)
        ),
    ]
    more = histories.more_records(seen)
    cards += [
        _card(held, kind, _title(kind), _group_url(seen, kind, held.journey_id if kind == "passage" else held.pk))
        for kind, held in more
    ]
    for card in cards:
        card["link"] |= link
    context = {
        **_bar(seen, today),
        "cards": cards,
        "add_journey": _group_url(seen, "journey"),
        "add_paper": _group_url(seen, "paper"),
        "add_more": _add_more(seen, {kind for kind, _held in more}),
        "add_passage": _add_passage(seen, {held.journey_id for kind, held in more if kind == "passage"}),
        "may_send_back": histories.may_send_back(seen, viewer=request.actor, on=today),
    }
    return render(request, "returnees/correct.html", context)


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_group(request: ActorRequest, person_id: str, group: str, record_id: UUID | None = None) -> HttpResponse:
    """Correct one group of facts, for a reason."""
    seen, today = _seen(request, person_id, what="returnees.correct_form")
    if group not in _FORMS:
        raise Http404
    kind = "person" if group in {"names", "family"} else group
    record = histories.record_of(seen, kind, record_id)
    if record is None:
        raise Http404
    form = _FORMS[group](request.POST if request.method == "POST" else None, person=seen, record=record, on=today)
    version = histories.version_of(record)
    if not form.is_valid():
        return _form_page(request, form, seen, group, version=_version(request, version), on=today)
    try:
        actions.amend(
            person=seen,
            kind=kind,
            record_id=None if kind == "person" else record_id,
            said=form.columns(),
            because=form.cleaned_data["because"],
            words=form.cleaned_data["words"],
            seen=_version(request, version),
            by=request.actor,
            at=clock.now(),
        )
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.ChangedMeanwhile as changed:
        meanwhile = [{"label": gettext(held.label), "value": typed.told(held, record)} for held in changed.facts]
        return _form_page(request, form, seen, group, version=version, on=today, meanwhile=meanwhile)
    except actions.NotOneLife as wrong:
        form.judge(wrong.findings)
        return _form_page(request, form, seen, group, version=version, on=today)
    except actions.NothingToAmend:
        messages.info(request, gettext("Nothing was changed: it is recorded like this already."))
        return redirect("returnees:correct", seen.pk)
    messages.success(request, gettext("Saved. What it was before stays in the history."))
    return redirect("returnees:correct", seen.pk)


@page(permissions.VIEW)
@require_safe
def history(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show what was changed of somebody: what it was, what it is, who, when, why and from where."""
    seen, today = _seen(request, person_id, what="returnees.history_page")
    told = _lines(seen)
    columns = [gettext("What"), gettext("Before"), gettext("After"), gettext("Who"), gettext("When"), gettext("Why")]
    table = {
        "caption": gettext("Changes, the newest first"),
        "columns": [{"label": label} for label in [*columns, gettext("From where")]],
        "rows": [{"cells": cells} for cells in told],
    }
    return render(request, "returnees/history.html", {**_bar(seen, today), "table": table})


@page(permissions.SEND_BACK)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask whoever wrote a fact whether it is right."""
    seen, today = _seen(request, person_id, what="returnees.send_back_page")
    form = SendBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.send_back(person=seen, **form.cleaned_data, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.SentBackAlready:
            form.add_error("fact", gettext("This was sent back before and waits for its answer."))
        except actions.NobodyToAsk:
            form.add_error("fact", gettext("Nobody who wrote this can be asked any more. Correct it yourself."))
        else:
            messages.success(request, gettext("Sent back to %(name)s.") % {"name": made.to.name})
            return redirect(portrait.link(seen))
    context = {**_bar(seen, today), "form": form}
    return render(request, "returnees/send_back.html", context, status=422 if form.is_bound else 200)


@page(permissions.AMEND)
@require_POST
def say_it_is_right(request: ActorRequest, person_id: str, sent_id: UUID) -> HttpResponse:
    """Answer what was sent back: it is right as it stands."""
    seen, _today = _seen(request, person_id, what="returnees.sent_back_answer")
    held = next((one for one in histories.sent_back_of(seen) if one.pk == sent_id), None)
    if held is None:
        messages.info(request, gettext("This was answered before."))
        return redirect(portrait.link(seen))
    try:
        actions.say_it_is_right(sent=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.AnsweredAlready:
        messages.info(request, gettext("This was answered before."))
        return redirect(portrait.link(seen))
    messages.success(request, gettext("Noted: it is right as it stands."))
    return redirect(portrait.link(seen))


_FORMS = {**FORMS, **MORE_FORMS}
_NAMES = tuple(f"person.{name}" for name in ("kind", "given_name", "family_name", "native_name", "sex", "born"))
_NAMES = (*_NAMES, "person.place", "person.phone")
_FAMILY = ("person.marital_status", "person.education")


def _seen(request: ActorRequest, person_id: str, *, what: str) -> tuple["Person", date]:
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None:
        raise Http404
    shows(request, seen, permissions.VIEW, what=what)
    return seen, today


def _bar(seen: "Person", on: date) -> dict[str, Any]:
    return {"person": seen, "identity": portrait.identity(seen, queries.journeys_of(seen), on=on)}


def _group_url(seen: "Person", group: str, record_id: UUID | None = None) -> str:
    if record_id is None:
        return reverse("returnees:correct_group", args=[seen.pk, group])
    return reverse("returnees:correct_record", args=[seen.pk, group, record_id])


def _card(record: Any, kind: str, title: str, url: str, *, codes: tuple[str, ...] = ()) -> dict[str, Any]:
    said = [
        (held, held.shown(record) if held.shown else typed.told(held, record))
        for held in typed.facts_of(kind)
        if not codes or held.code in codes
    ]
    return {
        "title": title,
        "link": {"url": url},
        "rows": [{"label": gettext(held.label), "value": value} for held, value in said if value is not None],
        "unknown": [gettext(held.label) for held, value in said if value is None],
    }


def _add_more(seen: "Person", there: set[str]) -> list[dict[str, str]]:
    """Return what can still be asked or added beyond the first page."""
    wanted = [kind for kind in more_facts.TABLES if kind != "passage"]
    open_kinds = [kind for kind in wanted if kind not in more_facts.ONE_EACH & there]
    return [{"url": _group_url(seen, kind), "label": _title(kind)} for kind in open_kinds]


def _add_passage(seen: "Person", told: set[UUID]) -> list[dict[str, str]]:
    """Return the journeys of which nobody told yet how they went."""
    return [
        {"url": _group_url(seen, "passage", held.pk), "label": _journey_title(held)}
        for held in queries.journeys_of(seen)
        if held.pk not in told
    ]


def _title(group: str) -> str:
    return gettext(TITLES[group])


def _journey_title(journey: Any) -> str:
    where = portrait.country(journey.destination_id)
    began = portrait.partial_words(journey.left)
    if where and began:
        # Many go to one country more than once.
        return gettext("Journey: %(country)s, from %(when)s") % {"country": where, "when": began}
    return gettext("Journey: %(country)s") % {"country": where} if where else _title("journey")


def _version(request: ActorRequest, now: int) -> int:
    """Return the version that a form was filled from; now, where it does not say."""
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 10 else now


def _form_page(
    request: ActorRequest,
    form: CorrectForm,
    seen: "Person",
    group: str,
    *,
    version: int,
    on: date,
    meanwhile: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    context = {
        **_bar(seen, on),
        "form": form,
        "title": _title(group),
        "seen_version": version,
        "meanwhile": meanwhile,
        "districts": district_names(seen.office.place.country_id) if group in {"names", "passage"} else [],
        "occupations": occupations.titles() if group == "work" else [],
    }
    status = 409 if meanwhile else 422 if form.is_bound else 200
    return render(request, "returnees/correct_form.html", context, status=status)


def _lines(seen: "Person") -> list[list[str | None]]:
    """Return the lines of all histories of somebody: the newest first, one for each fact that changed."""
    found: list[tuple[Any, list[str | None]]] = []
    held = histories.histories_of(seen)
    who = histories.wrote(line for _kind, _record, lines in held for line in lines)
    for kind, record, lines in held:
        image: dict[str, Any] = {}
        for line in lines:
            before = {**image, **{name: was for name, (was, _now) in line.changes.items()}}
            after = {**before, **{name: now for name, (_was, now) in line.changes.items()}}
            image = after
            for fact in typed.facts_of(kind):
                if not set(fact.columns) & set(line.changes):
                    continue
                was, now = fact.told(before, record), fact.told(after, record)
                if was is None and now is None:
                    continue
                cells = [
                    gettext(fact.label),
                    was,
                    now,
                    who.get(line.actor.removeprefix("user:"), gettext("the system")),
                    words.moment(line.at),
                    _why(line.reason, seen, at=line.at),
                    gettext(_SOURCES.get(line.source, line.source)),
                ]
                found.append((line.at, cells))
    return [cells for _at, cells in sorted(found, key=lambda one: one[0], reverse=True)]


def _why(reason: str, seen: "Person", *, at: Any) -> str:
    if not reason:
        return ""
    try:
        code, said = actions.reason_told(reason, seen, at=at)
    except CannotOpen:
        return gettext("cannot be opened now: a key is missing")
    return said or str(dict(actions.Why.choices).get(code, ""))


def waiting(seen: "Person", rows: list["SentBack"], *, may_answer: bool) -> list[dict[str, Any]]:
    """Return what was sent back about somebody, for their page: the question, whom it waits for, how to answer."""
    shown = []
    for row in rows:
        fact = typed.fact(row.fact)
        assert fact is not None
        group = "family" if fact.code in _FAMILY else "names"
        shown.append(
            {
                "fact": gettext(fact.label),
                "question": portrait.opened(row, "question"),
                "to": row.to.name,
                "right_url": reverse("returnees:it_is_right", args=[seen.pk, row.pk]) if may_answer else "",
                "correct_url": (
                    _group_url(seen, group) if fact.kind == "person" else reverse("returnees:correct", args=[seen.pk])
                ),
            }
        )
    return shown
