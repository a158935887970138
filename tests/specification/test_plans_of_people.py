"""What keeps a plan from being written, or from being agreed.

Source: case-work notes, 2.2 (fields of the plan); Knowledge Paper 1 (2021), 4.2.3 (grants and loans are kept apart: a
plan holds no loan).
"""

from datetime import date
from uuid import UUID

import pytest

from sankofa.cases.rules.plans import Activity, Content, Kind, content_of, missing, mistakes, stored
from sankofa.kernel.money import Money

GOAL = ("A shop of my own",)
COURSE = Activity(UUID(int=1), "A course in repairing phones")
TOOLS = Activity(UUID(int=2), "Money for tools", Kind.GRANT, amount=Money(2_500_000, "BDT"))


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        pytest.param(Content(GOAL, (COURSE,)), [], id="a-goal-and-a-course"),
        pytest.param(Content(GOAL, (COURSE, TOOLS)), [], id="a-grant-with-its-amount"),
        pytest.param(Content((), (COURSE,)), ["plan.no_goal"], id="no-goal"),
        pytest.param(Content(GOAL), ["plan.no_activity"], id="nothing-to-do"),
        pytest.param(Content(), ["plan.no_goal", "plan.no_activity"], id="empty"),
        pytest.param(
            Content(GOAL, (Activity(UUID(int=3), "Cash for food", Kind.CASH),)),
            ["plan.no_amount"],
            id="cash-of-no-amount",
        ),
    ],
)
def test_what_a_plan_lacks_before_it_is_agreed(content: Content, codes: list[str]) -> None:
    assert [one.code for one in missing(content)] == codes
    assert mistakes(content) == [], "it may be written all the same"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        pytest.param(Content(("A shop",) * 7), ["plan.too_many_goals"], id="seven-goals"),
        pytest.param(Content((" ",)), ["plan.without_words"], id="a-goal-of-no-words"),
        pytest.param(Content(("x" * 301,)), ["plan.too_long"], id="a-goal-too-long-to-be-read-aloud"),
        pytest.param(Content(GOAL, (COURSE,) * 21), ["plan.too_many_activities"], id="twenty-one-activities"),
        pytest.param(
            Content(GOAL, (Activity(UUID(int=1), "Tools", amount=Money(0, "BDT")),)),
            ["plan.not_an_amount"],
            id="no-money",
        ),
        pytest.param(
            Content(GOAL, (Activity(UUID(int=1), "Tools", from_on=date(2026, 5, 2), until_on=date(2026, 5, 1)),)),
            ["plan.ends_before_it_begins"],
            id="ends-before-it-begins",
        ),
    ],
)
def test_what_cannot_stand_in_any_plan(content: Content, codes: list[str]) -> None:
    assert [one.code for one in mistakes(content)] == codes


def test_a_plan_comes_back_as_it_was_kept() -> None:
    full = Content(
        GOAL,
        (
            COURSE,
            TOOLS,
            Activity(UUID(int=4), "Seed", Kind.GOODS, "bd-seed", "my uncle", None, date(2026, 5, 1), date(2026, 6, 1)),
        ),
    )
    assert content_of(stored(full)) == full


def test_a_plan_knows_no_loan() -> None:
    assert {kind.value for kind in Kind} == {"service", "goods", "cash", "grant"}
