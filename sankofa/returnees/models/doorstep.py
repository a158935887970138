"""Tables of the open door: which offices call back, what was written to them, and how often somebody was called.

What a letter says lies sealed in the row of whoever it announces (`Announced`), written in one piece with it; here
stands only what finds it again: a number, and for one day the network that it came from, as a keyed digest.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.returnees.models.arrivals import Announced
from sankofa.store.models import Record

_OF_ANNOUNCED = Announced.scope_columns.behind("announced")


class Doorstep(Guarded, Record):
    """That an office calls back whoever writes to it.  Without a row, or closed, nothing is sent to it."""

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.OneToOneField("accounts.Office", on_delete=models.PROTECT, related_name="doorstep")
    is_open = models.BooleanField()


class Letter(Guarded, Record):
    """That somebody wrote to us.  Its key was made with the page, so that a page sent twice is one letter."""

    scope_columns: ClassVar = _OF_ANNOUNCED

    announced = models.OneToOneField(Announced, on_delete=models.PROTECT, related_name="letter")
    receipt = models.CharField(max_length=12, unique=True)
    received_at = models.DateTimeField(db_index=True)
    network = models.CharField(max_length=64, blank=True)
    """A keyed digest; empty where it is not known, and after a day."""
    is_doubtful = models.BooleanField(default=False)
    texted = models.CharField(max_length=64, blank=True)
    """A keyed digest of the number that was sent a short message; empty where none was, and after a day."""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["network", "received_at"], condition=~models.Q(network=""), name="returnees_letter_network"
            ),
        ]


class CallEnd(models.TextChoices):
    """How a call ended with which somebody was not reached."""

    NO_ANSWER = "no_answer", _("nobody answered")
    NOT_ALONE = "not_alone", _("somebody else answered, nothing was said")
    LATER = "later", _("asked to be called later")
    WRONG_NUMBER = "wrong_number", _("the number is wrong")


class CallTry(Guarded, Record):
    """One call with which somebody was not reached."""

    scope_columns: ClassVar = _OF_ANNOUNCED

    announced = models.ForeignKey(Announced, on_delete=models.PROTECT, related_name="tries")
    ended = models.CharField(max_length=14, choices=CallEnd.choices)
    tried_at = models.DateTimeField()
    tried_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["announced", "tried_at"], name="returnees_call_tries")]
