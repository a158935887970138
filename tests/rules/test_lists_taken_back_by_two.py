"""Which lists one person takes back alone."""

import pytest

from sankofa.intake.rules.undoing import needs_second


@pytest.mark.parametrize(
    ("went_in", "is_own", "days", "expected"),
    [
        pytest.param(200, True, 0, False, id="ones-own-at-the-limit"),
        pytest.param(201, True, 0, True, id="ones-own-just-over"),
        pytest.param(1, False, 0, True, id="a-colleagues-whatever-its-size"),
        pytest.param(0, True, 30, False, id="nobody-came-in"),
        pytest.param(1, True, 31, True, id="a-list-of-last-month"),
    ],
)
def test_a_long_list_and_a_colleagues_list_need_a_second_person(
    went_in: int, is_own: bool, days: int, expected: bool
) -> None:
    assert needs_second(went_in, is_own=is_own, days=days) is expected
