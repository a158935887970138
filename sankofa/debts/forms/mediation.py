"""The form by which somebody asks for a person of trust between them and whom they owe."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.debts import labels
from sankofa.debts.rules.between import Side
from sankofa.returnees.forms.days import DayField


class MediationForm(forms.Form):
    """With whom somebody speaks, what about, by when somebody looks again, and that the person wants it."""

    side = forms.ChoiceField(
        label=_("With whom should somebody speak?"),
        choices=labels.choices(labels.SIDE),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose with whom.")},
    )
    who = forms.CharField(label=_("Who they are"), max_length=120, required=False)
    why = forms.CharField(
        label=_("What is it about?"),
        help_text=_("In their own words. Colleagues who work on the case read it: nothing that was said alone."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what it is about.")},
    )
    until_on = DayField(label=_("By when does somebody look again?"))
    is_wanted = forms.BooleanField(
        label=_("They want it, said so alone with us, and it is safe for them"),
        error_messages={"required": _("Ask first, alone. Without a yes nobody is spoken to.")},
    )

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {**self.cleaned_data, "side": Side(self.cleaned_data["side"])}
