"""The form that says which organisation a lender is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LinkForm(forms.Form):
    """Chooses the organisation whose officers sign in for a lender."""

    organisation = forms.ChoiceField(
        label=_("Which organisation is this lender?"),
        help_text=_("An administrator adds organisations of lenders and invites their officers."),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, organisations: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*organisations.items(), ("", str(_("None of these signs in")))]
