"""Forms of what is asked alone: whether it may be asked now, the questions, and going again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.forms.typed import country_choices
from sankofa.returnees.models import Settled, intentions
from sankofa.returnees.rules import screening as rules
from sankofa.returnees.rules.screening import Answer, Conditions, Interviewer, Present, Wish

QUESTIONS: Mapping[str, Any] = {
    "unsafe_now": _("Do you feel unsafe where you live now?"),
    "nowhere_to_stay": _("Is there a night this week for which you have no safe place?"),
    "afraid_of_somebody": _("Is there somebody you are afraid of?"),
    "hurt": _("Has anybody hurt you, or made you do something you did not want, since you came here?"),
    "alone_with_children": _("Do you look after children or somebody ill alone?"),
    "child_alone": _("Is there a child with you, or are you under 18, without a parent near?"),
    "false_promises": _("Was the work or the pay another than what you had been promised?"),
    "forced_work": _("Were you made to work when you did not want to?"),
    "long_hours": _("Did you have to work so long that you could not rest?"),
    "wage_deductions": _("Was money kept from your wages to pay for your recruitment?"),
    "movement_denied": _("Were you kept from leaving the place where you worked or lived?"),
    "threats": _("Did anybody threaten you or your family so that you would stay or work?"),
    "papers_kept": _("Did anybody keep your passport or papers from you?"),
}
ANSWERS = [
    (Answer.NOT_ASKED.value, _("not asked")),
    (Answer.NO.value, _("no")),
    (Answer.YES.value, _("yes")),
    (Answer.UNSURE.value, _("not sure")),
    (Answer.NOT_SAID.value, _("prefers not to say")),
]
PRESENT = [
    (Present.NOBODY.value, _("only the person")),
    (Present.SMALL_CHILD.value, _("a small child who does not understand")),
    (Present.CHOSEN.value, _("somebody the person chose, asked beforehand and alone")),
    (Present.OTHERS.value, _("somebody else can hear")),
]
WISHES = [
    (Wish.WOMAN.value, _("a woman")),
    (Wish.MAN.value, _("a man")),
    (Wish.EITHER.value, _("either is well")),
]
INTERVIEWERS = [(Interviewer.WOMAN.value, _("a woman")), (Interviewer.MAN.value, _("a man"))]


class BeforeForm(forms.Form):
    """What is asked before anything else: who asks, who hears it."""

    wish = forms.ChoiceField(
        label=_("By whom do they want to be asked?"),
        choices=WISHES,
        widget=forms.RadioSelect,
        help_text=_("Offer it before you begin."),
        error_messages={"required": _("Ask, and choose.")},
    )
    interviewer = forms.ChoiceField(
        label=_("Who asks now?"),
        choices=INTERVIEWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who asks.")},
    )
    present = forms.ChoiceField(
        label=_("Who is present?"),
        choices=PRESENT,
        widget=forms.RadioSelect,
        help_text=_("On the phone too: who could hear it at their end?"),
        error_messages={"required": _("Choose who is present.")},
    )

    def conditions(self) -> Conditions:
        """Return what was said, as the rules know it."""
        held = self.cleaned_data
        return Conditions(Present(held["present"]), Wish(held["wish"]), Interviewer(held["interviewer"]))


class LaterForm(forms.Form):
    """For when and where a private talk is planned."""

    talk_at = forms.CharField(
        label=_("When and where will the private talk be?"),
        max_length=200,
        required=False,
        help_text=_("Agree on it without saying aloud what it is about."),
    )


class AnswersForm(forms.Form):
    """The questions that fit somebody; each may stay unasked."""

    def __init__(self, *args: Any, questions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in questions:
            self.fields[code] = forms.ChoiceField(
                label=QUESTIONS[code], choices=ANSWERS, initial=Answer.NOT_ASKED.value
            )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions about now, and those about the work abroad."""
        now = [self[code] for code in self.fields if code in rules.VULNERABLE]
        abroad = [self[code] for code in self.fields if code in rules.FORCED_LABOUR]
        found = [(_("How it is now"), now), (_("The work abroad"), abroad)]
        return [(title, fields) for title, fields in found if fields]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one answer."""
        held = super().clean() or self.cleaned_data
        if not self.errors and set(held.values()) <= {Answer.NOT_ASKED.value}:
            self.add_error(None, _("Nothing was asked. Go back if it is not the moment."))
        return held

    def answers(self) -> dict[str, Answer]:
        """Return what was answered."""
        return {code: Answer(value) for code, value in self.cleaned_data.items()}


class SettleScreeningForm(forms.Form):
    """What an officer did."""

    how = forms.ChoiceField(
        label=_("What was done?"),
        choices=Settled.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done.")},
    )
    because = forms.CharField(
        label=_("In your words"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what was done.")},
    )

    def clean_how(self) -> Settled:
        """Return it as the rules know it."""
        return Settled(self.cleaned_data["how"])


class IntentionForm(forms.Form):
    """Whether somebody thinks of going again."""

    going = forms.ChoiceField(
        label=_("Do they think of going again?"),
        choices=intentions.GOING,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one; “not recorded” is an answer too.")},
    )
    because = forms.ChoiceField(label=_("A wish or a need?"), choices=intentions.BECAUSE, initial="unknown")
    when = forms.ChoiceField(label=_("When?"), choices=intentions.WHEN, initial="unknown")
    where = forms.ChoiceField(label=_("Where to?"), required=False)
    prepared = forms.ChoiceField(label=_("Are they prepared?"), choices=intentions.PREPARED, initial="unknown")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = country_choices()  # type: ignore[attr-defined]

    def said(self) -> dict[str, str]:
        """Return what was said; what is not recorded stays empty."""
        held = self.cleaned_data
        return {name: value if name == "going" or value != "unknown" else "" for name, value in held.items()}
