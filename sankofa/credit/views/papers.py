"""The person's own sheet: the next steps in their language, on A5, with nothing on it that could harm them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.credit import permissions, queries, sayings
from sankofa.credit.views.reading import check_at
from sankofa.lenders.side_by_side import REVIEWED
from sankofa.returnees import queries as register
from sankofa.shell import paper as papers
from sankofa.shell import words

_STYLE = Path(__file__).parents[1] / "static" / "credit" / "steps.css"


@page(permissions.VIEW)
@never_cache
@require_safe
def paper(request: ActorRequest, check_id: str) -> HttpResponse:
    """Show the sheet to print, or as PDF.  It says a number, and no name."""
    held, today = check_at(request, check_id, permissions.VIEW, what="credit.paper")
    found = queries.kept(held)
    if found is None:
        raise Http404
    person = register.cluster(held.person, viewer=request.actor, on=today).shown()
    spoken = person.language
    language = spoken if spoken in {code for code, _name in settings.LANGUAGES} else (get_language() or "en")
    with translation.override(language):
        context: dict[str, Any] = {
            "check": held,
            "number": held.person.case_number,
            "on": words.day(today),
            "steps": sayings.paper_lines(found),
            "is_unreviewed": language not in REVIEWED,
        }
        if "pdf" in request.GET:
            try:
                made = papers.as_pdf(
                    render_to_string("credit/paper_print.html", context), style=_STYLE.read_text(encoding="utf-8")
                )
            except papers.NoPrinter:
                context["no_pdf"] = True
            else:
                answer = HttpResponse(made, content_type="application/pdf")
                answer["Content-Disposition"] = f'attachment; filename="{held.person.case_number}.pdf"'
                return answer
        return render(request, "credit/paper.html", context)
