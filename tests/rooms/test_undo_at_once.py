"""Somebody corrects a person while the list that brought them in is taken back: whoever comes first wins, wholly."""

import threading

import pytest
from django.db import connections, transaction

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.models import User
from sankofa.intake import actions
from sankofa.intake.rules.stages import Stage
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees.models import Person
from sankofa.store import revisions
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT
from tests.rooms.test_undo import MAY, let_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def sender(at_once: object, transactional_db: None) -> User:
    hooks.fill()
    for country in ("BD", "OM", "QA"):
        builders.country(country)
    return builders.user(builders.office(), may=MAY)


def _corrected(whose: Person, by: User) -> None:
    register.amend(
        person=whose, kind="person", record_id=None, said={"education": "primary"}, because=register.Why.TOLD,
        words="", seen=1, by=by.as_actor(), at=AT,
    )  # fmt: skip


def test_whoever_is_being_corrected_while_the_list_is_taken_back_stays(sender: User) -> None:
    file = let_in(sender)
    amina = Person.objects.get(given_name="Amina")
    actions.begin_undo(file=file, reason="last year’s list", by=sender.as_actor(), at=AT)
    held, go_on = threading.Event(), threading.Event()
    raised: list[BaseException] = []

    def correct() -> None:
        try:
            with transaction.atomic():
                _corrected(amina, sender)
                held.set()
                go_on.wait(5)
        except BaseException as error:
            raised.append(error)
        finally:
            held.set()
            connections.close_all()

    correcting = threading.Thread(target=correct)
    correcting.start()
    assert held.wait(10)
    threading.Timer(0.3, go_on.set).start()
    done = actions.undo_next(file=file, by=sender.as_actor(), at=AT)
    correcting.join(20)
    assert not raised
    assert (done.stage, done.out, done.stays) == (Stage.UNDONE, 2, 1)
    amina.refresh_from_db()
    assert amina.education == "primary"
    assert len(list(revisions.history_of(amina))) == 2


def test_whoever_was_taken_out_a_moment_ago_cannot_be_corrected(sender: User) -> None:
    file = let_in(sender)
    amina = Person.objects.get(given_name="Amina")
    actions.begin_undo(file=file, reason="last year’s list", by=sender.as_actor(), at=AT)
    said: list[str] = []

    def correct() -> None:
        try:
            _corrected(amina, sender)
        except NotAllowed as no:
            said.append(no.decision.reason.code)
        finally:
            connections.close_all()

    with transaction.atomic():
        actions.undo_next(file=file, by=sender.as_actor(), at=AT)
        correcting = threading.Thread(target=correct)
        correcting.start()
        correcting.join(0.3)
    correcting.join(20)
    assert said == ["no_longer_there"]
    assert not Person.objects.filter(pk=amina.pk).exists()
    assert not Revision.objects.filter(subject_id=str(amina.pk), number=2).exists()
