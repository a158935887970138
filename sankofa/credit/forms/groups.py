"""What is asked of the group that would borrow together."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.credit import labels
from sankofa.credit.forms.fields import choice
from sankofa.credit.forms.parts import Answers, PartForm

MEMBERS_MOST = 60


class GroupForm(PartForm):
    """How well the group knows and trusts each other, and whether each one was looked at singly."""

    NAMES = ("joint_meetings", "rules_agreed", "group_members", "group_looked_at")

    joint_meetings = forms.IntegerField(
        label=_("How many times did the group meet, all together?"), min_value=0, max_value=500, required=False
    )
    rules_agreed = choice(
        _("Did they agree on rules of their own, and on what happens if somebody cannot pay?"), labels.ANSWER
    )
    group_members = forms.IntegerField(
        label=_("How many are in the group, this person too?"), min_value=2, max_value=MEMBERS_MOST, required=False
    )
    group_looked_at = forms.IntegerField(
        label=_("With how many of them did you look at the loan singly, and nothing spoke against it?"),
        min_value=0,
        max_value=MEMBERS_MOST,
        required=False,
        help_text=_("As long as one is missing, it is not yet time for anybody in the group."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["why"]

    def clean(self) -> Answers:
        """Ask again where more were looked at than there are."""
        held = super().clean()
        members, looked_at = held.get("group_members"), held.get("group_looked_at")
        if members is not None and looked_at is not None and looked_at > members:
            self.add_error("group_looked_at", gettext("That is more than are in the group."))
        return held
