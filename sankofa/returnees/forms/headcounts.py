"""The form of a counted event: a small table of numbers by sex and age."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.forms.days import DayField
from sankofa.returnees.models import EVENTS
from sankofa.returnees.rules import headcounts

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

SEXES = {"female": _("women and girls"), "male": _("men and boys"), "other": _("other"), "unknown": _("sex not noted")}
HEADINGS = {"female": _("Women"), "male": _("Men"), "other": _("Other"), "unknown": _("Not noted")}
AGES = {
    "0-17": _("under 18"),
    "18-24": _("18 to 24"),
    "25-59": _("25 to 59"),
    "60+": _("60 and older"),
    "unknown": _("age not noted"),
}


def field_of(cell: str) -> str:
    """Return what a cell is called in the form."""
    return "count_" + cell.replace("|", "_").replace("-", "_").replace("+", "_")


class HeadcountForm(forms.Form):
    """When, where, what, and how many came."""

    held_on = DayField(label=_("Day"))
    place = forms.CharField(label=_("Place"), max_length=120, error_messages={"required": _("Write where it was.")})
    event = forms.ChoiceField(label=_("Kind of event"), choices=EVENTS)
    note = forms.CharField(label=_("Note"), max_length=300, required=False, help_text=_("No names of people."))
    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args: Any, offices: Sequence["Office"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(str(office.pk), office.name) for office in offices]  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
        for cell in headcounts.CELLS:
            sex, age = cell.split("|")
            label = f"{SEXES[sex]}, {AGES[age]}"
            # A line for text: in one for numbers the wheel and the arrows change what was counted, unseen.
            shown = {"aria-label": label, "inputmode": "numeric", "autocomplete": "off", "maxlength": 6}
            self.fields[field_of(cell)] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=headcounts.COUNT_MAX,
                widget=forms.TextInput(shown),
                error_messages={"invalid": _("Write a whole number.")},
            )

    @property
    def plain(self) -> list[forms.BoundField]:
        """The questions beside the table."""
        return [self[name] for name in ("held_on", "place", "event", "note")]

    @property
    def columns(self) -> list[Any]:
        """What stands above the columns of the table, in a word each."""
        return [HEADINGS[sex] for sex in headcounts.SEXES]

    @property
    def rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The table of numbers: a row for each age, a column for each sex."""
        return [(AGES[age], [self[field_of(f"{sex}|{age}")] for sex in headcounts.SEXES]) for age in headcounts.AGES]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one number."""
        held = super().clean() or self.cleaned_data
        if not self.errors and headcounts.total(self.counts()).people is None:
            self.add_error(None, _("Write at least one number. Nobody came: write 0."))
        return held

    def counts(self) -> dict[str, int | None]:
        """Return the numbers by cell; None where nobody counted."""
        return {cell: self.cleaned_data.get(field_of(cell)) for cell in headcounts.CELLS}

    def said(self) -> dict[str, Any]:
        """Return the event as actions take it."""
        held = self.cleaned_data
        return {**{name: held[name] for name in ("held_on", "place", "event", "note")}, "counts": self.counts()}
