"""The form before somebody is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.erasing import Because


class EraseForm(forms.Form):
    """Asks why somebody is erased, and whether it is meant."""

    because = forms.ChoiceField(
        label=_("Why is this person erased?"),
        choices=[choice for choice in Because.choices if choice[0] != Because.AGAIN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why this person is erased.")},
    )
    is_meant = forms.BooleanField(
        label=_("I know that nobody can bring this back"),
        error_messages={"required": _("Tick this if you want to erase the person.")},
    )
