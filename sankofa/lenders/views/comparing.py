"""The comparison sheet: up to three offers beside saving first and no loan.  Nothing that is typed here is kept."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.kernel.money import Money, TooManyDecimals
from sankofa.lenders import permissions, queries, side_by_side
from sankofa.lenders.forms import CompareForm
from sankofa.lenders.side_by_side import Asked
from sankofa.lenders.views.entering import today
from sankofa.shell import paper

_STYLE = Path(__file__).parent.parent / "static" / "lenders" / "sheet.css"


@page(permissions.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: ActorRequest) -> HttpResponse:
    """Ask what to compare, and set it side by side: on the page, on paper, as a message."""
    on = today(request)
    rows = list(queries.products(request.actor, on=on))
    offered = queries.offered(rows, on=on)
    there = [one for one in rows if one.pk in offered]
    wanted = request.GET.get("language", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else (get_language() or "en")[:2]
    given = {"language": language, "products": request.GET.getlist("product")}
    form = CompareForm(request.POST or None, products=there, initial=given)
    asked = _asked(form, [offered[one.pk] for one in there]) if form.is_valid() else None
    context: dict[str, Any] = {"form": form, "has_products": bool(there)}
    if asked is None:
        return render(request, "lenders/compare.html", context, status=422 if form.errors else 200)
    chosen = [one for one in there if str(one.pk) in form.cleaned_data["products"]]
    known = {one.lender.pk: one for one in queries.known([product.lender for product in chosen], on=on)}
    columns = [(offered[one.pk], known[one.lender_id]) for one in chosen]
    language = form.cleaned_data["language"] if {"paper", "pdf"} & set(request.POST) else get_language() or "en"
    with translation.override(language):
        context |= {"sheet": side_by_side.sheet(columns, asked, on=clock.today(request.actor.zone))}
        context["is_unreviewed"] = language not in side_by_side.REVIEWED
        answer = _answer(request, context)
    answer["Cache-Control"] = "no-store"
    return answer


def _answer(request: ActorRequest, context: dict[str, Any]) -> HttpResponse:
    if "pdf" in request.POST:
        try:
            made = paper.as_pdf(
                render_to_string("lenders/sheet_print.html", context), style=_STYLE.read_text(encoding="utf-8")
            )
        except paper.NoPrinter:
            context["no_pdf"] = True
        else:
            answer = HttpResponse(made, content_type="application/pdf")
            answer["Content-Disposition"] = 'attachment; filename="offers.pdf"'
            return answer
    return render(request, "lenders/sheet.html" if "paper" in request.POST else "lenders/compare.html", context)


def _asked(form: CompareForm, offered: list[Any]) -> Asked | None:
    """Return what is asked in the currency of the offers, or None where the form now says why it cannot be."""
    said = form.cleaned_data
    chosen = [version.to_terms() for version in offered if str(version.product_id) in said["products"]]
    currencies = {terms.product.most or terms.product.least for terms in chosen} - {None}
    codes = {amount.currency for amount in currencies if amount is not None}
    if len(codes) > 1:
        form.add_error("products", gettext("These offers are in different currencies and cannot stand side by side."))
        return None
    if not codes:
        form.add_error("products", gettext("The amounts of these offers are not known, and so not their currency."))
        return None
    currency = codes.pop()
    told: dict[str, Money | None] = {}
    for name in ("amount", "income", "saving"):
        try:
            told[name] = None if said[name] is None else Money.of(said[name], currency)
        except TooManyDecimals:
            form.add_error(name, gettext("This currency has no such small parts."))
            return None
    amount = told["amount"]
    assert amount is not None, "the form asks for it"
    return Asked(amount, said["months"], told["income"], told["saving"])
