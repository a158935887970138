"""Pages of checks: a loan for this person?, the seven questions, the table or what came of it, and the end."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.credit import (
    actions,
    applying,
    early_told,
    known,
    labels,
    permissions,
    queries,
    referred,
    rules_told,
    sayings,
)
from sankofa.credit.forms import SevenForm
from sankofa.credit.rules.overrides import ROLES
from sankofa.credit.rules.suitability import rule_of
from sankofa.credit.views.reading import METHODS, answered, bar, changed_meanwhile, check_at, person_at, reader_of
from sankofa.kernel import clock
from sankofa.returnees import queries as register
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from datetime import date

    from sankofa.credit.models import LoanCheck


@page(permissions.VIEW)
@never_cache
@require_safe
def loan(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show whether a loan was looked at with somebody, and begin it."""
    seen, today = person_at(request, person_id, permissions.VIEW)
    held = queries.checks_of(seen, viewer=request.actor, on=today)
    talks = [
        {
            "title": gettext("Talk about %(offer)s") % {"offer": sayings.offer_name(one.version)},
            "note": gettext("%(day)s; they think it over until %(until)s")
            % {"day": words.day(one.held_on), "until": words.day(one.think_until)},
        }
        for one in queries.talks_of(seen, viewer=request.actor, on=today)
    ]
    may_check = queries.may(seen, permissions.CHECK, viewer=request.actor, on=today)
    context = {
        **bar(request, seen, today),
        "rows": sayings.days_of(held),
        "talks": talks,
        "going_on": next((reverse("credit:check", args=[one.pk]) for one in held if _is_being_asked(one)), ""),
        "may_check": may_check,
        "ways": sayings.ways(),
    }
    return answered(request, "loan", context)


@page(permissions.CHECK)
@never_cache
@require_http_methods(METHODS)
def seven(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask the seven questions; where the answers end the talk, say what comes first and who helps."""
    seen, today = person_at(request, person_id, permissions.CHECK)
    leading = register.leading_of(seen, viewer=request.actor, on=today)
    if leading != seen:
        return redirect("credit:seven", leading.pk)
    held = queries.checks_of(seen, viewer=request.actor, on=today)
    for one in held:
        if _is_being_asked(one):
            return redirect("credit:check", one.pk)
    form = SevenForm(request.POST or None, initial=_known_before(request, held, seen, today))
    if form.is_valid():
        try:
            made = actions.begin_check(person=seen, seven=form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BeingAsked:
            messages.info(request, gettext("A colleague is asking already. This is how it stands."))
            return redirect("credit:loan", seen.pk)
        return redirect("credit:check", made.pk)
    return answered(request, "seven", bar(request, seen, today), form)


@page(permissions.VIEW)
@never_cache
@require_safe
def check(request: ActorRequest, check_id: str) -> HttpResponse:
    """Show a check: the table while it is being asked, then what came of it."""
    held, today = check_at(request, check_id, permissions.VIEW)
    if held.decided_on is None and held.ended_on is None:
        return _table(request, held, today)
    return _result(request, held, today)


@page(permissions.CHECK)
@never_cache
@require_POST
def decide(request: ActorRequest, check_id: str) -> HttpResponse:
    """Let the rules look at the table as it stands."""
    held, _today = check_at(request, check_id)
    try:
        actions.decide_check(check=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except (actions.Decided, actions.Ended):
        return changed_meanwhile(request, held)
    except CannotOpen:
        messages.error(request, gettext("It cannot be opened now: a key is missing."))
    return redirect("credit:check", held.pk)


@page(permissions.CHECK)
@never_cache
@require_POST
def again(request: ActorRequest, check_id: str) -> HttpResponse:
    """Look again: the table anew with what was asked before, or the seven questions where only they were asked."""
    held, today = check_at(request, check_id)
    found = queries.kept(held)
    if found is None or not found.case:
        return redirect("credit:seven", held.person_id)
    try:
        made = actions.look_again(check=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except (actions.BeingAsked, actions.NotDecided):
        latest = queries.latest(held.person, viewer=request.actor, on=today)
        return changed_meanwhile(request, latest or held)
    return redirect("credit:check", made.pk)


@page(permissions.CHECK)
@never_cache
@require_http_methods(METHODS)
def withdraw(request: ActorRequest, check_id: str) -> HttpResponse:
    """Note that the person does not want to go on; nothing stays open."""
    held, today = check_at(request, check_id)
    if request.method == "POST":
        try:
            actions.withdraw(check=held, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.Ended:
            return changed_meanwhile(request, held)
        messages.success(request, gettext("Nothing stays open. The other help goes on as it was."))
        return redirect("credit:loan", held.person_id)
    stop = {
        "title": gettext("They do not want to go on?"),
        "text": [
            gettext("Everything about a loan ends here, and nothing more goes to a lender because of it."),
            gettext("That is fine. Their other help does not change, and they can ask again at any time."),
        ],
        "submit": gettext("Yes, they do not want to go on"),
        "back_url": reverse("credit:check", args=[held.pk]),
    }
    return render(request, "credit/stop.html", {**bar(request, held.person, today), "stop": stop})


def _is_being_asked(one: "LoanCheck") -> bool:
    return one.decided_on is None and one.ended_on is None


def _known_before(request: ActorRequest, held: "list[LoanCheck]", seen: Any, on: "date") -> dict[str, Any]:
    """Return what was told before, for the seven questions: an earlier look, and what the plan says now."""
    initial: dict[str, Any] = {}
    if held and held[0].seven is not None:
        initial |= {name: value for name, value in held[0].seven.items() if value is not None}
        for name in ("left_over", "debt_presses", "own_money"):
            initial.pop(name, None)  # these change from month to month, so they are asked anew
    told = known.grant_known(seen, viewer=request.actor, on=on)
    return initial | ({} if told is None else {"grant": told.value})


def _table(request: ActorRequest, held: "LoanCheck", on: "date") -> HttpResponse:
    context = {**bar(request, held.person, on), "check": held}
    try:
        table = known.table_of(held, viewer=request.actor, on=on)
    except CannotOpen:
        return answered(request, "closed", context)
    cards = sayings.table_cards(table, held, reader_of(request, held.person, on))
    may_check = queries.may(held.person, permissions.CHECK, viewer=request.actor, on=on)
    open_lines = sum(card["open"] for card in cards)
    context |= {
        "cards": cards if may_check else [{**card, "url": ""} for card in cards],
        "may_check": may_check,
        "rules": rules_told.applied(applying.to_offer(held.version)),
        "open_lines": words.number(open_lines) if open_lines else "",
        "since": words.day(held.begun_on),
    }
    return answered(request, "table", context)


def _result(request: ActorRequest, held: "LoanCheck", on: "date") -> HttpResponse:
    found = queries.kept(held)
    context = {**bar(request, held.person, on), "check": held}
    if found is None:
        return answered(request, "closed", context)
    falls = queries.falls(held, on=on)
    rules = {rule_of(one) for one in found.findings}
    may_check = queries.may(held.person, permissions.CHECK, viewer=request.actor, on=on)
    may_set_aside = {
        "supervisor": queries.may(held.person, permissions.SET_ASIDE, viewer=request.actor, on=on),
        "protection_officer": queries.may(held.person, permissions.SET_ASIDE_SAFETY, viewer=request.actor, on=on),
        "counsellor": may_check,
    }
    can_be_set_aside = any(may_set_aside[role] for rule in rules & ROLES.keys() for role in ROLES[rule] if found.case)
    assert held.decided_on is not None, "a check that is shown so was decided"
    assert held.valid_until is not None, "a check that was decided runs out"
    version = held.version
    context |= {
        "result": sayings.result(found, held, reader_of(request, held.person, on)),
        "rules": rules_told.applied(found.policy),
        "stands": early_told.standing(held),
        "decided_on": words.day(held.decided_on),
        "decided_by": "" if held.decided_by is None else held.decided_by.name,
        "valid_until": words.day(held.valid_until),
        "falls": "" if falls is None else falls.value,
        "falls_text": "" if falls is None else str(labels.FALLS[falls]),
        "offer": "" if version is None else sayings.offer_name(version),
        "was_whole": bool(found.case),
        "ways": sayings.ways(),
        "chosen": sayings.chosen(held),
        "is_ended": held.ended_on is not None,
        "ended_note": sayings.note(held) if held.ended_on is not None else "",
        "may_check": may_check and held.ended_on is None,
        "introduce_url": "" if falls is not None else _introduce_url(request, held, on),
        "may_set_aside": can_be_set_aside and held.ended_on is None,
    }
    return answered(request, "result", context)


def _introduce_url(request: ActorRequest, held: "LoanCheck", on: "date") -> str:
    """Return where a person who chose to ask a lender is introduced to it; empty for whoever may not, or chose else."""
    if held.version is None or held.ended_on is not None or (held.chosen or {}).get("way") != "ask":
        return ""
    if not referred.may_refer(held.person, viewer=request.actor, on=on):
        return ""
    return reverse("credit:introduce", args=[held.person_id, held.version.product_id])
