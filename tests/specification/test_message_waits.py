"""When a message is tried again.

Source: sankofa/messages/rules/waits.py.  A message is tried for three days, a partner's system too.
"""

from datetime import UTC, datetime, timedelta

import pytest

from sankofa.messages.rules.waits import CALL_WAITS, CALLED_FOR, MESSAGE_WAITS, next_try_at

TRIED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tries", "wait"),
    [
        pytest.param(1, timedelta(minutes=1), id="after-the-first"),
        pytest.param(2, timedelta(minutes=5), id="after-the-second"),
        pytest.param(4, timedelta(hours=2), id="after-the-fourth"),
        pytest.param(5, timedelta(hours=6), id="the-longest-wait"),
        pytest.param(9, timedelta(hours=6), id="which-is-repeated"),
    ],
)
def test_waits_grow(tries: int, wait: timedelta) -> None:
    assert next_try_at(TRIED, tries=tries, waits=MESSAGE_WAITS, until=LATE) == TRIED + wait


@pytest.mark.parametrize(
    ("until", "is_tried"),
    [
        pytest.param(TRIED + timedelta(minutes=1, seconds=1), True, id="a-second-before-the-end"),
        pytest.param(TRIED + timedelta(minutes=1), False, id="the-end-itself"),
    ],
)
def test_nothing_is_tried_when_it_is_too_late(until: datetime, is_tried: bool) -> None:
    assert (next_try_at(TRIED, tries=1, waits=MESSAGE_WAITS, until=until) is not None) is is_tried


def test_a_partner_is_called_ten_times_within_three_days() -> None:
    at, calls = TRIED, 1
    while (following := next_try_at(at, tries=calls, waits=CALL_WAITS, until=TRIED + CALLED_FOR)) is not None:
        at, calls = following, calls + 1
    assert calls == 10
    assert at - TRIED < CALLED_FOR
