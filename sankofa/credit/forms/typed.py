"""Fields that the forms of introductions share: days, and an amount in the currency of a product."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext

from sankofa.kernel.money import Money, TooManyDecimals


def day(**said: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **said)


def box(rows: int, most: int, **said: Any) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **said)


def money(told: Decimal | None, currency: str) -> Money | None:
    """Return a typed amount; None where nothing was typed.  Raises ValidationError."""
    if told is None:
        return None
    try:
        return Money.from_decimal(told, currency)
    except TooManyDecimals as error:
        raise forms.ValidationError(gettext("This currency has fewer decimals.")) from error
