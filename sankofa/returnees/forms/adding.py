"""The first page about somebody who is put into the register by hand: what is asked in under four minutes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules import reference
from sankofa.returnees import queries
from sankofa.returnees.forms.typed import AsksBackForm, DistrictField, NameField, PartialDayField, country_choices
from sankofa.returnees.models import CHANNELS, KINDS, RETURN_KINDS, SEXES
from sankofa.returnees.rules import life, phones, sameness
from sankofa.returnees.rules.terms import (
    NOT_KNOWN,
    JourneyTerms,
    PartialDay,
    PersonKind,
    PersonTerms,
    Precision,
    ReturnKind,
    Sex,
)

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


class FirstPageForm(AsksBackForm):
    """Who somebody is, where they live, and their last journey.  All else has time."""

    kind = forms.ChoiceField(
        label=_("What is this person here?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person is here.")},
    )
    given_name = NameField(
        label=_("Given name"),
        max_length=80,
        help_text=_("In Latin letters. Somebody with one name only: write it here."),
        error_messages={"required": _("Write the name.")},
    )
    family_name = NameField(label=_("Family name"), max_length=80, required=False)
    native_name = NameField(label=_("Name in their own script"), max_length=120, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=SEXES,
        widget=forms.RadioSelect,
        help_text=_("As the person says. Never guess it from the name."),
        error_messages={"required": _("Choose one; “not recorded” is an answer too.")},
    )
    born = PartialDayField(label=_("Born"))
    age = forms.IntegerField(
        label=_("Age, if the birth is not known"), required=False, min_value=0, max_value=life.AGE_MAX
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel", "dir": "ltr"})
    )
    district = DistrictField(label=_("Home district"))
    destination = forms.ChoiceField(label=_("Country of the last journey"), required=False)
    left = PartialDayField(label=_("Left"))
    returned = PartialDayField(label=_("Came back"))
    return_kind = forms.ChoiceField(
        label=_("How the return came about"), choices=RETURN_KINDS, initial="unknown", required=False
    )
    channel = forms.ChoiceField(
        label=_("How are they here?"),
        choices=[pair for pair in CHANNELS if pair[0] not in {"own", "list"}],
        initial="office",
        required=False,
        help_text=_("By phone: ask for consent in words, and note later who called and when to call back."),
    )
    office = forms.ChoiceField(label=_("Office"))

    FIELD_OF: ClassVar[Mapping[str, str]] = {"left_on": "left", "returned_on": "returned"}
    GROUPS = (
        (_("The person"), ("kind", "given_name", "family_name", "native_name", "sex", "born", "age")),
        (_("Where to reach them"), ("phone", "district", "channel")),
        (_("The last journey"), ("destination", "left", "returned", "return_kind")),
    )
    NOT_ASKED: ClassVar[Mapping[str, frozenset[str]]] = {
        "abroad": frozenset({"returned", "return_kind"}),
        "relative": frozenset({"destination", "left", "returned", "return_kind"}),
        "resident": frozenset({"destination", "left", "returned", "return_kind"}),
    }
    """What does not fit what somebody is: nobody is asked for a return who did not come back."""

    def __init__(
        self, *args: Any, offices: Sequence["Office"], on: date, number: UUID | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offices, self.on, self.number = offices, on, number
        self.fields["destination"].choices = country_choices()  # type: ignore[attr-defined]
        self.fields["office"].choices = [(str(office.pk), office.name) for office in offices]  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.fields["office"].required = False
            self.fields["office"].widget = forms.HiddenInput()
        self.fields["district"].country = self.chosen_office.place.country_id  # type: ignore[attr-defined]

    @property
    def chosen_office(self) -> "Office":
        """The office that the person is put into: the one chosen, else the first."""
        wanted = self.data.get("office") or self.initial.get("office")
        return next((office for office in self.offices if str(office.pk) == str(wanted)), self.offices[0])

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions, grouped as they stand on the page."""
        begun_as = str(self.initial.get("kind") or self.data.get("begun_as") or "")
        skipped = self.NOT_ASKED.get(begun_as, frozenset())
        told = [(title, [self[name] for name in names if name not in skipped]) for title, names in self.GROUPS]
        found = [(title, fields) for title, fields in told if fields]
        if len(self.offices) > 1:
            found.append((_("Office"), [self["office"]]))
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be, ask back what is unlikely, and whether it is somebody who is there already."""
        held = super().clean() or self.cleaned_data
        if held.get("kind") == PersonKind.ABROAD and (held.get("returned") or NOT_KNOWN).is_known:
            self.add_error("returned", _("Somebody still abroad has not come back. Leave this empty."))
        if not any(sign.isalpha() for sign in held.get("given_name", "x")):
            self.judge(
                [
                    Finding(
                        "name_without_letters", Weight.BARRIER, life.SOURCE, field="given_name", said=held["given_name"]
                    )
                ]
            )
        said = self.said()
        days = (said.born, said.journey.left, said.journey.returned)
        country = self.chosen_office.place.country_id
        found = [*life.impossible(*days, on=self.on), *life.unlikely(*days, on=self.on)]
        if said.phone:
            found.extend(phones.wrong_with_phone(said.phone, country=country))
        if not self.errors and not any(finding.weight is Weight.BARRIER for finding in found):
            found.extend(self._there_already(said))
        self.judge(found)
        return held

    def said(self) -> PersonTerms:
        """Return the person as the page says."""
        held = self.cleaned_data
        origin = reference.origins().get(self.chosen_office.place.country_id)
        return PersonTerms(
            given_name=held.get("given_name", ""),
            family_name=held.get("family_name", ""),
            native_name=held.get("native_name", ""),
            kind=PersonKind(held.get("kind") or PersonKind.RETURNEE),
            sex=Sex(held.get("sex") or Sex.UNKNOWN),
            born=self._born(),
            language="" if origin is None else origin.languages[0],
            phone=held.get("phone", ""),
            place=held.get("district") or "",
            channel="" if held.get("channel") == "unknown" else held.get("channel", ""),
            journey=JourneyTerms(
                destination=held.get("destination", ""),
                left=held.get("left") or NOT_KNOWN,
                returned=held.get("returned") or NOT_KNOWN,
                return_kind=ReturnKind(held.get("return_kind") or ReturnKind.UNKNOWN),
            ),
        )

    def _born(self) -> PartialDay:
        born: PartialDay = self.cleaned_data.get("born") or NOT_KNOWN
        age = self.cleaned_data.get("age")
        if born.is_known or age is None:
            return born
        return PartialDay(date(self.on.year - age, 1, 1), Precision.ESTIMATED)

    def _there_already(self, said: PersonTerms) -> list[Finding]:
        there = queries.known_people({0: sameness.features(said)}, office=self.chosen_office).same.get(0)
        if there is None or there.pk == self.number:
            # A second press finds whom the first one made; that is no other person.
            return []
        if there.office_id != self.chosen_office.pk:
            return [Finding("perhaps_at_another_office", Weight.CONCERN, life.SOURCE, field="")]
        number = there.case_number
        return [Finding("perhaps_registered", Weight.CONCERN, life.SOURCE, field="", case_number=number)]
