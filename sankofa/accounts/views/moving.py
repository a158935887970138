"""Pages about staff who move to another office or come back, and about closing an organisation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sankofa.accounts import actions, hooks, reasons, roster
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.forms.staff import MoveForm
from sankofa.accounts.pages import ActorRequest, page
from sankofa.accounts.permissions import MANAGE
from sankofa.accounts.views.staff import ANY, invited_page, last_administrator, member
from sankofa.kernel import clock


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ActorRequest, user_id: str) -> HttpResponse:
    """Let somebody work in another office: roles for the one before end, their work goes to a colleague."""
    user = member(request, user_id)
    colleagues = roster.colleagues_of(user)
    today = clock.today(request.actor.zone)
    offices = [
        one
        for one in roster.offices_to_staff(request.actor, on=today)
        if one.organisation_id == user.office.organisation_id and one.pk != user.office_id
    ]
    offered = {
        "office": [ANY, *((str(one.pk), one.name) for one in offices)],
        "successor": [ANY, *((str(one.pk), f"{one.name} · {one.office.name}") for one in colleagues)],
    }
    form = MoveForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid():
        said = form.cleaned_data
        office = next(one for one in offices if str(one.pk) == said["office"])
        successor = next((one for one in colleagues if str(one.pk) == said["successor"]), None)
        try:
            actions.move(user=user, office=office, successor=successor, by=request.actor, at=clock.now())
        except actions.SuccessorNeeded:
            form.add_error("successor", _("Choose who takes this over."))
        except actions.NotASuccessor:
            form.add_error("successor", _("Choose an active colleague of the same organisation."))
        except actions.LastAdministrator:
            form.add_error(None, last_administrator())
        except NotAllowed as refused:
            form.add_error(None, reasons.sentence(refused.decision.reason))
        else:
            messages.success(
                request,
                _("%(name)s works in %(office)s now. Give the roles for it.")
                % {"name": user.name, "office": office.name},
            )
            return redirect("accounts:member", user.pk)
    holdings = [holding for holding in hooks.holdings.answers(user) if holding.count]
    context = {"form": form, "user": user, "holdings": holdings}
    return render(request, "accounts/move.html", context, status=422 if form.is_bound else 200)


@page(MANAGE)
@require_POST
def let_back(request: ActorRequest, user_id: str) -> HttpResponse:
    """Invite somebody back who left, by mail or by hand."""
    user = member(request, user_id)
    try:
        invited = actions.let_back(
            user=user, is_by_hand=request.POST.get("way") == "hand", by=request.actor, at=clock.now()
        )
    except actions.NeverLeft:
        raise Http404 from None
    except actions.OfficeClosed:
        messages.error(request, _("The office is closed. Invite the person into another office instead."))
        return redirect("accounts:member", user.pk)
    return invited_page(request, invited)


@page(MANAGE)
@require_POST
def close_organisation(request: ActorRequest, organisation_id: str) -> HttpResponse:
    """Close an organisation in which nobody works any more."""
    held = roster.organisation(organisation_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    try:
        actions.close_organisation(organisation=held, by=request.actor, at=clock.now())
    except actions.StillStaffed as staffed:
        told = ngettext(
            "%(count)s person still works there. They leave first.",
            "%(count)s people still work there. They leave first.",
            staffed.people,
        )
        messages.error(request, told % {"count": staffed.people})
        return redirect("accounts:organisation", held.pk)
    messages.success(
        request, _("The organisation is closed. Its offices are closed, and the keys of its systems ended.")
    )
    return redirect("accounts:offices")
