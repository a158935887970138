"""What is asked alone about how a debt is collected, and for when it is put off."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.debts import labels
from sankofa.debts.rules.first_talk import Presence
from sankofa.debts.rules.roster import Pressed
from sankofa.debts.rules.terms import Answer, Bond, Pressure
from sankofa.returnees.forms.days import WholeDayField


class PresentForm(forms.Form):
    """Who can hear it, asked before anything else."""

    present = forms.ChoiceField(
        label=_("Who is present?"),
        choices=labels.choices(labels.PRESENT),
        widget=forms.RadioSelect,
        help_text=_("On the phone too: who could hear it at their end?"),
        error_messages={"required": _("Choose who is present.")},
    )

    def clean_present(self) -> Presence:
        """Return it as the rules know it."""
        return Presence(self.cleaned_data["present"])


class LaterForm(forms.Form):
    """For when and where a private talk is planned."""

    talk_at = forms.CharField(
        label=_("When and where will the private talk be?"),
        max_length=200,
        help_text=_("Agree on it without saying aloud what it is about."),
        error_messages={"required": _("Write when and where.")},
    )
    again_on = WholeDayField(label=_("On which day shall it stand on your list?"))

    def clean_again_on(self) -> date:
        """Return a day that is still to come, or today."""
        day: date = self.cleaned_data["again_on"]
        if day < self.on:
            raise forms.ValidationError(gettext("This day is over. Choose today or a later day."))
        return day

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.on = on


class PressureForm(forms.Form):
    """How it is collected; each question may stay unasked."""

    pressure = forms.MultipleChoiceField(
        label=_("What was done so that they pay?"),
        choices=labels.choices(labels.PRESSURE),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    no_pressure = forms.BooleanField(label=_("Asked: none of these"), required=False)
    bonds = forms.MultipleChoiceField(
        label=_("Is anybody not free because of it?"),
        choices=labels.choices(labels.BOND),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    no_bonds = forms.BooleanField(label=_("Asked: everybody is free"), required=False)
    hard_terms = forms.ChoiceField(
        label=_("Are there fines, or is all of it asked at once when one payment is late?"),
        choices=labels.choices(labels.ANSWER),
        initial="unknown",
    )
    for_ransom = forms.ChoiceField(
        label=_("Was it to buy somebody free?"), choices=labels.choices(labels.ANSWER), initial="unknown"
    )

    def clean(self) -> dict[str, Any]:
        """Ask again where something is ticked and denied."""
        held = super().clean() or self.cleaned_data
        for name in ("pressure", "bonds"):
            if held.get(name) and held.get(f"no_{name}"):
                self.add_error(name, gettext("Something is ticked, and “none” as well. Leave one of them."))
        return held

    def pressed(self) -> Pressed:
        """Return it as the rules know it."""
        held = self.cleaned_data
        return Pressed(
            pressure=_ticked(held["pressure"], held["no_pressure"], Pressure),
            bonds=_ticked(held["bonds"], held["no_bonds"], Bond),
            hard_terms=Answer(held["hard_terms"]),
            for_ransom=Answer(held["for_ransom"]),
        )


def _ticked(ticked: list[str], is_none: bool, kind: Any) -> frozenset[Any] | None:
    if ticked:
        return frozenset(kind(one) for one in ticked)
    return frozenset() if is_none else None
