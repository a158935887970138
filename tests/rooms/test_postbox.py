"""What a browser seals for an office: opened by the house alone, by whom it was written, whoever brings it."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import signing

from sankofa.accounts.action import NotAllowed
from sankofa.returnees.rules import device_sealing
from sankofa.surveys import actions, permissions, postbox
from sankofa.surveys.models import Postbox
from tests import builders
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def person(db: None) -> Any:
    return builders.person()


@pytest.fixture
def worker(person: Any) -> Any:
    return builders.user(person.office, may={permissions.INTERVIEW})


@pytest.fixture
def box(person: Any, worker: Any) -> Postbox:
    return actions.open_postbox(person=person, by=worker.as_actor(), at=AT)


def parcel(box: Postbox, number: UUID, **changed: Any) -> bytes:
    """A finished form as a browser seals it."""
    shown = postbox.pass_of(str(changed.pop("writer", uuid4())), changed.pop("office_id", box.office_id))
    content = json.dumps({"pass": shown, "at": AT.isoformat(), "xml": "<data/>", **changed}).encode()
    about = f"{box.office_id}/{number}"
    return device_sealing.sealed(content, public=bytes.fromhex(box.public_key), about=about, info=postbox.INFO)


def test_an_office_has_one_postbox_however_often_it_is_opened(box: Postbox, person: Any, worker: Any) -> None:
    again = actions.open_postbox(person=person, by=worker.as_actor(), at=AT)
    assert again.pk == box.pk
    assert Postbox.objects.get().public_key == box.public_key


def test_whoever_may_not_talk_with_somebody_is_given_no_key_for_them(person: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.open_postbox(person=person, by=builders.user().as_actor(), at=AT)
    assert not Postbox.objects.exists()


def test_a_parcel_opens_with_its_content_and_its_writer(box: Postbox, worker: Any) -> None:
    number = uuid4()
    found = postbox.opened(parcel(box, number, writer=worker.pk), office_id=box.office_id, number=number)
    assert found == postbox.Posted(b"<data/>", worker.pk)


def test_a_parcel_opens_under_no_other_number_and_for_no_other_office(box: Postbox) -> None:
    number = uuid4()
    sealed = parcel(box, number)
    other = builders.office()
    for office_id, under in ((box.office_id, uuid4()), (other.pk, number), (uuid4(), number)):
        with pytest.raises(postbox.NotForUs):
            postbox.opened(sealed, office_id=office_id, number=under)


def test_a_line_of_the_arrival_desk_is_no_filled_form(box: Postbox) -> None:
    number = uuid4()
    about = f"{box.office_id}/{number}"
    sealed = device_sealing.sealed(b'{"xml": "<data/>"}', public=bytes.fromhex(box.public_key), about=about)
    with pytest.raises(postbox.NotForUs):
        postbox.opened(sealed, office_id=box.office_id, number=number)


@pytest.mark.parametrize("at", [0, 1, 70, 90, -1])
def test_a_parcel_that_was_changed_on_the_way_does_not_open(box: Postbox, at: int) -> None:
    number = uuid4()
    sealed = bytearray(parcel(box, number))
    sealed[at] ^= 1
    with pytest.raises(postbox.NotForUs):
        postbox.opened(bytes(sealed), office_id=box.office_id, number=number)


@pytest.mark.parametrize(
    "changed", [{"pass": "nonsense"}, {"pass": 7}, {"pass": signing.dumps([1])}, {"office_id": uuid4()}]
)
def test_a_pass_that_says_nothing_names_no_writer(box: Postbox, changed: dict[str, Any]) -> None:
    number = uuid4()
    assert postbox.opened(parcel(box, number, **changed), office_id=box.office_id, number=number).writer is None


def test_a_pass_that_is_too_old_names_no_writer(box: Postbox, worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    number = uuid4()
    sealed = parcel(box, number, writer=worker.pk)
    monkeypatch.setattr(postbox, "LASTS", timedelta(seconds=-1))
    found = postbox.opened(sealed, office_id=box.office_id, number=number)
    assert found == postbox.Posted(b"<data/>", None)


@pytest.mark.parametrize("content", [b"", b"x", b"\x04" * 64, b"\x04" * 77, b"<data/>" * 50])
def test_bytes_that_are_no_parcel_are_said_to_be_none(box: Postbox, content: bytes) -> None:
    with pytest.raises(postbox.NotForUs):
        postbox.opened(content, office_id=box.office_id, number=uuid4())


def test_everybody_has_a_key_of_their_own_for_drafts(worker: Any) -> None:
    mine, other = postbox.draft_key(str(worker.pk)), postbox.draft_key(str(uuid4()))
    assert mine == postbox.draft_key(str(worker.pk))
    assert mine.partition(".")[2] != other.partition(".")[2]


def test_forms_about_nobody_go_into_the_same_postbox_of_the_office(box: Postbox, person: Any, worker: Any) -> None:
    assert actions.open_office_postbox(office=person.office, by=worker.as_actor(), at=AT).pk == box.pk
    with pytest.raises(NotAllowed):
        actions.open_office_postbox(office=builders.office(), by=worker.as_actor(), at=AT)
