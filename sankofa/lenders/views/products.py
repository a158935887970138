"""Pages of products: the terms and the true price, new ones, new terms, the end of an offer."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.kernel.money import Money, TooManyDecimals
from sankofa.lenders import actions, permissions, queries, sentences
from sankofa.lenders.forms import EndForm, ProductForm
from sankofa.lenders.rules.offers import Offered, OutsideAmounts, OutsideMonths, true_price, usual_amount, usual_months
from sankofa.lenders.views.entering import entered, form_page, lender_shown, may, product_shown, today
from sankofa.shell import words
from sankofa.shell.currencies import currency_of

if TYPE_CHECKING:
    from sankofa.lenders.models import Product, ProductVersion


def shown_price(offered: Offered, amount: Money | None, months: int | None, *, on: date) -> dict[str, Any]:
    """Return the price of a product in words; where it has none, why not."""
    if amount is None or months is None:
        return {"back": "", "notes": [_("There is no price while the amount or the time is not known.")], "rows": []}
    try:
        return sentences.price(true_price(offered, amount, months, starts_on=on))
    except (OutsideAmounts, OutsideMonths) as outside:
        return {"back": "", "notes": [sentences.refusal(outside)], "rows": []}


@page(permissions.VIEW)
@require_safe
def product(request: ActorRequest, product_id: str) -> HttpResponse:
    """Show a product: its true price at an amount and a time, all its terms, and what is not known."""
    held = product_shown(request, product_id, permissions.VIEW)
    versions = queries.versions_of(held)
    now = queries.offered([held], on=today(request)).get(held.pk)
    version = now or versions[0]
    terms = version.to_terms()
    amount, months = _asked(request, terms)
    rows, unknown = sentences.terms(terms)
    known = queries.standing_of(held.lender, on=today(request))
    context = {
        "product": held,
        "tag": sentences.tag(known),
        "until": sentences.until(known),
        "is_offered": now is not None,
        "price": shown_price(terms, amount, months, on=today(request)),
        "asked": {"amount": f"{amount.decimal:f}" if amount else "", "months": months or ""},
        "currency": amount.currency if amount else "",
        "facts": {"title": _("Terms"), "rows": rows, "unknown": []},
        "unknown": unknown,
        "version": version,
        "from_on": words.day(version.from_on),
        "versions": [_version(one) for one in versions],
        "may_keep": may(request, permissions.KEEP),
        "goes_on": versions[0].until_on is None,
    }
    return render(request, "lenders/product.html", context)


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def add_product(request: ActorRequest, lender_id: str) -> HttpResponse:
    """Add a product of a lender."""
    held = lender_shown(request, lender_id, permissions.KEEP)
    usual = {"currency": currency_of(str(held.office.place.country_id))}
    form = ProductForm(request.POST or None, today=today(request), initial=usual)

    def enter() -> "Product":
        return actions.add_product(lender=held, said=form.said(), by=request.actor, at=clock.now())

    if (made := entered(request, form, enter)) is not None:
        return redirect("lenders:product", made.pk)
    return form_page(
        request,
        form,
        title=_("Add a product"),
        button=_("Add it"),
        lead=_lead(),
        back_url=reverse("lenders:lender", args=[held.pk]),
        back_label=held.name,
    )


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def amend_product(request: ActorRequest, product_id: str) -> HttpResponse:
    """Note new terms of a product from a day on."""
    held = product_shown(request, product_id, permissions.KEEP)
    last = queries.versions_of(held)[0]
    form = ProductForm(request.POST or None, held=last.to_terms(), today=today(request), initial={"note": last.note})

    def enter() -> "ProductVersion":
        return actions.amend_product(product=held, said=form.said(), by=request.actor, at=clock.now())

    if entered(request, form, enter) is not None:
        messages.success(request, _("The new terms are noted. Those before stay to be read."))
        return redirect("lenders:product", held.pk)
    return form_page(
        request,
        form,
        title=_("New terms"),
        button=_("Note them"),
        lead=_lead(),
        back_url=reverse("lenders:product", args=[held.pk]),
        back_label=held.name,
    )


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def end_product(request: ActorRequest, product_id: str) -> HttpResponse:
    """Say that a product is offered no more."""
    held = product_shown(request, product_id, permissions.KEEP)
    form = EndForm(request.POST or None, initial={"until_on": today(request)})

    def enter() -> "ProductVersion":
        until_on = form.cleaned_data["until_on"]
        return actions.end_product(product=held, until_on=until_on, by=request.actor, at=clock.now())

    if entered(request, form, enter) is not None:
        return redirect("lenders:product", held.pk)
    return form_page(
        request,
        form,
        title=_("Offered no more"),
        button=_("Save"),
        back_url=reverse("lenders:product", args=[held.pk]),
        back_label=held.name,
    )


def _lead() -> str:
    return _("What nobody knows stays empty: it is never taken for nothing. In a list, a hyphen alone says: none.")


def _asked(request: ActorRequest, terms: Offered) -> tuple[Money | None, int | None]:
    """Return the amount and the time that the address asks for, else those at which the product is usually shown."""
    amount, months = usual_amount(terms), usual_months(terms)
    if amount is not None and request.GET.get("amount"):
        try:
            asked = Money.of(Decimal(request.GET["amount"]), amount.currency)
        except (InvalidOperation, TooManyDecimals, ValueError):
            asked = amount
        amount = asked if 0 < asked.minor < 10**15 else amount
    given = request.GET.get("months", "")
    if given.isascii() and given.isdigit() and len(given) <= 4:
        months = int(given)
    return amount, months


def _version(held: "ProductVersion") -> dict[str, str]:
    until = _("goes on") if held.until_on is None else words.day(held.until_on)
    return {"from": words.day(held.from_on), "until": until, "said_by": held.said_by, "note": held.note}
