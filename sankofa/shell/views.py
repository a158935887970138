"""Pages of the shell itself: parked forms, the choice of language, and what is shown when something is refused."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from sankofa.accounts.pages import ActorRequest, page, public
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.shell import drafts, navigation
from sankofa.shell.context import THEME_COOKIE, THEMES


@public("everybody may choose the language they read")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Set the language of the pages and come back to where the person was."""
    return django_set_language(request)


@public("everybody may choose whether pages are light or dark")
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Set light or dark pages, or leave it to the device, and come back to where the person was."""
    wanted = request.POST.get("theme", "")
    back = request.headers.get("referer", "")
    answer = redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/")
    if wanted in THEMES:
        answer.set_cookie(THEME_COOKIE, wanted, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.HTTPS)
    else:
        answer.delete_cookie(THEME_COOKIE)
    return answer


@page(SIGNED_IN)
@require_safe
def more(request: ActorRequest) -> HttpResponse:
    """Show the pages that one needs now and then, each with what it is for."""
    sections: dict[str, list[dict[str, str]]] = {}
    for entry in navigation.entries_for(request.actor):
        if entry.section:
            way = {"url": reverse(entry.view), "label": _(entry.label), "note": _(entry.note), "icon": entry.icon}
            sections.setdefault(_(entry.section), []).append(way)
    return render(request, "shell/more.html", {"sections": list(sections.items())})


@page(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def parked(request: ActorRequest, subject: str) -> HttpResponse:
    """Offer a form again that came after the session ended, to the one who wrote it."""
    held = drafts.draft(owner_id=request.actor.id, flow=drafts.PARKED, subject=subject)
    if held is None or request.actor.watcher:
        return redirect("/")
    path = held.content["path"]
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path = "/"
    if request.method == "POST":
        drafts.drop(owner_id=request.actor.id, flow=drafts.PARKED, subject=subject)
        return redirect(path)
    fields = [(name, value) for name, values in held.content["fields"] for value in values]
    return render(
        request,
        "shell/parked.html",
        {"path": path, "fields": fields, "had_files": held.content["had_files"], "subject": subject},
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that the page was open too long and that nothing was changed."""
    return refused(
        request, _("This page was open too long, so it could not be sent. Go back, reload it, and send it again.")
    )


def refused(request: HttpRequest, why: str, status: int = 403) -> HttpResponse:
    """Show why something may not be done, in words."""
    return render(request, "shell/refused.html", {"why": why}, status=status)


def error_403(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that no role of this person allows the page."""
    return refused(
        request,
        _("Your role does not include this page. If you need it for your work, ask your administrator."),
    )


def error_404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such page, or none that this person may see."""
    return render(request, "shell/not_found.html", status=404)


def error_400(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that the request could not be understood."""
    return refused(request, _("We could not read what your browser sent. Nothing was changed."), status=400)


def error_500(request: HttpRequest) -> HttpResponse:
    """Say that something broke, without needing the database."""
    return render(request, "shell/broken.html", status=500)
