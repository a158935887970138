"""When a list is stopped because too many of its rows look like people who are there already.

Source: HOPE's brakes on duplicates in a batch: half of a batch, more than five matches of one person.
"""

import pytest

from sankofa.intake.rules.brake import Alikes, alikes


@pytest.mark.parametrize(
    ("going_in", "alike", "most", "is_stopped"),
    [
        pytest.param(1_000, 612, 1, True, id="612-of-1,000-look-like-somebody"),
        pytest.param(1_000, 501, 1, True, id="just-over-half"),
        pytest.param(1_000, 500, 1, False, id="half-is-not-more-than-half"),
        pytest.param(1_000, 0, 0, False, id="nobody-looks-like-anybody"),
        pytest.param(1_000, 6, 6, True, id="six-rows-look-like-one-person"),
        pytest.param(1_000, 5, 5, False, id="five-rows-look-like-one-person"),
        pytest.param(10, 6, 1, True, id="a-list-of-ten-is-long-enough"),
        pytest.param(9, 9, 9, False, id="a-short-list-is-compared-row-by-row"),
        pytest.param(0, 0, 0, False, id="nothing-goes-in"),
    ],
)
def test_a_list_is_stopped(going_in: int, alike: int, most: int, is_stopped: bool) -> None:
    assert Alikes(going_in, alike, most).is_too_many is is_stopped


def test_whom_rows_look_like_is_counted_by_person() -> None:
    assert alikes(20, ["a", "b", "a", "row 7"]) == Alikes(20, 4, 2)


def test_where_no_row_looks_like_anybody_nobody_is_the_most() -> None:
    assert alikes(20, []) == Alikes(20, 0, 0)
