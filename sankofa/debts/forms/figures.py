"""What a version for sharing of debts in figures is about, and what for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PURPOSE_MIN = 10
ALL = "all"
"""Stands for the table of countries."""


class ShareFiguresForm(forms.Form):
    """Which figures are to be shared, and what for."""

    what = forms.ChoiceField(label=_("Which figures"), widget=forms.RadioSelect)
    purpose = forms.CharField(
        label=_("What for"),
        max_length=300,
        min_length=PURPOSE_MIN,
        help_text=_("It stands on record, such as: yearly report to the ministry."),
        error_messages={
            "required": _("Write what the figures are for."),
            "min_length": _("Write in a few words what the figures are for, so that others understand it later."),
        },
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["what"].choices = [*offered, (ALL, _("the table, country by country"))]  # type: ignore[attr-defined]
        if offered:
            self.fields["what"].initial = offered[0][0]

    def country(self) -> str:
        """Return the country that is meant; empty for the table of countries."""
        chosen = str(self.cleaned_data["what"])
        return "" if chosen == ALL else chosen
