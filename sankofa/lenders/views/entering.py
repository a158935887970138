"""What the pages of lenders do alike: find the record, enter a form, say why something cannot be."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sankofa.accounts.pages import ActorRequest, shows
from sankofa.accounts.rules import access
from sankofa.kernel import clock
from sankofa.lenders import queries, sentences

if TYPE_CHECKING:
    from sankofa.accounts.rules.terms import Permission
    from sankofa.lenders.models import Assessment, Lender, Product

T = TypeVar("T")


def today(request: ActorRequest) -> date:
    """Return the day on the reader's clock."""
    return clock.today(request.actor.zone)


def may(request: ActorRequest, permission: "Permission") -> bool:
    """Whether the reader may do something anywhere."""
    return access.holds(request.actor.grants, permission, on=today(request))


def lender_shown(request: ActorRequest, key: str, permission: "Permission") -> "Lender":
    """Return a lender that the page shows."""
    held = get_object_or_404(queries.lenders(request.actor, on=today(request), permission=permission), pk=key)
    shows(request, held, permission)
    return held


def product_shown(request: ActorRequest, key: str, permission: "Permission") -> "Product":
    """Return a product that the page shows."""
    held = get_object_or_404(queries.products(request.actor, on=today(request), permission=permission), pk=key)
    shows(request, held, permission)
    return held


def assessment_shown(request: ActorRequest, key: str, permission: "Permission") -> "Assessment":
    """Return an assessment that the page shows."""
    held = get_object_or_404(queries.assessments(request.actor, on=today(request), permission=permission), pk=key)
    shows(request, held, permission)
    return held


def entered(request: ActorRequest, form: forms.Form, enter: Callable[[], T]) -> T | None:
    """Return what a sent form made, or None where nothing was sent or the form now says why it cannot be."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return enter()
    except sentences.REFUSALS as why:
        form.add_error(None, sentences.refusal(why))
    return None


def form_page(request: ActorRequest, form: forms.Form, **said: Any) -> HttpResponse:
    """Show a form: `title`, `button`, `back_url`, `back_label`, and what else the page says."""
    sections = getattr(form, "sections", None)
    context = {"form": form, "sections": list(sections()) if sections else [("", list(form.visible_fields()))], **said}
    return render(request, "lenders/form.html", context, status=422 if form.errors else 200)
