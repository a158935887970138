"""How messages meet the register and consents: what erasing somebody clears, and what a yes or a no changes."""

from collections.abc import Sequence

from sankofa.consent.hooks import Answered, Withdrawn
from sankofa.messages import actions as messages
from sankofa.returnees.hooks import Erasing
from sankofa.store.models import Record


def erase(event: Erasing) -> Sequence[Record]:
    """Clear how somebody who is being erased was reached, and what they were sent."""
    return messages.forget(event.person.pk, at=event.at)


def look_again(event: Answered | Withdrawn) -> None:
    """Let go, or hold at once, what waits for somebody who said yes or no."""
    messages.look_again(event.subject_id, at=event.at)
