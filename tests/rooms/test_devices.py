"""Phones are connected by whoever carries them, ended by them or their office, and end with the account."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.hooks import left
from sankofa.accounts.rules import keys
from sankofa.accounts.rules.keys import Standing
from sankofa.project import hooks
from sankofa.store.models import Revision
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.models import Device
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def worker() -> Any:
    return builders.user(may={permissions.CONNECT})


def test_a_phone_is_connected_for_its_holder_and_its_token_is_kept_nowhere(worker: Any) -> None:
    made = keys.fresh()
    device = actions.connect_device(office=worker.office, name="Samsung", made=made, by=worker.as_actor(), at=AT)
    assert (device.holder, device.standing(AT)) == (worker, Standing.OPEN)
    assert keys.fits(made.secret, device.digest)
    assert device.standing(device.expires_at) is Standing.EXPIRED
    assert made.secret not in str([line.changes for line in Revision.objects.all()])
    assert "digest" not in Revision.objects.get().changes


def test_nobody_connects_a_phone_for_another_office(worker: Any) -> None:
    sister = builders.office(worker.office.organisation)
    wider = builders.user(worker.office, may={permissions.CONNECT}, scope="organisation").as_actor()
    with pytest.raises(actions.NotOnesOwn):
        actions.connect_device(office=sister, name="Samsung", made=keys.fresh(), by=wider, at=AT)


def test_one_ends_ones_own_phone_and_not_that_of_a_colleague(worker: Any) -> None:
    own, theirs = builders.device(worker), builders.device(builders.user(worker.office))
    assert actions.end_own_device(device=own, by=worker.as_actor(), at=AT).standing(AT) is Standing.REVOKED
    with pytest.raises(actions.NotOnesOwn):
        actions.end_own_device(device=theirs, by=worker.as_actor(), at=AT)
    with pytest.raises(NotAllowed):
        actions.end_device(device=theirs, by=worker.as_actor(), at=AT)


def test_whoever_looks_after_an_office_ends_a_phone_that_was_lost(worker: Any) -> None:
    device = builders.device(worker)
    manager = builders.user(worker.office, may={permissions.END_PHONES}).as_actor()
    assert list(queries.devices_of_colleagues(manager, on=ON)) == [device]
    actions.end_device(device=device, by=manager, at=AT)
    again = actions.end_device(device=device, by=manager, at=AT + timedelta(days=1))
    assert again.ended_at == AT


def test_the_phones_of_somebody_who_leaves_end_with_the_account(worker: Any) -> None:
    hooks.fill()
    device = builders.device(worker)
    left.tell(worker, AT)
    assert Device.objects.get(pk=device.pk).ended_at == AT
