"""The form of a talk about a late payment: what happened, and what the person wants."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.loans import labels
from sankofa.loans.actions import TalkTold
from sankofa.loans.rules.caring import Reason, Wish
from sankofa.returnees.forms.days import DayField


class TalkForm(forms.Form):
    """What somebody says of a late payment; everything may stay open but what they want."""

    held_on = DayField(label=_("When did you talk?"))
    reasons = forms.MultipleChoiceField(
        label=_("What happened?"),
        choices=labels.choices(labels.REASON),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wishes = forms.MultipleChoiceField(
        label=_("What do they want?"),
        help_text=_("They choose. Nobody speaks with the lender unless they want it."),
        choices=labels.choices(labels.WISH),
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("In their own words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Ask again where nothing and something are ticked at once."""
        held = super().clean() or self.cleaned_data
        if Wish.NOTHING in held.get("wishes", ()) and len(held["wishes"]) > 1:
            self.add_error("wishes", gettext("“Nothing” is ticked, and something as well. Leave one of them."))
        return held

    def told(self) -> TalkTold:
        """Return what was said."""
        held = self.cleaned_data
        return TalkTold(
            held["held_on"],
            frozenset(Reason(one) for one in held["reasons"]),
            frozenset(Wish(one) for one in held["wishes"]),
            held["words"],
        )
