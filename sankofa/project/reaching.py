"""How messages and the register meet: what erasing somebody clears of how they were reached."""

from collections.abc import Sequence

from sankofa.messages import actions as messages
from sankofa.returnees.hooks import Erasing
from sankofa.store.models import Record


def erase(event: Erasing) -> Sequence[Record]:
    """Clear how somebody who is being erased was reached, and what they were sent."""
    return messages.forget(event.person.pk, at=event.at)
