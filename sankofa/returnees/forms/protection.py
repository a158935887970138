"""Forms of protected files."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sankofa.returnees.models import ProtectionKind

if TYPE_CHECKING:
    from sankofa.accounts.models import User

REASON_SIGNS_MIN = 20
REASON_SIGNS_MAX = 2_000
MONTHS = (1, 3, 6, 12)
_TOO_SHORT = _("Write a whole sentence: at least 20 letters.")


class ReasonForm(forms.Form):
    """Why, in words."""

    reason = forms.CharField(
        label=_("Why"),
        min_length=REASON_SIGNS_MIN,
        max_length=REASON_SIGNS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why."), "min_length": _TOO_SHORT},
    )


class ProtectForm(ReasonForm):
    """Why a file is protected, and when this is looked at again."""

    kind = forms.ChoiceField(label=_("What the danger is"), choices=ProtectionKind.choices, widget=forms.RadioSelect)
    months = forms.TypedChoiceField(label=_("Look at this again"), coerce=int, initial=3)
    field_order = ("kind", "reason", "months")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = [  # type: ignore[attr-defined]
            (count, ngettext("in %(count)s month", "in %(count)s months", count) % {"count": count}) for count in MONTHS
        ]


class NameForm(ReasonForm):
    """Who is to be named on a protected file, and why."""

    user = forms.ChoiceField(label=_("Whom"))
    field_order = ("user", "reason")

    def __init__(self, *args: Any, people: Sequence["User"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [(str(user.pk), f"{user.name}, {user.office.name}") for user in people]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """Whether the two are one person."""

    is_same = forms.TypedChoiceField(
        label=_("Are the two one person?"),
        choices=[("yes", _("Yes, one person")), ("no", _("No, two people"))],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What you found out"),
        required=False,
        max_length=REASON_SIGNS_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
