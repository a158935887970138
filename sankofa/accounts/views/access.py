"""Pages about reach: open a file with a reason, look at what others opened, ask why, look as somebody else."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import actions, openings, permissions, queries, reasons, registry, watching
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.forms.access import ExplainForm, OpenForm, ReviewForm
from sankofa.accounts.pages import ActorRequest, page, public, shows
from sankofa.accounts.rules import access
from sankofa.kernel import clock

if TYPE_CHECKING:
    from sankofa.accounts.hooks import File
    from sankofa.accounts.models import Opening, User


@page(permissions.OPEN_OUTSIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_file(request: ActorRequest) -> HttpResponse:
    """Open a file outside one's reach, and show what one opened lately."""
    now = clock.now()
    form = OpenForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.open_with_reason(user=_self(request), **form.cleaned_data, by=request.actor, at=now)
        except actions.NoSuchFile:
            form.add_error("number", _("There is no file with this number that can be opened here."))
        except actions.AlreadySeen as seen:
            messages.info(request, _("You see this file anyway; it need not be opened."))
            return redirect(seen.path)
        except actions.TooManyOpenings as many:
            form.add_error(
                None,
                _("Too many files were opened or tried within a day. The next can be opened from %(moment)s.")
                % {"moment": _moment(many.again_at)},
            )
        except NotAllowed as no:
            form.add_error(None, reasons.because(no.decision))
        else:
            messages.success(
                request, _("Open until %(moment)s. It closes by itself.") % {"moment": _moment(made.ends_at)}
            )
            found = openings.file_numbered(made.number, viewer=request.actor)
            return redirect("accounts:open" if found is None else found.path)
    gone = openings.hidden_from(request.actor, on=_today(request))
    context = {
        "form": form,
        "rows": [_shown(row, now) for row in _own(request) if row.record_id not in gone],
    }
    return render(request, "accounts/open.html", context, status=422 if form.is_bound else 200)


@page(permissions.OPEN_OUTSIDE)
@require_POST
def close_file(request: ActorRequest, opening_id: str) -> HttpResponse:
    """Close a file that one opened."""
    held = openings.own_opening(opening_id, viewer=request.actor)
    if held is None:
        raise Http404
    try:
        actions.close_opening(user=_self(request), opening=held, by=request.actor, at=clock.now())
    except (NotAllowed, actions.ClosedAlready):
        messages.info(request, _("This file is closed already."))
    else:
        messages.success(request, _("Closed."))
    return redirect("accounts:open")


@page(permissions.REVIEW_OPENINGS)
@require_safe
def digest(request: ActorRequest) -> HttpResponse:
    """Show the files that others opened with a reason: what nobody has looked at first."""
    now = clock.now()
    rows = [_shown(row, now) for row in openings.openings_to_review(request.actor, on=_today(request))]
    return render(request, "accounts/digest.html", {"rows": rows})


@page(permissions.REVIEW_OPENINGS)
@require_POST
def review(request: ActorRequest, opening_id: str) -> HttpResponse:
    """Say that one has seen an opening, or question it."""
    held = openings.opening_to_review(opening_id, viewer=request.actor, on=_today(request))
    if held is None:
        raise Http404
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _refused(request, _("Write what you want to know."), status=422)
    try:
        actions.review_opening(
            opening=held,
            is_questioned=form.cleaned_data["verdict"] == "questioned",
            remark=form.cleaned_data["remark"],
            by=request.actor,
            at=clock.now(),
        )
    except NotAllowed as no:
        return _refused(request, reasons.because(no.decision))
    except (actions.ReviewedAlready, actions.OwnOpening):
        messages.info(request, _("Somebody looked at this one already."))
    return redirect("accounts:digest")


@page(permissions.EXPLAIN)
@require_safe
def explain(request: ActorRequest) -> HttpResponse:
    """Say why somebody can or cannot do something to a file: every role of theirs, and whether it reaches."""
    on = _today(request)
    people = list(openings.people_to_explain(request.actor, permissions.EXPLAIN, on=on))
    known = sorted(registry.declared().values(), key=lambda one: one.code)
    form = ExplainForm(request.GET or None, people=people, permissions=known)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        user = next(one for one in people if str(one.pk) == form.cleaned_data["user"])
        permission = registry.declared()[form.cleaned_data["permission"]]
        found = openings.file_numbered(form.cleaned_data["number"], viewer=request.actor)
        if found is not None and not _may_ask_about(request, found, on):
            found = None
        context |= {"asked": True, "name": user.name}
        if found is not None:
            shows(request, found.record, permissions.EXPLAIN, what="accounts.explain")
            actor = user.as_actor()
            findings = access.explain(
                actor.grants, permission, found.record.resource(), actor_id=actor.id, on=on, named_as=actor.named_as
            )
            context |= {
                "found": True,
                "may": findings[0].code.startswith("reaches"),
                "lines": [
                    {"text": reasons.in_words(one), "reaches": one.code.startswith("reaches")} for one in findings
                ],
            }
    return render(request, "accounts/explain.html", context)


@page(permissions.VIEW_AS)
@require_safe
def watch(request: ActorRequest) -> HttpResponse:
    """Show as whom one may look at the pages."""
    on = _today(request)
    people = openings.people_to_explain(request.actor, permissions.VIEW_AS, on=on)
    rows = [user for user in people if openings.may_watch(request.actor, user, on=on)]
    return render(request, "accounts/watch.html", {"rows": rows})


@page(permissions.VIEW_AS)
@require_POST
def watch_begin(request: ActorRequest, user_id: str) -> HttpResponse:
    """Begin to look at the pages as somebody sees them."""
    people = openings.people_to_explain(request.actor, permissions.VIEW_AS, on=_today(request))
    user = people.filter(pk=user_id).first()
    if user is None:
        raise Http404
    at = clock.now()
    try:
        actions.watch(user=user, by=request.actor, at=at)
    except NotAllowed as no:
        return _refused(request, reasons.because(no.decision))
    except actions.NotWatchable:
        return _refused(request, _("This person reaches further than you do, so you cannot look as them."))
    watching.begin(request, user, at=at)
    return redirect("/")


@public("whoever looks as somebody else may stop at any time")
@require_POST
def watch_end(request: HttpRequest) -> HttpResponse:
    """Go back to one's own pages."""
    watching.end(request)
    return redirect("/")


def _may_ask_about(request: ActorRequest, found: "File", on: date) -> bool:
    decision = queries.decision_on(found.record, actor=request.actor, permission=permissions.EXPLAIN, on=on)
    return decision.allowed


def _self(request: ActorRequest) -> "User":
    user = queries.user_by_id(request.actor.id)
    assert user is not None, "whoever asks is signed in"
    return user


def _own(request: ActorRequest) -> list["Opening"]:
    return list(openings.openings_of(request.actor.id)[:10])


def _shown(row: "Opening", now: datetime) -> dict[str, Any]:
    is_open = row.closed_at is None and row.ends_at > now
    return {
        "pk": row.pk,
        "number": row.number,
        "who": row.user.name,
        "office": row.office.name,
        "category": row.get_category_display(),
        "words": row.words,
        "at": _moment(row.opened_at),
        "until": _moment(row.closed_at or row.ends_at),
        "is_open": is_open,
        "is_reviewed": row.reviewed_at is not None,
        "is_questioned": bool(row.is_questioned),
        "remark": row.remark,
        "reviewer": "" if row.reviewed_by is None else row.reviewed_by.name,
    }


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{date_format(local, 'j F Y')} {local:%H:%M}"


def _today(request: ActorRequest) -> date:
    return clock.today(request.actor.zone)


def _refused(request: HttpRequest, why: str, status: int = 403) -> HttpResponse:
    return render(request, "shell/refused.html", {"why": why}, status=status)
