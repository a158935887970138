"""Pages of contacting a person: their plan, changing it, and sending a neutral message."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages as notes
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.desks import contact
from sankofa.desks.contact_forms import PlanForm, SendForm
from sankofa.kernel import clock
from sankofa.messages import actions, queries, sentences
from sankofa.messages.permissions import CONTACT
from sankofa.messages.rules.contact import Plan
from sankofa.messages.rules.terms import State
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


@page(CONTACT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show how a person may be reached and what was sent; send a neutral message."""
    person = _person(request, person_id)
    held = queries.plan_of(person.pk)
    plan = Plan() if held is None else held.to_terms()
    form = SendForm(request.POST or None, zone=person.office.zone, now=clock.now())
    if form.is_valid():
        code = form.cleaned_data["code"]
        sent = actions.send_neutral(
            person=person,
            code=code,
            facts=form.facts(plan.language),
            until=form.until(),
            by=request.actor,
            at=clock.now(),
        )
        if sent.state == State.HELD:
            reason = str(sentences.HELD[sent.held_because])
            notes.warning(request, _("The message is held back. %(reason)s") % {"reason": reason})
        else:
            notes.success(request, _("The message goes out at the next safe hour."))
        return redirect("desks:contact", person.pk)
    shows(request, person, CONTACT, what="desks.contact_page")
    return render(
        request,
        "desks/contact.html",
        {
            "person": person,
            "identity": _identity(request, person),
            "facts": {
                **contact.facts(held),
                "title": _("How to reach this person"),
                "act": {"url": reverse("desks:contact_plan", args=[person.pk]), "label": _("Ask and write down")},
            },
            "form": form,
            "held_back": contact.held_back(person, next(iter(actions.TO_SEND))),
            "table": {
                "caption": _("Messages, newest first"),
                "hide_caption": True,
                "columns": [{"label": label} for label in (_("What"), _("When"), _("State"), _("Why"))],
                "rows": [
                    {
                        "cells": [
                            sentences.text_in_words(message.code),
                            words.moment(message.sent_at or message.created_at),
                            {
                                "tag": sentences.STATES[message.state][1] or "plain",
                                "value": sentences.STATES[message.state][0],
                            },
                            sentences.why(message.state, message.held_because, message.problem),
                        ]
                    }
                    for message in queries.messages_to(person.pk, 20)
                ],
            },
        },
        status=422 if form.is_bound else 200,
    )


@page(CONTACT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask how a person may be reached, and keep what they say."""
    person = _person(request, person_id)
    held = queries.plan_of(person.pk)
    known = _first_plan(person) if held is None else held.to_terms()
    form = PlanForm(request.POST or None, zone=person.office.zone, plan=known)
    if form.is_valid():
        actions.keep_plan(person=person, plan=form.plan(), by=request.actor, at=clock.now())
        notes.success(request, _("Kept. Ask again at the next talk whether it still holds."))
        return redirect("desks:contact", person.pk)
    shows(request, person, CONTACT, what="desks.contact_plan_page")
    return render(
        request,
        "desks/contact_plan.html",
        {"person": person, "identity": _identity(request, person), "form": form},
        status=422 if form.is_bound else 200,
    )


def _first_plan(person: "Person") -> Plan:
    """Return what the register knows already, before anybody asked: the number, and the person's own language."""
    plan = Plan(number=person.phone or "")
    return replace(plan, language=person.language) if person.language in dict(settings.LANGUAGES) else plan


def _person(request: ActorRequest, person_id: str) -> "Person":
    today = clock.today(request.actor.zone)
    person = register.person(person_id, viewer=request.actor, on=today)
    if person is None or not contact.may_contact(person, viewer=request.actor, on=today):
        raise Http404
    return person


def _identity(request: ActorRequest, person: "Person") -> dict[str, object]:
    today = clock.today(request.actor.zone)
    return portrait.identity(person, register.journeys_of(person), on=today)
