"""What is next in a case, by when, and why.

Source: case-work notes, 2.1: the plan "ideally within one month of return, with room for exceptions", then regular
follow-up; an unknown day of return stays unknown, and the month then counts from the opening.  A week for the first
talk is our own choice.
"""

from datetime import date
from uuid import UUID

import pytest

from sankofa.cases.rules.stages import Facts, Promised
from sankofa.cases.rules.steps import Queue, Step, next_step, plan_due, queue

OPENED = date(2026, 3, 2)
TALKED = date(2026, 3, 4)
ASKED = date(2026, 3, 10)
AGREED = date(2026, 3, 20)
TODAY = date(2026, 3, 12)
ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("returned_on", "due", "why"),
    [
        pytest.param(date(2026, 3, 9), date(2026, 4, 9), "why.after_return", id="back-a-week-after-the-opening"),
        pytest.param(date(2026, 3, 2), date(2026, 4, 2), "why.after_return", id="back-on-the-day-of-opening"),
        pytest.param(date(2024, 7, 1), date(2026, 4, 2), "why.after_opening", id="back-for-two-years"),
        pytest.param(None, date(2026, 4, 2), "why.return_unknown", id="nobody-knows-the-day-of-return"),
    ],
)
def test_a_plan_is_due_a_month_after_the_return_or_the_opening(returned_on: date | None, due: date, why: str) -> None:
    day, found = plan_due(Facts(OPENED, returned_on=returned_on))
    assert (day, found.code) == (due, why)


@pytest.mark.parametrize(
    ("facts", "step", "due", "why"),
    [
        pytest.param(Facts(OPENED), Step.ASSIGN, OPENED, "why.nobody", id="nobody-looks-after-them"),
        pytest.param(
            Facts(OPENED, is_assigned=True), Step.OFFER_TALK, date(2026, 3, 9), "why.talk", id="a-talk-for-all"
        ),
        pytest.param(
            Facts(OPENED, is_assigned=True, needs_on=ASKED, has_draft=True),
            Step.OFFER_TALK,
            date(2026, 3, 9),
            "why.talk",
            id="the-talk-comes-first-whatever-else-was-done",
        ),
        pytest.param(
            Facts(OPENED, is_assigned=True, talk_on=TALKED),
            Step.ASSESS_NEEDS,
            date(2026, 4, 2),
            "why.needs",
            id="needs",
        ),
        pytest.param(
            Facts(OPENED, is_assigned=True, talk_on=TALKED, needs_on=ASKED),
            Step.WRITE_PLAN,
            date(2026, 4, 2),
            "why.return_unknown",
            id="write-the-plan",
        ),
        pytest.param(
            Facts(OPENED, is_assigned=True, talk_on=TALKED, needs_on=ASKED, has_draft=True),
            Step.AGREE_PLAN,
            date(2026, 4, 2),
            "why.agree",
            id="read-it-aloud",
        ),
        pytest.param(
            Facts(
                OPENED, is_assigned=True, talk_on=TALKED, agreed_on=AGREED, promised=(Promised(ONE, date(2026, 4, 1)),)
            ),
            Step.DELIVER,
            date(2026, 4, 1),
            "why.promised",
            id="what-is-promised-before-the-first-visit",
        ),
        pytest.param(
            Facts(
                OPENED, is_assigned=True, talk_on=TALKED, agreed_on=AGREED, promised=(Promised(ONE, date(2026, 6, 1)),)
            ),
            Step.VISIT,
            date(2026, 4, 20),
            "why.visit",
            id="the-first-visit-before-what-is-promised-later",
        ),
        pytest.param(
            Facts(OPENED, is_assigned=True, talk_on=TALKED, agreed_on=AGREED, promised=(Promised(ONE),)),
            Step.VISIT,
            date(2026, 4, 20),
            "why.visit",
            id="what-has-no-day-comes-after-what-has-one",
        ),
    ],
)
def test_one_thing_is_next(facts: Facts, step: Step, due: date, why: str) -> None:
    found = next_step(facts, on=TODAY)
    assert found is not None
    assert (found.step, found.due_on, found.why.code) == (step, due, why)


DONE = Promised(ONE, date(2026, 4, 1), done_on=date(2026, 4, 1))
ALL_VISITS = (date(2026, 4, 20), date(2026, 6, 20), date(2026, 9, 20), date(2027, 3, 20))


@pytest.mark.parametrize(
    ("facts", "on", "step"),
    [
        pytest.param(
            Facts(OPENED, None, False, True, TALKED, ASKED, False, AGREED, (DONE,), ALL_VISITS),
            date(2027, 4, 1),
            Step.CLOSE,
            id="everything-is-done",
        ),
        pytest.param(
            Facts(OPENED, None, False, True, TALKED, ASKED, False, AGREED, (DONE, Promised(TWO)), ALL_VISITS),
            date(2027, 4, 1),
            Step.DELIVER,
            id="one-thing-without-a-day-is-left",
        ),
        pytest.param(
            Facts(OPENED, None, False, True, TALKED, ASKED, False, AGREED, (DONE,), ()),
            date(2026, 12, 1),
            Step.VISIT,
            id="missed-visits-are-not-asked-for-again-the-last-one-is",
        ),
    ],
)
def test_what_is_next_after_the_plan(facts: Facts, on: date, step: Step) -> None:
    found = next_step(facts, on=on)
    assert found is not None
    assert found.step is step


def test_nothing_is_next_in_a_closed_case() -> None:
    assert next_step(Facts(OPENED, closed_on=ASKED), on=TODAY) is None


@pytest.mark.parametrize(
    ("facts", "on", "heap"),
    [
        pytest.param(Facts(OPENED), date(2026, 3, 2), Queue.NOBODY, id="nobody-looks-after-them"),
        pytest.param(Facts(OPENED, is_assigned=True), date(2026, 3, 10), Queue.OVERDUE, id="the-day-after"),
        pytest.param(Facts(OPENED, is_assigned=True), date(2026, 3, 9), Queue.THIS_WEEK, id="on-the-day"),
        pytest.param(
            Facts(OPENED, is_assigned=True, talk_on=TALKED), date(2026, 3, 26), Queue.THIS_WEEK, id="seven-days-before"
        ),
        pytest.param(
            Facts(OPENED, is_assigned=True, talk_on=TALKED), date(2026, 3, 25), Queue.LATER, id="eight-days-before"
        ),
    ],
)
def test_a_case_lies_in_one_heap_of_the_days_work(facts: Facts, on: date, heap: Queue) -> None:
    found = next_step(facts, on=on)
    assert found is not None
    assert queue(found, on=on) is heap
