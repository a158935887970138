"""The open door: which letters are taken for real, which words are the same, who is read by officers alone.

Source: case-work notes, "Safeguards" (children; contact is a plan).
"""

import pytest

from sankofa.returnees.rules import doorstep
from sankofa.returnees.rules.doorstep import IN_ALL, OF_NETWORK, Asked, Need, Said, Taken


@pytest.mark.parametrize(
    ("from_network", "in_all", "is_honey_full", "expected"),
    [
        pytest.param(0, 0, False, Taken.PLAIN, id="the-first-of-the-hour"),
        pytest.param(OF_NETWORK.marked - 1, 50, False, Taken.PLAIN, id="the-last-usual-one-of-a-network"),
        pytest.param(OF_NETWORK.marked, 50, False, Taken.MARKED, id="more-than-usual-from-one-network"),
        pytest.param(OF_NETWORK.turned_away, 70, False, Taken.TURNED_AWAY, id="far-too-many-from-one-network"),
        pytest.param(None, OF_NETWORK.turned_away, False, Taken.PLAIN, id="a-network-not-known-is-not-counted"),
        pytest.param(0, IN_ALL.marked - 1, False, Taken.PLAIN, id="the-last-usual-one-in-all"),
        pytest.param(0, IN_ALL.marked, False, Taken.MARKED, id="more-than-usual-in-all"),
        pytest.param(None, IN_ALL.turned_away, False, Taken.TURNED_AWAY, id="far-too-many-in-all"),
        pytest.param(0, 0, True, Taken.MARKED, id="the-unseen-field-filled-marks"),
        pytest.param(OF_NETWORK.turned_away, 0, True, Taken.TURNED_AWAY, id="the-limit-counts-before-the-field"),
    ],
)
def test_what_becomes_of_one_more_letter(
    from_network: int | None, in_all: int, is_honey_full: bool, expected: Taken
) -> None:
    assert doorstep.taken(from_network, in_all, is_honey_full=is_honey_full) is expected


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        pytest.param("Mango", " mango ", True, id="capitals-and-spaces"),
        pytest.param("4821", "٤٨٢١", True, id="figures-of-another-script"),
        pytest.param("blue bird", "bluebird", True, id="spaces-inside"),
        pytest.param("آم", "آم\u200f", True, id="direction-marks"),
        pytest.param("mango", "mangoes", False, id="another-word"),
    ],
)
def test_which_words_are_the_same(one: str, other: str, are_same: bool) -> None:
    assert (doorstep.same_word(one) == doorstep.same_word(other)) is are_same


@pytest.mark.parametrize(
    ("is_adult", "need", "expected"),
    [
        pytest.param(True, Need.TALK, False, id="an-adult-goes-to-the-office"),
        pytest.param(False, Need.WORK, True, id="under-18-or-not-sure"),
        pytest.param(True, Need.NOT_SAFE, True, id="not-safe"),
    ],
)
def test_whose_letter_only_officers_read(is_adult: bool, need: Need, expected: bool) -> None:
    told = Asked("Amina", "BD.60.91", "en", is_adult=is_adult, may_call=False, need=need)
    assert told.is_set_apart is expected


def test_the_address_says_nothing_of_an_age() -> None:
    assert all(len(said.value) == 1 and not said.value.isdigit() for said in Said)
