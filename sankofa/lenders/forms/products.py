"""The form of a product: every term that the mapping asks for.  What nobody knows stays empty."""

from collections.abc import Iterator, Mapping
from dataclasses import fields as fields_of
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.kernel.money import Money, TooManyDecimals
from sankofa.lenders import labels
from sankofa.lenders.actions import ProductSaid
from sankofa.lenders.forms import fields
from sankofa.lenders.rules import kept
from sankofa.lenders.rules.offers import MONTHS_LONGEST, Offered
from sankofa.lenders.rules.products import Product, RateBasis
from sankofa.shell.currencies import currencies_in_use

_YES_NO = ("by_group", "reaches_rural", "land_deed_needed", "bank_account_needed", "start_ups")
_WHOLE = {
    "months_least": MONTHS_LONGEST,
    "months_most": MONTHS_LONGEST,
    "grace_months": MONTHS_LONGEST,
    "guarantors": 20,
    "months_in_business": 600,
    "months_of_residence": 600,
    "age_limit": 120,
    "days_to_decide": 400,
}
_AMOUNTS = ("least", "most", "fee_once")
_SHARES = (*kept.NUMBERS, *kept.FIGURES)
_TEXTS = ("insurance", "late_policy")
SECTIONS = (
    (_("The loan"), "name currency least most months_least months_most frequency grace_months by_group"),
    (
        _("What it costs"),
        "rate_percent rate_basis fee_once fee_percent insurance insurance_percent compulsory_savings_percent",
    ),
    (
        _("What the lender asks for"),
        "pledges guarantors own_contribution_percent months_in_business months_of_residence papers_accepted "
        "land_deed_needed bank_account_needed age_limit documents",
    ),
    (_("Where, and for whom"), "branches reaches_rural start_ups excluded languages barriers"),
    (_("How it goes"), "days_to_decide late_policy"),
    (_("Since when, and who says so"), "from_on said_by note"),
)


class ProductForm(forms.Form):
    """Notes a product, or new terms of one."""

    name = fields.text(160, label=_("Name of the product"))
    currency = forms.ChoiceField(label=_("Currency"), choices=currencies_in_use)
    frequency = forms.ChoiceField(required=False, choices=[("", _("Not known")), *labels.FREQUENCIES])
    rate_basis = forms.ChoiceField(
        required=False,
        choices=[("", _("Not known")), *labels.BASES],
        help_text=_("Without it the rate says nothing, and the product has no price. Ask the lender."),
    )
    from_on = fields.day(label=_("These terms hold from"))
    said_by = fields.text(
        200, label=_("Who says so"), help_text=_("A paper with its page, a leaflet, a call, a visit.")
    )
    note = forms.CharField(
        label=_("What else to know"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, held: Offered | None = None, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"from_on": today, **({} if held is None else _written(held)), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for name in _AMOUNTS:
            self.fields[name] = forms.DecimalField(required=False, min_value=0, max_digits=15)
        for name in _SHARES:
            self.fields[name] = forms.DecimalField(required=False, min_value=0, max_value=1000, decimal_places=4)
        for name, most in _WHOLE.items():
            self.fields[name] = forms.IntegerField(required=False, min_value=0, max_value=most)
        for name in kept.LISTS:
            self.fields[name] = fields.lines()
        for name in _YES_NO:
            self.fields[name] = fields.yes_no()
        for name in _TEXTS:
            self.fields[name] = fields.text(300, required=False)
        for name, label in labels.FIELDS.items():
            if name in self.fields:
                self.fields[name].label = label
        if held is not None:
            del self.fields["name"]
            self.code = held.product.code

    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Yield the headings of the form with their fields."""
        for title, names in SECTIONS:
            yield str(title), [self[name] for name in names.split() if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Check what can only be seen together."""
        told = super().clean() or {}
        for low, high in (("least", "most"), ("months_least", "months_most")):
            if told.get(low) is not None and told.get(high) is not None and told[low] > told[high]:
                self.add_error(high, gettext("This is less than the smallest."))
        for name in _AMOUNTS:
            if told.get(name) is not None and told.get("currency"):
                try:
                    Money.of(told[name], told["currency"])
                except TooManyDecimals:
                    self.add_error(name, gettext("This currency has no such small parts."))
        if told.get("most") == 0 or told.get("least") == 0:
            self.add_error("most" if told.get("most") == 0 else "least", gettext("A loan is more than nothing."))
        if told.get("rate_basis") == RateBasis.NONE.value and told.get("rate_percent"):
            self.add_error("rate_percent", gettext("There is no interest, so leave the rate empty."))
        if told.get("months_most") == 0:
            self.add_error("months_most", gettext("A loan lasts a month at least."))
        return told

    def said(self) -> ProductSaid:
        """Return what was said."""
        told = self.cleaned_data
        name = told.get("name") or self.code
        amounts: dict[str, Any] = {key: _money(told[key], told["currency"]) for key in _AMOUNTS}
        shares: dict[str, Any] = {key: None if told[key] is None else Fraction(told[key]) for key in _SHARES}
        once = amounts.pop("fee_once")
        figures = {key: shares.pop(key) for key in kept.FIGURES}
        rest: dict[str, Any] = {key: told[key] for key in _WHOLE}
        rest |= {key: fields.told_lines(told[key]) for key in kept.LISTS}
        rest |= {key: fields.told_yes_no(told[key]) for key in _YES_NO}
        rest |= {key: told[key].strip() or None for key in _TEXTS}
        basis = RateBasis(told["rate_basis"]) if told["rate_basis"] else None
        product = Product(name, rate_basis=basis, frequency=told["frequency"] or None, **amounts, **shares, **rest)
        return ProductSaid(name, Offered(product, once, **figures), told["from_on"], told["said_by"], told["note"])


class EndForm(forms.Form):
    """Says that a product is offered no more."""

    until_on = fields.day(label=_("Not offered from this day on"))


def _money(amount: Any, currency: str) -> Money | None:
    return None if amount is None else Money.of(amount, currency)


def _written(held: Offered) -> Mapping[str, Any]:
    """Return the terms of a product as they are typed."""
    product = held.product
    told: dict[str, Any] = {field.name: getattr(product, field.name) for field in fields_of(product)}
    told |= {name: getattr(held, name) for name in ("fee_once", *kept.FIGURES)}
    amounts = [told[name] for name in _AMOUNTS if told[name] is not None]
    told["currency"] = amounts[0].currency if amounts else ""
    told |= {name: told[name].decimal for name in _AMOUNTS if told[name] is not None}
    told |= {name: _plain(told[name]) for name in _SHARES if told[name] is not None}
    told |= {name: fields.written_lines(told[name]) for name in kept.LISTS}
    told |= {name: fields.written_yes_no(told[name]) for name in _YES_NO}
    told["rate_basis"] = product.rate_basis.value if product.rate_basis else ""
    del told["from_"]
    return told


def _plain(share: Fraction) -> str:
    shown = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.0001")).normalize()
    return f"{shown:f}"
