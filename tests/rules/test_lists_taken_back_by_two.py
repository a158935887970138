"""Which lists one person takes back alone."""

import pytest

from sankofa.intake.rules.undoing import needs_second


@pytest.mark.parametrize(
    ("went_in", "is_own", "expected"),
    [
        pytest.param(200, True, False, id="ones-own-at-the-limit"),
        pytest.param(201, True, True, id="ones-own-just-over"),
        pytest.param(1, False, True, id="a-colleagues-whatever-its-size"),
        pytest.param(0, True, False, id="nobody-came-in"),
    ],
)
def test_a_long_list_and_a_colleagues_list_need_a_second_person(went_in: int, is_own: bool, expected: bool) -> None:
    assert needs_second(went_in, is_own=is_own) is expected
