"""An early loan: on which two grounds one may be asked for, what is missing, and what it waives.

Source: Knowledge Paper 1, 4.2.2 (R17); responsible-finance rules, 1.3 (EX1, EX2).
"""

from dataclasses import replace

import pytest

from sankofa.credit.rules import early
from sankofa.credit.rules.suitability import Outcome, verdict
from sankofa.credit.rules.terms import BusinessStatus, Case, Grant, Grounds, Viability
from tests.sound_case import NO, ON, UNKNOWN, YES, sound

EARLY = sound(business=BusinessStatus.STARTED, grant=Grant.PART, viability=Viability.STRONG)
WAITING = replace(EARLY, grant=Grant.PENDING)
NEW = Grounds(innovative=YES, substantial_seed_capital=YES, profit_or_jobs=YES)
CHAIN = Grounds(in_value_chain=YES, written_evidence=YES)
TWO = frozenset({"A", "B"})


def codes(case: Case) -> set[str]:
    return {one.code for one in verdict(case, ON).findings}


@pytest.mark.parametrize(
    ("case", "grounds", "lacks"),
    [
        pytest.param(EARLY, NEW, set(), id="EX1-a-new-idea-with-much-to-gain"),
        pytest.param(EARLY, CHAIN, set(), id="EX2-a-place-in-a-chain-in-writing"),
        pytest.param(EARLY, Grounds(added_value=YES, written_evidence=YES), set(), id="EX2-added-value-in-writing"),
        pytest.param(EARLY, replace(NEW, profit_or_jobs=UNKNOWN), {"early.grounds"}, id="EX1-two-of-three"),
        pytest.param(EARLY, replace(CHAIN, written_evidence=NO), {"early.grounds"}, id="EX2-nothing-in-writing"),
        pytest.param(
            replace(EARLY, viability=Viability.PROMISING), NEW, {"early.viability"}, id="promising-is-not-enough"
        ),
        pytest.param(WAITING, NEW, {"early.deposit"}, id="the-grant-is-still-to-come"),
        pytest.param(WAITING, replace(NEW, grant_as_deposit_agreed=YES), set(), id="the-grant-as-a-deposit"),
        pytest.param(sound(viability=Viability.STRONG), NEW, {"early.nothing"}, id="nothing-to-waive"),
    ],
)
def test_a_committee_is_asked_only_where_nothing_is_missing(case: Case, grounds: Grounds, lacks: set[str]) -> None:
    assert {one.code for one in early.missing(case, grounds, codes(case))} == lacks


@pytest.mark.parametrize(
    ("committee", "lacks"),
    [
        pytest.param(frozenset(), {"early.committee"}, id="nobody"),
        pytest.param(frozenset({"A"}), {"early.committee"}, id="one"),
        pytest.param(TWO, set(), id="two"),
    ],
)
def test_two_people_allow_it(committee: frozenset[str], lacks: set[str]) -> None:
    grounds = replace(NEW, committee=committee)
    assert {one.code for one in early.missing_to_allow(EARLY, grounds, codes(EARLY))} == lacks


@pytest.mark.parametrize(
    ("case", "before"),
    [
        pytest.param(EARLY, {"PR2", "PR3.start"}, id="part-of-the-grant-and-just-started"),
        pytest.param(replace(EARLY, grant=Grant.FULL), {"PR3.start"}, id="just-started"),
    ],
)
def test_it_waives_the_grant_and_the_time_in_business_and_nothing_else(case: Case, before: set[str]) -> None:
    assert {code for code in codes(case) if early.is_waived_early(code)} == before
    allowed = replace(case, grounds=replace(NEW, committee=TWO))
    assert not any(early.is_waived_early(code) for code in codes(allowed))
    assert codes(allowed) - {"EX1"} == codes(case) - before
    assert verdict(allowed, ON).outcome is Outcome.SUITABLE


def test_other_help_to_be_used_first_is_never_waived() -> None:
    case = replace(EARLY, grant=Grant.NOT_ENTITLED, other_support_months=1, grounds=replace(NEW, committee=TWO))
    assert "PR2.support" in codes(case)
    assert not early.is_waived_early("PR2.support")
