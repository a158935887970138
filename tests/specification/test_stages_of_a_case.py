"""The stages of a case: how far it is by what happened, and what may come after what.

Source: case-work notes, 2.1 (registration, counselling, assessments, plan, delivery, follow-up, closure, reopening);
"Safeguards" (a first talk is offered to every person).
"""

from datetime import date
from uuid import UUID

import pytest

from sankofa.cases.rules.stages import NEXT, Facts, Promised, Stage, may_agree, stage

OPENED = date(2026, 3, 2)
TALKED = date(2026, 3, 4)
ASKED = date(2026, 3, 10)
AGREED = date(2026, 3, 20)
KEY = UUID(int=1)
PROMISED = (Promised(KEY),)
GIVEN = (Promised(KEY, done_on=date(2026, 4, 1)),)


@pytest.mark.parametrize(
    ("facts", "so_far"),
    [
        pytest.param(Facts(OPENED), Stage.OPENED, id="just-opened"),
        pytest.param(Facts(OPENED, is_again=True), Stage.OPENED_AGAIN, id="opened-again-after-it-was-closed"),
        pytest.param(Facts(OPENED, is_assigned=True), Stage.ASSIGNED, id="a-colleague-looks-after-them"),
        pytest.param(
            Facts(OPENED, is_assigned=True, talk_on=TALKED),
            Stage.TALK_OFFERED,
            id="a-talk-was-offered-whatever-the-answer",
        ),
        pytest.param(
            Facts(OPENED, talk_on=TALKED), Stage.TALK_OFFERED, id="offered-by-somebody-before-it-was-given-out"
        ),
        pytest.param(
            Facts(OPENED, is_assigned=True, needs_on=ASKED), Stage.ASSIGNED, id="needs-asked-but-no-talk-offered-yet"
        ),
        pytest.param(
            Facts(OPENED, talk_on=TALKED, needs_on=ASKED, has_draft=True),
            Stage.NEEDS_ASSESSED,
            id="a-plan-is-being-written",
        ),
        pytest.param(
            Facts(OPENED, talk_on=TALKED, agreed_on=AGREED, promised=PROMISED),
            Stage.PLAN_AGREED,
            id="agreed-in-an-emergency-without-asking-what-is-needed",
        ),
        pytest.param(
            Facts(OPENED, talk_on=TALKED, needs_on=ASKED, agreed_on=AGREED, promised=GIVEN),
            Stage.IN_DELIVERY,
            id="the-first-thing-was-delivered",
        ),
        pytest.param(
            Facts(OPENED, talk_on=TALKED, agreed_on=AGREED, promised=GIVEN, visits_on=(date(2026, 4, 20),)),
            Stage.FOLLOWED_UP,
            id="a-visit-was-held",
        ),
        pytest.param(
            Facts(OPENED, talk_on=TALKED, agreed_on=AGREED, promised=PROMISED, visits_on=(date(2026, 3, 15),)),
            Stage.PLAN_AGREED,
            id="a-form-from-before-the-plan-is-no-visit-of-it",
        ),
        pytest.param(Facts(OPENED, closed_on=ASKED), Stage.CLOSED, id="closed-before-anything-else-happened"),
        pytest.param(
            Facts(OPENED, talk_on=TALKED, agreed_on=AGREED, promised=GIVEN, closed_on=date(2027, 4, 1)),
            Stage.CLOSED,
            id="closed-in-the-middle",
        ),
    ],
)
def test_a_case_is_as_far_as_what_happened_says(facts: Facts, so_far: Stage) -> None:
    assert stage(facts) is so_far


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        pytest.param(Stage.OPENED, Stage.ASSIGNED, True, id="opened-then-given-to-a-colleague"),
        pytest.param(Stage.OPENED, Stage.TALK_OFFERED, True, id="the-talk-waits-for-no-colleague"),
        pytest.param(Stage.ASSIGNED, Stage.PLAN_AGREED, False, id="no-plan-before-a-talk-was-offered"),
        pytest.param(Stage.TALK_OFFERED, Stage.PLAN_AGREED, True, id="a-plan-in-an-emergency"),
        pytest.param(Stage.NEEDS_ASSESSED, Stage.IN_DELIVERY, False, id="nothing-is-delivered-without-a-plan"),
        pytest.param(Stage.PLAN_AGREED, Stage.FOLLOWED_UP, True, id="a-visit-before-anything-came"),
        pytest.param(Stage.OPENED, Stage.CLOSED, True, id="closed-at-once"),
        pytest.param(Stage.CLOSED, Stage.OPENED_AGAIN, True, id="opened-again"),
        pytest.param(Stage.CLOSED, Stage.PLAN_AGREED, False, id="nothing-changes-in-a-closed-case"),
    ],
)
def test_what_may_come_after_what(before: Stage, after: Stage, may: bool) -> None:
    assert (after in NEXT[before]) is may


@pytest.mark.parametrize(
    ("facts", "may"),
    [
        pytest.param(Facts(OPENED, is_assigned=True, needs_on=ASKED, has_draft=True), False, id="no-talk-offered"),
        pytest.param(Facts(OPENED, talk_on=TALKED, has_draft=True), True, id="offered-yes-not-now-or-no"),
        pytest.param(Facts(OPENED, talk_on=TALKED, agreed_on=AGREED, has_draft=True), True, id="a-new-version"),
        pytest.param(Facts(OPENED, talk_on=TALKED, has_draft=True, closed_on=AGREED), False, id="closed"),
    ],
)
def test_a_plan_may_be_agreed_once_a_first_talk_was_offered(facts: Facts, may: bool) -> None:
    assert may_agree(facts) is may
