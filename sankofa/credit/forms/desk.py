"""Forms of the lender's desk: a question to the office, and the lender's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.credit.actions.referrals import TEXT_MAX
from sankofa.credit.forms import typed
from sankofa.credit.forms.referrals import ToldForm


class AskForm(forms.Form):
    """What a lender asks the office."""

    text = typed.box(
        4,
        TEXT_MAX,
        label=_("Your question"),
        help_text=_("The office asks the person before it answers. Ask only what you need to decide."),
    )


class DeskForm(ToldForm):
    """The lender's own answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("channel", "said_by", "said_on"):
            del self.fields[name]
        self.fields["outcome"].label = _("What do you decide?")
        self.fields["words"].help_text = _("The person reads it. For a yes: what comes next, where and when.")
