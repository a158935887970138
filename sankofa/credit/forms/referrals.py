"""Forms of introductions on the person's side: what is sent, what a lender said, what the person decides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.consent.labels import FIELDS
from sankofa.consent.rules.terms import Field
from sankofa.credit import referral_words
from sankofa.credit.actions import Answered
from sankofa.credit.actions.referrals import TEXT_MAX
from sankofa.credit.forms import typed
from sankofa.credit.packets import WORDS_MAX, Wish
from sankofa.credit.rules.referrals import ALWAYS, Channel, Ending, Outcome, Why
from sankofa.lenders.rules.offers import MONTHS_LONGEST


class SendForm(forms.Form):
    """What is wished for, and which parts of what is known go to the lender."""

    amount = forms.DecimalField(label=_("How much is wished for?"), min_value=1, max_digits=15)
    months = forms.IntegerField(label=_("For how many months?"), min_value=1, max_value=MONTHS_LONGEST)
    purpose = typed.box(2, WORDS_MAX, label=_("What for?"), help_text=_("In this person’s words. The lender reads it."))
    business = typed.box(
        2,
        WORDS_MAX,
        label=_("The business, in a few words"),
        help_text=_("What it is and since when. Nothing about other debts, health or the journey."),
        required=False,
    )
    parts = forms.MultipleChoiceField(
        label=_("What may the lender read?"),
        help_text=_("Only what this person agreed to stands here. Send as little as is enough."),
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, sendable: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        names = dict(FIELDS)
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.value, names[one.value]) for one in sendable]
        field.initial = [one.value for one in sendable]

    def clean_amount(self) -> Any:
        """Take an amount that the currency can hold."""
        return typed.money(self.cleaned_data["amount"], self.currency)

    def clean_parts(self) -> list[Field]:
        """Take no less than an introduction needs."""
        told = [Field(code) for code in self.cleaned_data["parts"]]
        if not set(told) >= ALWAYS:
            raise forms.ValidationError(_("Without the name and the plan there is nothing to introduce."))
        return told

    def wish(self) -> Wish:
        """Return what is wished for."""
        told = self.cleaned_data
        return Wish(told["amount"], told["months"], told["purpose"], told["business"])


class QuestionForm(forms.Form):
    """What is answered to a lender's question."""

    text = typed.box(4, TEXT_MAX, label=_("Your answer"), help_text=_("The lender reads it as it stands here."))
    is_agreed = forms.BooleanField(label=_("I asked this person, and they agree that the lender is told this."))


class ToldForm(forms.Form):
    """What a lender decided, as it was told to us."""

    outcome = forms.ChoiceField(
        label=_("What does the lender say?"), choices=referral_words.OUTCOMES, widget=forms.RadioSelect
    )
    why = forms.ChoiceField(label=_("If no: why?"), choices=[("", "—"), *referral_words.REASONS], required=False)
    amount = forms.DecimalField(label=_("How much is offered?"), required=False, min_value=1, max_digits=15)
    months = forms.IntegerField(
        label=_("For how many months is it offered?"), required=False, min_value=1, max_value=MONTHS_LONGEST
    )
    words = typed.box(3, TEXT_MAX, label=_("What else is said of the terms?"), required=False)
    channel = forms.ChoiceField(
        label=_("How did the answer come?"), choices=referral_words.CHANNELS, widget=forms.RadioSelect
    )
    said_by = forms.CharField(label=_("Who said so at the lender’s?"), max_length=120)
    said_on = typed.day(label=_("On which day?"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount(self) -> Any:
        """Take an amount that the currency can hold."""
        return typed.money(self.cleaned_data["amount"], self.currency)

    def clean(self) -> dict[str, Any]:
        """A no has its reason, and other terms say what they are."""
        told = self.cleaned_data
        if told.get("outcome") == Outcome.NO and not told.get("why"):
            self.add_error("why", _("Choose why, or that the lender did not say."))
        if told.get("outcome") == Outcome.OTHER_TERMS and not told.get("amount") and not told.get("words"):
            self.add_error("words", _("Say what the other terms are."))
        return told

    def told(self) -> Answered:
        """Return what the lender answered."""
        said = self.cleaned_data
        outcome = Outcome(said["outcome"])
        is_no = outcome is Outcome.NO
        return Answered(
            outcome,
            why=Why(said["why"]) if is_no else None,
            amount=None if is_no else said["amount"],
            months=None if is_no else said["months"],
            words=said["words"],
            channel=Channel(said.get("channel") or Channel.DESK),
            said_by=said.get("said_by", ""),
            said_on=said.get("said_on"),
        )


class DecideForm(forms.Form):
    """Whether the person takes what is offered."""

    is_taken = forms.ChoiceField(
        label=_("Does this person take it?"),
        choices=[("yes", _("Yes, they take it")), ("no", _("No, they do not take it, and that is fine"))],
        widget=forms.RadioSelect,
    )
    decided_on = typed.day(label=_("On which day did they say so?"))

    def decided(self) -> dict[str, Any]:
        """Return whether they take it, and since when that is said."""
        return {"is_taken": self.cleaned_data["is_taken"] == "yes", "decided_on": self.cleaned_data["decided_on"]}


class EndForm(forms.Form):
    """Why an introduction ends without an answer."""

    ending = forms.ChoiceField(label=_("Why does it end?"), choices=referral_words.ENDINGS, widget=forms.RadioSelect)

    def chosen(self) -> Ending:
        """Return why it ends."""
        return Ending(self.cleaned_data["ending"])
