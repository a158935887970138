"""Forms of households and schooling."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sankofa.places.rules import naming, reference
from sankofa.returnees import households
from sankofa.returnees.forms.days import DayField, SinceField
from sankofa.returnees.forms.typed import DistrictField
from sankofa.returnees.models import LEFT_BECAUSE, SCHOOLING, STOPPED_BECAUSE, TOGETHER

_WRITTEN_BY_US = {"split", "joined"}


class HouseholdForm(forms.Form):
    """What the household has in common: a day, and where it lives."""

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].country = country  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """Return what was typed, as the actions take it; an empty place is not known."""
        given = dict(self.cleaned_data)
        if "place" in given:
            given["place"] = given["place"] or None
        return given


class FormHouseholdForm(HouseholdForm):
    """A household with its first member."""

    since = SinceField(label=_("Living there since"))
    together = forms.ChoiceField(label=_("What the person is there"), choices=TOGETHER, initial="unknown")
    called = forms.CharField(
        label=_("What they call their household"),
        max_length=80,
        required=False,
        help_text=_("Such as: the house by the mosque. Not needed."),
    )
    place = DistrictField(label=_("District"))


class PickForm(forms.Form):
    """Somebody of the register who was searched for."""

    who = forms.ChoiceField(
        label=_("Who is it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who it is.")}
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people  # type: ignore[attr-defined]


class AddMemberForm(PickForm):
    """Who comes into the household, as what, since when."""

    together = forms.ChoiceField(label=_("What the person is there"), choices=TOGETHER, initial="unknown")
    since = SinceField(label=_("Living there since"))


class JoinForm(PickForm):
    """Whose household came into this one, since when."""

    on = SinceField(label=_("Living together since"))


class LeaveForm(HouseholdForm):
    """Since when somebody lives there no more, and why."""

    on = SinceField(label=_("No more there since"))
    because = forms.ChoiceField(
        label=_("Why"),
        choices=[one for one in LEFT_BECAUSE if one[0] not in _WRITTEN_BY_US],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )


class SplitForm(HouseholdForm):
    """Who lives apart, since when, where."""

    goers = forms.MultipleChoiceField(
        label=_("Who lives apart now?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick who lives apart.")},
    )
    on = SinceField(label=_("Apart since"))
    place = DistrictField(label=_("District where they live now"))

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goers"].choices = members  # type: ignore[attr-defined]


class MoveForm(HouseholdForm):
    """Where the household lives now, since when."""

    on = SinceField(label=_("Living there since"))
    place = DistrictField(label=_("District"))


class UnnamedForm(HouseholdForm):
    """How many more live there without being in the register."""

    on = SinceField(label=_("Since when"))
    women = forms.IntegerField(label=_("Women"), min_value=0, max_value=50, required=False)
    men = forms.IntegerField(label=_("Men"), min_value=0, max_value=50, required=False)
    girls = forms.IntegerField(label=_("Girls under 18"), min_value=0, max_value=50, required=False)
    boys = forms.IntegerField(label=_("Boys under 18"), min_value=0, max_value=50, required=False)
    unknown = forms.IntegerField(label=_("Others, of whom nothing is said"), min_value=0, max_value=50, required=False)

    NAMES = ("women", "men", "girls", "boys", "unknown")

    def told(self) -> dict[str, Any]:
        """Return the day and the counts by sex and age."""
        given = self.cleaned_data
        keys = zip(households.UNNAMED_GROUPS, self.NAMES, strict=True)
        return {"on": given["on"], "counts": {key: given[name] for key, name in keys if given[name]}}


class SchoolingForm(HouseholdForm):
    """Whether a child goes to school."""

    state = forms.ChoiceField(label=_("School"), choices=SCHOOLING, widget=forms.RadioSelect)
    since = SinceField(label=_("Since when"))
    school = forms.CharField(label=_("Which school"), max_length=120, required=False)
    class_name = forms.CharField(label=_("Class"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of the school"), required=False)
    stopped_because = forms.ChoiceField(
        label=_("Why not at school"), choices=[("", _("not recorded")), *STOPPED_BECAUSE], required=False
    )
    look_on = DayField(label=_("Look at it again on"), required=False)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, country=country, **kwargs)
        known = {code for origin in reference.origins().values() for code in origin.languages}
        named = sorted(((code, naming.language_name(code, get_language() or "en")) for code in known), key=_by_name)
        self.fields["language"].choices = [("", _("not recorded")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say why only of a child who is not at school."""
        held = super().clean() or self.cleaned_data
        if held.get("state") not in {"stopped", "never"}:
            held["stopped_because"] = ""
            held["look_on"] = None
        return held


def _by_name(one: tuple[str, str]) -> str:
    return one[1].casefold()
