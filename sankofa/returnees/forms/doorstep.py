"""Forms of the open door: how to reach somebody, taking a letter back, a call that reached nobody, clearing a flood."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sankofa.kernel.finding import Weight
from sankofa.returnees.actions.doorstep import ClearedBecause
from sankofa.returnees.models import CallEnd
from sankofa.returnees.rules import doorstep, phones
from sankofa.returnees.rules.doorstep import Asked, By, Hours, Need, Owner

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

NEEDS = [
    (Need.TALK.value, _("Somebody to talk to")),
    (Need.HEALTH.value, _("Doctor or medicine")),
    (Need.PLACE.value, _("Somewhere to stay")),
    (Need.WORK.value, _("Work or learning")),
    (Need.MONEY.value, _("Money worries")),
    (Need.PAPERS.value, _("Papers")),
    (Need.NOT_SAFE.value, _("I am not safe")),
    (Need.OTHER.value, _("Something else")),
]
HOURS = [
    (Hours.ANY.value, _("At any hour")),
    (Hours.MORNING.value, _("8 to 12")),
    (Hours.AFTERNOON.value, _("12 to 17")),
    (Hours.EVENING.value, _("17 to 20")),
]
OWNERS = [
    (Owner.OWN.value, _("Mine alone")),
    (Owner.FAMILY.value, _("My family’s")),
    (Owner.OTHER.value, _("Somebody else’s")),
]
WAYS = [(By.CALL.value, _("A call")), (By.SMS.value, _("A short message first"))]
_YES_NO = [("yes", _("Yes")), ("no", _("No, I will come myself"))]


class AskForm(forms.Form):
    """How to reach somebody.  Only what is needed for a first call."""

    name = forms.CharField(
        label=_("What shall we call you?"),
        max_length=doorstep.NAME_MAX,
        error_messages={"required": _("Write a name. Any name by which you are called will do.")},
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=doorstep.PHONE_MAX,
        required=False,
        widget=forms.TextInput({"type": "tel", "dir": "ltr", "inputmode": "tel"}),
    )
    whose = forms.ChoiceField(
        label=_("Whose phone is it?"),
        choices=OWNERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    hours = forms.ChoiceField(
        label=_("When is it safe to call?"),
        choices=HOURS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    by = forms.ChoiceField(
        label=_("How shall we begin?"), choices=WAYS, initial="call", widget=forms.RadioSelect, required=False
    )
    word = forms.CharField(
        label=_("A word that we say first"),
        max_length=doorstep.WORD_MAX,
        required=False,
        help_text=_("Then you know that it is us. If you write none, we give you one."),
    )
    need = forms.ChoiceField(
        label=_("What do you need first?"),
        choices=NEEDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    may_call = forms.ChoiceField(
        label=_("May we call you?"),
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    website = forms.CharField(label=_("Leave this empty"), max_length=200, required=False)

    ASKED: ClassVar[Sequence[str]] = ("name", "need", "phone", "whose", "hours", "by", "word")

    def __init__(self, *args: Any, is_adult: bool, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_adult, self.country = is_adult, country
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        if not is_adult:
            # Nobody under 18 is asked to agree alone; whether a call would do harm they can say.
            self.fields["may_call"].label = _("Is it safe if we call this number?")

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is asked before the question whether we may call."""
        return [self[name] for name in self.ASKED]

    def clean_phone(self) -> str:
        """Return the phone.  Raises ValidationError where no phone looks like this."""
        phone = str(self.cleaned_data["phone"]).strip()
        found = phones.wrong_with_phone(phone, country=self.country) if phone else iter(())
        if any(finding.weight is Weight.BARRIER for finding in found):
            raise ValidationError(_("A phone number has 6 to 15 figures. Please look again."))
        return phone

    def clean(self) -> dict[str, Any]:
        """Ask for a phone only where we may call it."""
        held = super().clean() or self.cleaned_data
        if held.get("may_call") == "yes" and not held.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Write the number that we may call."))
        return held

    @property
    def is_honey_full(self) -> bool:
        """Whether the field that people do not see was filled."""
        return bool(self.cleaned_data.get("website"))

    def told(self, *, place: str, language: str, consent_version: str) -> Asked:
        """Return what was said, as the rules know it."""
        held: Mapping[str, Any] = self.cleaned_data
        return Asked(
            name=held["name"],
            place=place,
            language=language,
            is_adult=self.is_adult,
            may_call=held["may_call"] == "yes",
            phone=held["phone"],
            whose=Owner(held["whose"]),
            hours=Hours(held["hours"]),
            by=By(held["by"] or By.CALL),
            word=held["word"],
            need=Need(held["need"]),
            consent_version=consent_version if self.is_adult else "",
        )


class TakeBackForm(forms.Form):
    """The number and the word of a letter."""

    number = forms.CharField(label=_("Your number"), max_length=40, widget=forms.TextInput({"dir": "ltr"}))
    word = forms.CharField(label=_("Your word"), max_length=doorstep.WORD_MAX)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class TryForm(forms.Form):
    """How a call ended with which somebody was not reached."""

    ended = forms.ChoiceField(label=_("The call"), choices=CallEnd.choices, widget=forms.RadioSelect)


class HandOnForm(forms.Form):
    """Which office goes on with somebody."""

    to = forms.ChoiceField(label=_("Office that goes on"))

    def __init__(self, *args: Any, offices: Sequence["Office"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(office.pk): office for office in offices}
        self.fields["to"].choices = [(key, office.name) for key, office in self.offices.items()]  # type: ignore[attr-defined]


class ClearForm(forms.Form):
    """Why letters are removed."""

    because = forms.ChoiceField(
        label=_("Why they are removed"), choices=ClearedBecause.choices, widget=forms.RadioSelect
    )
