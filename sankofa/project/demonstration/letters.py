"""Some invented people who asked to be called, and offices that call back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import actions
from sankofa.returnees.rules.doorstep import Asked, By, Hours, Need, Owner

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

WRITTEN: Sequence[tuple[int, Asked]] = (
    (
        26,
        Asked(
            name="Salma",
            place="BD.60.91",
            language="en",
            is_adult=True,
            may_call=True,
            phone="01700000021",
            whose=Owner.FAMILY,
            hours=Hours.MORNING,
            word="mango",
            need=Need.WORK,
        ),
    ),
    (
        7,
        Asked(
            name="Rafiq",
            place="BD.60.91",
            language="en",
            is_adult=True,
            may_call=True,
            phone="01700000022",
            hours=Hours.EVENING,
            by=By.SMS,
            word="river",
            need=Need.PAPERS,
        ),
    ),
    (2, Asked(name="Jahanara", place="BD.60.91", language="en", is_adult=True, may_call=False, need=Need.TALK)),
)
"""How many hours ago somebody wrote, and what; the phones are nobody's."""


def load(*, office: "Office", by: Actor, at: datetime) -> int:
    """Let an office call back, and write it what the invented people ask; return how many."""
    actions.keep_door(office=office, is_open=True, by=by, at=at)
    for hours_ago, told in WRITTEN:
        moment = at - timedelta(hours=hours_ago)
        actions.keep_letter(
            office=office,
            number=uuid5(office.pk, told.name),
            told=told,
            network="",
            is_honey_full=False,
            by=system("demonstration", on=moment.date()),
            at=moment,
        )
    return len(WRITTEN)
