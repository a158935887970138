"""Forms that correct or complete what is recorded: a person's names, family, a paper, a journey; each with a reason."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import Cell
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money
from sankofa.places.rules import reference
from sankofa.returnees import portrait, typed
from sankofa.returnees.actions import Why
from sankofa.returnees.forms.days import WholeDayField
from sankofa.returnees.forms.typed import AsksBackForm, DistrictField, NameField, PartialDayField, country_choices
from sankofa.returnees.models import (
    COST_SOURCES,
    EDUCATION,
    KINDS,
    MARITAL,
    PAPER_KINDS,
    RETURN_KINDS,
    SECTORS,
    SEXES,
    WHEREABOUTS,
    Document,
    Journey,
    Person,
)
from sankofa.returnees.rules import life, papers, phones
from sankofa.returnees.rules.masking import masked
from sankofa.returnees.rules.paper_gaps import HAS_NO_NUMBER, Whereabouts
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay
from sankofa.returnees.sentences import sentence

WORDS_MAX = 1_000


class CorrectForm(AsksBackForm):
    """What all corrections ask besides the facts: why."""

    kind: ClassVar[str]
    record: Any

    because = forms.ChoiceField(
        label=_("Why is this changed?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why this is changed.")},
    )
    words = forms.CharField(
        label=_("Another reason, in your words"),
        required=False,
        max_length=WORDS_MAX,
        help_text=_("Only if nothing above fits. It is kept sealed in the history."),
    )

    def __init__(self, data: Any = None, *, person: Person, record: Any, on: date) -> None:
        self.person, self.record, self.on = person, record, on
        super().__init__(data, initial=self.recorded())
        self.country = person.office.place.country_id
        self.order_fields([name for name in self.fields if name not in {"because", "words"}] + ["because", "words"])

    def recorded(self) -> dict[str, Any]:
        """Return what is recorded now, as the fields show it."""
        raise NotImplementedError

    def columns(self) -> dict[str, Any]:
        """Return the columns with the values that were typed."""
        raise NotImplementedError

    def findings(self) -> list[Finding]:
        """Return what the rules find about what was typed."""
        return []

    def clean(self) -> dict[str, Any]:
        """Ask for words where no reason of the list fits; judge what was typed."""
        held = super().clean() or self.cleaned_data
        if held.get("because") == Why.OTHER and not held.get("words"):
            self.add_error("words", _("Say in a few words why this is changed."))
        if held.get("because") != Why.OTHER:
            held["words"] = ""
        self.judge(self.findings())
        return held

    def _day(self, name: str) -> PartialDay:
        return self.cleaned_data.get(name) or NOT_KNOWN


class NamesForm(CorrectForm):
    """Names, sex, birth, district and phone."""

    kind = "person"

    person_kind = forms.ChoiceField(label=_("What is this person here?"), choices=KINDS)
    given_name = NameField(label=_("Given name"), max_length=80, error_messages={"required": _("Write the name.")})
    family_name = NameField(label=_("Family name"), max_length=80, required=False)
    native_name = NameField(label=_("Name in their own script"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES)
    born = PartialDayField(label=_("Born"))
    district = DistrictField(label=_("Home district"))
    phone = forms.CharField(
        label=_("New phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel", "dir": "ltr"})
    )
    no_phone = forms.BooleanField(label=_("The person has no phone any more"), required=False)

    FIELD_OF: ClassVar[Mapping[str, str]] = {"left_on": "born", "returned_on": "born"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].country = self.country  # type: ignore[attr-defined]
        now = portrait.opened(self.person, "phone", masked)
        self.fields["phone"].help_text = (
            gettext("Leave it empty to keep %(number)s.") % {"number": now} if now else gettext("None is recorded yet.")
        )
        if not now:
            del self.fields["no_phone"]

    def clean(self) -> dict[str, Any]:
        """Leave a district alone that nobody touched, however it was spelled when it was recorded."""
        if "district" not in self.changed_data:
            self.errors.pop("district", None)
        return super().clean()

    def recorded(self) -> dict[str, Any]:
        """Return the names and what stands beside them; the phone is never shown here."""
        held = self.person
        return {
            "person_kind": held.kind,
            "given_name": held.given_name,
            "family_name": held.family_name,
            "native_name": held.native_name,
            "sex": held.sex,
            "born": held.born,
            "district": "" if held.place is None else portrait.place_name(held),
        }

    def columns(self) -> dict[str, Any]:
        """Return the columns of the person."""
        held = self.cleaned_data
        born = self._day("born")
        found = {
            "kind": held["person_kind"],
            "given_name": held["given_name"],
            "family_name": held["family_name"],
            "native_name": held["native_name"],
            "sex": held["sex"],
            "born_on": born.day,
            "born_precision": born.precision.value,
            "born_calendar": born.calendar.value,
        }
        if "district" in self.changed_data:
            found["place_id"] = held["district"] or None
        if held["phone"]:
            found["phone"] = held["phone"]
        elif held.get("no_phone"):
            found["phone"] = None
        return found

    def findings(self) -> list[Finding]:
        """Return what cannot be or is unlikely about the birth beside the journeys, and about the phone."""
        born = self._day("born")
        days = [(held.left, held.returned) for held in self.person.journeys.all()] or [(NOT_KNOWN, NOT_KNOWN)]
        found = [finding for left, returned in days for finding in life.impossible(born, left, returned, on=self.on)]
        if "born" in self.changed_data:
            found += [finding for left, returned in days for finding in life.unlikely(born, left, returned, on=self.on)]
        if phone := self.cleaned_data.get("phone"):
            found += phones.wrong_with_phone(phone, country=self.country)
        return list(dict.fromkeys(found))


class FamilyForm(CorrectForm):
    """Marital status and schooling."""

    kind = "person"

    marital_status = forms.ChoiceField(label=_("Marital status"), choices=MARITAL)
    education = forms.ChoiceField(label=_("Schooling"), choices=EDUCATION)

    def recorded(self) -> dict[str, Any]:
        """Return both as they are."""
        return {"marital_status": self.person.marital_status, "education": self.person.education}

    def columns(self) -> dict[str, Any]:
        """Return both as they were chosen."""
        return {name: self.cleaned_data[name] for name in ("marital_status", "education")}


class PaperForm(CorrectForm):
    """A paper: its kind, where it is, its number, who issued it and when, until when it is valid."""

    kind = "paper"

    paper_kind = forms.ChoiceField(label=_("Kind of paper"))
    whereabouts = forms.ChoiceField(
        label=_("Where it is"),
        choices=WHEREABOUTS,
        required=False,
        help_text=_("One that was lost, or never made, counts too: say so."),
    )
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    paper_country = forms.ChoiceField(label=_("Of which country"), required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    issued_on = WholeDayField(label=_("Issued on"))
    valid_until = WholeDayField(label=_("Valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code for code, _label in PAPER_KINDS}
        own = [(self.record.kind, self.record.kind)] if self.record.kind and self.record.kind not in known else []
        self.fields["paper_kind"].choices = [*PAPER_KINDS, *own]  # type: ignore[attr-defined]
        self.fields["paper_country"].choices = country_choices()  # type: ignore[attr-defined]
        now = "" if self._is_new else portrait.opened(self.record, "number", masked)
        if now:
            told = gettext("Leave it empty to keep %(number)s.") % {"number": now}
        else:
            told = gettext("As it stands on the paper.")
        self.fields["number"].help_text = told

    @property
    def _is_new(self) -> bool:
        return bool(self.record._state.adding)

    def recorded(self) -> dict[str, Any]:
        """Return the paper; its number is never shown here."""
        held: Document = self.record
        if held._state.adding:
            return {"paper_kind": papers.PASSPORT, "whereabouts": Whereabouts.UNKNOWN.value}
        return {
            "paper_kind": held.kind,
            "whereabouts": held.whereabouts,
            "paper_country": held.country_id or "",
            "issuer": held.issuer or "",
            "issued_on": held.issued_on,
            "valid_until": held.valid_until,
        }

    def columns(self) -> dict[str, Any]:
        """Return the columns of the paper."""
        held = self.cleaned_data
        found = {
            "kind": held["paper_kind"],
            "whereabouts": held["whereabouts"] or Whereabouts.UNKNOWN.value,
            "country_id": held["paper_country"] or None,
            "issuer": held["issuer"] or None,
            "issued_on": held["issued_on"],
            "valid_until": held["valid_until"],
        }
        if held["whereabouts"] in HAS_NO_NUMBER:
            return {**found, "number": None}
        return {**found, "number": held["number"]} if held["number"] else found

    def findings(self) -> list[Finding]:
        """Return what is wrong with the days, and with the number as far as the kind of paper tells."""
        held = self.cleaned_data
        number, where = held.get("number", ""), held.get("whereabouts") or Whereabouts.UNKNOWN
        self._look_at_days(held.get("issued_on"), held.get("valid_until"))
        if number and where in HAS_NO_NUMBER:
            self.add_error("number", _("A paper that is not there yet has no number. Leave it empty."))
            return []
        if not number:
            if self._is_new and where == Whereabouts.UNKNOWN:
                self.add_error("number", _("Write the number as it stands on the paper, or say where the paper is."))
            return []
        kind = held.get("paper_kind", "")
        return list(papers.wrong_with_paper(kind, number, country=held.get("paper_country") or self.country))

    def _look_at_days(self, issued_on: date | None, valid_until: date | None) -> None:
        if issued_on is not None and issued_on > self.on:
            self.add_error("issued_on", _("This day lies in the future. Write the day that stands on the paper."))
        if issued_on is not None and valid_until is not None and valid_until < issued_on:
            self.add_error("valid_until", _("The last day lies before the day of issue. Check both days."))


class JourneyForm(CorrectForm):
    """A journey: where to and how, what work, what it cost and earned, and the return."""

    kind = "journey"

    destination = forms.ChoiceField(label=_("Country"), required=False)
    route = forms.CharField(
        label=_("Way there"),
        max_length=300,
        required=False,
        help_text=_("The countries passed through, in their order."),
    )
    left = PartialDayField(label=_("Left"))
    returned = PartialDayField(label=_("Came back"))
    return_kind = forms.ChoiceField(label=_("How the return came about"), choices=RETURN_KINDS)
    return_reason = forms.CharField(label=_("Reason for return"), max_length=200, required=False)
    occupation = forms.CharField(label=_("Work abroad"), max_length=120, required=False)
    sector = forms.ChoiceField(label=_("Kind of work"), choices=SECTORS)
    income = forms.CharField(label=_("Earned in a month"), max_length=30, required=False)
    income_currency = forms.ChoiceField(label=_("In which money"), required=False)
    skills_gained = forms.CharField(label=_("Skills gained"), max_length=300, required=False)
    recruiter = forms.CharField(
        label=_("Recruiter"), max_length=200, required=False, help_text=_("Name and licence, where they are known.")
    )
    cost = forms.CharField(label=_("Cost of going"), max_length=30, required=False)
    cost_currency = forms.ChoiceField(label=_("In which money"), required=False)
    cost_source = forms.ChoiceField(label=_("Where that money came from"), choices=COST_SOURCES)

    FIELD_OF: ClassVar[Mapping[str, str]] = {"left_on": "left", "returned_on": "returned", "born": "left"}
    PLAIN = ("return_kind", "occupation", "sector", "cost_source")
    SEALED = ("route", "return_reason", "skills_gained", "recruiter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].choices = country_choices()  # type: ignore[attr-defined]
        origin = reference.origins().get(self.country)
        known = [*([origin.currency] if origin else []), *_WAGES]
        for name in ("income", "cost"):
            now = getattr(self.record, f"{name}_currency")
            choices = list(dict.fromkeys([*([now] if now else []), *known]))
            self.fields[f"{name}_currency"].choices = [(code, code) for code in choices]  # type: ignore[attr-defined]

    def recorded(self) -> dict[str, Any]:
        """Return the journey as it is."""
        held: Journey = self.record
        return {
            "destination": held.destination_id or "",
            "left": held.left,
            "returned": held.returned,
            **{name: getattr(held, name) for name in self.PLAIN},
            **{name: getattr(held, name) or "" for name in self.SEALED},
            **{name: "" if amount is None else f"{amount.decimal:f}" for name, amount in self._amounts(held)},
            **{f"{name}_currency": amount.currency for name, amount in self._amounts(held) if amount is not None},
        }

    def columns(self) -> dict[str, Any]:
        """Return the columns of the journey."""
        held = self.cleaned_data
        found: dict[str, Any] = {"destination_id": held["destination"] or None}
        for name in ("left", "returned"):
            day = self._day(name)
            found |= {f"{name}_on": day.day, f"{name}_precision": day.precision.value}
            found[f"{name}_calendar"] = day.calendar.value
        found |= {name: held[name] for name in self.PLAIN}
        found |= {name: held[name] or None for name in self.SEALED}
        for name in ("income", "cost"):
            amount: Money | None = held[name]
            found |= {
                f"{name}_minor": None if amount is None else amount.minor,
                f"{name}_currency": "" if amount is None else amount.currency,
            }
        return found

    def clean(self) -> dict[str, Any]:
        """Read the amounts in the money chosen beside them."""
        for name in ("income", "cost"):
            text = self.cleaned_data.get(name) or ""
            read = reading.read_money(Cell(text), name, self.cleaned_data.get(f"{name}_currency") or "USD")
            if read.finding is not None and read.value is None:
                self.add_error(name, sentence(read.finding))
            self.cleaned_data[name] = read.value
        return super().clean()

    def findings(self) -> list[Finding]:
        """Return what cannot be or is unlikely about the days beside the birth."""
        days = (self.person.born, self._day("left"), self._day("returned"))
        found = list(life.impossible(*days, on=self.on))
        if {"left", "returned"} & set(self.changed_data):
            found += [one for one in life.unlikely(*days, on=self.on) if one.code != "age_rare"]
        return found

    @staticmethod
    def _amounts(held: Journey) -> tuple[tuple[str, Money | None], ...]:
        return (("income", held.income), ("cost", held.cost))


_WAGES = ("USD", "EUR", "SAR", "AED", "QAR", "OMR", "KWD", "BHD", "MYR", "SGD", "JOD", "LBP", "RUB", "XOF", "LYD")
"""The money in which wages abroad are most often said."""

FORMS: Mapping[str, Callable[..., CorrectForm]] = {
    "names": NamesForm,
    "family": FamilyForm,
    "paper": PaperForm,
    "journey": JourneyForm,
}


class SendBackForm(forms.Form):
    """Which fact is sent back, and the question."""

    fact = forms.ChoiceField(
        label=_("What do you want to ask about?"), error_messages={"required": _("Choose what it is about.")}
    )
    question = forms.CharField(
        label=_("Your question"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write your question.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = [("", ""), *((held.code, gettext(held.label)) for held in typed.FIRST)]  # type: ignore[attr-defined]
