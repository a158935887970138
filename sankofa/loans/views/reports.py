"""Pages on which one writes down what was said of a loan, puts it right, or says which of two is right."""

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sankofa.accounts.pages import ActorRequest, page
from sankofa.debts.forms.amounts import typed
from sankofa.kernel import clock
from sankofa.loans import actions, permissions, portrait, queries
from sankofa.loans.forms import AnewForm, EndForm, PaymentForm, SetAsideForm, SettleForm
from sankofa.loans.rules.reported import Came, Kind, Said
from sankofa.loans.views.seen import bar, done, form_page, loan_seen, report_seen

if TYPE_CHECKING:
    from sankofa.loans.models import Loan, LoanReport
    from sankofa.loans.queries import Held


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def paid(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Write down a payment that somebody tells of."""
    record, held, today = _opened(request, loan_id)
    assert held.lent is not None, "asked on opening"
    form = PaymentForm(request.POST or None, currency=held.lent.amount.currency, initial={"on": today})
    title = gettext("Write down a payment")
    lead = gettext("Write what was said, and by whom. Two may tell it differently: both stay side by side.")
    return _noted(request, record, form, title=title, lead=lead)


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def anew(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Write down new terms that the lender agreed to."""
    record, held, today = _opened(request, loan_id)
    assert held.reading is not None, "asked on opening"
    dues = [one.due_on for one in held.reading.least.instalments if one.unpaid > 0]
    form = AnewForm(request.POST or None, dues=dues, initial={"on": today})
    title = gettext("Agreed anew with the lender")
    lead = gettext("Only what the lender agreed to. What the person wishes for is noted in a talk.")
    return _noted(request, record, form, title=title, lead=lead)


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Write down that a loan is over."""
    record, _held, today = _opened(request, loan_id)
    form = EndForm(request.POST or None, initial={"on": today})
    return _noted(request, record, form, title=gettext("The loan is over"), lead="")


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActorRequest, report_id: str) -> HttpResponse:
    """Put right what was written down wrongly, or go on to say that it never happened."""
    record, said, today = _said(request, report_id)
    never_url = reverse("loans:never", args=[record.pk])
    back_url = reverse("loans:loan", args=[record.loan_id])
    told = {"title": portrait.report_title(record), "back_url": back_url, "never_url": never_url}
    if said.kind is not Kind.PAYMENT or said.amount is None:
        lead = gettext("This cannot be rewritten. If it is wrong, say that it never happened, and write it anew.")
        context = bar(request, record.person, today)
        return form_page(request, forms.Form(), **context, **told, lead=lead, button="")
    form = PaymentForm(
        request.POST or None,
        currency=said.amount.currency,
        asks_why=True,
        initial={"on": said.on, "amount": typed(said.amount), "source": said.source.value},
    )

    def act() -> "LoanReport":
        return actions.correct_report(
            report=record, told=form.told(), why=form.cleaned_data["why"], by=request.actor, at=clock.now()
        )

    made = done(request, form, act)
    if isinstance(made, HttpResponse):
        return made
    if made is not None:
        messages.success(request, gettext("Put right. What stood there before can still be read."))
        return redirect("loans:loan", record.loan_id)
    lead = gettext("What stands there now stays to be read, and counts no more.")
    return form_page(
        request, form, **bar(request, record.person, today), **told, lead=lead, button=gettext("Put it right")
    )


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def never(request: ActorRequest, report_id: str) -> HttpResponse:
    """Say that something written down never happened."""
    record, _now, today = _said(request, report_id)
    form = SetAsideForm(request.POST or None)

    def act() -> "LoanReport":
        return actions.set_aside(report=record, why=form.cleaned_data["why"], by=request.actor, at=clock.now())

    made = done(request, form, act)
    if isinstance(made, HttpResponse):
        return made
    if made is not None:
        messages.success(request, gettext("It counts no more. It can still be read, with the reason."))
        return redirect("loans:loan", record.loan_id)
    return form_page(
        request,
        form,
        **bar(request, record.person, today),
        title=gettext("This never happened"),
        lead=portrait.report_title(record),
        button=gettext("It never happened"),
        back_url=reverse("loans:report", args=[record.pk]),
    )


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def which(request: ActorRequest, report_id: str) -> HttpResponse:
    """Say which of two sources is right on one payment, or that they are two payments."""
    record, _now, today = _said(request, report_id)
    held = queries.opened(record.loan, on=today)
    came = None if held.reading is None else _pair(held.reading.doubts, str(record.pk))
    back_url = reverse("loans:loan", args=[record.loan_id])
    if came is None:
        messages.info(request, gettext("Somebody said already which is right."))
        return redirect(back_url)
    first, second = sorted(one.id for one in came.said)
    form = SettleForm(request.POST or None)

    def act() -> "LoanReport":
        ours = {str(one.pk): one for one in queries.reports_of(record.loan)}
        return actions.settle(
            report=ours[first],
            other=ours[second],
            which=form.chosen(),
            why=form.cleaned_data["why"],
            by=request.actor,
            at=clock.now(),
        )

    made = done(request, form, act)
    if isinstance(made, HttpResponse):
        return made
    if made is not None:
        messages.success(request, gettext("Noted. What was not right can still be read."))
        return redirect(back_url)
    return form_page(
        request,
        form,
        **bar(request, record.person, today),
        title=gettext("Two tell one payment differently"),
        lead=gettext("Ask for the slip or the booklet. A slip that the person kept is the best witness."),
        sides=portrait.sides(came),
        button=gettext("Save"),
        back_url=back_url,
    )


def _noted(
    request: ActorRequest, record: "Loan", form: "PaymentForm | AnewForm | EndForm", *, title: str, lead: str
) -> HttpResponse:
    today = clock.today(request.actor.zone)

    def act() -> "LoanReport":
        return actions.note_report(loan=record, told=form.told(), by=request.actor, at=clock.now())

    made = done(request, form, act)
    if isinstance(made, HttpResponse):
        return made
    back_url = reverse("loans:loan", args=[record.pk])
    if made is not None:
        messages.success(request, gettext("Saved."))
        return redirect(back_url)
    return form_page(
        request,
        form,
        **bar(request, record.person, today),
        title=title,
        lead=lead,
        button=gettext("Save"),
        back_url=back_url,
    )


def _opened(request: ActorRequest, loan_id: str) -> tuple["Loan", "Held", date]:
    """Return a loan that opens.  Raises Http404 where a key is missing: nothing is written down unseen."""
    record, today = loan_seen(request, loan_id, permissions.NOTE)
    held = queries.opened(record, on=today)
    if held.lent is None or held.reading is None:
        raise Http404
    return record, held, today


def _said(request: ActorRequest, report_id: str) -> tuple["LoanReport", Said, date]:
    record, today = report_seen(request, report_id, permissions.NOTE)
    held = queries.opened(record.loan, on=today)
    said = None if held.reading is None else record.to_terms()
    if said is None:
        raise Http404
    return record, said, today


def _pair(doubts: tuple[Came, ...], key: str) -> Came | None:
    return next((one for one in doubts if any(said.id == key for said in one.said)), None)
