"""When a second person agrees to a list that leaves the register, and how a copy is traced.

Source: principles of data protection for migrants' data, 5 and 6; no more than the purpose needs.
"""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.returnees.rules.exporting import Group, copy_mark, is_naming, needs_second, read_mark

ABOUT, JOURNEY, NAME, PHONE = Group.ABOUT, Group.JOURNEY, Group.NAME, Group.CONTACT
SECRET = bytes(range(32))


@pytest.mark.parametrize(
    ("groups", "rows", "second"),
    [
        pytest.param({ABOUT, JOURNEY}, 1_000, False, id="a-thousand-without-names"),
        pytest.param({ABOUT, JOURNEY}, 1_001, True, id="one-more-without-names"),
        pytest.param({ABOUT, NAME}, 50, False, id="fifty-with-names"),
        pytest.param({ABOUT, NAME}, 51, True, id="one-more-with-names"),
        pytest.param({ABOUT, PHONE}, 51, True, id="a-phone-is-as-good-as-a-name"),
    ],
)
def test_a_second_person_agrees(groups: set[Group], rows: int, second: bool) -> None:
    assert needs_second(frozenset(groups), rows) is second


@pytest.mark.parametrize("group", [pytest.param(group, id=group.value) for group in Group])
def test_what_tells_who_a_row_is_about(group: Group) -> None:
    assert is_naming(frozenset({group})) is (group not in {ABOUT, JOURNEY, Group.PROFILE, Group.WORK})


@given(export=st.uuids(), other=st.uuids(), person=st.uuids())
def test_a_mark_is_read_back_and_differs_between_copies(export: UUID, other: UUID, person: UUID) -> None:
    mark = copy_mark(export, person, secret=SECRET)
    assert read_mark(mark, secret=SECRET) == (export.bytes[-8:], person.bytes[-8:])
    assert (copy_mark(other, person, secret=SECRET) == mark) is (other.bytes[-8:] == export.bytes[-8:])


@pytest.mark.parametrize(
    "said", [pytest.param("", id="nothing"), pytest.param("SK-26", id="a-number"), pytest.param("00ff", id="too-short")]
)
def test_what_is_no_mark_is_none(said: str) -> None:
    assert read_mark(said, secret=SECRET) is None
