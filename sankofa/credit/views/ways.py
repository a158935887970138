"""Pages of what follows a check: the talk about the loan, the way the person chooses, a rule set aside."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.credit import actions, labels, permissions, queries, sayings
from sankofa.credit.forms import ChooseForm, LoanTalkForm, OverrideForm
from sankofa.credit.rules import overrides
from sankofa.credit.rules.overrides import ROLES
from sankofa.credit.rules.policy import DEFAULT
from sankofa.credit.rules.suitability import rule_of
from sankofa.credit.views.reading import METHODS, answered, bar, changed_meanwhile, check_at, reader_of
from sankofa.kernel import clock
from sankofa.lenders import side_by_side
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from datetime import date

    from sankofa.credit.models import LoanCheck
    from sankofa.credit.rules.holding import Falls
    from sankofa.lenders.models import ProductVersion

_BY = {
    "supervisor": (permissions.SET_ASIDE, actions.set_aside),
    "protection_officer": (permissions.SET_ASIDE_SAFETY, actions.set_aside_for_safety),
    "counsellor": (permissions.CHECK, actions.accept_skill),
}
"""Which role of the rules a permission stands for, and its action."""


@page(permissions.CHECK)
@never_cache
@require_http_methods(METHODS)
def talk(request: ActorRequest, check_id: str) -> HttpResponse:
    """Note the talk about the offer of a check."""
    held, today = check_at(request, check_id)
    form = LoanTalkForm(request.POST or None, initial={"held_on": today})
    version = held.version
    if version is not None and form.is_valid():
        try:
            made = actions.note_loan_talk(
                person=held.person,
                version=version,
                said=form.said(),
                held_on=form.cleaned_data["held_on"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BadTalk as bad:
            form.add_error("held_on", sayings.say(bad.finding))
        else:
            told = gettext("Saved. They think it over until %(day)s; then look again.")
            messages.success(request, told % {"day": words.day(made.think_until)})
            return redirect("credit:check", held.pk)
    context = {
        **bar(request, held.person, today),
        "check": held,
        "offer": "" if version is None else sayings.offer_name(version),
        "questions": list(side_by_side.questions()),
        "compare_url": "" if version is None else _compare_url(version, held.person.language),
    }
    return answered(request, "talk", context, form)


def _compare_url(version: "ProductVersion", spoken: str) -> str:
    """Return where the offer stands beside others, with the paper in the person's language where there is one."""
    asked = {"product": str(version.product_id)}
    if spoken in dict(settings.LANGUAGES):
        asked["language"] = spoken
    return f"{reverse('lenders:compare')}?{urlencode(asked)}"


@page(permissions.CHECK)
@never_cache
@require_http_methods(METHODS)
def choose(request: ActorRequest, check_id: str) -> HttpResponse:
    """Note which way the person chose; where they ask a lender against what was found, stop and check first."""
    held, today = check_at(request, check_id)
    if held.decided_on is None or held.ended_on is not None:
        return changed_meanwhile(request, held)
    form = ChooseForm(request.POST or None, has_offer=held.version is not None)
    if form.is_valid():
        falls = queries.falls(held, on=today)
        way = form.cleaned_data["way"]
        is_breach = way == queries.ASK and falls is not None and falls.value != "another_way"
        if is_breach and "confirmed" not in request.POST:
            stop = _breach(request, held, falls, today)
            return render(
                request, "credit/breach.html", {**bar(request, held.person, today), "stop": stop, "form": form}
            )
        try:
            actions.choose_way(check=held, way=way, words=form.cleaned_data["words"], by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except (actions.Ended, actions.NotDecided):
            return changed_meanwhile(request, held)
        messages.success(request, gettext("Noted. They decide."))
        return redirect("credit:check", held.pk)
    context = {**bar(request, held.person, today), "check": held, "ways": sayings.ways()}
    return answered(request, "choose", context, form)


@page(permissions.VIEW)
@never_cache
@require_http_methods(METHODS)
def set_aside(request: ActorRequest, check_id: str) -> HttpResponse:
    """Set a rule aside for this person, by whom the rules name; no other rule can be."""
    held, today = check_at(request, check_id, permissions.VIEW)
    found = queries.kept(held)
    roles = [role for role, (permission, _do) in _BY.items() if _may(request, held, permission, today)]
    if found is None or not roles:
        raise Http404
    reader = reader_of(request, held.person, today)
    rules: dict[str, str] = {}
    for one in found.findings:
        rule = rule_of(one)
        if ROLES.get(rule, frozenset()) & set(roles):
            is_hidden = one.code in sayings.SAID_ALONE and not reader.may_read_findings
            rules.setdefault(rule, gettext("Something that was said alone") if is_hidden else sayings.say(one))
    initial = {"expires_on": today + timedelta(days=DEFAULT.validity_days)}
    form = OverrideForm(request.POST or None, rules=rules, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        role = next(role for role in roles if role in ROLES[said["rule"]])
        try:
            _BY[role][1](
                check=held,
                rule=said["rule"],
                reason=said["reason"],
                expires_on=said["expires_on"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except (actions.Ended, actions.NotDecided, actions.NotFound):
            return changed_meanwhile(request, held)
        except overrides.WrongDays:
            form.add_error("expires_on", gettext("Choose a day after today, ninety days ahead at most."))
        except overrides.NotMet as unmet:
            form.add_error("rule", _not_met(unmet))
        else:
            messages.success(request, gettext("Saved. Everybody who reads this sees who decided it and why."))
            return redirect("credit:check", held.pk)
    context = {**bar(request, held.person, today), "check": held, "has_rules": bool(rules), "given": _given(held)}
    return answered(request, "set_aside", context, form)


def _may(request: ActorRequest, held: "LoanCheck", permission: Any, on: "date") -> bool:
    return queries.may(held.person, permission, viewer=request.actor, on=on)


def _not_met(unmet: overrides.NotMet) -> str:
    match unmet.rule:
        case "HS2":
            return gettext("Only where the new loan costs less than every old debt, and the home can carry all of it.")
        case "HS3":
            return gettext("Not where the money is to go abroad.")
    return gettext("Fill the whole table first.")


def _given(held: "LoanCheck") -> list[dict[str, str]]:
    rows = held.overrides.select_related("given_by").order_by("created_at", "pk")
    return [
        {
            "who": gettext("%(name)s, until %(day)s")
            % {"name": "" if row.given_by is None else row.given_by.name, "day": words.day(row.expires_on)},
            "reason": row.reason,
        }
        for row in rows
    ]


def _breach(request: ActorRequest, held: "LoanCheck", falls: "Falls | None", on: "date") -> dict[str, Any]:
    found = queries.kept(held)
    told = [] if found is None else sayings.result(found, held, reader_of(request, held.person, on))["barriers"]
    because = "" if falls is None else str(labels.FALLS[falls])
    return {
        "title": gettext("Stop and check: they want to ask, and it does not fit"),
        "text": [
            *(one["text"] for one in told[:3]),
            because,
            gettext("Nothing goes to this lender through us. They are free to go to any lender themselves."),
        ],
        "back_url": reverse("credit:check", args=[held.pk]),
    }
