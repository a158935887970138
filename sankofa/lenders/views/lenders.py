"""Pages of lenders: the list, one lender with all that is known of it, adding one and putting it right."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.lenders import actions, hooks, permissions, queries, sentences
from sankofa.lenders.forms import LenderForm
from sankofa.lenders.rules.due_diligence import Status
from sankofa.lenders.rules.offers import usual_amount, usual_months
from sankofa.lenders.rules.standing import LenderKind
from sankofa.lenders.views.entering import entered, form_page, lender_shown, may, today
from sankofa.lenders.views.products import shown_price
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.lenders.models import Assessment, Lender


@page(permissions.VIEW)
@require_safe
def lenders(request: ActorRequest) -> HttpResponse:
    """Show the lenders that one may see, and where each stands."""
    rows = [
        {
            "url": reverse("lenders:lender", args=[one.lender.pk]),
            "cells": [
                one.lender.name,
                one.lender.get_kind_display(),
                ", ".join(one.lender.places) or None,
                {"value": sentences.tag(one)["label"], "tag": sentences.tag(one)["kind"] or "plain"},
                sentences.until(one),
            ],
        }
        for one in queries.known(queries.lenders(request.actor, on=today(request)), on=today(request))
    ]
    table = {
        "caption": _("Lenders, by name"),
        "hide_caption": True,
        "columns": [
            {"label": _("Lender")},
            {"label": _("Kind of lender")},
            {"label": _("Places it serves")},
            {"label": _("Where it stands")},
            {"label": _("Until when")},
        ],
        "rows": rows,
    }
    return render(request, "lenders/lenders.html", {"table": table, "may_keep": may(request, permissions.KEEP)})


@page(permissions.VIEW)
@require_safe
def lender(request: ActorRequest, lender_id: str) -> HttpResponse:
    """Show a lender: where it stands and until when, its products with what they cost, what was found about it."""
    held = lender_shown(request, lender_id, permissions.VIEW)
    known = queries.standing_of(held, on=today(request))
    assessments = queries.assessments_of(held)
    lends = held.kind != LenderKind.REFERRAL.value
    context = {
        "lender": held,
        "tag": sentences.tag(known),
        "until": sentences.until(known),
        "conditions": known.conditions,
        "stop": _stop(request, known),
        "may_stop": lends and known.suspension is None and may(request, permissions.DECIDE),
        "reported": list(_reported(request, held)),
        "facts": _facts(held, with_contact=may(request, permissions.KEEP)),
        "products": _products(request, held),
        "lends": lends,
        "assessments": [_assessment(one) for one in assessments],
        "may_keep": may(request, permissions.KEEP),
        "may_link": lends and may(request, permissions.LINK),
        "may_assess": lends
        and may(request, permissions.ASSESS)
        and all(one.decided_at is not None for one in assessments),
    }
    return render(request, "lenders/lender.html", context)


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def add_lender(request: ActorRequest) -> HttpResponse:
    """Put a lender on the list."""
    offices = queries.offices_for(request.actor, on=today(request))
    if not offices:
        return refused(request, _("Your role does not reach an office that keeps a list of lenders."))
    form = LenderForm(request.POST or None, offices=offices)

    def enter() -> "Lender":
        office = next(one for one in offices if str(one.pk) == form.cleaned_data["office"])
        return actions.add_lender(office=office, said=form.said(), by=request.actor, at=clock.now())

    if (made := entered(request, form, enter)) is not None:
        messages.success(request, _("The lender is on the list. Nobody is sent there before it was looked into."))
        return redirect("lenders:lender", made.pk)
    return form_page(
        request,
        form,
        title=_("Add a lender"),
        button=_("Add it"),
        back_url=reverse("lenders:lenders"),
        back_label=_("Lenders"),
    )


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def amend_lender(request: ActorRequest, lender_id: str) -> HttpResponse:
    """Put right what is said of a lender."""
    held = lender_shown(request, lender_id, permissions.KEEP)
    form = LenderForm(request.POST or None, held=held)

    def enter() -> "Lender":
        return actions.amend_lender(lender=held, said=form.said(), by=request.actor, at=clock.now())

    if entered(request, form, enter) is not None:
        return redirect("lenders:lender", held.pk)
    return form_page(
        request,
        form,
        title=_("Put right what is said of the lender"),
        button=_("Save"),
        back_url=reverse("lenders:lender", args=[held.pk]),
        back_label=held.name,
    )


def _stop(request: ActorRequest, known: queries.Known) -> dict[str, str] | None:
    if known.suspension is None:
        return None
    url = reverse("lenders:lift", args=[known.suspension.pk]) if may(request, permissions.DECIDE) else ""
    return {"why": known.suspension.why, "url": url}


def _reported(request: ActorRequest, held: "Lender") -> Iterator[str]:
    """Yield what loans that were reported to us say of a lender, for those who may see them."""
    for told in hooks.reported.answers(held, request.actor, today(request)):
        yield from told


def _facts(held: "Lender", *, with_contact: bool) -> dict[str, Any]:
    rows = [
        {"label": _("Kind of lender"), "value": held.get_kind_display()},
        {"label": _("Licence or registration"), "value": held.licence or None},
        {"label": _("Places it serves"), "value": ", ".join(held.places) or None},
        {"label": _("Phone of the lender"), "value": held.phone or None},
        {"label": _("Where customers complain"), "value": held.complaints or None},
        {"label": _("On the list of"), "value": held.office.name},
        {"label": _("Who signs in for it"), "value": None if held.organisation is None else held.organisation.name},
        {"label": _("Where we know this from"), "value": held.said_by or None},
    ]
    if with_contact:
        rows.insert(4, {"label": _("Whom we spoke with"), "value": held.contact or None})
    return {"title": _("About this lender"), "rows": rows}


def _products(request: ActorRequest, held: "Lender") -> list[dict[str, Any]]:
    rows = list(queries.products(request.actor, on=today(request)).filter(lender=held))
    offered = queries.offered(rows, on=today(request))
    found = []
    for one in rows:
        version = offered.get(one.pk)
        told: dict[str, Any] = {"url": reverse("lenders:product", args=[one.pk]), "name": one.name, "price": None}
        if version is not None:
            terms = version.to_terms()
            told["price"] = shown_price(terms, usual_amount(terms), usual_months(terms), on=today(request))
        found.append(told | {"is_offered": version is not None})
    return found


def _assessment(held: "Assessment") -> dict[str, Any]:
    kinds = {Status.APPROVED.value: "good", Status.CONDITIONAL.value: "care", Status.REFUSED.value: "danger"}
    return {
        "url": reverse("lenders:assessment", args=[held.pk]),
        "begun": words.day(held.created_at.date()),
        "tag": {"label": held.get_status_display(), "kind": kinds.get(held.status, "")},
        "until": "" if held.valid_until is None else words.day(held.valid_until),
    }
