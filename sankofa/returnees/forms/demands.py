"""Forms of demands by authorities."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.models import DemandAnswer

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

WORDS_MAX = 4_000
_DAY = {"type": "date"}


class DemandForm(forms.Form):
    """Who demands what, on which paper, since when."""

    authority = forms.CharField(
        label=_("Who demands it"),
        max_length=300,
        help_text=_("Name, rank and office, as on their paper."),
        error_messages={"required": _("Write who demands it.")},
    )
    paper = forms.CharField(
        label=_("On which paper"),
        max_length=300,
        required=False,
        help_text=_("A court order, a letter: its number and day. Leave it empty where they show none."),
    )
    wanted = forms.CharField(
        label=_("What they want"),
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In their words. Do not look anybody up for this."),
        error_messages={"required": _("Write what they want.")},
    )
    demanded_on = forms.DateField(label=_("Since when"), widget=forms.DateInput(attrs=_DAY))
    due_on = forms.DateField(
        label=_("Answer by"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
        help_text=_("The day that their paper names. Otherwise two weeks from today."),
    )
    office = forms.ChoiceField(label=_("Office where they asked"))

    def __init__(self, *args: Any, offices: Sequence["Office"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(str(office.pk), office.name) for office in offices]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """What is decided about a demand, and why."""

    answer = forms.ChoiceField(label=_("Decision"), choices=DemandAnswer.choices, widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Why"),
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which law or order, and what it covers. The acknowledgement does not show this."),
        error_messages={"required": _("Write why.")},
    )
