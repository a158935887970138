"""A short message to somebody who wrote to us: that we have it, with their number, and nothing else.

Whoever wrote is not in the register yet: what they said of being reached is kept as a contact plan under the key of
their letter, and goes with it.  The number alone takes nothing back, so the text may be read by whoever reads along.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sankofa.messages.models import ContactPlan, Message
from sankofa.messages.rules.contact import Plan
from sankofa.messages.rules.terms import Channel, State

WE_HAVE_IT = "person.we_have_it"
ASKS: Mapping[str, tuple[str, ...]] = {WE_HAVE_IT: ("number",)}
"""The texts that the house sends by itself, and the facts that each asks for."""
GOOD_FOR = timedelta(days=1)
"""Later it would tell nobody anything new."""


def confirm_letter(
    *, letter_of: UUID, office_id: UUID, plan: Plan, number: str, confirmed_on: date, at: datetime
) -> Message:
    """Put the message that we have a letter into the outbox; part of keeping the letter.

    It is judged and put together when it leaves, like every message to a person: after the letter was taken back
    nothing leaves any more.
    """
    ContactPlan.objects.create(created_at=at, subject_id=letter_of, plan=plan.record(), confirmed_on=confirmed_on)
    return Message.objects.create(
        created_at=at,
        channel=Channel.SMS,
        code=WE_HAVE_IT,
        language=plan.language,
        facts={"number": number},
        subject_id=letter_of,
        office_id=office_id,
        state=State.WAITING,
        next_try_at=at,
        expires_at=at + GOOD_FOR,
    )
