"""Whatever is entered in whatever order, the books say what the slow and obvious books say."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions, queries
from sankofa.ledger.models import Account
from sankofa.ledger.rules.terms import Line, Movement
from tests import builders
from tests.builders import AT, ON
from tests.rooms.slow_books import No, SlowBooks
from tests.rooms.test_ledger import BY

pytestmark = pytest.mark.django_db

REFUSALS = {
    actions.MovementDiffers: "differs",
    actions.CannotMeet: "apart",
    actions.PeriodClosed: "day",
    actions.NotYet: "day",
    actions.NotEnough: "cover",
    actions.PeriodNotOver: "period",
}
FIRST = ON - timedelta(days=6)
DAYS = st.integers(-7, 1).map(lambda days: ON + timedelta(days=days))
PLACES = st.integers(0, 5)
LINES = st.lists(st.tuples(PLACES, PLACES, st.integers(1, 60), st.sampled_from(["BDT", "BDT", "XOF"])), max_size=3)


class Books(RuleBasedStateMachine):
    """The two kinds of books side by side: each step is tried on both, and they must agree."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.book = builders.book(opened_on=FIRST)
        made = [
            builders.account(self.book),
            builders.account(self.book, kind="savings"),
            builders.account(self.book, kind="outside", may_be_negative=True),
            builders.account(self.book, currency="XOF"),
            builders.account(self.book, kind="outside", currency="XOF", may_be_negative=True),
        ]
        self.slow = SlowBooks(FIRST, {one.pk: (one.currency, one.may_be_negative) for one in made})
        self.places: list[UUID] = [*(one.pk for one in made), builders.account().pk]

    def teardown(self) -> None:
        assert queries.check().broken == []
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def both(self, slow: Any, quick: Any) -> None:
        """Try a step on both; what one refuses, the other refuses for the same reason."""
        said = did = ""
        try:
            with transaction.atomic():
                quick()
        except tuple(REFUSALS) as refusal:
            did = REFUSALS[type(refusal)]
        try:
            slow()
        except No as no:
            said = str(no)
        assert did == said

    def movement(self, lines: list[tuple[int, int, int, str]], day: Any, key: UUID | None = None) -> Movement:
        made = (Line(self.places[a], self.places[b], Money(minor, currency)) for a, b, minor, currency in lines)
        return Movement(key or uuid7(), tuple(made), day)

    @rule(batch=st.lists(st.tuples(LINES.filter(bool), DAYS), min_size=1, max_size=3))
    def post(self, batch: list[Any]) -> None:
        movements = [self.movement(*one) for one in batch]
        self.both(
            lambda: self.slow.post(movements, today=ON),
            lambda: actions.post_many(book=self.book, movements=movements, by=BY, at=AT),
        )

    @precondition(lambda self: self.slow.entered)
    @rule(data=st.data(), change=st.booleans())
    def post_again(self, data: Any, change: bool) -> None:
        standing = data.draw(st.sampled_from(self.slow.entered))
        line = Line(self.places[2], self.places[0], Money(999, "BDT"))
        again = Movement(standing.key, (line,), standing.booked_on) if change else standing
        if again.code == standing.code == "":
            self.both(
                lambda: self.slow.post([again], today=ON),
                lambda: actions.post(book=self.book, movement=again, by=BY, at=AT),
            )

    @precondition(lambda self: self.slow.entered)
    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        taken = data.draw(st.sampled_from(self.slow.entered))
        if taken.key in self.slow.taken_back:
            with pytest.raises(actions.AlreadyTakenBack), transaction.atomic():
                actions.reverse(book=self.book, movement=taken.key, key=uuid7(), reason="x", by=BY, at=AT)
            return
        lines = tuple(Line(line.to_account, line.from_account, line.amount) for line in taken.lines)
        back = Movement(uuid7(), lines, ON, taken.booked_on, "reversal", "x")
        self.both(
            lambda: self.slow.post([back], today=ON),
            lambda: actions.reverse(book=self.book, movement=taken.key, key=back.key, reason="x", by=BY, at=AT),
        )
        if self.slow.found(back.key) is not None:
            self.slow.taken_back[taken.key] = back.key

    @rule(until_on=DAYS)
    def close(self, until_on: Any) -> None:
        self.both(
            lambda: self.slow.close(until_on, today=ON),
            lambda: actions.close_period(book=self.book, until_on=until_on, by=BY, at=AT),
        )

    @invariant()
    def balances_agree(self) -> None:
        held = {one.pk: one for one in Account.objects.filter(pk__in=self.slow.accounts)}
        for key in self.slow.accounts:
            assert held[key].balance_minor == self.slow.balance(key, ON)

    @rule(place=st.integers(0, 4), day=DAYS)
    def a_statement_agrees(self, place: int, day: Any) -> None:
        account = Account.objects.get(pk=self.places[place])
        shown = queries.statement_of(account, from_on=day, until_on=ON + timedelta(days=1))
        assert shown.opening.minor == self.slow.balance(account.pk, day - timedelta(days=1))
        assert shown.closing.minor == self.slow.balance(account.pk, ON)
        assert queries.balance_on(account, day).minor == self.slow.balance(account.pk, day)


def test_the_books_say_what_slow_and_obvious_books_say() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Books,
        settings=settings(settings(), max_examples=40, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
