"""Forms of the register."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sankofa.returnees import numbers, portrait
from sankofa.returnees.erasing import Because
from sankofa.returnees.models import RETURN_KINDS, SEXES
from sankofa.returnees.queries import Filter

WORDS_MAX = 200
DUE = [("overdue", _("overdue")), ("soon", _("overdue or within seven days"))]
ALL = ("", _("all"))


class NarrowForm(forms.Form):
    """Narrows the list of people.  The address holds the state; a value nobody offers narrows nothing."""

    due = forms.ChoiceField(label=_("Next step"), choices=[ALL, *DUE], required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[ALL, *SEXES], required=False)
    destination = forms.ChoiceField(label=_("Country returned from"), required=False)
    return_kind = forms.ChoiceField(label=_("How the return came about"), choices=[ALL, *RETURN_KINDS], required=False)

    def __init__(self, asked: QueryDict, *, destinations: Sequence[str]) -> None:
        super().__init__(asked)
        self.fields["destination"].choices = [ALL, *((code, portrait.country(code)) for code in destinations)]  # type: ignore[attr-defined]
        self.is_valid()

    def narrowed(self) -> Filter:
        """Return what the list is narrowed to."""
        return Filter(**{name: self.cleaned_data.get(name, "") for name in self.fields})

    def chips(self, address: str) -> list[dict[str, Any]]:
        """Return a chip for each condition, with the address of the list without it."""
        held = {name: value for name, value in self.cleaned_data.items() if value}
        return [
            {
                "label": f"{self[name].label}: {dict(self.fields[name].choices)[value]}",  # type: ignore[attr-defined]
                "remove_url": f"{address}?{urlencode({other: kept for other, kept in held.items() if other != name})}",
            }
            for name, value in held.items()
        ]


class PurposeForm(forms.Form):
    """Asks what the numbers of a person are needed for."""

    purpose = forms.ChoiceField(
        label=_("What do you need them for?"),
        choices=[(code, _(text)) for code, text in numbers.PURPOSES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need the numbers for.")},
    )
    words = forms.CharField(
        label=_("Another reason, in your words"),
        help_text=_("Only if nothing above fits. It is kept sealed beside the record of this."),
        required=False,
        max_length=WORDS_MAX,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where no purpose of the list fits; leave them out where one does."""
        held = super().clean() or self.cleaned_data
        if held.get("purpose") == numbers.OTHER and not held.get("words"):
            self.add_error("words", _("Say in a few words what you need the numbers for."))
        if held.get("purpose") != numbers.OTHER:
            held["words"] = ""
        return held


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
