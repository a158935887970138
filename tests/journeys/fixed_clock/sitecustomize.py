"""Lets the product's clock stand at one Sunday morning, so that pictures of it look the same whenever they are made.

Python runs this by itself in every process that finds the folder on its path; only the pictures put it there.  The
clock creeps forward, a second in a quarter of an hour, so that what happened later still comes later.
"""

import os
from datetime import UTC, datetime

from sankofa.kernel import clock

_AT = datetime(2026, 11, 22, 4, 12, tzinfo=UTC)
_BEGAN = datetime.fromisoformat(os.environ["SANKOFA_PICTURES_BEGAN"])
_now = clock.now


def _slow() -> datetime:
    frozen = clock._frozen.get()
    return frozen or _AT + (datetime.now(UTC) - _BEGAN) / 1000


clock.now = _slow
