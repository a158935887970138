"""The form of a stop, and of its end: the reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.lenders.actions.suspensions import WHY_MAX


class WhyForm(forms.Form):
    """Asks for the reason."""

    why = forms.CharField(
        label=_("Why?"),
        help_text=_("It stands on the page of the lender. Name nobody who complained."),
        max_length=WHY_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
