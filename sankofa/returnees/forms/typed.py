"""What forms about people share: districts by any spelling, and asking back what is unlikely."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sankofa.intake.rules import reading
from sankofa.kernel.finding import Finding, Weight
from sankofa.places import queries as places
from sankofa.places.rules import matching, naming, reference
from sankofa.returnees.forms.days import PartialDayField, day_fields
from sankofa.returnees.rules import typed_days
from sankofa.returnees.rules.name_signs import wrong_with_name
from sankofa.returnees.rules.terms import PartialDay
from sankofa.returnees.sentences import sentence

__all__ = ["AsksBackForm", "DistrictField", "NameField", "PartialDayField", "country_choices", "district_names"]

NOT_KNOWN_CHOICE = ("", _("not known"))


class NameField(forms.CharField):
    """A name in any script; what does not belong in a name is refused with what it is and where it stands."""

    def clean(self, value: Any) -> str:
        """Return the name without blanks around it.  Raises ValidationError."""
        found = list(wrong_with_name(str(value or "").strip(), field=""))
        if found:
            raise ValidationError(sentence(found[0]))
        return str(super().clean(value) or "")


class DistrictField(forms.CharField):
    """A home district, by any of its spellings; what is not clear comes back with what it may be."""

    def __init__(self, **kwargs: Any) -> None:
        self.country = ""
        super().__init__(required=False, max_length=120, **kwargs)
        self.widget.attrs |= {"list": "districts", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """Return the path of the place; empty where nothing is typed.  Raises ValidationError."""
        text = str(super().clean(value) or "").strip()
        if not text or reading.is_unknown(text):
            return ""
        facts = {"said": text, "country": naming.country_name(self.country, get_language() or "en")}
        if self.country not in reference.origins():
            raise ValidationError(sentence(Finding("places_not_listed", Weight.BARRIER, "places", **facts)))
        close: list[str] = []
        for level in (2, None):
            meaning = matching.place_meant(text, within=self.country, level=level)
            if meaning.path is not None:
                return meaning.path
            close = close or list(dict.fromkeys(candidate.spelling for candidate in meaning.candidates))[:3]
        if close:
            said = Finding("place_unclear", Weight.BARRIER, "places", close=" / ".join(close), **facts)
        else:
            said = Finding("place_not_known", Weight.BARRIER, "places", **facts)
        raise ValidationError(sentence(said))


class AsksBackForm(forms.Form):
    """Refuses what cannot be, and asks back what is unlikely: it goes in once somebody has said that it is right."""

    FIELD_OF: ClassVar[Mapping[str, str]] = {}
    """How the form calls a field that the rules call otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_back: list[str] = []
        self.asked_back_token = ""

    def full_clean(self) -> None:
        """Let every typed day know the day of today, so that a day to come is told at once."""
        for field in day_fields(self).values():
            field.on = getattr(self, "on", None)
        super().full_clean()

    def judge(self, findings: Iterable[Finding]) -> None:
        """Put every barrier at its field; ask back the rest unless somebody has looked at exactly that already."""
        concerns = []
        for finding in (*findings, *self._doubtful_days()):
            if finding.weight is Weight.BARRIER:
                named = str(finding.facts.get("field", ""))
                field = self.FIELD_OF.get(named, named)
                self.add_error(field if field in self.fields else None, sentence(finding))
            else:
                concerns.append(finding)
        self.asked_back_token = "|".join(sorted(str(sorted(finding.record().items(), key=str)) for finding in concerns))
        if concerns and self.data.get("looked_again") != self.asked_back_token:
            self.asked_back = [sentence(finding) for finding in concerns]
            self.add_error(None, _("Some of this is unusual. Look at it again below; if it is right, say so."))

    def _doubtful_days(self) -> Iterable[Finding]:
        """Yield the doubts about days that were typed now in a calendar that may not be meant."""
        for name in day_fields(self):
            known, on = self.cleaned_data.get(name), getattr(self, "on", None)
            if on is not None and isinstance(known, PartialDay) and name in self.changed_data:
                yield from typed_days.doubtful(known, field=name, on=on)


def country_choices() -> list[tuple[str, Any]]:
    """Return the countries in the reader's language, with "not known" before them."""
    return [NOT_KNOWN_CHOICE, *places.country_choices(get_language() or "en")]


def district_names(country: str) -> list[str]:
    """Return the districts of a country for a list to choose from."""
    if country not in reference.origins():
        return []
    language = get_language() or "en"
    return [place.to_terms().name_in(language) for place in places.places_within(country, level=2)]
