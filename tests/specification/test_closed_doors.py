"""Worked examples of closed doors: after how many wrong tries, for how long, and what a clock put back changes.

Source: NIST SP 800-63B-4, 3.2.2: wrong tries in a row are limited and waits may grow; the owner must not be shut out by
a stranger.  The numbers are ours and stand in `sankofa.accounts.rules.lockout`.
"""

from datetime import UTC, datetime, timedelta

import pytest

from sankofa.accounts.rules.lockout import PATIENCE, Counted, Tries, is_recorded, opens_at, settled, wait_after
from sankofa.accounts.rules.networks import network_of

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counted", "wrong_tries", "minutes"),
    [
        pytest.param(Counted.ADDRESS, 9, 0, id="nine-from-strangers"),
        pytest.param(Counted.ADDRESS, 10, 15, id="ten-from-strangers"),
        pytest.param(Counted.ADDRESS, 11, 30, id="one-more-doubles-the-wait"),
        pytest.param(Counted.ADDRESS, 12, 60, id="up-to-an-hour"),
        pytest.param(Counted.ADDRESS, 500, 60, id="never-longer-than-an-hour"),
        pytest.param(Counted.DEVICE, 9, 0, id="nine-from-the-owners-device"),
        pytest.param(Counted.DEVICE, 10, 5, id="the-owners-device-waits-less"),
        pytest.param(Counted.DEVICE, 500, 30, id="the-owners-device-at-most"),
        pytest.param(Counted.NETWORK, 49, 0, id="the-mistakes-of-an-office"),
        pytest.param(Counted.NETWORK, 50, 1, id="one-password-at-fifty-addresses"),
        pytest.param(Counted.NETWORK, 56, 60, id="one-password-at-many-addresses"),
        pytest.param(Counted.CODE, 4, 0, id="four-wrong-codes"),
        pytest.param(Counted.CODE, 5, 15, id="five-wrong-codes"),
        pytest.param(Counted.LETTER, 2, 0, id="two-letters"),
        pytest.param(Counted.LETTER, 3, 15, id="three-letters"),
    ],
)
def test_the_wait_grows_with_every_wrong_try_up_to_a_longest(counted: Counted, wrong_tries: int, minutes: int) -> None:
    assert wait_after(wrong_tries, PATIENCE[counted]) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("wrong_tries", "last_try_ago", "opens_in"),
    [
        pytest.param(0, None, None, id="nothing-tried"),
        pytest.param(9, timedelta(0), None, id="free-tries-left"),
        pytest.param(10, timedelta(0), timedelta(minutes=15), id="just-closed"),
        pytest.param(10, timedelta(minutes=14), timedelta(minutes=1), id="a-minute-to-go"),
        pytest.param(10, timedelta(minutes=15), None, id="opens-by-itself"),
        pytest.param(500, timedelta(hours=24), None, id="forgotten-after-a-day"),
        pytest.param(10, timedelta(days=-365), timedelta(minutes=15), id="clock-put-back-a-year"),
        pytest.param(500, timedelta(days=-365), timedelta(hours=1), id="clock-put-back-after-five-hundred"),
    ],
)
def test_a_closed_door_opens_by_itself_and_a_clock_put_back_neither_opens_nor_locks_it_for_ever(
    wrong_tries: int, last_try_ago: timedelta | None, opens_in: timedelta | None
) -> None:
    tries = Tries(wrong_tries, None if last_try_ago is None else AT - last_try_ago)
    expected = None if opens_in is None else AT + opens_in
    assert opens_at(tries, PATIENCE[Counted.ADDRESS], at=AT) == expected


def test_the_wait_of_a_clock_put_back_runs_off() -> None:
    a_year_ahead = Tries(10, AT + timedelta(days=365))
    held = settled(a_year_ahead, at=AT)
    assert opens_at(held, PATIENCE[Counted.ADDRESS], at=AT + timedelta(minutes=15)) is None


@pytest.mark.parametrize(
    ("number", "recorded"),
    [
        pytest.param(1, True, id="the-first"),
        pytest.param(10, True, id="the-tenth"),
        pytest.param(11, False, id="the-eleventh"),
        pytest.param(20, True, id="twice-as-many"),
        pytest.param(30, False, id="not-each-ten"),
        pytest.param(320, True, id="thirty-two-times-ten"),
        pytest.param(500, False, id="five-hundred"),
        pytest.param(0, False, id="none"),
    ],
)
def test_wrong_tries_are_recorded_one_by_one_and_then_each_time_they_doubled(number: int, recorded: bool) -> None:
    assert is_recorded(number) is recorded


@pytest.mark.parametrize(
    ("connected_from", "forwarded_for", "proxies", "network"),
    [
        pytest.param("203.0.113.7", "", 0, "203.0.113.7", id="without-a-proxy"),
        pytest.param("203.0.113.7", "198.51.100.9", 0, "203.0.113.7", id="a-header-without-a-proxy-is-not-believed"),
        pytest.param("10.0.0.2", "198.51.100.9", 1, "198.51.100.9", id="behind-one-proxy"),
        pytest.param("10.0.0.2", "1.2.3.4, 198.51.100.9", 1, "198.51.100.9", id="an-invented-entry-further-left"),
        pytest.param("10.0.0.2", "198.51.100.9, 10.0.0.3", 2, "198.51.100.9", id="behind-two-proxies"),
        pytest.param("10.0.0.2", "", 1, None, id="a-proxy-that-does-not-say"),
        pytest.param("10.0.0.2", "somebody", 1, None, id="a-proxy-that-talks-nonsense"),
        pytest.param("127.0.0.1", "", 0, None, id="this-machine"),
        pytest.param("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64", id="ipv6-by-site"),
        pytest.param("::ffff:203.0.113.7", "", 0, "203.0.113.7", id="ipv4-written-as-ipv6"),
        pytest.param("", "", 0, None, id="unknown"),
    ],
)
def test_a_network_is_read_from_what_our_own_proxies_wrote(
    connected_from: str, forwarded_for: str, proxies: int, network: str | None
) -> None:
    assert network_of(connected_from, forwarded_for, proxies=proxies) == network
