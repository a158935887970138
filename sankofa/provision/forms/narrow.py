"""The form that narrows the map down."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sankofa.provision import sayings
from sankofa.provision.models import FacetKind
from sankofa.provision.queries import Narrowed

ALL = ("", _("all"))
FACETS = {
    "gives": FacetKind.APPROACH,
    "dimension": FacetKind.DIMENSION,
    "level": FacetKind.LEVEL,
    "phase": FacetKind.PHASE,
    "group": FacetKind.GROUP,
}


class NarrowForm(forms.Form):
    """Narrows the map down.  The address holds the state; a value nobody offers narrows nothing."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=[ALL, *sayings.KINDS], required=False)
    gives = forms.ChoiceField(label=_("What one gets"), choices=[ALL, *sayings.APPROACHES], required=False)
    group = forms.ChoiceField(label=_("Meant for"), choices=[ALL, *sayings.GROUPS], required=False)
    dimension = forms.ChoiceField(label=_("Part of life"), choices=[ALL, *sayings.DIMENSIONS], required=False)
    level = forms.ChoiceField(label=_("Helps"), choices=[ALL, *sayings.LEVELS], required=False)
    phase = forms.ChoiceField(label=_("When"), choices=[ALL, *sayings.PHASES], required=False)
    state = forms.ChoiceField(label=_("Check"), choices=[ALL, *sayings.STATES], required=False)

    def __init__(self, asked: QueryDict, *, countries: Sequence[str | None]) -> None:
        super().__init__(asked)
        offered = [(code or "none", sayings.country(code)) for code in countries]
        self.fields["country"].choices = [ALL, *sorted(offered, key=lambda one: one[1])]  # type: ignore[attr-defined]
        self.is_valid()

    def narrowed(self) -> Narrowed:
        """Return what the map is narrowed down to."""
        said = {name: self.cleaned_data.get(name, "") for name in self.fields}
        facets = {kind.value: said[name] for name, kind in FACETS.items() if said[name]}
        return Narrowed(said["q"], said["country"], said["kind"], said["state"], facets)

    def chips(self, address: str) -> list[dict[str, Any]]:
        """Return a chip for each condition, with the address of the list without it."""
        held = {name: value for name, value in self.cleaned_data.items() if value}

        def without(name: str) -> str:
            # Nothing at all in the address would mean the reader's own country again.
            return urlencode({other: kept for other, kept in held.items() if other != name} or {"q": ""})

        return [
            {
                "label": f"{self[name].label}: {dict(getattr(self.fields[name], 'choices', ())).get(value, value)}",
                "remove_url": f"{address}?{without(name)}",
            }
            for name, value in held.items()
        ]
