"""Lending groups: who stands in for whom

Source: "Responsible finance", section 6. C misses 100; the others' own instalments are A 120, B 80, D 60, E 140.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sankofa.instalments.errors import BadTerms, TwoCurrencies
from sankofa.kernel.money import Money
from sankofa.kernel.wording import text
from sankofa.loans.rules.cohesion import Cohesion, signals
from sankofa.loans.rules.group import (
    Cover,
    GroupOfOne,
    Liability,
    Member,
    Method,
    Policy,
    Receivable,
    SameMemberTwice,
    UnknownMember,
    cap_of,
    composition,
    cover,
    may_lend_next,
    repaid_inside,
)
from sankofa.loans.rules.life import ROOM

ON = date(2026, 3, 1)
INSTALMENTS = {"A": 120, "B": 80, "C": 100, "D": 60, "E": 140}
CAPS = {"A": 20, "B": 50, "D": 10, "E": 40}


def francs(amount: int) -> Money:
    return Money(amount, "XOF")


def group(**changes: dict[str, Any]) -> list[Member]:
    return [Member(name, francs(amount), **changes.get(name, {})) for name, amount in INSTALMENTS.items()]


def covered(members: list[Member] | None = None, **changes: Any) -> Cover:
    missing = changes.pop("missing", 100)
    return cover(members or group(), "C", francs(missing), ON, **changes)


def shared(found: Cover) -> str:
    return " ".join(f"{share.member} {share.amount.minor}" for share in found.shares)


ALL = Liability.JOINT_GROUP


@pytest.mark.parametrize(
    ("policy", "caps", "parts", "uncovered"),
    [
        pytest.param(Policy(ALL, Method.EQUAL), None, "A 25 B 25 D 25 E 25", 0, id="equal parts"),
        pytest.param(Policy(ALL, Method.PRO_RATA), None, "A 30 B 20 D 15 E 35", 0, id="by their own instalments"),
        pytest.param(Policy(), CAPS, "A 20 B 30 D 10 E 40", 0, id="by instalments, nobody above their cap"),
        pytest.param(Policy(), {"A": 5, "B": 5, "D": 5, "E": 5}, "A 5 B 5 D 5 E 5", 80, id="the rest is never forced"),
        pytest.param(Policy(Liability.NONE_INDIVIDUAL), None, "", 100, id="each for themselves"),
        pytest.param(Policy(), None, "", 100, id="nobody's means are known: nobody is asked"),
    ],
)
def test_what_is_missing_is_shared(policy: Policy, caps: dict[str, int] | None, parts: str, uncovered: int) -> None:
    limits = {name: francs(cap) for name, cap in caps.items()} if caps else None
    found = covered(policy=policy, caps=limits)
    assert shared(found) == parts
    assert found.uncovered == francs(uncovered)


@pytest.mark.parametrize(
    ("surplus", "objects", "cap"),
    [
        pytest.param(francs(50), False, 12, id="a tenth of the own instalment of 120"),
        pytest.param(francs(7), False, 7, id="what is left in a bad month, when that is less"),
        pytest.param(francs(-20), False, 0, id="nothing is left"),
        pytest.param(None, False, 0, id="not known is no room"),
        pytest.param(francs(50), True, 0, id="does not want to"),
    ],
)
def test_the_most_a_member_may_be_asked(surplus: Money | None, objects: bool, cap: int) -> None:
    assert cap_of(Member("A", francs(120), surplus, objects), Policy()) == francs(cap)


def test_the_waterfall_goes_from_own_savings_to_the_fund_to_members_to_arrears() -> None:
    members = group(C={"savings": francs(30), "agrees_to_use_savings": True}, A={"surplus_stressed": francs(500)})
    found = covered(members, fund=francs(25))
    assert (found.from_savings, found.from_fund, found.from_members) == (francs(30), francs(25), francs(12))
    assert found.uncovered == francs(33)
    assert [finding.code for finding in found.findings] == [
        "group.means_not_known",
        "group.ask_to_reschedule",
        "group.becomes_arrears",
        "group.stays_inside",
    ]
    assert found.receivables == (
        Receivable("C", None, francs(25), ON),
        Receivable("C", "A", francs(12), ON),
    )


def test_savings_stay_where_their_owner_did_not_agree() -> None:
    found = covered(group(C={"savings": francs(100)}), policy=Policy(ALL))
    assert found.from_savings == francs(0)
    assert found.findings[0].code == "group.savings_kept"


def test_the_small_group_comes_before_the_larger_one() -> None:
    rich = {"surplus_stressed": francs(1000)}
    members = group(
        A={**rich, "small_group": "1"},
        B={**rich, "small_group": "2"},
        C={"small_group": "1"},
        D={**rich, "small_group": "2"},
        E={**rich, "small_group": "1"},
    )
    policy = Policy(Liability.TWO_LEVEL, cap_share=Fraction(1, 5))
    assert shared(covered(members, policy=policy)) == "A 24 E 28 B 16 D 12"
    assert shared(covered(members, policy=policy, missing=26)) == "A 12 E 14"


def test_who_objects_is_not_asked_and_need_not_say_why() -> None:
    found = covered(group(A={"objects": True}), policy=Policy(ALL, Method.EQUAL))
    assert shared(found) == "B 34 D 33 E 33"
    assert "group.objects" in {finding.code for finding in found.findings}


def test_paying_back_inside_the_group_settles_the_oldest_first() -> None:
    owed = [Receivable("C", "A", francs(20), date(2026, 3, 1)), Receivable("C", None, francs(25), date(2026, 2, 1))]
    left, too_much = repaid_inside(owed, "C", francs(30))
    assert left == (Receivable("C", "A", francs(15), date(2026, 3, 1)),)
    assert too_much == francs(0)
    assert repaid_inside(owed, "C", francs(50))[1] == francs(5)
    assert len(repaid_inside(owed, "B", francs(50))[0]) == 2


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="five strangers"),
        pytest.param({"A": {"household": "1"}, "B": {"household": "1"}}, ["group.same_household"], id="one roof"),
        pytest.param(
            {"A": {"related_to": frozenset({"B"})}, "B": {"related_to": frozenset({"A"})}},
            ["group.related"],
            id="one pair of relatives",
        ),
    ],
)
def test_who_is_in_a_group(changes: dict[str, dict[str, Any]], codes: list[str]) -> None:
    assert [finding.code for finding in composition(group(**changes))] == codes


def test_the_size_of_a_group_is_a_note() -> None:
    assert [finding.code for finding in composition(group()[:3])] == ["group.size"]


def test_nobody_gets_a_new_loan_while_another_is_late() -> None:
    assert may_lend_next({"A": 0, "B": 0}, "A") is None
    assert may_lend_next({"A": 9, "B": 0}, "A") is None  # their own lateness is another rule
    finding = may_lend_next({"A": 0, "B": 3}, "A")
    assert finding is not None
    assert finding.facts["count"] == 1


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        pytest.param(
            lambda: cover(group()[:1], "A", francs(1), ON), GroupOfOne, "members: 1 cannot be", id="a group of one"
        ),
        pytest.param(
            lambda: cover(group(), "Z", francs(1), ON), UnknownMember, "member: Z cannot be", id="nobody of that name"
        ),
        pytest.param(
            lambda: cover([*group(), *group()], "A", francs(1), ON), SameMemberTwice, "named once", id="twice"
        ),
        pytest.param(lambda: covered(missing=0), BadTerms, "missing: 0 XOF cannot be", id="nothing missing"),
        pytest.param(lambda: covered(fund=Money.of(5, "BDT")), TwoCurrencies, "fund: .* BDT", id="another currency"),
        pytest.param(lambda: covered(fund=francs(-1)), BadTerms, "fund: -1 XOF", id="a fund below zero"),
        pytest.param(lambda: covered(caps={"Z": francs(1)}), UnknownMember, "caps: Z", id="a cap for nobody"),
        pytest.param(lambda: Policy(cap_share=Fraction(2)), BadTerms, "cap_share", id="a share above all"),
    ],
)
def test_what_cannot_be_is_one_sentence(call: Any, error: type[BadTerms], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        call()


STRONG = {
    "present": 76,
    "expected": 100,
    "trust_before": Fraction(3),
    "trust_now": Fraction(5, 2),
    "leader_months": 12,
    "covered_instalments": 4,
    "instalments": 12,
}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="nothing shows"),
        pytest.param({"present": 74}, ["attendance"], id="under three in four come"),
        pytest.param({"trust_now": Fraction(2)}, ["trust"], id="trust fell by a whole step"),
        pytest.param({"leader_months": 13}, ["leader"], id="the same leader for more than a year"),
        pytest.param({"covered_instalments": 5}, ["covers"], id="others stood in for more than one payment in three"),
        pytest.param({"present": 74, "leader_months": 13}, ["warning", "attendance", "leader"], id="two signals warn"),
        pytest.param(
            {"present": None, "expected": None}, ["not_recorded"], id="not recorded is no signal, and is said"
        ),
        pytest.param({"returnees": 8, "members": 8}, ["only_returnees"], id="no neighbours in the group"),
        pytest.param(
            {"chose_each_other": False, "conflicts_open": 2}, ["not_self_chosen", "conflicts"], id="put together"
        ),
    ],
)
def test_signals_of_a_weakening_group(changes: dict[str, Any], codes: list[str]) -> None:
    found = signals(Cohesion(**{**STRONG, **changes}))
    assert [finding.code.removeprefix("cohesion.") for finding in found] == codes
    for finding in found:
        assert text(finding, "fr", ROOM)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"present": 101}, "present", id="more than all"),
        pytest.param({"expected": None}, "expected", id="half recorded"),
        pytest.param({"trust_now": Fraction(4)}, "trust_now", id="four smileys of three"),
    ],
)
def test_a_record_that_cannot_be_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadTerms, match=field):
        Cohesion(**{**STRONG, **changes})


def test_a_cover_can_be_checked_by_hand() -> None:
    found = covered(policy=Policy(), caps={name: francs(cap) for name, cap in CAPS.items()})
    told = [text(finding, "en", ROOM) for finding in found.sheet()]
    assert told[0] == "100 XOF is missing."
    assert "B pays 30 XOF, and at most 50 XOF." in told
    assert "0 XOF from savings + 0 XOF from the fund + 100 XOF from members + 0 XOF not covered = 100 XOF." in told
    assert all(text(finding, "fr", ROOM) for finding in found.sheet())
