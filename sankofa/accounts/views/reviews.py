"""Pages of the review of access: each quarter, who holds which role, and whether it stays."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sankofa.accounts import actions, reasons, roster, telling
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.forms.staff import AnswerForm
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.permissions import MANAGE
from sankofa.accounts.views.given_keys import key_rows
from sankofa.kernel import clock


@page(MANAGE)
@require_safe
def reviews(request: ActorRequest) -> HttpResponse:
    """List the reviews, and the organisations in which this quarter's has not begun."""
    today = clock.today(request.actor.zone)
    rows = [
        {"review": one, "open": roster.open_lines(one), "is_late": one.due_on < today}
        for one in roster.reviews_of(request.actor, on=today)
    ]
    return render(
        request,
        "accounts/reviews.html",
        {"rows": rows, "waiting": roster.organisations_to_review(request.actor, on=today)},
    )


@page(MANAGE)
@require_safe
def review(request: ActorRequest, review_id: str) -> HttpResponse:
    """Show every role of the organisation with its last use, to keep or to end, and every key; prints as evidence."""
    today = clock.today(request.actor.zone)
    held = roster.reviews_of(request.actor, on=today).filter(pk=review_id).first()
    if held is None:
        raise Http404
    shows(request, held, MANAGE)
    lines = [
        {
            "line": line,
            "user": line.assignment.user,
            "role": telling.role_of(line.assignment),
            "reach": telling.reach_of(line.assignment),
            "is_open": line.answer == "open",
            "is_own": str(line.assignment.user_id) == request.actor.id,
        }
        for line in roster.lines_of(held)
    ]
    open_count = roster.open_lines(held)
    context = {
        "review": held,
        "lines": lines,
        "open": open_count,
        "is_late": held.due_on < today and open_count,
        "keys": key_rows(request, roster.keys_within(held.organisation, at=clock.now()), review=held),
    }
    return render(request, "accounts/review.html", context)


@page(MANAGE)
@require_POST
def begin(request: ActorRequest, organisation_id: str) -> HttpResponse:
    """Begin the review of this quarter."""
    held = roster.organisation(organisation_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    made = actions.open_review(organisation=held, by=request.actor, at=clock.now())
    return redirect("accounts:review", made.pk)


@page(MANAGE)
@require_POST
def answer(request: ActorRequest, line_id: str) -> HttpResponse:
    """Keep a role, or end it with a reason."""
    line = roster.line(line_id, viewer=request.actor, on=clock.today(request.actor.zone))
    form = AnswerForm(request.POST)
    if line is None or not form.is_valid():
        raise Http404
    try:
        actions.answer_line(
            line=line,
            is_kept=form.cleaned_data["answer"] == "keep",
            note=form.cleaned_data["note"],
            by=request.actor,
            at=clock.now(),
        )
    except actions.NoteMissing:
        messages.error(request, _("Write why the role ends, then end it."))
    except actions.AnsweredAlready as answered:
        by = answered.line.answered_by
        told = _("Somebody answered this already.") if by is None else _("%(name)s answered this already.")
        messages.info(request, told if by is None else told % {"name": by.name})
    except actions.LastAdministrator:
        messages.error(
            request,
            _("Nobody else could manage the staff of this organisation any more. Give somebody else this role first."),
        )
    except NotAllowed as refused:
        messages.error(request, reasons.sentence(refused.decision.reason))
    return redirect("accounts:review", line.review_id)
