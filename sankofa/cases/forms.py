"""Forms of case work."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.cases import sayings, typed
from sankofa.cases.actions.cases import NOTE_MAX
from sankofa.cases.rules.plans import ACTIVITIES_MAX, GOALS_MAX, WORDS_MAX, Activity, Kind
from sankofa.cases.rules.stages import Closing, Talk
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.shell.currencies import currencies_in_use

if TYPE_CHECKING:
    from sankofa.accounts.models import User


class OpenForm(forms.Form):
    """From which day on a case is open, and who looks after the person."""

    opened_on = typed.day(_("From"))
    colleague = forms.ChoiceField(label=_("Who looks after this person?"), required=False)

    def __init__(self, *args: Any, colleagues: "Sequence[User]", owner: "User | None", me: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        assert isinstance(field, forms.ChoiceField)
        known = {str(user.pk): user.name for user in colleagues}
        field.choices = [*known.items(), ("", str(_("Nobody yet")))]
        mine = me if me in known else ""
        field.initial = str(owner.pk) if owner is not None and str(owner.pk) in known else mine


class AssignForm(forms.Form):
    """Which colleague looks after the person."""

    colleague = forms.ChoiceField(
        label=_("Who looks after this person?"),
        widget=forms.RadioSelect,
        help_text=_("Colleagues of the person’s office who work on cases."),
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(self, *args: Any, colleagues: "Sequence[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(user.pk), user.name) for user in colleagues]


class TalkForm(forms.Form):
    """What the person said to a first talk."""

    answer = forms.ChoiceField(
        label=_("What did this person say?"),
        choices=[(code.value, said) for code, said in sayings.TALKS.items()],
        widget=forms.RadioSelect,
        help_text=_("Each answer is fine, and none changes what help there is."),
        error_messages={"required": _("Choose what the person said.")},
    )
    offered_on = typed.day(_("Day"))

    def said(self) -> dict[str, Any]:
        """Return the answer as the action takes it."""
        return {"answer": Talk(self.cleaned_data["answer"]), "offered_on": self.cleaned_data["offered_on"]}


class GoalsForm(forms.Form):
    """The goals of a plan, a line each, in the person's own words."""

    goals = forms.CharField(
        label=_("What does this person want to reach?"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("In their own words. One goal on each line, six at most."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def clean_goals(self) -> tuple[str, ...]:
        """Return the goals; refuse more, or longer ones, than can be read aloud."""
        lines = tuple(line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip())
        if len(lines) > GOALS_MAX:
            raise forms.ValidationError(_("Write six goals at most."))
        if any(len(line) > WORDS_MAX for line in lines):
            raise forms.ValidationError(_("Make each goal shorter, so that it can be read aloud."))
        return lines


class ActivityForm(forms.Form):
    """One activity of a plan."""

    what = typed.sentences(
        _("What will be done?"),
        WORDS_MAX,
        rows=2,
        error_messages={"required": _("Write what will be done.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of help is it?"),
        choices=[(code.value, said) for code, said in sayings.KINDS.items()],
        widget=forms.RadioSelect,
        help_text=_("A loan is never part of a plan."),
        error_messages={
            "required": _("Choose what kind of help it is."),
            "invalid_choice": _("Choose what kind of help it is."),
        },
    )
    provider = forms.ChoiceField(label=_("Who gives it, from the map of help"), required=False)
    provider_words = forms.CharField(
        label=_("Or in words"),
        max_length=WORDS_MAX,
        required=False,
        help_text=_("Where the map has nothing, or the family does it themselves."),
    )
    amount = forms.CharField(label=_("How much, in money"), max_length=20, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=currencies_in_use, required=False)
    from_on = typed.day(_("From"), required=False)
    until_on = typed.day(_("By which day"), required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, providers: Mapping[str, str], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *providers.items()]
        self.fields["currency"].initial = currency
        self.money: Money | None = None

    def clean(self) -> dict[str, Any]:
        """Ask for an amount that is one, for an amount where money is given, and for days in their order."""
        held = super().clean() or self.cleaned_data
        figures = held.get("amount", "").strip()
        if figures and not held.get("currency"):
            self.add_error("currency", _("Choose the currency."))
        elif figures:
            try:
                self.money = typed.money(figures, held["currency"])
            except forms.ValidationError as wrong:
                self.add_error("amount", wrong)
            else:
                if self.money.minor <= 0:
                    self.add_error("amount", _("An amount is more than nothing."))
        elif held.get("kind") in (Kind.CASH, Kind.GRANT):
            self.add_error("amount", _("Write how much this person gets."))
        if held.get("from_on") and held.get("until_on") and held["until_on"] < held["from_on"]:
            self.add_error("until_on", _("It cannot end before it begins."))
        return held

    def activity(self, key: UUID | None) -> Activity:
        """Return the activity as the rules know it, under its key or a new one."""
        held = self.cleaned_data
        return Activity(
            key=key or uuid7(),
            what=held["what"].strip(),
            kind=Kind(held["kind"]),
            provider=held["provider"],
            provider_words=held["provider_words"].strip(),
            amount=self.money,
            from_on=held["from_on"],
            until_on=held["until_on"],
        )


class AgreeForm(forms.Form):
    """How the person agreed to the plan."""

    is_read_aloud = forms.BooleanField(
        label=_("The plan was read aloud, and the person said it back in their own words"),
        error_messages={"required": _("Read the plan aloud first. Then ask what the person understood.")},
    )
    how = forms.ChoiceField(
        label=_("How does this person agree?"),
        choices=list(sayings.HOW.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the person agrees.")},
    )
    witness = forms.CharField(
        label=_("Who saw or heard it"),
        max_length=120,
        required=False,
        help_text=_("For a mark or a spoken yes: somebody who does not work here."),
    )
    guardian = forms.CharField(
        label=_("Who agrees beside them"),
        max_length=120,
        required=False,
        help_text=_("For a child, or where the age is not known: the guardian, or who decides with them."),
    )
    agreed_on = typed.day(_("Day"))
    edition = forms.IntegerField(widget=forms.HiddenInput)


class DeliveredForm(forms.Form):
    """What was delivered, and when."""

    activity = forms.ChoiceField(
        label=_("What was delivered?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was delivered.")},
    )
    done_on = typed.day(_("Day"))
    note = typed.note(NOTE_MAX)

    def __init__(self, *args: Any, activities: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activity"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(activities.items())[:ACTIVITIES_MAX]


class CloseForm(forms.Form):
    """Why a case is closed."""

    reason = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(code.value, said) for code, said in sayings.CLOSINGS.items() if code is not Closing.ERASED],
        widget=forms.RadioSelect,
        help_text=_("Leaving again with a contract and papers is no failure."),
        error_messages={"required": _("Choose how it ended.")},
    )
    closed_on = typed.day(_("Day"))
    note = typed.note(
        NOTE_MAX, help_text=_("What a colleague needs to know if this person comes back. It is kept sealed.")
    )

    def said(self) -> dict[str, Any]:
        """Return the closing as the action takes it."""
        held = self.cleaned_data
        closed_on: date = held["closed_on"]
        return {"reason": Closing(held["reason"]), "closed_on": closed_on, "note": held["note"]}


class AgainForm(forms.Form):
    """From which day on a closed case goes on."""

    opened_on = typed.day(_("From"))
