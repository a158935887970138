"""What the forms of case work share: a day, some sentences, and an amount typed in figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.kernel.money import Money, NotAnAmount, TooManyDecimals

DAY = "%Y-%m-%d"


def day(label: Any, **said: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format=DAY), **said)


def sentences(label: Any, most: int, *, rows: int = 3, **said: Any) -> forms.CharField:
    """Return a field for some sentences, so many signs at most."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **said)


def note(most: int, **said: Any) -> forms.CharField:
    """Return a field for what a colleague needs to know, which nobody has to fill in."""
    told = {"help_text": _("What a colleague needs to know. It is kept sealed."), **said}
    return sentences(_("Note"), most, required=False, **told)


def money(figures: str, currency: str) -> Money:
    """Return an amount that was typed in figures.  Raises ValidationError."""
    try:
        return Money.of(figures.strip().replace(",", ""), currency)
    except (NotAnAmount, TooManyDecimals):
        raise forms.ValidationError(gettext("Write the amount in figures, such as 12500.")) from None
