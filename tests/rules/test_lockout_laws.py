"""Laws of closed doors, over generated tries and moments."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sankofa.accounts.rules import lockout
from sankofa.accounts.rules.lockout import FORGOTTEN_AFTER, PATIENCE, Counted, Tries

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
COUNTS = st.integers(0, 10**9)
TRIES = st.builds(Tries, st.integers(1, 10**6), MOMENTS)
KINDS = st.sampled_from(list(Counted))


@given(KINDS, COUNTS, COUNTS)
def test_more_wrong_tries_never_shorten_the_wait(kind: Counted, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert lockout.wait_after(fewer, PATIENCE[kind]) <= lockout.wait_after(more, PATIENCE[kind])


@given(KINDS, TRIES, MOMENTS)
def test_no_door_stays_closed_for_longer_than_the_longest_wait_whatever_the_clock(
    kind: Counted, tries: Tries, at: datetime
) -> None:
    opens = lockout.opens_at(tries, PATIENCE[kind], at=at)
    assert opens is None or timedelta(0) < opens - at <= PATIENCE[kind].wait_max


@given(KINDS, TRIES, st.timedeltas(timedelta(seconds=1), timedelta(days=3650)))
def test_putting_the_clock_back_opens_no_closed_door(kind: Counted, tries: Tries, back: timedelta) -> None:
    assert tries.last_at is not None
    at = tries.last_at
    closed = lockout.opens_at(tries, PATIENCE[kind], at=at) is not None
    assert (lockout.opens_at(tries, PATIENCE[kind], at=at - back) is not None) is closed


@given(KINDS, TRIES, MOMENTS)
def test_what_is_settled_stays_as_it_is(kind: Counted, tries: Tries, at: datetime) -> None:
    once = lockout.settled(tries, at=at)
    assert lockout.settled(once, at=at) == once
    assert lockout.opens_at(once, PATIENCE[kind], at=at) == lockout.opens_at(tries, PATIENCE[kind], at=at)


@given(KINDS, st.lists(st.timedeltas(timedelta(0), timedelta(minutes=90)), min_size=60, max_size=200))
def test_a_patient_guesser_gets_few_tries_a_day(kind: Counted, pauses: list[timedelta]) -> None:
    """Whatever the rhythm: past the free ones, a try passes only when its wait is over."""
    patience, tries, at, passed = PATIENCE[kind], Tries(), datetime(2026, 1, 1, tzinfo=UTC), 0
    began = at
    for pause in pauses:
        at += pause
        if at - began >= FORGOTTEN_AFTER:
            break
        if lockout.opens_at(tries, patience, at=at) is None:
            tries, passed = lockout.with_one_more(tries, at=at), passed + 1
    doublings = 12
    assert passed <= patience.free + doublings + FORGOTTEN_AFTER // patience.wait_max


@given(COUNTS)
def test_of_many_tries_few_have_an_event_of_their_own(number: int) -> None:
    if lockout.is_recorded(number):
        assert number <= 10 or number % 10 == 0
