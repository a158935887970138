"""The form of the own copy: which sheet, who is present, and whether it stays here."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OwnCopyForm(forms.Form):
    """Which sheet is printed, whether the person is alone, and where the sheet goes."""

    sheet = forms.ChoiceField(
        label=_("Which sheet"),
        choices=[
            ("short", _("The short one: name, number, and whom to ask. It may lie anywhere.")),
            ("whole", _("The whole one: everything that is recorded.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a sheet.")},
    )
    alone = forms.ChoiceField(
        label=_("Who is present?"),
        choices=[("yes", _("Only the person and you")), ("no", _("Others too"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who is present.")},
    )
    stays = forms.ChoiceField(
        label=_("Do they take it along?"),
        choices=[("yes", _("No, it stays at the office")), ("no", _("Yes, they take it along"))],
        widget=forms.RadioSelect,
        help_text=_("Ask first who could find it at home."),
        error_messages={"required": _("Ask whether they take it along.")},
    )
