"""The form that narrows the list of people."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sankofa.places.rules import reference
from sankofa.returnees import portrait
from sankofa.returnees.models import RETURN_KINDS, SEXES
from sankofa.returnees.queries import Filter

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
        asked_for = asked.get("destination", "")
        # A country that few returned from is not offered in a large register; an address may name it all the same.
        named = [asked_for] if asked_for in reference.countries() and asked_for not in destinations else []
        offered = [(code, portrait.country(code)) for code in [*destinations, *named]]
        self.fields["destination"].choices = [ALL, *offered]  # type: ignore[attr-defined]
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
