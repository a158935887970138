"""Pages of studies of the questions: asking, waiting, reading what was found, and writing a new way of scoring."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.kernel.labels import label
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.sustainability import actions, permissions, queries, told_studies
from sankofa.sustainability import studies as reading
from sankofa.sustainability.forms import StudyForm, WriteForm
from sankofa.sustainability.rules import study_many
from sankofa.sustainability.rules.scheme import SchemeNotUnderstood
from sankofa.sustainability.rules.usable_many import PEOPLE_LEAST

if TYPE_CHECKING:
    from sankofa.sustainability.models import Study


@page(permissions.STUDY)
@require_http_methods(["GET", "HEAD", "POST"])
def studies(request: ActorRequest) -> HttpResponse:
    """Show every study within reach, and ask for one."""
    today = clock.today(request.actor.zone)
    offices = reading.offices_to_study(request.actor, on=today)
    if not offices:
        raise Http404
    locale = get_language() or "en"
    schemes = {one.name: f"{label(one.title, locale)} ({one.name})" for one in queries.schemes()}
    form = StudyForm(request.POST or None, offices=offices, schemes=schemes, home=request.actor.office)
    if form.is_valid():
        office = next(one for one in offices if str(one.pk) == form.cleaned_data["office"])
        try:
            made = actions.ask_study(
                office=office, scheme=form.cleaned_data["scheme"], by=request.actor, at=clock.now()
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.WaitsAlready:
            messages.info(request, gettext("A study of this office is being worked out already."))
            return redirect("sustainability:studies")
        return redirect("sustainability:study", made.pk)
    rows = [
        {
            "pk": held.pk,
            "receipt": held.receipt,
            "scheme": held.scheme,
            "at": words.moment(held.created_at),
            "people": _people(held),
            "state": _state(held),
        }
        for held in reading.studies(request.actor, on=today)
    ]
    context = {"rows": rows, "form": form, "least": words.number(PEOPLE_LEAST)}
    return render(request, "sustainability/studies.html", context, status=422 if form.errors else 200)


@page(permissions.STUDY)
@require_safe
def study(request: ActorRequest, study_id: str) -> HttpResponse:
    """Show how far a study is, and once it is done what was found."""
    held = _held(request, study_id)
    if request.headers.get("HX-Request") and held.ended_at is None:
        return render(request, "shell/components/progress.html", {"work": _work(held)})
    answer = _page(request, held, WriteForm())
    if request.headers.get("HX-Request"):
        # The bar asked for itself, and the study is done: the whole page is the answer.
        answer["HX-Refresh"] = "true"
    return answer


@page(permissions.KEEP_SCHEMES)
@require_POST
def write(request: ActorRequest, study_id: str) -> HttpResponse:
    """Write the weights of a study as a new way of scoring, or say what stands in the way."""
    held = _held(request, study_id)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _page(request, held, form, status=422)
    try:
        made = actions.write_version(study=held, code=form.cleaned_data["code"], by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except SchemeNotUnderstood as wrong:
        return _page(request, held, form, faults=[str(fault) for fault in wrong.faults], status=422)
    except actions.NothingWeighed:
        return _page(request, held, form, status=422)
    messages.success(request, gettext("It is kept. It counts once a second person agreed."))
    return redirect("sustainability:loaded_scheme", made.pk)


def _held(request: ActorRequest, study_id: str) -> "Study":
    found = reading.study(study_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if found is None:
        raise Http404
    return found


def _page(
    request: ActorRequest, held: "Study", form: WriteForm, *, faults: list[str] | None = None, status: int = 200
) -> HttpResponse:
    shows(request, held, permissions.STUDY)
    today = clock.today(request.actor.zone)
    is_done = held.ended_at is not None
    context: dict[str, Any] = {
        "held": held,
        "at": words.moment(held.created_at),
        "people": _people(held),
        "work": None if is_done else _work(held),
        "sides": told_studies.sides(held) if is_done else [],
        "form": form,
        "faults": faults or [],
        "written": reading.written_from(held, viewer=request.actor, on=today),
        "may_write": is_done and bool(study_many.weights_found(held.found)),
    }
    return render(request, "sustainability/study.html", context, status=status)


def _work(held: "Study") -> dict[str, Any]:
    return {
        "label": gettext("Working the study out"),
        "done": held.done,
        "total": held.steps,
        "refresh_url": reverse("sustainability:study", args=[held.pk]),
    }


def _people(held: "Study") -> str:
    """Return of how many people a study is; a few are not counted aloud."""
    if held.people is None:
        return ""
    if held.people < PEOPLE_LEAST:
        return gettext("fewer than %(least)s people") % {"least": words.number(PEOPLE_LEAST)}
    told = ngettext("%(count)s person", "%(count)s people", held.people)
    return told % {"count": words.number(held.people)}


def _state(held: "Study") -> dict[str, str]:
    if held.ended_at is None:
        return {"word": gettext("being worked out"), "tone": "info"}
    return {"word": gettext("done"), "tone": "good"}
