"""The form of a try in vain to reach somebody about a late loan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.cases.rules.visits import NotReached
from sankofa.loans import labels
from sankofa.returnees.forms.days import DayField


class TryForm(forms.Form):
    """On which day somebody was not reached, and why."""

    tried_on = DayField(label=_("On which day?"))
    why = forms.ChoiceField(
        label=_("Why was there no talk?"), choices=labels.choices(labels.NOT_REACHED), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What a colleague needs to know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def told(self) -> dict[str, Any]:
        """Return the try as the action takes it."""
        return {**self.cleaned_data, "why": NotReached(self.cleaned_data["why"])}
