"""The talk about a loan: what was spoken of, what the person said back, and time to think."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.credit import labels
from sankofa.credit.actions import TalkSaid
from sankofa.credit.forms.fields import choice, day, several
from sankofa.credit.rules.terms import Topic
from sankofa.debts.rules.terms import Answer


class LoanTalkForm(forms.Form):
    """One talk about one offer."""

    held_on = day(_("Day of the talk"), required=True)
    interpreter = forms.CharField(label=_("Who interpreted, if anybody"), required=False, max_length=200)
    topics = several(_("What we spoke of"), labels.TOPIC)
    taught_back = forms.IntegerField(
        label=_("How many of the five questions did they answer right, in their own words?"),
        min_value=0,
        max_value=5,
        help_text=_("This is no test. What is unclear, you explain again."),
    )
    words = forms.CharField(
        label=_("What they said, in their words"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    accepts_small_first_loan = choice(_("Is it good for them that a first loan is small?"), labels.ANSWER)
    think_until = day(
        _("They think it over until"),
        help_text=_("Three days at least. Leave it empty for three days."),
    )

    def clean(self) -> dict[str, Any]:
        """Let nobody think shorter than from the day of the talk."""
        held = super().clean() or self.cleaned_data
        if held.get("think_until") and held.get("held_on") and held["think_until"] < held["held_on"]:
            self.add_error("think_until", gettext("This lies before the talk."))
        return held

    def said(self) -> TalkSaid:
        """Return the talk as the action takes it."""
        held = self.cleaned_data
        return TalkSaid(
            topics=[Topic(one) for one in held["topics"]],
            taught_back=held["taught_back"],
            words=held["words"],
            interpreter=held["interpreter"],
            accepts_small_first_loan=Answer(held["accepts_small_first_loan"]),
            think_until=held["think_until"],
        )
