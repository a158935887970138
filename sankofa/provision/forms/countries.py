"""Forms about countries: which gaps to look at, and how people of a country see its help."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.provision import gap_words
from sankofa.provision.actions.countries import POINTS_MAX, SIGNS_MAX, Sides


class GapsForm(forms.Form):
    """Which country, which district, which group."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(
        self, *args: Any, countries: Sequence[tuple[str, str]], districts: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("country", list(countries)),
            ("district", [("", _("The whole country")), *districts]),
            (
                "group",
                [("", _("All groups")), *((str(key or "everybody"), word) for key, word in gap_words.GROUPS.items())],
            ),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class ViewForm(forms.Form):
    """Strengths, weaknesses, chances and threats: a point to a line."""

    strengths = forms.CharField(label=_("Strengths"), required=False, widget=forms.Textarea({"rows": 5}))
    weaknesses = forms.CharField(label=_("Weaknesses"), required=False, widget=forms.Textarea({"rows": 5}))
    chances = forms.CharField(label=_("Chances"), required=False, widget=forms.Textarea({"rows": 5}))
    threats = forms.CharField(label=_("Threats"), required=False, widget=forms.Textarea({"rows": 5}))
    office = forms.ChoiceField(label=_("Office"), help_text=_("Your words are kept with the office they came from."))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, offices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        assert isinstance(office, forms.ChoiceField)
        office.choices = list(offices)
        if len(offices) == 1:
            office.widget = forms.HiddenInput()
            office.initial = offices[0][0]

    def clean(self) -> dict[str, Any]:
        """Refuse more or longer points than a page of paper holds."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("strengths", "weaknesses", "chances", "threats"):
            points = _points(cleaned.get(name) or "")
            if len(points) > POINTS_MAX:
                self.add_error(name, _("Write %(most)s points at most, a point to a line.") % {"most": POINTS_MAX})
            if any(len(point) > SIGNS_MAX for point in points):
                self.add_error(name, _("Shorten each point to %(most)s signs.") % {"most": SIGNS_MAX})
        return cleaned

    def sides(self) -> Sides:
        """Return what was written, a point for each line that says something."""
        return Sides(*(_points(self.cleaned_data[name]) for name in ("strengths", "weaknesses", "chances", "threats")))


def _points(text: str) -> tuple[str, ...]:
    return tuple(point for line in text.splitlines() if (point := " ".join(line.lstrip("-•* ").split())))
