"""A step of the plan out of debt, what came of it, and the order somebody wants."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.debts import labels
from sankofa.debts.forms.amounts import AmountsForm, amount_field, currency_field
from sankofa.debts.rules.plan import From, Kind, Outcome, Step
from sankofa.returnees.forms.days import DayField, WholeDayField


class StepForm(AmountsForm):
    """What is to be done, by when, and where money would come from."""

    AMOUNTS = ("amount",)

    kind = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=labels.choices(labels.STEP),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to be done.")},
    )
    due_on = WholeDayField(label=_("By which day?"))
    amount = amount_field(_("How much, where money is paid or asked for?"))
    currency = currency_field()
    paid_from = forms.ChoiceField(
        label=_("Where would the money come from?"), choices=labels.choices(labels.PAID_FROM), initial="unknown"
    )
    words = forms.CharField(
        label=_("With whom, where, what to say"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    wants_reminder = forms.BooleanField(
        label=_("They want to be reminded"),
        required=False,
        help_text=_("The message only asks them to call. It leaves only if their number is safe."),
    )

    def step(self) -> Step:
        """Return the step as the rules know it."""
        held = self.cleaned_data
        return Step(Kind(held["kind"]), held["due_on"], held["amount"], From(held["paid_from"]), held["words"])


class CameForm(forms.Form):
    """What came of a step."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=labels.choices(labels.OUTCOME),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    on = DayField(label=_("On which day"))
    words = forms.CharField(
        label=_("In their own words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_outcome(self) -> Outcome:
        """Return it as the rules know it."""
        return Outcome(self.cleaned_data["outcome"])


class OrderForm(forms.Form):
    """The place of each debt, and why the person wants it so."""

    why = forms.CharField(
        label=_("Why do they want it so?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why, in their own words.")},
    )

    def __init__(self, data: Any = None, *, debts: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.keys = [key for key, _title in debts]
        for number, (_key, title) in enumerate(debts, 1):
            self.fields[f"place_{number}"] = forms.IntegerField(
                label=title, min_value=1, max_value=len(debts), initial=number
            )
        self.order_fields([*(f"place_{number}" for number in range(1, len(debts) + 1)), "why"])

    def clean(self) -> dict[str, Any]:
        """Ask again where two debts have the same place."""
        held = super().clean() or self.cleaned_data
        places = [held[name] for name in held if name.startswith("place_")]
        if len(set(places)) < len(places):
            self.add_error(None, gettext("Give each its own place: 1 for the first, 2 for the second."))
        return held

    def order(self) -> list[UUID]:
        """Return the debts in the order that was typed."""
        placed = [(self.cleaned_data[f"place_{number}"], key) for number, key in enumerate(self.keys, 1)]
        return [key for _place, key in sorted(placed, key=lambda one: one[0])]
