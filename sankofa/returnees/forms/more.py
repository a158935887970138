"""Forms of what is asked beyond the first page: family names, health, other names, languages, work, how a journey went.

Each form stands for one table; a field is called as its column.  Nothing is required but what makes the row one.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sankofa.places.rules import naming
from sankofa.returnees import models as held
from sankofa.returnees import portrait
from sankofa.returnees.forms.correcting import CorrectForm
from sankofa.returnees.forms.typed import NOT_KNOWN_CHOICE, DistrictField, NameField, country_choices
from sankofa.returnees.models import passages
from sankofa.returnees.rules import occupations
from sankofa.returnees.rules.masking import masked
from sankofa.returnees.rules.more_words import LANGUAGES


def language_choices() -> list[tuple[str, str]]:
    """Return the languages in the reader's own, in its order."""
    names = {code: naming.language_name(code, get_language() or "en") for code in LANGUAGES}
    return sorted(((code, name) for code, name in names.items() if name != code), key=lambda pair: pair[1].casefold())


class ColumnsForm(CorrectForm):
    """A form whose fields are columns.  An empty answer is no fact: what was sealed becomes unknown again."""

    NULLED: ClassVar[frozenset[str]] = frozenset()
    """Columns that hold nothing, and not an empty text, where nothing is known."""
    SEVERAL: ClassVar[frozenset[str]] = frozenset()
    """Columns that hold several answers, kept with a blank between them."""
    COLUMN_OF: ClassVar[Mapping[str, str]] = {}

    def recorded(self) -> dict[str, Any]:
        """Return the columns as they are."""
        names = [name for name in self.base_fields if name not in {"because", "words"}]
        found = {name: getattr(self.record, self.COLUMN_OF.get(name, name)) for name in names}
        return {name: self._as_typed(name, value) for name, value in found.items()}

    def columns(self) -> dict[str, Any]:
        """Return the columns as they were typed."""
        names = [name for name in self.base_fields if name not in {"because", "words"}]
        return {self.COLUMN_OF.get(name, name): self._as_kept(name, self.cleaned_data.get(name)) for name in names}

    def _as_typed(self, name: str, value: Any) -> Any:
        if name in self.SEVERAL:
            return (value or "").split()
        if isinstance(self.base_fields[name], forms.ChoiceField) and value is None and name in self.NULLED:
            return "unknown" if name not in self.COLUMN_OF else ""
        return "" if value is None else value

    def _as_kept(self, name: str, value: Any) -> Any:
        if name in self.SEVERAL:
            return " ".join(value or []) or None
        if name in self.NULLED:
            return None if value in {None, "", "unknown"} else value
        return "" if value is None else value


def _line(label: Any, length: int = 160, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, **given)


def _name(label: Any, **given: Any) -> NameField:
    return NameField(label=label, max_length=160, required=False, **given)


def _one_of(label: Any, choices: list[tuple[str, Any]], **given: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, **given)


def _some_of(label: Any, choices: list[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class _WithCountries(ColumnsForm):
    """A form with lists of countries."""

    COUNTRIES: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.COUNTRIES:
            self.fields[name].choices = country_choices()  # type: ignore[attr-defined]


class ProfileForm(_WithCountries):
    """Family names, birth place and nationality."""

    kind = "profile"
    father_name = _name(_("Father’s name"))
    mother_name = _name(_("Mother’s name"))
    guardian_name = _name(_("Guardian’s name"), help_text=_("For a child, or whoever somebody else speaks for."))
    spouse_name = _name(_("Name of wife or husband"))
    birth_country = forms.ChoiceField(label=_("Country of birth"), required=False)
    birth_place = _line(_("Place of birth"))
    nationality = forms.ChoiceField(label=_("Nationality"), required=False)
    name_order = _one_of(_("Order of the names"), held.NAME_ORDERS)
    heads_household = _one_of(_("Heads the household"), held.YES_NO)
    relative_of = _one_of(_("Whose relative"), held.RELATIVE_OF)

    NULLED = frozenset(
        {"father_name", "mother_name", "guardian_name", "spouse_name", "birth_country", "birth_place", "nationality"}
    )
    COLUMN_OF: ClassVar[Mapping[str, str]] = {"birth_country": "birth_country_id", "nationality": "nationality_id"}
    COUNTRIES = ("birth_country", "nationality")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person.kind != "relative":
            # Nobody is asked whose relative they are who is not one.
            del self.fields["relative_of"]

    def columns(self) -> dict[str, Any]:
        """Return the columns; of whoever is no relative, nothing is said about that."""
        found = super().columns()
        if "relative_of" not in self.fields:
            del found["relative_of"]
        return found


class HealthForm(ColumnsForm):
    """Six difficulties and a lasting illness."""

    kind = "health"
    seeing = _one_of(_("Seeing, with glasses too"), held.DIFFICULTIES)
    hearing = _one_of(_("Hearing, with a hearing aid too"), held.DIFFICULTIES)
    walking = _one_of(_("Walking or climbing steps"), held.DIFFICULTIES)
    remembering = _one_of(_("Remembering or concentrating"), held.DIFFICULTIES)
    self_care = _one_of(_("Washing or dressing"), held.DIFFICULTIES)
    communicating = _one_of(_("Understanding and being understood"), held.DIFFICULTIES)
    illness = _line(_("A lasting illness"), 300, help_text=_("In their words, and only if they want to say."))

    NULLED = frozenset({"seeing", "hearing", "walking", "remembering", "self_care", "communicating", "illness"})


class RegistrationForm(ColumnsForm):
    """How somebody came into the register."""

    kind = "registration"
    channel = _one_of(_("How they came into the register"), held.CHANNELS)
    caller = _one_of(_("Who called"), held.CALLERS, help_text=_("Only for a call."))
    phone_of = _line(_("On whose phone"), help_text=_("Their own, or whose. Only for a call."))
    call_back = _line(_("When to call back"), 80, help_text=_("Day and hour at which they can talk freely."))

    NULLED = frozenset({"phone_of", "call_back"})

    def clean(self) -> dict[str, Any]:
        """Refuse a caller where nobody called."""
        found = super().clean()
        if found.get("channel") != "phone" and (found.get("phone_of") or found.get("caller") not in {None, "unknown"}):
            self.add_error("channel", _("Somebody called: choose “by phone”, or leave the caller empty."))
        return found


class NameForm(ColumnsForm):
    """Another name."""

    kind = "name"
    text = NameField(label=_("Other name"), max_length=160, error_messages={"required": _("Write the name.")})
    script = _one_of(_("Letters"), held.SCRIPTS)
    use = _one_of(_("What this name is"), held.NAME_USES)


class LanguageForm(ColumnsForm):
    """A language, spoken and read."""

    kind = "language"
    language = forms.ChoiceField(label=_("Language"), error_messages={"required": _("Choose the language.")})
    speaks = _one_of(_("Speaks it"), held.SKILL_LEVELS)
    reads = _one_of(_("Reads it"), held.SKILL_LEVELS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [NOT_KNOWN_CHOICE, *language_choices()]  # type: ignore[attr-defined]


class ReferenceForm(ColumnsForm):
    """A number by which others know somebody."""

    kind = "reference"
    reference_kind = _one_of(_("Whose number"), held.REFERENCE_KINDS)
    number = _line(_("Number"), 60)
    issuer = _line(_("Given by"), 120)

    NULLED = frozenset({"issuer"})
    COLUMN_OF: ClassVar[Mapping[str, str]] = {"reference_kind": "kind"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["number"] = ""
        if not self.record._state.adding and (now := portrait.opened(self.record, "number", masked)):
            self.fields["number"].help_text = _("Leave it empty to keep %(number)s.") % {"number": now}

    def recorded(self) -> dict[str, Any]:
        """Return all but the number, which is never shown here."""
        if self.record._state.adding:
            return {"reference_kind": self.record.kind}
        return {"reference_kind": self.record.kind, "issuer": self.record.issuer or ""}

    def columns(self) -> dict[str, Any]:
        """Return the columns; an empty number leaves the one that is there."""
        found = super().columns()
        if not found["number"]:
            del found["number"]
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for a number where there is none yet."""
        found = super().clean()
        if self.record._state.adding and not found.get("number"):
            self.add_error("number", _("Write the number."))
        return found


class WorkForm(ColumnsForm):
    """An occupation: before, abroad, since, now or wanted."""

    kind = "work"
    time = _one_of(_("When"), held.WORK_TIMES)
    occupation = _line(_("Occupation"), 120, widget=forms.TextInput({"list": "occupations", "autocomplete": "off"}))
    isco = _line(
        _("Occupation code (ISCO-08)"), 4, help_text=_("Four digits. Left empty, it is found from the occupation.")
    )
    sector = _one_of(_("Kind of work"), held.SECTORS)
    years = forms.IntegerField(label=_("Years in it"), required=False, min_value=0, max_value=80)

    NULLED = frozenset({"years"})

    def clean(self) -> dict[str, Any]:
        """Refuse a code that does not exist; find the code of an occupation that has one."""
        found = super().clean()
        if found.get("isco") and occupations.title(found["isco"]) is None:
            self.add_error("isco", _("There is no such code. Leave it empty if you do not know it."))
        elif not found.get("isco"):
            found["isco"] = occupations.code_of(found.get("occupation", "")) or ""
        if not found.get("occupation") and not found.get("isco"):
            self.add_error("occupation", _("Write the occupation."))
        return found

    def _as_kept(self, name: str, value: Any) -> Any:
        return value if name == "years" else super()._as_kept(name, value)


class TrainingForm(ColumnsForm):
    """Training had or wanted, a licence, a skill."""

    kind = "training"
    training_kind = _one_of(_("What it is"), held.TRAINING_KINDS)
    subject = forms.CharField(label=_("In what"), max_length=160, error_messages={"required": _("Write in what.")})
    certificate = _one_of(_("Certificate"), held.YES_NO)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1940, max_value=2100)

    NULLED = frozenset({"year"})
    COLUMN_OF: ClassVar[Mapping[str, str]] = {"training_kind": "kind"}


class PassageForm(_WithCountries):
    """How a journey went."""

    kind = "passage"
    channel = _one_of(
        _("With or without papers"), passages.CHANNELS_OF_JOURNEYS, help_text=_("No answer here is held against them.")
    )
    visa = _one_of(_("Kind of visa"), passages.VISAS)
    wanted_country = forms.ChoiceField(label=_("Where they wanted to go"), required=False)
    transit = _line(_("Countries passed through"), 300, help_text=_("In their order."))
    city = _line(_("Town or city abroad"))
    recruiter_licence = _line(_("Licence of the recruiter"), 60)
    money_from = _some_of(_("Where all the money came from"), passages.MONEY_FROM)
    papers_used = _some_of(_("Papers used"), passages.PAPERS_USED)
    reasons_leaving = _some_of(_("Why they left"), passages.REASONS_LEAVING)
    reasons_return = _some_of(_("Why they came back"), passages.REASONS_RETURN)
    skills_learned = _some_of(_("What they learned abroad"), passages.SKILLS_LEARNED)
    help_wanted = _some_of(_("Help they want at home"), passages.HELP_WANTED)
    returned_to = DistrictField(
        label=_("Where they live since"), help_text=_("The district they came back to, if it is not their home.")
    )

    NULLED = frozenset({"channel", "wanted_country", "transit", "city", "recruiter_licence", "returned_to"})
    SEVERAL = frozenset(
        {"money_from", "papers_used", "reasons_leaving", "reasons_return", "skills_learned", "help_wanted"}
    )
    COLUMN_OF: ClassVar[Mapping[str, str]] = {"wanted_country": "wanted_country_id", "returned_to": "returned_to_id"}
    COUNTRIES = ("wanted_country",)
    ONLY_BACK = ("reasons_return", "returned_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person.kind == "abroad":
            for name in self.ONLY_BACK:
                # Who has not come back is not asked why they did.
                del self.fields[name]
        else:
            self.fields["returned_to"].country = self.country  # type: ignore[attr-defined]

    def recorded(self) -> dict[str, Any]:
        """Return the journey's columns; the district by its name."""
        place = self.record.returned_to
        return {
            **super().recorded(),
            "returned_to": "" if place is None else place.to_terms().name_in(get_language() or "en"),
        }

    def clean(self) -> dict[str, Any]:
        """Leave a district alone that nobody touched; refuse “none” beside an answer."""
        if "returned_to" in self.fields and "returned_to" not in self.changed_data:
            self.errors.pop("returned_to", None)
            self.cleaned_data["returned_to"] = self.record.returned_to_id
        found = super().clean()
        for name in self.SEVERAL:
            said = set(found.get(name) or ())
            if len(said) > 1 and said & {"none", "not_said"}:
                self.add_error(name, _("One of these stands alone: no other answer fits beside it."))
        return found

    def columns(self) -> dict[str, Any]:
        """Return the columns that were asked."""
        skipped = {self.COLUMN_OF.get(name, name) for name in self.ONLY_BACK if name not in self.fields}
        return {name: value for name, value in super().columns().items() if name not in skipped}


MORE_FORMS: Mapping[str, Callable[..., CorrectForm]] = {
    "profile": ProfileForm,
    "health": HealthForm,
    "registration": RegistrationForm,
    "name": NameForm,
    "language": LanguageForm,
    "reference": ReferenceForm,
    "work": WorkForm,
    "training": TrainingForm,
    "passage": PassageForm,
}
