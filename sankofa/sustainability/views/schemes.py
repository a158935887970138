"""Pages of schemes: which there are, a deployment's own table coming in, and its use."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.kernel import clock
from sankofa.kernel.labels import label
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.sustainability import actions, permissions, queries, studies
from sankofa.sustainability.forms import LoadSchemeForm
from sankofa.sustainability.rules.scheme import Fault, SchemeNotUnderstood

if TYPE_CHECKING:
    from sankofa.sustainability.models import LoadedScheme
    from sankofa.sustainability.rules.terms import Scheme

FAULTS_MAX = 100


@page(permissions.KEEP_SCHEMES)
@require_safe
def schemes(request: ActorRequest) -> HttpResponse:
    """Show every way of scoring: ours, and those that were loaded here."""
    today = clock.today(request.actor.zone)
    context = {
        "ours": [{**_row(queries.scheme(file)), "file": file} for file in queries.SHIPPED],
        "loaded": [
            {
                **_row(queries.loaded_text(held)),
                "pk": held.pk,
                "state": _state(held),
                "at": words.moment(held.created_at),
            }
            for held in queries.loaded_schemes(request.actor, on=today)
        ],
    }
    return render(request, "sustainability/schemes.html", context)


@page(permissions.KEEP_SCHEMES)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: ActorRequest) -> HttpResponse:
    """Take in a way of scoring and say everything that is wrong in it, or keep it."""
    today = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.KEEP_SCHEMES, on=today))
    if not offices:
        raise Http404
    form = LoadSchemeForm(request.POST or None, request.FILES or None, offices=offices, home=request.actor.office)
    faults: list[str] = []
    if form.is_valid():
        office = next(one for one in offices if str(one.pk) == form.cleaned_data["office"])
        file = form.cleaned_data["file"]
        try:
            made = actions.load_scheme(
                office=office,
                text=_text(file.read()),
                file_name=file.name,
                note=form.cleaned_data["note"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except SchemeNotUnderstood as wrong:
            faults = [str(fault) for fault in wrong.faults]
        else:
            messages.success(request, gettext("It is kept. It counts once a second person agreed."))
            return redirect("sustainability:loaded_scheme", made.pk)
    context = {"form": form, "faults": faults[:FAULTS_MAX], "faults_count": words.number(len(faults))}
    return render(request, "sustainability/load_scheme.html", context, status=422 if form.errors or faults else 200)


@page(permissions.KEEP_SCHEMES)
@require_safe
def loaded(request: ActorRequest, loaded_id: str) -> HttpResponse:
    """Show one loaded way of scoring: who brought it from where, its text, and whether it is used."""
    held = _held(request, loaded_id)
    shows(request, held, permissions.KEEP_SCHEMES)
    context = {
        "held": held,
        "row": _row(queries.loaded_text(held)),
        "evidence": studies.evidence_of(held, viewer=request.actor, on=clock.today(request.actor.zone)),
        "state": _state(held),
        "at": words.moment(held.created_at),
        "used_from": words.moment(held.used_from) if held.used_from else "",
        "used_until": words.moment(held.used_until) if held.used_until else "",
    }
    return render(request, "sustainability/loaded_scheme.html", context)


@page(permissions.KEEP_SCHEMES)
@require_POST
def put_in_use(request: ActorRequest, loaded_id: str) -> HttpResponse:
    """Ask for a way of scoring to be used; it becomes a proposal, because nobody does this alone."""
    held = _held(request, loaded_id)
    try:
        actions.put_in_use(loaded=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NotNow:
        messages.info(request, gettext("This way of scoring is in use already."))
    return redirect("sustainability:loaded_scheme", held.pk)


@page(permissions.KEEP_SCHEMES)
@require_POST
def take_out_of_use(request: ActorRequest, loaded_id: str) -> HttpResponse:
    """Use a way of scoring no more; the figures made with it stay."""
    held = _held(request, loaded_id)
    try:
        actions.take_out_of_use(loaded=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NotNow:
        messages.info(request, gettext("This way of scoring is not in use."))
    else:
        messages.success(request, gettext("It is used no more. The figures made with it stay."))
    return redirect("sustainability:loaded_scheme", held.pk)


@page(permissions.KEEP_SCHEMES)
@require_safe
def shipped_scheme(_request: ActorRequest, file: str) -> HttpResponse:
    """Hand out the text of one of our schemes."""
    try:
        text = queries.shipped_text(file)
    except queries.NoSuchScheme:
        raise Http404 from None
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file}.toml"'
    return answer


def _held(request: ActorRequest, loaded_id: str) -> "LoadedScheme":
    found = queries.loaded_schemes(request.actor, on=clock.today(request.actor.zone)).filter(pk=loaded_id).first()
    if found is None:
        raise Http404
    return found


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise SchemeNotUnderstood((Fault("the file", "is not text in UTF-8."),)) from None


def _row(read: "Scheme") -> dict[str, object]:
    locale = get_language() or "en"
    return {
        "name": read.name,
        "title": label(read.title, locale),
        "source": label(read.source, locale),
        "questions": words.number(len(read.worth)),
        "digest": read.digest[:16],
    }


def _state(held: "LoadedScheme") -> dict[str, str]:
    if held.is_used:
        return {"word": gettext("in use"), "tone": "good"}
    if held.used_until is not None:
        return {"word": gettext("used no more"), "tone": ""}
    return {"word": gettext("not in use"), "tone": "info"}
