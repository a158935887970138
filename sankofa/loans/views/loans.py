"""Pages of loans: those of a person, one loan with what is to be paid beside what came, the person's own paper."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.debts import portrait as owing
from sankofa.debts import queries as owed
from sankofa.kernel import clock
from sankofa.lenders import queries as lenders
from sankofa.loans import actions, desk_told, permissions, portrait, queries
from sankofa.loans.forms import LoanForm
from sankofa.loans.forms.loans import initial_of
from sankofa.loans.views.seen import bar, done, form_page, loan_seen, person_seen
from sankofa.places.rules import reference
from sankofa.returnees import portrait as person_page
from sankofa.returnees import queries as register
from sankofa.shell import paper as papers
from sankofa.shell import words

if TYPE_CHECKING:
    from datetime import date

    from sankofa.loans.models import Loan
    from sankofa.returnees.models import Person

_STYLE = Path(__file__).parent.parent / "static" / "loans" / "sheet.css"


@page(permissions.VIEW)
@require_safe
def loans(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the loans of somebody, and how each stands."""
    seen, today = person_seen(request, person_id, permissions.VIEW)
    held = queries.loans_of(seen, viewer=request.actor, on=today)
    rows = [
        {
            "url": reverse("loans:loan", args=[one.record.pk]),
            "lender": one.record.lender.name,
            "what": "" if one.lent is None else portrait.of_debt(one.lent),
            "lines": portrait.standing(one),
            "tag": portrait.tag(one),
        }
        for one in held
    ]
    may_note = queries.may_note(seen, viewer=request.actor, on=today)
    return render(request, "loans/loans.html", {**bar(request, seen, today), "rows": rows, "may_note": may_note})


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest, person_id: str) -> HttpResponse:
    """Write down a loan that a lender gave to somebody."""
    seen, today = person_seen(request, person_id, permissions.NOTE)
    known = [one for one in lenders.lenders(request.actor, on=today) if one.kind != "referral"]
    offered = lenders.offered(lenders.products(request.actor, on=today), on=today)
    debts = _debts(request, seen, today)
    form = LoanForm(
        request.POST or None,
        lenders=known,
        versions=list(offered.values()),
        debts=[(str(one.record.pk), owing.title_of(one.told)) for one in debts],
        initial={"currency": _currency(seen)},
    )

    def act() -> "Loan":
        chosen = next((one.record for one in debts if str(one.record.pk) == form.cleaned_data.get("debt")), None)
        return actions.note_loan(
            person=seen,
            lender=form.lender,
            told=form.told(),
            version=form.version,
            debt=chosen,
            by=request.actor,
            at=clock.now(),
        )

    made = done(request, form, act)
    if isinstance(made, HttpResponse):
        return made
    if made is not None:
        messages.success(request, gettext("The loan is written down. It counts among the debts, once."))
        return redirect("loans:loan", made.pk)
    return form_page(
        request,
        form,
        **bar(request, seen, today),
        title=gettext("Write down a loan"),
        lead=gettext("We lend nothing and collect nothing. What is written here helps us to help in time."),
        button=gettext("Save"),
        back_url=reverse("loans:loans", args=[seen.pk]),
        no_lenders=not known,
    )


@page(permissions.VIEW)
@require_safe
def loan(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Show a loan: how it stands, what is to be paid beside what came, what was said, what to ask."""
    record, today = loan_seen(request, loan_id, permissions.VIEW)
    held = queries.opened(record, on=today)
    may_note = queries.may_note(record.person, viewer=request.actor, on=today) and held.reading is not None
    read = held.reading
    context: dict[str, Any] = {
        **bar(request, record.person, today),
        "loan": record,
        "tag": portrait.tag(held),
        "lines": portrait.standing(held),
        "care": portrait.care_told(held, may_note=may_note),
        "timeline": portrait.happened(
            queries.reports_of(record),
            queries.talks_of(record),
            queries.tries_of(record),
            may_note=may_note,
            idle=() if read is None else read.idle,
        ),
        "lenders_word": desk_told.lenders_word(held),
        "may_note": may_note,
        "is_running": read is not None and read.ended is None,
    }
    if read is not None:
        context |= {
            "facts": portrait.facts(held),
            "table": portrait.schedule(read),
            "progress": portrait.progress(read),
            "doubts": portrait.doubts(read, may_note=may_note),
        }
    return render(request, "loans/loan.html", context)


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Put right what was told of a loan; what it was before stays in the history."""
    record, today = loan_seen(request, loan_id, permissions.NOTE)
    held = queries.opened(record, on=today)
    if held.lent is None:
        raise Http404
    form = LoanForm(request.POST or None, held=held.lent, initial=initial_of(held.lent, record.source, record.said_by))

    def act() -> "Loan":
        return actions.amend_loan(loan=record, told=form.told(), by=request.actor, at=clock.now())

    made = done(request, form, act)
    if isinstance(made, HttpResponse):
        return made
    if made is not None:
        messages.success(request, gettext("Saved. What stood there before is kept."))
        return redirect("loans:loan", record.pk)
    return form_page(
        request,
        form,
        **bar(request, record.person, today),
        title=gettext("Put this loan right"),
        button=gettext("Save"),
        back_url=reverse("loans:loan", args=[record.pk]),
    )


@page(permissions.VIEW)
@never_cache
@require_safe
def paper(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Show the person's own paper: when to pay how much, and what to do if they cannot."""
    record, today = loan_seen(request, loan_id, permissions.VIEW)
    held = queries.opened(record, on=today)
    if held.reading is None or held.lent is None:
        raise Http404
    person = register.cluster(record.person, viewer=request.actor, on=today).shown()
    language = _language_of(person.language)
    with translation.override(language):
        context: dict[str, Any] = {
            "loan": record,
            "name": person_page.name(person),
            "number": record.person.case_number,
            "on": words.day(today),
            "lines": portrait.standing(held),
            "rows": portrait.schedule_on_paper(held.reading),
            "phone": record.lender.phone,
            "complaints": record.lender.complaints,
            "is_unreviewed": language not in {"en", "fr"},
        }
        if "pdf" in request.GET:
            try:
                made = papers.as_pdf(
                    render_to_string("loans/paper_print.html", context), style=_STYLE.read_text(encoding="utf-8")
                )
            except papers.NoPrinter:
                context["no_pdf"] = True
            else:
                answer = HttpResponse(made, content_type="application/pdf")
                answer["Content-Disposition"] = f'attachment; filename="{record.person.case_number}.pdf"'
                return answer
        return render(request, "loans/paper.html", context)


def _debts(request: ActorRequest, seen: "Person", today: "date") -> list[owed.Held]:
    """Return the open debts of somebody that no loan is yet, for those who may see them."""
    if not owed.may_view(seen, viewer=request.actor, on=today):
        return []
    held = owed.debts_of(seen, viewer=request.actor, on=today)
    taken = queries.debts_that_are_loans([one.record.pk for one in held])
    return [
        one for one in held if one.record.pk not in taken and (now := one.as_it_stands()) is not None and now.is_open
    ]


def _currency(seen: "Person") -> str:
    """Return the money of the country where the person is looked after; empty where it is not known."""
    known = reference.country(str(seen.office.place.country_id)).origin
    return "" if known is None else known.currency


def _language_of(spoken: str) -> str:
    """Return the language of the paper: the person's own where the house speaks it, else the reader's."""
    return spoken if spoken in {code for code, _name in settings.LANGUAGES} else (get_language() or "en")
