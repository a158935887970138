"""Pages of protected files: protect one, who is named, lifting, and the comparisons nobody else hears of."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on
from sankofa.kernel import clock
from sankofa.kernel.periods import add_months
from sankofa.returnees import actions, permissions, portrait, queries
from sankofa.returnees.forms.protection import NameForm, ProtectForm, ReasonForm, SettleForm
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.models import Named, Person


@page(permissions.LOOK_AFTER)
@require_safe
def protected_files(request: ActorRequest) -> HttpResponse:
    """Show the protected files on which the viewer is named, and the comparisons that wait for them."""
    today = clock.today(request.actor.zone)
    files = [
        {
            "row": portrait.row(held.person, on=today),
            "review": words.day(held.review_on),
            "is_overdue": held.review_on <= today,
            "url": _address(held.person),
        }
        for held in queries.protected_files(request.actor, on=today)
    ]
    pairs = [
        {"match": one, "protected": portrait.row(one.person, on=today), "other": portrait.row(one.other, on=today)}
        for one in queries.matches(request.actor, on=today)
    ]
    return render(request, "returnees/protected.html", {"files": files, "pairs": pairs, "form": SettleForm()})


@page(permissions.PROTECT)
@require_http_methods(["GET", "HEAD", "POST"])
def protect(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask why a file is to be protected, and protect it."""
    person = _person(request, person_id)
    if person.is_protected:
        return redirect("returnees:protection", person.pk)
    form = ProtectForm(request.POST or None)
    if form.is_valid():
        at = clock.now()
        try:
            actions.protect(
                person=person,
                kind=form.cleaned_data["kind"],
                reason=form.cleaned_data["reason"],
                review_on=add_months(clock.today(request.actor.zone), form.cleaned_data["months"]),
                by=request.actor,
                at=at,
            )
        except actions.AlreadyProtected:
            return redirect("returnees:protection", person.pk)
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, _("The file is protected. For everybody who is not named on it, it is not there."))
        return redirect("returnees:protection", person.pk)
    today = clock.today(request.actor.zone)
    officers = [user.name for user in queries.officers_for(person, on=today)]
    context = {"identity": _identity(request, person), "person": person, "form": form, "officers": officers}
    return render(request, "returnees/protect.html", context, status=422 if form.is_bound else 200)


@page(permissions.VIEW)
@require_safe
def protection(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show to whoever is named on a protected file why it is protected and who else is named."""
    person = _person(request, person_id)
    return _protection_page(request, person)


@page(permissions.LOOK_AFTER)
@require_POST
def name_on(request: ActorRequest, person_id: str) -> HttpResponse:
    """Name somebody on a protected file."""
    person = _person(request, person_id)
    form = NameForm(request.POST, people=_could_be_named(request, person))
    if not form.is_valid():
        return _protection_page(request, person, naming=form)
    try:
        actions.name_on(
            person=person,
            user_id=form.cleaned_data["user"],
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=clock.now(),
        )
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except (actions.AlreadyNamed, actions.OutOfReach, actions.NotProtected):
        return refused(request, _("This person cannot be named on this file now. Open the page again."))
    messages.success(request, _("They are named on the file now."))
    return redirect("returnees:protection", person.pk)


@page(permissions.LOOK_AFTER)
@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: ActorRequest, person_id: str, user_id: str) -> HttpResponse:
    """Ask why somebody is to be taken off a protected file, and take them off."""
    person = _person(request, person_id)
    named = next((row for row in _still_named(person) if str(row.user_id) == str(user_id)), None)
    if named is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.take_off(
                person=person,
                user_id=str(named.user_id),
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except (actions.NotNamed, actions.LastOfficer):
            return refused(
                request,
                _("They are the last protection officer on this file. Name another one first, or the file is lost."),
            )
        if str(named.user_id) == request.actor.id:
            return redirect("returnees:people")
        messages.success(request, _("They are no longer named on the file."))
        return redirect("returnees:protection", person.pk)
    title = _("Take %(name)s off this file") % {"name": named.user.name}
    return _reason_page(request, person, form, title, _("For them there is no such file any more, at once."))


@page(permissions.LOOK_AFTER)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask why the protection of a file ends, and lift it."""
    person = _person(request, person_id)
    if not person.is_protected:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.lift(person=person, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, _("The file is no longer protected."))
        return redirect(portrait.link(person))
    warning = _("The file is there again for everybody whose role reaches it.")
    return _reason_page(request, person, form, _("Lift the protection of this file"), warning)


@page(permissions.LOOK_AFTER)
@require_POST
def match(request: ActorRequest, match_id: str) -> HttpResponse:
    """Answer whether two people are one."""
    held = queries.matches(request.actor, on=clock.today(request.actor.zone)).filter(pk=match_id).first()
    if held is None:
        raise Http404
    form = SettleForm(request.POST)
    if not form.is_valid():
        return refused(request, _("Choose whether the two are one person."), status=422)
    actions.settle_match(
        match=held,
        is_same=form.cleaned_data["is_same"],
        note=form.cleaned_data["note"],
        by=request.actor,
        at=clock.now(),
    )
    messages.success(request, _("Noted. Nobody else hears of it."))
    return redirect("returnees:protected")


def _protection_page(request: ActorRequest, person: "Person", naming: NameForm | None = None) -> HttpResponse:
    held = queries.protection_of(person)
    if held is None:
        raise Http404
    shows(request, person, permissions.VIEW, what="returnees.protection_page")
    today = clock.today(request.actor.zone)
    looks_after = decision_on(person, actor=request.actor, permission=permissions.LOOK_AFTER, on=today).allowed
    people = _could_be_named(request, person) if looks_after else []
    context = {
        "identity": _identity(request, person),
        "person": person,
        "facts": {
            "title": _("Why this file is protected"),
            "rows": [
                {"label": _("The danger"), "value": queries.kind_words(held)},
                {"label": _("Why"), "value": held.reason},
                {"label": _("Protected since"), "value": words.moment(held.protected_at)},
                {"label": _("By"), "value": None if held.protected_by is None else held.protected_by.name},
                {"label": _("Looked at again by"), "value": words.day(held.review_on)},
            ],
        },
        "named": [_shown(row) for row in queries.named_rows(person)],
        "looks_after": looks_after,
        "form": (naming or NameForm(people=people)) if people else None,
    }
    return render(request, "returnees/protection.html", context, status=200 if naming is None else 422)


def _shown(row: "Named") -> dict[str, Any]:
    return {
        "name": row.user.name,
        "since": words.moment(row.named_at),
        "reason": row.reason,
        "ended": None if row.ended_at is None else words.moment(row.ended_at),
        "user_id": row.user_id,
    }


def _still_named(person: "Person") -> list["Named"]:
    return [row for row in queries.named_rows(person) if row.ended_at is None]


def _could_be_named(request: ActorRequest, person: "Person") -> list[Any]:
    named = queries.named_on(person)
    on = clock.today(request.actor.zone)
    return [user for user in queries.who_could_see(person, on=on) if str(user.pk) not in named]


def _reason_page(request: ActorRequest, person: "Person", form: ReasonForm, title: str, warning: str) -> HttpResponse:
    context = {
        "identity": _identity(request, person),
        "person": person,
        "form": form,
        "title": title,
        "warning": warning,
    }
    return render(request, "returnees/for_a_reason.html", context, status=422 if form.is_bound else 200)


def _person(request: ActorRequest, person_id: str) -> "Person":
    found = queries.person(person_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if found is None:
        raise Http404
    shows(request, found, permissions.VIEW)
    return found


def _identity(request: ActorRequest, person: "Person") -> dict[str, Any]:
    return portrait.identity(person, queries.journeys_of(person), on=clock.today(request.actor.zone))


def _address(person: "Person") -> str:
    return f"{portrait.link(person)}protection/"
