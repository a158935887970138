"""Forms of visits that were not held, and of mediation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.cases import sayings, typed
from sankofa.cases.actions.cases import NOTE_MAX
from sankofa.cases.rules.mediation import WORDS_MAX, Outcome, Said, With
from sankofa.cases.rules.visits import NotReached


class TryForm(forms.Form):
    """Why a visit was not held."""

    why = forms.ChoiceField(
        label=_("Why was there no talk?"),
        choices=[(code.value, said) for code, said in sayings.NOT_REACHED.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    tried_on = typed.day(_("Day"))
    note = typed.note(NOTE_MAX)

    def said(self) -> dict[str, Any]:
        """Return the try as the action takes it."""
        held = self.cleaned_data
        return {"why": NotReached(held["why"]), "tried_on": held["tried_on"], "note": held["note"]}


class MediationForm(forms.Form):
    """With whom somebody speaks, why, and by when somebody looks again."""

    whom = forms.ChoiceField(
        label=_("With whom?"),
        choices=[(code.value, said) for code, said in sayings.WITH.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose with whom.")},
    )
    who = forms.CharField(label=_("Who they are"), max_length=120, required=False)
    why = typed.sentences(
        _("What is it about?"),
        WORDS_MAX,
        help_text=_("In this person’s own words. It is kept sealed."),
        error_messages={"required": _("Write what it is about.")},
    )
    until_on = typed.day(_("By when does somebody look again?"))
    is_wanted = forms.BooleanField(
        label=_("This person wants it, said so alone with us, and it is safe for them"),
        error_messages={"required": _("Ask first, alone. Without a yes nobody is spoken to.")},
    )

    def said(self) -> dict[str, Any]:
        """Return the mediation as the action takes it."""
        held = self.cleaned_data
        said = Said(With(held["whom"]), held["who"].strip(), held["why"].strip())
        return {"said": said, "until_on": held["until_on"], "is_wanted": held["is_wanted"]}


class MediationTalkForm(forms.Form):
    """What was said in a talk, and by when somebody looks again."""

    held_on = typed.day(_("Day"))
    said = typed.sentences(
        _("What was said?"),
        WORDS_MAX,
        help_text=_("Also what this person thinks of it. It is kept sealed."),
        error_messages={"required": _("Write what was said.")},
    )
    until_on = typed.day(_("By when does somebody look again?"))


class EndMediationForm(forms.Form):
    """How a mediation ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(code.value, said) for code, said in sayings.OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended.")},
    )
    ended_on = typed.day(_("Day"))
    note = typed.sentences(
        _("What was agreed"), NOTE_MAX, required=False, help_text=_("In words both sides know. It is kept sealed.")
    )

    def ended(self) -> dict[str, Any]:
        """Return the end as the action takes it."""
        held = self.cleaned_data
        return {"outcome": Outcome(held["outcome"]), "ended_on": held["ended_on"], "note": held["note"]}
