"""Amounts that people type, beside the money they are in: read as people write them, never taken for another money."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import Cell
from sankofa.kernel.currencies import UnknownCurrency
from sankofa.kernel.money import Money, exponent
from sankofa.returnees.sentences import sentence

AMOUNT_MAX = 30
ANY_MONEY = "USD"
"""What is no amount in this money is none in another; nothing read with it is kept."""
GREATEST = 10**15
"""More than anybody owes, in smallest units; a longer number is a slip of the finger."""


def amount_field(label: Any, **more: Any) -> forms.CharField:
    """Return a line for an amount; empty means that it is not known."""
    given = {"required": False, "max_length": AMOUNT_MAX, "help_text": _("Leave it empty if nobody knows."), **more}
    field = forms.CharField(label=label, **given)
    field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}
    return field


def currency_field() -> forms.CharField:
    """Return the line for the money in which all amounts of a page are."""
    field = forms.CharField(
        label=_("In which money"),
        required=False,
        max_length=3,
        help_text=_("Three letters, such as XOF, BDT or NPR."),
    )
    field.widget.attrs |= {"autocomplete": "off", "dir": "ltr", "size": 6}
    return field


class AmountsForm(forms.Form):
    """A form with amounts in one money; each is read, and what cannot be read says why."""

    AMOUNTS: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Put money in the place of what was typed.  Nothing typed is lost: the page shows it again."""
        held = super().clean() or self.cleaned_data
        currency = (held.get("currency") or "").strip().upper()
        typed = {name: str(held.get(name) or "").strip() for name in self.AMOUNTS if name in self.fields}
        if not any(typed.values()):
            return held | dict.fromkeys(typed)
        if not currency:
            self.add_error("currency", gettext("Write in which money it is, such as XOF."))
            self._look_over(typed)
            return held
        try:
            exponent(currency)
        except UnknownCurrency:
            self.add_error(
                "currency",
                gettext("“%(code)s” is no money we know. Write its three letters, such as XOF.") % {"code": currency},
            )
            self._look_over(typed)
            return held
        for name, text in typed.items():
            held[name] = self._read(name, text, currency)
        return held

    def _look_over(self, typed: dict[str, str]) -> None:
        """Say at once of what is no amount in any money, so that a page is not sent back twice."""
        for name, text in typed.items():
            if text and not any(sign.isdigit() for sign in text):
                self._read(name, text, ANY_MONEY)

    def _read(self, name: str, text: str, currency: str) -> Money | None:
        if not text:
            return None
        read = reading.read_money(Cell(text), name, currency)
        if read.finding is not None:
            self.add_error(name, sentence(read.finding))
            return None
        if read.value is not None and read.value.minor > GREATEST:
            self.add_error(name, gettext("This is more than anybody can owe. Check the number."))
            return None
        return read.value


def typed(amount: Money | None) -> str:
    """Return a known amount as it is typed."""
    return "" if amount is None else f"{amount.decimal:f}"
