"""Forms of rounds: planning one, and noting why somebody was not reached."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.sustainability.actions.concerns import DONE_MAX
from sankofa.sustainability.models import REACHES, REASONS
from sankofa.sustainability.rules.rounds import MONTHS_MAX, Reason

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

DAY = "%Y-%m-%d"
SCHEME_BYTES_MAX = 500_000


class RoundForm(forms.Form):
    """What a round asks, of whom, and when."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Such as: one year after return, autumn 2026. It stands on the pages of caseworkers."),
        error_messages={"required": _("Give the round a name.")},
    )
    instrument = forms.ChoiceField(label=_("Form"))
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}, format=DAY))
    until_on = forms.DateField(
        label=_("Until"),
        help_text=_("The first day on which it is over."),
        widget=forms.DateInput({"type": "date"}, format=DAY),
    )
    months_from = forms.IntegerField(
        label=_("Months since return, from"), min_value=0, max_value=MONTHS_MAX - 1, initial=12
    )
    months_until = forms.IntegerField(
        label=_("Months since return, below"), min_value=1, max_value=MONTHS_MAX, initial=18
    )
    reach = forms.ChoiceField(label=_("Who is asked"), choices=REACHES)
    office = forms.ChoiceField(label=_("Office"))

    def __init__(
        self, *args: Any, offices: Sequence["Office"], titles: Mapping[str, str], home: str | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        instrument, office = self.fields["instrument"], self.fields["office"]
        assert isinstance(instrument, forms.ChoiceField)
        assert isinstance(office, forms.ChoiceField)
        instrument.choices = list(titles.items())
        office.choices = [(str(one.pk), one.name) for one in offices]
        office.initial = home
        if len(offices) == 1:
            office.widget = forms.HiddenInput()
            office.initial = str(offices[0].pk)

    def clean(self) -> dict[str, Any]:
        """Ask for a round that ends after it begins, and for months in their order."""
        held = super().clean() or self.cleaned_data
        if held.get("from_on") and held.get("until_on") and held["until_on"] <= held["from_on"]:
            self.add_error("until_on", _("A round ends after it begins."))
        first, last = held.get("months_from"), held.get("months_until")
        if first is not None and last is not None and last <= first:
            self.add_error("months_until", _("This must be more than the months above."))
        return held

    def said(self) -> dict[str, Any]:
        """Return the round as the action takes it, but for its office."""
        return {name: value for name, value in self.cleaned_data.items() if name != "office"}


class LoadSchemeForm(forms.Form):
    """A file with a way of scoring, and where it comes from."""

    file = forms.FileField(
        label=_("The table as a text file"),
        help_text=_("A TOML file. Download one of ours, put your own values and weights in, and give it its own name."),
        widget=forms.FileInput(attrs={"accept": ".toml,.txt"}),
        error_messages={"required": _("Choose the file.")},
    )
    note = forms.CharField(
        label=_("Where is it from?"),
        max_length=300,
        help_text=_("Such as: annex 4 of our own copy of the handbook, 2019. It stands beside every figure's source."),
        error_messages={"required": _("Write where the table comes from.")},
    )
    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args: Any, offices: Sequence["Office"], home: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        assert isinstance(office, forms.ChoiceField)
        office.choices = [(str(one.pk), one.name) for one in offices]
        office.initial = home
        if len(offices) == 1:
            office.widget = forms.HiddenInput()
            office.initial = str(offices[0].pk)

    def clean_file(self) -> Any:
        """Refuse what cannot be a table: it would be read whole."""
        file = self.cleaned_data["file"]
        if file.size > SCHEME_BYTES_MAX:
            raise forms.ValidationError(_("This file is too long to be a table of weights."))
        return file


class StudyForm(forms.Form):
    """Which way of scoring is looked at, and under which office the study stands."""

    scheme = forms.ChoiceField(label=_("Way of scoring"))
    office = forms.ChoiceField(label=_("Office"))

    def __init__(
        self, *args: Any, offices: Sequence["Office"], schemes: Mapping[str, str], home: str | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        scheme, office = self.fields["scheme"], self.fields["office"]
        assert isinstance(scheme, forms.ChoiceField)
        assert isinstance(office, forms.ChoiceField)
        scheme.choices = list(schemes.items())
        office.choices = [(str(one.pk), one.name) for one in offices]
        office.initial = home
        if len(offices) == 1:
            office.widget = forms.HiddenInput()
            office.initial = str(offices[0].pk)


class WriteForm(forms.Form):
    """The name of a new way of scoring."""

    code = forms.RegexField(
        label=_("Name"),
        regex=r"^[a-z][a-z0-9-]{2,39}$",
        help_text=_("Small Latin letters, digits and hyphens, such as: our-weights. Its version is counted by itself."),
        error_messages={
            "required": _("Give it a name."),
            "invalid": _("Use small Latin letters, digits and hyphens, three at least, and begin with a letter."),
        },
    )


class SettleForm(forms.Form):
    """What was done about something."""

    done = forms.CharField(
        label=_("What was done?"),
        max_length=DONE_MAX,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("In a sentence or two: who saw to it, and what comes next. It is kept sealed."),
        error_messages={"required": _("Write what was done.")},
    )


class AttemptForm(forms.Form):
    """Why a try to reach somebody led to no talk."""

    reason = forms.ChoiceField(
        label=_("Why was there no talk?"),
        choices=[(code, words) for code, words in REASONS if code != Reason.REMINDED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    tried_on = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format=DAY))
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What a colleague needs to know for the next try. It is kept sealed."),
    )

    def said(self) -> dict[str, Any]:
        """Return the try as the action takes it."""
        held = self.cleaned_data
        tried_on: date = held["tried_on"]
        return {"reason": Reason(held["reason"]), "tried_on": tried_on, "note": held["note"]}
