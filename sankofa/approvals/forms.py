"""Forms of four eyes: why something is proposed, and what somebody says to a proposal."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.approvals.rules.terms import Act

REASON_LETTERS_MIN = 10
VERDICTS = [
    (Act.APPROVE.value, _("Approve")),
    (Act.SEND_BACK.value, _("Send back with this comment")),
    (Act.REFUSE.value, _("Refuse")),
    (Act.WITHDRAW.value, _("Take it back")),
]


class ProposeForm(forms.Form):
    """Why something should be done; the reason is kept, so it names nobody."""

    because = forms.ChoiceField(
        label=_("What is the occasion?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the occasion.")},
    )
    reason = forms.CharField(
        label=_("Why should this be done?"),
        help_text=_("Whoever decides reads this. It is kept, so write no name, phone or address."),
        min_length=REASON_LETTERS_MIN,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why this should be done.")},
    )

    def __init__(self, *args: Any, reasons: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reasons:
            because = self.fields["because"]
            assert isinstance(because, forms.ChoiceField)
            because.choices = reasons
        else:
            del self.fields["because"]

    def content(self) -> dict[str, Any]:
        """Return what is proposed."""
        return dict(self.cleaned_data)


class VerdictForm(forms.Form):
    """What somebody says to a proposal, and which page they had before them."""

    verdict = forms.ChoiceField(choices=VERDICTS)
    comment = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    round = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    step = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
