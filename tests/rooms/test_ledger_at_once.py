"""Several who post at once neither wait for ever, nor spend the same money twice, nor slip past a closing."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.kernel.identifiers import uuid7
from sankofa.ledger import actions, queries
from sankofa.ledger.models import Posting
from tests.builders import AT, ON
from tests.rooms.test_ledger import BY, Till, moved

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_money_is_spent_once(at_once: Any) -> None:
    till = Till()
    till.fill(100)

    def spend() -> bool:
        actions.post(book=till.book, movement=moved(till.cash, till.savings, 30), by=BY, at=AT)
        return True

    answers = at_once([spend] * 8)
    assert answers.count(True) == 3
    assert [type(answer) for answer in answers if answer is not True] == [actions.NotEnough] * 5
    assert (till.balances(), queries.check().broken) == ((10, 90, -100), [])


def test_money_going_both_ways_does_not_stand_still(at_once: Any) -> None:
    till = Till()
    till.post(moved(till.outside, till.cash, 1000), moved(till.outside, till.savings, 1000))

    def there() -> bool:
        for _ in range(15):
            actions.post(book=till.book, movement=moved(till.cash, till.savings, 1), by=BY, at=AT)
        return True

    def back() -> bool:
        for _ in range(15):
            actions.post(book=till.book, movement=moved(till.savings, till.cash, 1), by=BY, at=AT)
        return True

    assert at_once([there, back, there, back]) == [True] * 4
    assert (till.balances(), queries.check().broken) == ((1000, 1000, -2000), [])


def test_one_movement_sent_by_several_is_entered_once(at_once: Any) -> None:
    till = Till()
    movement = moved(till.outside, till.cash, 5)
    answers = at_once([lambda: actions.post(book=till.book, movement=movement, by=BY, at=AT)] * 6)
    assert sorted(len(answer.postings) for answer in answers) == [0, 0, 0, 0, 0, 1]
    assert till.balances()[0] == 5


def test_one_movement_is_taken_back_once(at_once: Any) -> None:
    till = Till()
    movement = till.fill(5)

    def take_back() -> Any:
        return actions.reverse(book=till.book, movement=movement.key, key=uuid7(), reason="x", by=BY, at=AT)

    answers = at_once([take_back] * 5)
    assert sum(isinstance(answer, actions.Posted) for answer in answers) == 1
    assert sum(isinstance(answer, actions.AlreadyTakenBack) for answer in answers) == 4
    assert till.balances() == (0, 0, 0)


def test_nothing_slips_into_a_period_that_is_being_closed(at_once: Any) -> None:
    till = Till()

    def post() -> int:
        entered = 0
        for _ in range(20):
            try:
                till.fill(1, ON - timedelta(days=3))
                entered += 1
            except actions.PeriodClosed:
                break
        return entered

    def close() -> Any:
        return actions.close_period(book=till.book, until_on=ON, by=BY, at=AT + timedelta(hours=1))

    *entered, period = at_once([post, post, post, close])
    assert period.until_on == ON
    assert sum(entered) == Posting.objects.count() == till.balances()[0]
    with pytest.raises(actions.PeriodClosed):
        till.fill(1, ON - timedelta(days=3))
    assert queries.check().broken == []
