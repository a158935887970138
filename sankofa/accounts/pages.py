"""What makes a view a page: it names the permission it needs, or says plainly that it is public.

A test walks every address of the product and asks each view for its permission, so a page without one cannot ship.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from sankofa.accounts.action import look
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.kernel import clock

P = ParamSpec("P")
V = TypeVar("V", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, by which permission, and whether that goes on record."""

    record: Guarded
    permission: Permission
    is_recorded: bool


class ActorRequest(HttpRequest):
    """A request by somebody signed in."""

    actor: Actor
    shown: Shown


def page(
    permission: Permission,
) -> Callable[[Callable[Concatenate[ActorRequest, P], V]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Make a view a page for those who hold a permission; others sign in first or are told that they may not."""

    def decorate(
        view: Callable[Concatenate[ActorRequest, P], V],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            asked = cast("ActorRequest", request)
            if not access.holds(asked.actor.grants, permission, on=clock.today(asked.actor.zone)):
                raise PermissionDenied(permission.code)
            if asked.actor.watcher and not permission.shows:
                why = _("This page is for working, so it stays closed while you look as %(name)s.")
                return render(request, "shell/refused.html", {"why": why % {"name": asked.actor.name}}, status=403)
            return view(asked, *args, **kwargs)

        cast("Any", guarded).permission = permission
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", guarded)

    return decorate


def shows(request: ActorRequest, record: Guarded, permission: Permission, *, what: str = "") -> None:
    """Say which record a page shows, so that the page tells its reader why they see it.

    Where `what` names the page, the record of events holds that somebody looked.
    """
    if what:
        look(record, permission=permission, by=request.actor, at=clock.now(), what=what)
    request.shown = Shown(record, permission, is_recorded=bool(what))


def public(why: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Say that a view is for everybody, and why."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        cast("Any", view).public_because = why
        return view

    return decorate
