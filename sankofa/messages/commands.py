"""What the command line and the periodic work do with messages: send, call, close what is too old."""

import logging
from collections.abc import Mapping

from sankofa.kernel import clock
from sankofa.messages import actions

log = logging.getLogger(__name__)


def send() -> Mapping[str, int]:
    """Send what is due, call whom is due, and close what is too old; return how many came into which state."""
    done = {**actions.send_due(), **{f"call {state}": count for state, count in actions.call_due().items()}}
    actions.tidy(at=clock.now())
    if held := done.get("held"):
        log.warning("%s messages are held; the page of messages says why", held)
    return done
