"""Pages that put somebody into the register by hand: search first, one page of questions, a receipt."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import actions, histories, permissions, portrait, queries
from sankofa.returnees.forms.adding import FirstPageForm
from sankofa.returnees.forms.typed import district_names
from sankofa.returnees.perhaps_twice import perhaps_twice
from sankofa.returnees.rules import names, search
from sankofa.returnees.rules.terms import PersonKind
from sankofa.returnees.views import came
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.returnees.models import Person

_SALT = "returnees.first_page"


@page(permissions.REGISTER)
@require_safe
def add(request: ActorRequest) -> HttpResponse:
    """Search before anybody is added: what is found is shown with what speaks for it."""
    today = clock.today(request.actor.zone)
    text = request.GET.get("q", "").strip()
    found = queries.find(text, viewer=request.actor, on=today) if text else None
    rows = []
    if found is not None:
        rows = [
            {**portrait.row(person, on=today), "evidence": _evidence(person, found.understood)}
            for person in found.people
        ]
    context = {"query": text, "rows": rows, "searched": found is not None, "is_cut": found is not None and found.is_cut}
    return render(request, "returnees/add.html", context)


@page(permissions.REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def first_page(request: ActorRequest) -> HttpResponse:
    """Ask the first page about somebody, and put them into the register; only from the search there is a way here."""
    if request.method != "POST":
        return redirect("returnees:add")
    today = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.REGISTER, on=today))
    if not offices:
        raise Http404
    number = _number(request)
    if number is None:
        form = FirstPageForm(
            offices=offices,
            on=today,
            initial={
                "office": request.actor.office,
                **_sought(request),
                **_begun_as(request),
                **came.begun(request, on=today),
            },
        )
        return _first_page(request, form, signing.dumps([request.actor.id, str(uuid7())], salt=_SALT))
    form = FirstPageForm(
        request.POST, offices=offices, on=today, number=number, initial={"office": request.actor.office}
    )
    if not form.is_valid():
        return _first_page(request, form, request.POST["number"])
    try:
        done = actions.register(
            office=form.chosen_office, number=number, said=form.said(), by=request.actor, at=clock.now()
        )
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NotOneLife as wrong:
        form.judge(wrong.findings)
        return _first_page(request, form, request.POST["number"])
    except actions.NumberTaken:
        return redirect("returnees:add")
    came.taken_in(request, done.people[0], on=today)
    return redirect("returnees:added", done.people[0].pk)


@page(permissions.REGISTER)
@require_safe
def added(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the receipt: the case number, and what comes next."""
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None:
        raise Http404
    shows(request, seen, permissions.VIEW, what="returnees.added_page")
    came = histories.record_of(seen, "registration", None)
    by_phone = [gettext("Note who called, on whose phone, and when to call back: “Correct or complete”.")]
    receipt = {
        "title": gettext("%(name)s is in the register") % {"name": portrait.name(seen)},
        "number": seen.case_number,
        "number_label": gettext("Case number"),
        "at": words.moment(seen.created_at),
        "next": [
            *(by_phone if came.channel == "phone" else []),
            gettext("Ask what we may keep and share. The task waits on the page of the person."),
            gettext("Add papers, family and more journeys when there is time: “Correct or complete”."),
        ],
        "on_url": portrait.link(seen),
        "on_label": gettext("Go to the page of the person"),
    }
    twice = perhaps_twice(seen, viewer=request.actor, on=today)
    return render(request, "returnees/added.html", {"receipt": receipt, "twice": twice})


def _first_page(request: ActorRequest, form: FirstPageForm, number: str) -> HttpResponse:
    office: Office = form.chosen_office
    begun_as = form.initial.get("kind") or form.data.get("begun_as", "")
    context = {
        "form": form,
        "number": number,
        "begun_as": begun_as,
        "came": request.POST.get("came", ""),
        "districts": district_names(office.place.country_id),
    }
    return render(request, "returnees/first_page.html", context, status=422 if form.is_bound else 200)


def _number(request: ActorRequest) -> UUID | None:
    """Return the number of the form that comes back; None where it is not one that this person was given."""
    with suppress(signing.BadSignature, ValueError, TypeError):
        owner, number = signing.loads(request.POST.get("number", ""), salt=_SALT)
        if owner == request.actor.id:
            return UUID(number)
    return None


def _begun_as(request: ActorRequest) -> dict[str, str]:
    """Return what somebody is, where it was said before the page: so the page asks what fits them."""
    kind = request.POST.get("kind", "")
    return {"kind": kind} if kind in set(PersonKind) else {}


def _sought(request: ActorRequest) -> dict[str, Any]:
    """Return what was searched for, where the page can begin with it."""
    text = request.POST.get("q", "").strip()
    asked = search.understood(text)
    match asked.sought:
        case search.Sought.NAME if names.is_latin(text):
            given, _, family = text.rpartition(" ")
            return (
                {"given_name": given.title(), "family_name": family.title()} if given else {"given_name": text.title()}
            )
        case search.Sought.NAME:
            return {"native_name": text}
        case search.Sought.NUMBER if not any(sign.isalpha() for sign in text):
            return {"phone": text}
        case _:
            return {}


def _evidence(person: "Person", asked: search.Question) -> str:
    """Return what speaks for somebody who was found."""
    match asked.sought:
        case search.Sought.CASE_NUMBER:
            return gettext("this case number")
        case search.Sought.NUMBER:
            return gettext("this phone or paper")
        case _:
            held = set(names.tokens(f"{person.name} {person.native_name}"))
            if set(asked.tokens) <= held:
                return gettext("the same name")
            if all(any(word.startswith(token) for word in held) for token in asked.tokens):
                return gettext("the name begins so")
            return gettext("the name sounds alike")
