"""Forms of the arrival desk: a line per person, a list by hand, the phone on the slips, whom an arrival was."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.actions import Expected
from sankofa.returnees.forms.days import DayField
from sankofa.returnees.models import SEXES, CrossingKind
from sankofa.returnees.rules import arrivals
from sankofa.returnees.rules.arrivals import LENGTHS_MAX, HelpKind, Line

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.returnees.models import Crossing

HELPS: Mapping[HelpKind, Any] = {
    HelpKind.MEDICAL: _("Doctor or medicine"),
    HelpKind.PLACE_TONIGHT: _("Safe place tonight"),
    HelpKind.CHILD: _("Something for a child"),
    HelpKind.TRAVEL_HOME: _("Way home"),
    HelpKind.FOOD: _("Food and water"),
    HelpKind.PHONE_CALL: _("Phone call"),
    HelpKind.OTHER: _("Something else"),
}
_STATES = [
    ("", _("not asked")),
    ("needed", _("needs it")),
    ("given", _("got it")),
    ("refused", _("does not want it")),
    ("not_available", _("not to be had")),
]
_WHOSE = [
    ("unknown", _("not asked")),
    ("own", _("their own")),
    ("family", _("of the family")),
    ("other", _("of others")),
]
_SEXES = [("unknown", _("not asked")), *SEXES[:-1]]
WHOSE_WORDS: Mapping[str, Any] = dict(_WHOSE[1:])
SEX_WORDS: Mapping[str, Any] = dict(_SEXES[1:])
ROWS_MAX = 600
EXAMPLE = "Amina Rahman; 31; BX0123456; Sylhet"


class LineForm(forms.Form):
    """One person at the desk.  Nothing is required: help is noted without a name."""

    name = forms.CharField(label=_("Name"), max_length=LENGTHS_MAX["name"], required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=_SEXES, required=False)
    age = forms.IntegerField(label=_("About how old"), min_value=0, max_value=arrivals.AGE_MAX, required=False)
    district = forms.CharField(
        label=_("District they go to"),
        max_length=LENGTHS_MAX["district"],
        required=False,
        widget=forms.TextInput({"list": "districts"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=LENGTHS_MAX["phone"],
        required=False,
        widget=forms.TextInput({"type": "tel", "dir": "ltr"}),
    )
    phone_whose = forms.ChoiceField(label=_("Whose phone"), choices=_WHOSE, required=False)
    languages = forms.CharField(
        label=_("Language, if it needs care"), max_length=LENGTHS_MAX["languages"], required=False
    )
    crossing = forms.ChoiceField(label=_("On which list"), required=False)
    number_on_list = forms.IntegerField(label=_("Number on the list"), min_value=1, max_value=9_999, required=False)
    other = forms.CharField(label=_("What else"), max_length=LENGTHS_MAX["other"], required=False)
    child_alone = forms.BooleanField(label=_("A child without a parent or guardian"), required=False)
    in_danger = forms.BooleanField(label=_("Says that somebody threatens or harms them"), required=False)

    HELP_FIELDS: ClassVar[Sequence[str]] = tuple(f"help_{kind.value}" for kind in HelpKind)
    WHO: ClassVar[Sequence[str]] = ("name", "sex", "age", "district", "phone", "phone_whose", "languages")

    def __init__(self, *args: Any, crossings: Sequence["Crossing"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in HELPS.items():
            self.fields[f"help_{kind.value}"] = forms.ChoiceField(label=label, choices=_STATES, required=False)
        listed = [(str(one.pk), one.label or _("List of the day")) for one in crossings]
        self.fields["crossing"].choices = [*listed, ("", _("on no list"))]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def helps(self) -> list[forms.BoundField]:
        """The help that may be needed, the most urgent first."""
        return [self[name] for name in self.HELP_FIELDS]

    @property
    def who(self) -> list[forms.BoundField]:
        """What is asked of the person, once help was asked for."""
        return [self[name] for name in self.WHO]

    def line(self) -> Line:
        """Return the line as the rules know it."""
        told = dict(self.cleaned_data)
        if not told.get("number_on_list"):
            told["crossing"] = told.get("crossing") or ""
        return arrivals.read(told)

    def clean(self) -> dict[str, Any]:
        """Ask for the list where only the number on it was given."""
        held = super().clean() or self.cleaned_data
        if held.get("number_on_list") and not held.get("crossing"):
            self.add_error("crossing", _("Choose the list on which this number stands."))
        return held


class CrossingForm(forms.Form):
    """A flight, a bus or a boat, and who is on it: a line for each person."""

    office = forms.ChoiceField(label=_("Where they arrive"))
    kind = forms.ChoiceField(label=_("They come by"), choices=CrossingKind.choices, widget=forms.RadioSelect)
    label = forms.CharField(
        label=_("Number or name"), max_length=60, help_text=_("Such as QR 634, or the bus company.")
    )
    due_on = DayField(label=_("Day of arrival"))
    people = forms.CharField(
        label=_("Who is expected"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "A line for each person: name, age, paper number, district, with semicolons between. The name is enough."
        ),
    )

    def __init__(self, *args: Any, offices: Sequence["Office"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(str(one.pk), one.name) for one in offices]  # type: ignore[attr-defined]

    def clean_people(self) -> list[Expected]:
        """Return the rows.  Raises ValidationError with the number of the line that cannot be read."""
        rows: list[Expected] = []
        for number, text in enumerate(str(self.cleaned_data["people"]).splitlines(), start=1):
            if not text.strip():
                continue
            parts = [part.strip() for part in text.split(";")]
            name, age, paper, district = [*parts, "", "", "", ""][:4]
            is_long = len(name) > LENGTHS_MAX["name"] or len(district) > LENGTHS_MAX["district"]
            is_wrong = bool(age) and not (age.isdecimal() and int(age) <= arrivals.AGE_MAX)
            if len(parts) > 4 or is_wrong or is_long or len(paper) > LENGTHS_MAX["paper"] or not (name or paper):
                raise ValidationError(
                    _("Line %(number)s cannot be read. Write it like this: %(example)s"),
                    params={"number": number, "example": EXAMPLE},
                )
            rows.append(Expected(name=name, age=int(age) if age else None, paper=paper, district=district))
        if len(rows) > ROWS_MAX:
            raise ValidationError(_("These are too many for one list. Send it as a file."))
        return rows


class PhoneForm(forms.Form):
    """The phone that stands on the slips."""

    phone = forms.CharField(
        label=_("Phone of the office, for the slips"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "dir": "ltr"}),
    )
