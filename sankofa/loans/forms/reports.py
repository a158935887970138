"""Forms of what is said of a loan: a payment, its end, new terms, which of two is right, what never happened."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.debts.forms.amounts import AmountsForm, amount_field
from sankofa.loans import labels
from sankofa.loans.actions import ReportTold, Which
from sankofa.loans.rules.reported import COUNT_MOST, Kind, Source
from sankofa.returnees.forms.days import DayField, WholeDayField
from sankofa.shell import words


def _source() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Who says so?"), choices=labels.choices(labels.SOURCE), widget=forms.RadioSelect)


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _why() -> forms.CharField:
    return forms.CharField(label=_("How do you know?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class PaymentForm(AmountsForm):
    """A payment that somebody tells of; with `asks_why` it stands for one that was written down wrongly."""

    AMOUNTS = ("amount",)

    on = DayField(label=_("On which day was it paid?"))
    amount = amount_field(_("How much was paid?"), required=True, help_text="")
    source = _source()
    words = _words(_("What else was said"))
    why = _why()

    def __init__(self, *args: Any, currency: str, asks_why: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        if not asks_why:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        """Read the amount in the money of the loan."""
        self.cleaned_data["currency"] = self.currency
        return super().clean()

    def told(self) -> ReportTold:
        """Return what was told."""
        held = self.cleaned_data
        return ReportTold(Kind.PAYMENT, held["on"], Source(held["source"]), held["amount"], words=held["words"])


class EndForm(forms.Form):
    """That a loan is over: all paid back, or given up by the lender."""

    kind = forms.ChoiceField(
        label=_("What does the lender say?"), choices=labels.choices(labels.END), widget=forms.RadioSelect
    )
    on = DayField(label=_("On which day?"))
    source = _source()
    words = _words(_("What else was said"))

    def told(self) -> ReportTold:
        """Return what was told."""
        held = self.cleaned_data
        return ReportTold(Kind(held["kind"]), held["on"], Source(held["source"]), words=held["words"])


class AnewForm(forms.Form):
    """New terms that the lender agreed to: a pause, smaller parts, or both."""

    on = DayField(label=_("On which day was it agreed?"))
    from_due_on = forms.ChoiceField(label=_("From which payment on?"))
    to = WholeDayField(label=_("A pause: on which day is that payment now due?"))
    extra = forms.IntegerField(
        label=_("Smaller parts: how many payments more?"),
        help_text=_("The rest is spread over them. Empty: as many as before."),
        min_value=1,
        max_value=COUNT_MOST,
        required=False,
    )
    source = _source()
    words = _words(_("What else was said"))

    def __init__(self, *args: Any, dues: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["from_due_on"]
        assert isinstance(field, forms.ChoiceField), "declared above"
        field.choices = [(day.isoformat(), words.day(day)) for day in dues]

    def clean(self) -> dict[str, Any]:
        """Ask for a pause or smaller parts: without either, nothing is new."""
        held = super().clean() or self.cleaned_data
        if self.errors:
            return held
        if held["to"] is None and not held["extra"]:
            self.add_error("to", gettext("Write a new day, or how many payments more."))
        elif held["to"] is not None and held["to"] <= date.fromisoformat(held["from_due_on"]):
            self.add_error("to", gettext("A pause ends later than the payment was due."))
        return held

    def told(self) -> ReportTold:
        """Return what was told."""
        held = self.cleaned_data
        return ReportTold(
            Kind.AGREED_ANEW,
            held["on"],
            Source(held["source"]),
            from_due_on=date.fromisoformat(held["from_due_on"]),
            to=held["to"],
            extra=held["extra"] or 0,
            words=held["words"],
        )


class SettleForm(forms.Form):
    """Which of two sources is right on one payment."""

    which = forms.ChoiceField(
        label=_("Which is right?"), choices=labels.choices(labels.WHICH), widget=forms.RadioSelect
    )
    why = _why()

    def chosen(self) -> Which:
        """Return what was chosen."""
        return Which(self.cleaned_data["which"])


class SetAsideForm(forms.Form):
    """That something written down never happened."""

    why = _why()
