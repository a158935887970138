"""Pages of absence: ask a colleague to cover, arrange it for somebody, end it early."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sankofa.accounts import actions, queries, reasons, roster
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.forms.staff import CoverForm
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.permissions import MANAGE, SIGNED_IN
from sankofa.kernel import clock

if TYPE_CHECKING:
    from sankofa.accounts.models import User


@page(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: ActorRequest) -> HttpResponse:
    """Show who covers for oneself and for whom one covers, and ask a colleague."""
    user = queries.user_by_id(request.actor.id)
    if user is None:
        raise Http404
    form = _form(request, user)
    if form.is_valid() and _enter(request, form, user, is_own=True):
        return redirect("accounts:own_cover")
    context = {"form": form, "user": user, "covers": roster.covers_of(user, on=clock.today(request.actor.zone))}
    return render(request, "accounts/own_cover.html", context, status=422 if form.is_bound else 200)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: ActorRequest, user_id: str) -> HttpResponse:
    """Have a colleague do the work of somebody who could not ask themselves."""
    user = roster.member(user_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if user is None:
        raise Http404
    shows(request, user, MANAGE)
    form = _form(request, user)
    if form.is_valid() and _enter(request, form, user, is_own=False):
        return redirect("accounts:member", user.pk)
    context = {"form": form, "user": user, "title": _("Arrange a cover"), "submit": _("Arrange it")}
    return render(request, "accounts/member_form.html", context, status=422 if form.is_bound else 200)


@page(SIGNED_IN)
@require_POST
def end(request: ActorRequest, cover_id: str) -> HttpResponse:
    """End a cover before its day."""
    cover = roster.cover(cover_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if cover is None:
        raise Http404
    try:
        actions.end_cover(cover=cover, by=request.actor, at=clock.now())
    except NotAllowed as refused:
        messages.error(request, reasons.sentence(refused.decision.reason))
    else:
        messages.success(request, _("The cover has ended."))
    if request.actor.id in {str(cover.absent_id), str(cover.covering_id)}:
        return redirect("accounts:own_cover")
    return redirect("accounts:member", cover.absent_id)


def _form(request: ActorRequest, user: "User") -> CoverForm:
    offered = [(str(one.pk), f"{one.name} · {one.office.name}") for one in roster.colleagues_of(user)]
    return CoverForm(
        request.POST or None,
        offered={"covering": [("", "—"), *offered]},
        initial={"from_on": clock.today(request.actor.zone)},
    )


def _enter(request: ActorRequest, form: CoverForm, user: "User", *, is_own: bool) -> bool:
    said = form.cleaned_data
    covering = next(one for one in roster.colleagues_of(user) if str(one.pk) == said["covering"])
    write = actions.ask_for_cover if is_own else actions.arrange_cover
    try:
        write(
            absent=user,
            covering_user=covering,
            from_on=said["from_on"],
            until_on=said["until_on"],
            by=request.actor,
            at=clock.now(),
        )
    except actions.CoverNotPossible as refused:
        for found in refused.findings:
            form.add_error(None, reasons.sentence(found))
    except actions.CoveredAlready as covered:
        form.add_error(None, _("%(name)s covers already.") % {"name": covered.first.covering.name})
    except NotAllowed as not_allowed:
        form.add_error(None, reasons.sentence(not_allowed.decision.reason))
    else:
        messages.success(request, _("The cover is arranged. It ends by itself."))
        return True
    return False
