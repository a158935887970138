"""The way the person chose, and a rule set aside."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.credit import labels
from sankofa.credit.forms.fields import choice, day


class ChooseForm(forms.Form):
    """Which way the person chose, in their own words."""

    way = choice(_("What does the person choose?"), labels.WAYS)
    words = forms.CharField(
        label=_("In their words"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, has_offer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(way), label) for way, label in labels.WAYS.items() if has_offer or way != "ask"]
        field.initial = None


class OverrideForm(forms.Form):
    """Which rule is set aside, why, and until when."""

    rule = forms.ChoiceField(label=_("What is set aside?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why, for this person"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What you saw and whom you spoke with. Others read it later."),
    )
    expires_on = day(_("Until"), required=True, help_text=_("Ninety days at most."))

    def __init__(self, *args: Any, rules: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(rules.items())
