"""Who still has to approve, and who may: worked examples.

A chain has steps in an order; each asks for so many people, perhaps only from an amount on.  Every approval comes from
another person; whoever proposed approves nowhere; sending back begins a new round; an approval is of what was seen.

Source: wish 7 of the survey of peers, which found one person approving, authorising and releasing one payment.
"""

import pytest

from sankofa.approvals.rules import chain
from sankofa.approvals.rules.policy import BadPolicy, chain_of
from sankofa.approvals.rules.terms import Act, Chain, Course, Given, State, Step
from sankofa.approvals.rules.thresholds import steps_for
from sankofa.kernel.money import Money

APPROVE, RELEASE = Step("approve"), Step("release")
TWO_AT_ONE = Step("approve", persons=2)
P, A, S, R, W = Act.PROPOSE, Act.APPROVE, Act.SEND_BACK, Act.REFUSE, Act.WITHDRAW
SEEN = "what was seen"


def course(steps: list[Step], acts: list[tuple[str, Act, int]], *, round_now: int = 1, digest: str = SEEN) -> Course:
    """A proposal on which people (one letter each) acted, in which round; approvals go to the step that waits."""
    given: list[Given] = []
    for people, act, number in acts:
        waits = chain.current_step(Course(tuple(steps), number, digest, tuple(given)))
        step = waits.name if act is A and waits else ""
        given.append(Given(frozenset(people), act, number, step, SEEN))
    return Course(tuple(steps), round_now, digest, tuple(given))


@pytest.mark.parametrize(
    ("steps", "acts", "state"),
    [
        pytest.param([APPROVE], [("m", P, 1)], State.WAITING, id="proposed"),
        pytest.param([APPROVE], [("m", P, 1), ("n", A, 1)], State.CARRIED_OUT, id="approved-by-another"),
        pytest.param([APPROVE], [("m", P, 1), ("m", A, 1)], State.WAITING, id="approved-by-the-proposer"),
        pytest.param([APPROVE, RELEASE], [("m", P, 1), ("n", A, 1)], State.WAITING, id="one-of-two-steps"),
        pytest.param(
            [APPROVE, RELEASE], [("m", P, 1), ("n", A, 1), ("n", A, 1)], State.WAITING, id="both-steps-by-one-person"
        ),
        pytest.param(
            [APPROVE, RELEASE], [("m", P, 1), ("n", A, 1), ("o", A, 1)], State.CARRIED_OUT, id="both-steps-by-two"
        ),
        pytest.param([TWO_AT_ONE], [("m", P, 1), ("n", A, 1)], State.WAITING, id="one-of-two-people"),
        pytest.param([APPROVE], [("m", P, 1), ("nm", A, 1)], State.WAITING, id="in-the-place-of-the-proposer"),
        pytest.param(
            [TWO_AT_ONE], [("m", P, 1), ("n", A, 1), ("on", A, 1)], State.WAITING, id="in-the-place-of-one-who-approved"
        ),
        pytest.param([APPROVE], [("m", P, 1), ("n", S, 1)], State.SENT_BACK, id="sent-back"),
        pytest.param([APPROVE], [("m", P, 1), ("n", R, 1)], State.REFUSED, id="refused"),
        pytest.param([APPROVE], [("m", P, 1), ("m", W, 1)], State.WITHDRAWN, id="taken-back"),
    ],
)
def test_what_was_done_comes_to_a_state(steps: list[Step], acts: list[tuple[str, Act, int]], state: State) -> None:
    assert chain.state(course(steps, acts)) is state


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        pytest.param(
            [("m", P, 1), ("n", A, 1), ("o", S, 1), ("m", P, 2)], State.WAITING, id="earlier-approval-is-void"
        ),
        pytest.param(
            [("m", P, 1), ("n", A, 1), ("o", S, 1), ("m", P, 2), ("n", A, 2), ("o", A, 2)],
            State.CARRIED_OUT,
            id="both-may-approve-the-new-round",
        ),
        pytest.param(
            [("m", P, 1), ("n", S, 1), ("p", P, 2), ("m", A, 2), ("n", A, 2)],
            State.WAITING,
            id="who-proposed-an-earlier-round-approves-in-none",
        ),
    ],
)
def test_a_new_round_of_two_people_begins_from_nothing(acts: list[tuple[str, Act, int]], state: State) -> None:
    assert chain.state(course([TWO_AT_ONE], acts, round_now=2)) is state


def test_an_approval_of_something_else_does_not_count() -> None:
    assert chain.state(course([APPROVE], [("m", P, 1), ("n", A, 1)], digest="something else")) is State.WAITING


@pytest.mark.parametrize(
    ("who", "act", "acts", "codes"),
    [
        pytest.param("m", A, [("m", P, 1)], ["own_proposal"], id="own-proposal"),
        pytest.param("m", R, [("m", P, 1)], ["own_proposal"], id="own-proposal-is-taken-back-not-refused"),
        pytest.param("nm", A, [("m", P, 1)], ["own_proposal"], id="in-the-place-of-the-proposer"),
        pytest.param("", A, [("m", P, 1)], ["no_person_acts"], id="a-device"),
        pytest.param("n", A, [("m", P, 1)], [], id="another-person"),
        pytest.param("n", A, [("m", P, 1), ("n", A, 1)], ["approved_already"], id="twice"),
        pytest.param("n", S, [("m", P, 1), ("n", A, 1)], [], id="having-second-thoughts"),
        pytest.param("n", W, [("m", P, 1)], ["proposed_by_others"], id="taking-back-another's"),
        pytest.param("m", W, [("m", P, 1)], [], id="taking-back-one's-own"),
        pytest.param("m", P, [("m", P, 1)], ["is_waiting"], id="again-without-being-sent-back"),
        pytest.param("n", A, [("m", P, 1), ("o", S, 1)], ["is_sent_back"], id="approving-what-was-sent-back"),
        pytest.param("n", A, [("m", P, 1), ("o", R, 1)], ["is_refused"], id="approving-what-was-refused"),
        pytest.param("n", A, [("m", P, 1), ("m", W, 1)], ["is_withdrawn"], id="approving-what-was-taken-back"),
    ],
)
def test_somebody_may_not_and_hears_why(who: str, act: Act, acts: list[tuple[str, Act, int]], codes: list[str]) -> None:
    found = chain.why_not(course([TWO_AT_ONE], acts), act, frozenset(who))
    assert [finding.code for finding in found] == codes


LARGE = Chain("grants.pay", (APPROVE, Step("release", from_amount=Money.of("50000", "BDT"))))


@pytest.mark.parametrize(
    ("amount", "steps"),
    [
        pytest.param(Money.of("49999.99", "BDT"), ["approve"], id="just-below"),
        pytest.param(Money.of("50000", "BDT"), ["approve", "release"], id="at-the-threshold"),
        pytest.param(None, ["approve", "release"], id="not-known-counts-as-the-highest"),
        pytest.param(Money.of("1", "USD"), ["approve", "release"], id="another-currency-counts-as-the-highest"),
    ],
)
def test_an_amount_asks_for_its_steps(amount: Money | None, steps: list[str]) -> None:
    assert [step.name for step in steps_for(LARGE, amount)] == steps


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({}, id="no-steps"),
        pytest.param({"steps": []}, id="an-empty-list"),
        pytest.param({"steps": [{"name": "approve", "persons": 0}]}, id="nobody"),
        pytest.param({"steps": [{"name": "approve", "persons": True}]}, id="yes-is-no-number"),
        pytest.param({"steps": [{"name": "approve", "from": "1000 BDT"}]}, id="below-the-amount-nobody"),
        pytest.param({"steps": [{"name": "approve"}, {"name": "approve"}]}, id="one-step-twice"),
        pytest.param({"steps": [{"name": "wave through"}]}, id="a-step-without-a-permission"),
        pytest.param({"steps": [{"name": "approve", "from": "a lot"}]}, id="not-an-amount"),
        pytest.param({"steps": [{"name": "approve", "person": 2}]}, id="a-slip-in-a-name"),
        pytest.param({"steps": [{"name": "approve"}], "days": 0}, id="no-days"),
    ],
)
def test_a_policy_that_asks_nobody_or_says_nonsense_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(BadPolicy):
        chain_of("grants.pay", told, known={"approve", "release"})


def test_a_policy_says_who_has_to_approve() -> None:
    told = {"days": 3, "steps": [{"name": "approve", "persons": 2}, {"name": "release", "from": "50000 BDT"}]}
    steps = (Step("approve", 2), Step("release", 1, Money.of("50000", "BDT")))
    assert chain_of("grants.pay", told, known={"approve", "release"}) == Chain("grants.pay", steps, 3)
