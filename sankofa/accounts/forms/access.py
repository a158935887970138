"""Forms about reach: open a file with a reason, look at openings, ask why, look as somebody else."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.models import OpeningReason
from sankofa.accounts.rules.terms import Permission

if TYPE_CHECKING:
    from sankofa.accounts.models import User

WORDS_SIGNS_MIN = 20
WORDS_SIGNS_MAX = 2_000


class OpenForm(forms.Form):
    """The exact case number, and why the file is opened."""

    number = forms.CharField(
        label=_("Case number"),
        max_length=40,
        help_text=_("The whole number, as on the person's paper: SK-26-004217-5."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the case number.")},
    )
    category = forms.ChoiceField(label=_("Why now"), choices=OpeningReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        min_length=WORDS_SIGNS_MIN,
        max_length=WORDS_SIGNS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The supervisor of that office and the data officer read this."),
        error_messages={
            "required": _("Write why you open this file."),
            "min_length": _("Write a whole sentence: at least 20 letters."),
        },
    )


class ReviewForm(forms.Form):
    """Whether an opening is fine, or a question is left."""

    verdict = forms.ChoiceField(choices=[("seen", "seen"), ("questioned", "questioned")])
    remark = forms.CharField(required=False, max_length=WORDS_SIGNS_MAX)

    def clean(self) -> dict[str, Any]:
        """Ask for the question where there is one."""
        given = super().clean() or {}
        if given.get("verdict") == "questioned" and not given.get("remark"):
            self.add_error("remark", gettext("Write what you want to know."))
        return given


class ExplainForm(forms.Form):
    """About whom, about which file, and about doing what."""

    user = forms.ChoiceField(label=_("Who"))
    number = forms.CharField(label=_("Case number"), max_length=40, help_text=_("The whole number."))
    permission = forms.ChoiceField(label=_("What they want to do"))

    def __init__(self, *args: Any, people: Sequence["User"], permissions: Sequence[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [(str(user.pk), f"{user.name}, {user.office.name}") for user in people]  # type: ignore[attr-defined]
        self.fields["permission"].choices = [(one.code, gettext(one.label)) for one in permissions]  # type: ignore[attr-defined]
