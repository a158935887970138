"""Pages of the own copy: the questions before it, the sheet that prints, and the same as PDF."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.desks import own_copy
from sankofa.desks.own_copy_forms import OwnCopyForm
from sankofa.kernel import clock
from sankofa.returnees import actions, permissions, portrait, queries
from sankofa.shell import paper, words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

_STYLE = Path(__file__).parent / "static" / "desks" / "own_copy.css"


@page(permissions.OWN_COPY)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask which sheet, and print it: on the page, or as PDF."""
    today = clock.today(request.actor.zone)
    person = queries.person(person_id, viewer=request.actor, on=today)
    if person is None or person.erased_on is not None or not own_copy.may_give(person, viewer=request.actor, on=today):
        raise Http404
    shows(request, person, permissions.OWN_COPY, what="desks.own_copy_page")
    form = OwnCopyForm(request.POST or None)
    if not form.is_valid():
        return _ask(request, person, form)
    said = form.cleaned_data
    try:
        actions.give_own_copy(
            person=person,
            is_whole=said["sheet"] == "whole",
            stays=said["stays"] == "yes",
            is_alone=said["alone"] == "yes",
            by=request.actor,
            at=clock.now(),
        )
    except actions.NotAlone:
        form.add_error(
            "sheet", _("While others are present, print the short sheet. Offer the whole one when you are alone.")
        )
        return _ask(request, person, form)
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    return _sheet(request, person, is_whole=said["sheet"] == "whole")


def _ask(request: ActorRequest, person: "Person", form: OwnCopyForm) -> HttpResponse:
    context = {"person": person, "form": form}
    return render(request, "desks/own_copy.html", context, status=422 if form.is_bound else 200)


def _sheet(request: ActorRequest, person: "Person", *, is_whole: bool) -> HttpResponse:
    today = clock.today(request.actor.zone)
    language = own_copy.language_for(person)
    with translation.override(language):
        together = queries.cluster(person, viewer=request.actor, on=today)
        context: dict[str, Any] = {
            "person": person,
            "name": portrait.name(together.shown()),
            "number": person.case_number,
            "office": person.office.name,
            "on": words.day(today),
            "is_whole": is_whole,
            "parts": own_copy.parts(together, viewer=request.actor, on=today) if is_whole else [],
            "picture": segno.make(person.case_number, error="m").svg_data_uri(scale=4, border=2, light="#fff"),
        }
        if "pdf" in request.POST:
            try:
                made = paper.as_pdf(
                    render_to_string("desks/own_copy_print.html", context), style=_STYLE.read_text(encoding="utf-8")
                )
            except paper.NoPrinter:
                context["no_pdf"] = True
            else:
                answer = HttpResponse(made, content_type="application/pdf")
                answer["Content-Disposition"] = f'attachment; filename="{person.case_number}.pdf"'
                answer["Cache-Control"] = "no-store"
                return answer
        answer = render(request, "desks/own_copy_sheet.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
