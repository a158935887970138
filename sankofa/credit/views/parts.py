"""Pages of the whole table, one for each part."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.credit import actions, known, labels, permissions
from sankofa.credit.forms import PARTS, OfferForm, PartForm
from sankofa.credit.rules.table import Part, ReasonMissing, parts_of
from sankofa.credit.views.reading import METHODS, answered, bar, changed_meanwhile, check_at, reader_of
from sankofa.debts import portrait as debts_told
from sankofa.debts import queries as debts
from sankofa.kernel import clock
from sankofa.lenders import queries as lenders
from sankofa.lenders import sentences
from sankofa.lenders.rules.offers import OutsideAmounts, OutsideMonths, true_price
from sankofa.shell.views import refused
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from datetime import date

    from sankofa.credit.known import Table
    from sankofa.credit.models import LoanCheck
    from sankofa.lenders.models import ProductVersion


@page(permissions.CHECK)
@never_cache
@require_http_methods(METHODS)
def part(request: ActorRequest, check_id: str, part: str) -> HttpResponse:
    """Ask one page of the table."""
    held, today = check_at(request, check_id)
    if part not in set(Part):
        raise Http404
    asked = Part(part)
    if asked is Part.ALONE and not reader_of(request, held.person, today).may_read_alone:
        raise Http404
    if held.decided_on is not None or held.ended_on is not None:
        return changed_meanwhile(request, held)
    try:
        table = known.table_of(held, viewer=request.actor, on=today)
    except CannotOpen:
        return answered(request, "closed", {**bar(request, held.person, today), "check": held})
    if asked not in parts_of(table.beside.offer):
        raise Http404
    form, offered = _form(request, asked, held, table, today)
    if form.is_valid():
        try:
            if _kept(request, form, held, offered, today):
                return redirect(_next(asked, held, form, offered))
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except (actions.Decided, actions.Ended):
            return changed_meanwhile(request, held)
    context = {
        **bar(request, held.person, today),
        "check": held,
        "title": labels.PARTS[asked],
        "part": asked.value,
        "groups": form.groups() if asked is Part.OTHERS else [],  # type: ignore[attr-defined]
        "elsewhere": _elsewhere(asked, held),
    }
    return answered(request, "part", context, form)


def _form(
    request: ActorRequest, asked: Part, held: "LoanCheck", table: "Table", on: "date"
) -> "tuple[PartForm, dict[str, ProductVersion]]":
    given: dict[str, Any] = {"table": table.lines, "currency": table.beside.currency}
    offered: dict[str, ProductVersion] = {}
    if asked is Part.MONEY:
        given["on"] = on
    elif asked is Part.DEBTS:
        owing = table.owing.debts or {}
        rows = [row for row in table.owing.rows if owing[str(row.pk)].is_open]
        given["debts"] = [(str(row.pk), debts_told.title_of(debts.opened(row).told)) for row in rows]
    elif asked is Part.OFFER:
        products = list(lenders.products(request.actor, on=on))
        offered = {str(key): version for key, version in lenders.offered(products, on=on).items()}
        given["products"] = [one for one in products if str(one.pk) in offered]
        given["chosen"] = "" if held.version is None else str(held.version.product_id)
        given["papers"] = [] if table.version is None else list(table.version.to_terms().product.documents or ())
    return PARTS[asked](request.POST if request.method == "POST" else None, **given), offered


def _kept(
    request: ActorRequest, form: PartForm, held: "LoanCheck", offered: "dict[str, ProductVersion]", on: "date"
) -> bool:
    """Keep the answers; where that cannot be, the form says why.  Raises as the actions do."""
    try:
        if isinstance(form, OfferForm):
            version = offered.get(form.cleaned_data["product"])
            if version is not None and not _lends(form, version, on):
                return False
            actions.note_offer(check=held, version=version, answers=form.answers(), by=request.actor, at=clock.now())
        else:
            why = form.cleaned_data.get("why", "")
            actions.note_part(check=held, answers=form.answers(), why=why, by=request.actor, at=clock.now())
    except ReasonMissing as missing:
        form.ask_why(missing.names)
        return False
    return True


def _lends(form: OfferForm, version: "ProductVersion", on: "date") -> bool:
    """Whether the lender lends this amount for this time; else the form says what it lends."""
    amount, months = form.cleaned_data["amount"], form.cleaned_data["loan_months"]
    if amount is None or months is None:
        return True
    terms = version.to_terms()
    limit = terms.product.most or terms.product.least
    if limit is not None and limit.currency != amount.currency:
        return True  # the money was another offer's; the amount is asked again in this one's
    try:
        true_price(terms, amount, months, starts_on=on)
    except OutsideAmounts as outside:
        form.add_error("amount", sentences.refusal(outside))
    except OutsideMonths as outside:
        form.add_error("loan_months", sentences.refusal(outside))
    return not form.errors


def _next(asked: Part, held: "LoanCheck", form: PartForm, offered: "dict[str, ProductVersion]") -> str:
    """Return where to go on: to the papers of an offer just chosen, else back to the table."""
    if asked is Part.OFFER and "documents" not in form.fields:
        version = offered.get(form.cleaned_data["product"])
        if version is not None and version.to_terms().product.documents:
            return reverse("credit:part", args=[held.pk, asked.value])
    return f"{reverse('credit:check', args=[held.pk])}#part-{asked.value}"


def _elsewhere(asked: Part, held: "LoanCheck") -> list[dict[str, str]]:
    """Return the pages on which the rest of a part is kept."""
    if asked is Part.MONEY:
        return [
            {
                "url": reverse("debts:month", args=[held.person_id]),
                "label": gettext("Write down what the home lives on"),
            }
        ]
    if asked in {Part.DEBTS, Part.ALONE}:
        return [{"url": reverse("debts:debts", args=[held.person_id]), "label": gettext("All about the debts")}]
    if asked is Part.HELP:
        return [{"url": reverse("cases:begin", args=[held.person_id]), "label": gettext("The case and its plan")}]
    return []
