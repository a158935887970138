"""Pages of the people who sign in: the list, one person, inviting, roles, leaving, and what each role allows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import actions, hooks, queries, reasons, registry, roster, telling
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.forms.staff import HAND, InviteForm, LeavingForm, RoleForm, StaffFilter
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.permissions import MANAGE
from sankofa.accounts.views.given_keys import key_rows
from sankofa.kernel import clock
from sankofa.kernel.labels import label

if TYPE_CHECKING:
    from sankofa.accounts.models import Office, User

PAGE_ROWS = 50
ANY = ("", "—")
CHANGES = ["GET", "HEAD", "POST"]


@page(MANAGE)
@require_safe
def people(request: ActorRequest) -> HttpResponse:
    """List the people whose accounts one manages, with what is worth a look."""
    today = clock.today(request.actor.zone)
    offered = {"role": [ANY, *_role_choices(roster.roles())], "office": [ANY, *_offices(request)]}
    form = StaffFilter(request.GET, offered=offered)
    found = Paginator(roster.staff(request.actor, **form.narrowed(), on=today), PAGE_ROWS)
    shown = found.get_page(request.GET.get("page"))
    rows = [
        {
            "user": user,
            "state": telling.state_of(user),
            "roles": [telling.role_of(held) for held in user.assignments.all() if held.as_grant().is_current(today)],
            "odd": [reasons.sentence(odd) for odd in roster.odd_about(user, on=today)],
        }
        for user in shown
    ]
    context = {"form": form, "rows": rows, "shown": shown, "count": found.count}
    return render(request, "accounts/staff.html", context)


@page(MANAGE)
@require_http_methods(CHANGES)
def invite(request: ActorRequest) -> HttpResponse:
    """Invite somebody: by mail, or with a code to hand over."""
    today = clock.today(request.actor.zone)
    roles_to_give = _role_choices(roster.roles_to_give(request.actor, on=today))
    # Nothing is chosen beforehand: a role given by oversight is a door left open.
    offered = {"office": _offices(request), "role": [ANY, *roles_to_give]}
    form = InviteForm(
        request.POST or None,
        offered=offered,
        initial={"office": request.actor.office, "language": get_language()},
    )
    if form.is_valid():
        said = form.cleaned_data
        office = queries.office(said["office"])
        try:
            invited = actions.send_invitation(
                office=office,
                email=said["email"],
                name=said["name"],
                language=said["language"],
                roles={said["role"]: actions.usual_reach(said["role"], office)},
                is_by_hand=said["way"] == HAND,
                by=request.actor,
                at=clock.now(),
            )
        except actions.AddressTaken:
            form.add_error("email", _("Somebody signs in with this address already, or is invited."))
        except NotAllowed as refused:
            form.add_error("role", reasons.sentence(refused.decision.reason))
        else:
            return invited_page(request, invited)
    context = {"form": form, "nothing_to_give": not roles_to_give}
    return render(request, "accounts/invite.html", context, status=422 if form.is_bound else 200)


@page(MANAGE)
@require_safe
def person(request: ActorRequest, user_id: str) -> HttpResponse:
    """Show one person: roles with reach and days, cover, how they sign in, what happened."""
    today = clock.today(request.actor.zone)
    user = member(request, user_id)
    held = [
        {
            "held": one,
            "role": telling.role_of(one),
            "reach": telling.reach_of(one),
            "is_current": one.as_grant().is_current(today),
            "is_over": one.until_on is not None and one.until_on <= today,
            "may_end": telling.may_end(one, by=request.actor, on=today),
        }
        for one in roster.assignments_of(user)
    ]
    return render(
        request,
        "accounts/member.html",
        {
            "user": user,
            "state": telling.state_of(user),
            "is_me": str(user.pk) == request.actor.id,
            "odd": [reasons.sentence(odd) for odd in roster.odd_about(user, on=today)],
            "roles": [one for one in held if not one["is_over"]],
            "former_roles": [one for one in held if one["is_over"]],
            "covers": roster.covers_of(user, on=today),
            "invitation": roster.pending_invitation(user),
            "used_at": roster.last_used_at([str(user.pk)]).get(str(user.pk)),
            "means": telling.means(user),
            "history": telling.history(user),
        },
    )


@page(MANAGE)
@require_http_methods(CHANGES)
def give_role(request: ActorRequest, user_id: str) -> HttpResponse:
    """Give somebody a role."""
    today = clock.today(request.actor.zone)
    user = member(request, user_id)
    roles_to_give = _role_choices(roster.roles_to_give(request.actor, on=today))
    offered = {"role": [ANY, *roles_to_give], "office": _offices(request)}
    initial = {"office": str(user.office_id), "from_on": today}
    form = RoleForm(request.POST or None, offered=offered, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.give_role(
                user=user,
                role=said["role"],
                reach=actions.usual_reach(said["role"], queries.office(said["office"])),
                from_on=said["from_on"],
                until_on=said["until_on"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as refused:
            form.add_error("role", reasons.sentence(refused.decision.reason))
        except actions.AlreadyHeld as held:
            form.add_error("role", telling.already_held(held.first))
        else:
            messages.success(request, _("The role is given."))
            return redirect("accounts:member", user.pk)
    context = {"form": form, "user": user, "title": _("Give a role"), "submit": _("Give this role")}
    return render(request, "accounts/member_form.html", context, status=422 if form.is_bound else 200)


@page(MANAGE)
@require_http_methods(CHANGES)
def end_role(request: ActorRequest, assignment_id: str) -> HttpResponse:
    """End a role from today on, after one more look."""
    held = roster.assignment(assignment_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    shows(request, held, MANAGE)
    why = ""
    if request.method == "POST":
        try:
            actions.end_role(assignment=held, by=request.actor, at=clock.now())
        except NotAllowed as refused:
            why = reasons.sentence(refused.decision.reason)
        except actions.LastAdministrator:
            why = last_administrator()
        else:
            messages.success(request, _("The role has ended."))
            return redirect("accounts:member", held.user_id)
    text = _("%(name)s will no longer hold the role %(role)s, from today on. Nothing is deleted.") % {
        "name": held.user.name,
        "role": telling.role_of(held),
    }
    return _stop(request, held.user, why, title=_("End this role?"), text=[text], submit=_("End the role"))


@page(MANAGE)
@require_http_methods(CHANGES)
def leave(request: ActorRequest, user_id: str) -> HttpResponse:
    """End an account: everything that lets somebody in ends today, their work goes to a colleague."""
    user = member(request, user_id)
    colleagues = roster.colleagues_of(user)
    holdings = [holding for holding in hooks.holdings.answers(user) if holding.count]
    offered = [ANY, *((str(one.pk), f"{one.name} · {one.office.name}") for one in colleagues)]
    # The form may be sent empty, so what was sent counts and not whether it holds something.
    form = LeavingForm(request.POST if request.method == "POST" else None, offered={"successor": offered})
    if form.is_valid():
        successor = next((one for one in colleagues if str(one.pk) == form.cleaned_data["successor"]), None)
        try:
            actions.off_board(user=user, successor=successor, by=request.actor, at=clock.now())
        except actions.SuccessorNeeded:
            form.add_error("successor", _("Choose who takes this over."))
        except actions.NotASuccessor:
            form.add_error("successor", _("Choose an active colleague of the same organisation."))
        except actions.LastAdministrator:
            form.add_error(None, last_administrator())
        except NotAllowed as refused:
            form.add_error(None, reasons.sentence(refused.decision.reason))
        else:
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": user.name})
            return redirect("accounts:member", user.pk)
    keys = key_rows(request, roster.keys_given_by(user, at=clock.now()))
    context = {"form": form, "user": user, "holdings": holdings, "keys": keys}
    return render(request, "accounts/leave.html", context, status=422 if form.is_bound else 200)


@page(MANAGE)
@require_http_methods(CHANGES)
def send_again(request: ActorRequest, user_id: str) -> HttpResponse:
    """Send an invitation again, by mail or by hand; the code before is no longer good."""
    user = member(request, user_id)
    invitation = roster.pending_invitation(user)
    if invitation is None:
        raise Http404
    if request.method == "POST":
        is_by_hand = request.POST.get("way") == HAND
        try:
            invited = actions.send_again(invitation=invitation, is_by_hand=is_by_hand, by=request.actor, at=clock.now())
        except NotAllowed as refused:
            return _refused(request, refused)
        return invited_page(request, invited)
    return render(request, "accounts/send_again.html", {"user": user})


@page(MANAGE)
@require_http_methods(CHANGES)
def withdraw(request: ActorRequest, user_id: str) -> HttpResponse:
    """Take an invitation back, after one more look."""
    user = member(request, user_id)
    invitation = roster.pending_invitation(user)
    if invitation is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.withdraw_invitation(invitation=invitation, by=request.actor, at=clock.now())
        except NotAllowed as refused:
            return _refused(request, refused)
        messages.success(request, _("The invitation is withdrawn. Its code opens nothing any more."))
        return redirect("accounts:member", user.pk)
    text = [_("The code that was sent to %(name)s will open nothing any more.") % {"name": user.name}]
    return _stop(request, user, "", title=_("Withdraw this invitation?"), text=text, submit=_("Withdraw"))


@page(MANAGE)
@require_safe
def roles(request: ActorRequest) -> HttpResponse:
    """Show what each role allows, whom its holder may make what, and who holds it."""
    today = clock.today(request.actor.zone)
    every = roster.roles()
    names = {role.code: label(role.names, get_language() or "en") for role in every}
    labels = {code: gettext(permission.label) for code, permission in registry.declared().items()}
    rows = [
        {
            "name": names[role.code],
            "reach": telling.kind_in_words(role.scope_kind),
            "permissions": [labels[code] for code in role.permissions if code in labels],
            "may_give": [names[code] for code in role.may_give if code in names],
            "holders": roster.holders_of(role.code, request.actor, on=today),
        }
        for role in every
    ]
    return render(request, "accounts/roles.html", {"rows": rows})


def member(request: ActorRequest, user_id: str) -> "User":
    """Return somebody whose account one manages.  Raises Http404."""
    user = roster.member(user_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if user is None:
        raise Http404
    shows(request, user, MANAGE)
    return user


def _offices(request: ActorRequest) -> list[tuple[str, str]]:
    today = clock.today(request.actor.zone)
    found: Iterable[Office] = roster.offices_to_staff(request.actor, on=today)
    return [(str(office.pk), f"{office.name} · {office.organisation.name}") for office in found]


def _role_choices(held: Iterable[Any]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return sorted(((role.code, label(role.names, language)) for role in held), key=lambda choice: choice[1])


def invited_page(request: ActorRequest, invited: actions.Invited) -> HttpResponse:
    """Show a code once where it goes by hand; else say that the mail is on its way."""
    user = invited.invitation.user
    if not invited.code:
        messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": user.name})
        return redirect("accounts:member", user.pk)
    address = request.build_absolute_uri("/welcome/")
    context = {"user": user, "code": invited.code, "address": address, "invitation": invited.invitation}
    return render(request, "accounts/invited.html", context)


def _stop(request: ActorRequest, user: "User", why: str, **stop: Any) -> HttpResponse:
    back_url = reverse("accounts:member", args=[user.pk])
    context = {"stop": {**stop, "back_url": back_url, "back_to": user.name, "danger": True}, "why": why}
    return render(request, "shell/stop.html", context, status=409 if why else 200)


def _refused(request: ActorRequest, no: NotAllowed) -> HttpResponse:
    return render(request, "shell/refused.html", {"why": reasons.sentence(no.decision.reason)}, status=403)


def last_administrator() -> str:
    """Say that somebody has to manage the staff."""
    return _("Nobody else could manage the staff of this organisation any more. Give somebody else this role first.")
