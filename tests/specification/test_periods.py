"""Worked examples of days, months, spans and ages.

Sources: the due dates of Apache Fineract for loans first due on the 30th (the anchor stays, 29 February in a leap
year); ISO 8601 for weeks.  Ages from a birth year alone and on leap days follow the rule that doubt counts as younger.
"""

from datetime import UTC, date, datetime

import pytest

from sankofa.kernel import clock
from sankofa.kernel.periods import (
    Age,
    EndsBeforeItStarts,
    Month,
    NotYetBorn,
    Quarter,
    Span,
    Week,
    add_months,
    age_on,
    months_between,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "anchor", "expected"),
    [
        pytest.param("2026-01-31", 1, 31, "2026-02-28", id="january-31-to-february"),
        pytest.param("2026-02-28", 1, 31, "2026-03-31", id="february-back-to-the-31st"),
        pytest.param("2026-02-28", 1, 30, "2026-03-30", id="february-back-to-the-30th"),
        pytest.param("2026-02-28", 1, None, "2026-03-28", id="no-anchor-no-memory"),
        pytest.param("2028-01-31", 1, 31, "2028-02-29", id="leap-year"),
        pytest.param("2026-11-30", 3, 30, "2027-02-28", id="over-the-year"),
        pytest.param("2026-03-31", -1, 31, "2026-02-28", id="one-back"),
        pytest.param("2026-01-15", -1, None, "2025-12-15", id="back-over-the-year"),
        pytest.param("2024-02-29", 12, None, "2025-02-28", id="leap-day-a-year-later"),
        pytest.param("2026-05-05", 0, 20, "2026-05-20", id="none-but-another-anchor"),
    ],
)
def test_months_are_anchored(start: str, months: int, anchor: int | None, expected: str) -> None:
    assert add_months(day(start), months, anchor) == day(expected)


def test_due_dates_from_the_30th_are_those_of_fineract() -> None:
    due = [add_months(day("2023-01-30"), passed) for passed in range(14)]
    assert [str(each) for each in due] == [
        "2023-01-30", "2023-02-28", "2023-03-30", "2023-04-30", "2023-05-30", "2023-06-30", "2023-07-30",
        "2023-08-30", "2023-09-30", "2023-10-30", "2023-11-30", "2023-12-30", "2024-01-30", "2024-02-29",
    ]  # fmt: skip


@pytest.mark.parametrize("anchor", [0, 32, -1])
def test_an_anchor_is_a_day_of_the_month(anchor: int) -> None:
    with pytest.raises(ValueError, match="1 to 31"):
        add_months(day("2026-01-01"), 1, anchor)


@pytest.mark.parametrize(
    ("from_", "until", "months"),
    [
        pytest.param("2026-01-31", "2026-02-27", 0, id="a-day-short-of-the-last"),
        pytest.param("2026-01-31", "2026-02-28", 1, id="the-last-of-a-shorter-month"),
        pytest.param("2026-01-15", "2026-02-14", 0, id="a-day-short"),
        pytest.param("2026-01-15", "2026-02-15", 1, id="to-the-day"),
        pytest.param("2026-01-15", "2027-01-15", 12, id="a-year"),
        pytest.param("2026-01-15", "2026-01-15", 0, id="the-same-day"),
        pytest.param("2024-02-29", "2025-02-28", 12, id="from-a-leap-day"),
        pytest.param("2024-02-28", "2024-02-29", 0, id="a-day-in-february"),
    ],
)
def test_whole_months_have_passed(from_: str, until: str, months: int) -> None:
    assert months_between(day(from_), day(until)) == months


def test_months_do_not_pass_backwards() -> None:
    with pytest.raises(EndsBeforeItStarts) as refusal:
        months_between(day("2026-02-01"), day("2026-01-31"))
    assert (refusal.value.from_, refusal.value.until) == (day("2026-02-01"), day("2026-01-31"))


@pytest.mark.parametrize(
    ("born", "on", "least", "most"),
    [
        pytest.param("2008-11-22", "2026-11-21", 17, 17, id="the-day-before-the-birthday"),
        pytest.param("2008-11-22", "2026-11-22", 18, 18, id="the-birthday"),
        pytest.param(2008, "2026-06-01", 17, 18, id="year-only-may-be-17-or-18"),
        pytest.param(2008, "2026-01-01", 17, 18, id="year-only-on-the-first-of-january"),
        pytest.param(2008, "2026-12-31", 18, 18, id="year-only-on-the-last-of-december"),
        pytest.param(2026, "2026-06-01", 0, 0, id="year-only-born-this-year"),
        pytest.param("2008-02-29", "2026-02-28", 17, 17, id="leap-day-not-yet-on-28-february"),
        pytest.param("2008-02-29", "2026-03-01", 18, 18, id="leap-day-on-1-march"),
        pytest.param("2008-02-29", "2028-02-28", 19, 19, id="leap-day-in-a-leap-year-the-day-before"),
        pytest.param("2008-02-29", "2028-02-29", 20, 20, id="leap-day-in-a-leap-year"),
        pytest.param("2026-06-01", "2026-06-01", 0, 0, id="newborn"),
    ],
)
def test_an_age_is_known_at_least_and_at_most(born: str | int, on: str, least: int, most: int) -> None:
    age = age_on(born if isinstance(born, int) else day(born), day(on))
    assert age == Age(least, most)
    assert age.is_exact is (least == most)


@pytest.mark.parametrize(("born", "on"), [(2027, "2026-12-31"), ("2026-06-02", "2026-06-01")])
def test_nobody_has_an_age_before_birth(born: str | int, on: str) -> None:
    with pytest.raises(NotYetBorn):
        age_on(born if isinstance(born, int) else day(born), day(on))


def test_a_span_ends_before_its_until() -> None:
    quarter = Span(day("2026-01-01"), day("2026-04-01"))
    assert quarter.days == 90
    assert quarter.last_day == day("2026-03-31")
    assert day("2026-01-01") in quarter
    assert day("2026-03-31") in quarter
    assert day("2026-04-01") not in quarter
    assert list(Span(day("2026-02-27"), day("2026-03-02"))) == [
        day("2026-02-27"),
        day("2026-02-28"),
        day("2026-03-01"),
    ]
    assert str(quarter) == "2026-01-01/2026-04-01"


def test_an_empty_span_holds_no_day() -> None:
    empty = Span(day("2026-01-01"), day("2026-01-01"))
    assert not empty
    assert empty.days == 0
    assert day("2026-01-01") not in empty
    assert not empty.overlaps(Span(day("2025-01-01"), day("2027-01-01")))
    with pytest.raises(ValueError, match="no day"):
        _ = empty.last_day


def test_a_span_does_not_end_before_it_starts() -> None:
    with pytest.raises(EndsBeforeItStarts):
        Span(day("2026-01-02"), day("2026-01-01"))


@pytest.mark.parametrize(
    ("other", "common"),
    [
        pytest.param(("2026-01-10", "2026-02-10"), None, id="begins-where-the-first-ends"),
        pytest.param(("2026-01-09", "2026-02-10"), ("2026-01-09", "2026-01-10"), id="one-day-in-common"),
        pytest.param(("2025-12-01", "2026-01-01"), None, id="ends-where-the-first-begins"),
        pytest.param(("2026-01-03", "2026-01-05"), ("2026-01-03", "2026-01-05"), id="inside"),
        pytest.param(("2025-01-01", "2027-01-01"), ("2026-01-01", "2026-01-10"), id="around"),
    ],
)
def test_spans_overlap_when_a_day_is_in_both(other: tuple[str, str], common: tuple[str, str] | None) -> None:
    first, second = Span(day("2026-01-01"), day("2026-01-10")), Span(*map(day, other))
    expected = common and Span(*map(day, common))
    assert first.common_with(second) == second.common_with(first) == expected
    assert first.overlaps(second) is (common is not None)


@pytest.mark.parametrize(
    ("kind", "on", "shown", "from_", "until", "next_shown"),
    [
        pytest.param(Month, "2026-12-31", "2026-12", "2026-12-01", "2027-01-01", "2027-01", id="december"),
        pytest.param(Month, "2028-02-29", "2028-02", "2028-02-01", "2028-03-01", "2028-03", id="leap-february"),
        pytest.param(Quarter, "2026-03-31", "2026-Q1", "2026-01-01", "2026-04-01", "2026-Q2", id="first-quarter"),
        pytest.param(Quarter, "2026-11-22", "2026-Q4", "2026-10-01", "2027-01-01", "2027-Q1", id="last-quarter"),
        pytest.param(Week, "2026-11-22", "2026-W47", "2026-11-16", "2026-11-23", "2026-W48", id="a-sunday"),
        pytest.param(Week, "2027-01-03", "2026-W53", "2026-12-28", "2027-01-04", "2027-W01", id="53-weeks"),
        pytest.param(Week, "2024-12-30", "2025-W01", "2024-12-30", "2025-01-06", "2025-W02", id="year-of-thursday"),
    ],
)
def test_a_day_falls_into_a_month_a_quarter_and_a_week(
    kind: type[Month] | type[Quarter] | type[Week], on: str, shown: str, from_: str, until: str, next_shown: str
) -> None:
    period = kind.of(day(on))
    assert str(period) == shown
    assert period.span == Span(day(from_), day(until))
    assert str(period.later(1)) == next_shown
    assert period.later(1).later(-1) == period


@pytest.mark.parametrize(
    ("kind", "number"), [(Month, 0), (Month, 13), (Quarter, 0), (Quarter, 5), (Week, 0), (Week, 53)]
)
def test_a_period_that_does_not_exist_is_refused(kind: type[Month] | type[Quarter] | type[Week], number: int) -> None:
    with pytest.raises(ValueError, match=r".+"):
        kind(2025, number)


def test_the_day_begins_where_one_is() -> None:
    with clock.frozen(datetime(2026, 11, 22, 20, 30, tzinfo=UTC)) as moment:
        assert clock.now() == moment
        assert clock.today("Asia/Dhaka") == day("2026-11-23")
        assert clock.today("Africa/Dakar") == day("2026-11-22")
        with clock.frozen(datetime(2020, 1, 1, tzinfo=UTC)):
            assert clock.today("UTC") == day("2020-01-01")
        assert clock.now() == moment
    assert clock.now() != moment
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("zone", ["Asia/Atlantis", "", "../etc", "/etc/localtime", "Asia"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(clock.UnknownZone) as refusal:
        clock.today(zone)
    assert refusal.value.zone == zone


def test_a_moment_says_its_zone() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        clock.day_of(naive, "UTC")
    with pytest.raises(ValueError, match="time zone"), clock.frozen(naive):
        pass
