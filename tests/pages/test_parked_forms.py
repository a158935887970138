"""A form that comes after the session ended is kept for its writer, and only for them."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from sankofa.accounts.models import User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.shell import drafts, parking
from sankofa.shell.models import Draft
from tests import builders

pytestmark = pytest.mark.django_db

FORM = {"note": "what was written", "tick": ["a", "b"], "csrfmiddlewaretoken": "old"}


@pytest.fixture
def rahima() -> User:
    return builders.user(may=[SIGNED_IN])


def _sent_late(client: Client, writer: User, **fields: str) -> str:
    signed = parking.note(str(writer.pk))
    return str(client.post("/some/form/?step=2", {**FORM, "typed_by": signed, **fields})["Location"])


def test_it_is_kept_sealed_and_the_writer_is_asked_to_sign_in(client: Client, rahima: User) -> None:
    assert _sent_late(client, rahima).startswith("/sign-in/?next=/continue/")
    held = Draft.objects.get()
    assert held.owner == rahima
    assert held.content["path"] == "/some/form/?step=2"
    assert ["tick", ["a", "b"]] in held.content["fields"]
    assert {name for name, _ in held.content["fields"]} == {"note", "tick"}


def test_it_is_offered_again_after_signing_in(client: Client, rahima: User) -> None:
    address = _sent_late(client, rahima).partition("next=")[2]
    client.force_login(rahima)
    page = client.get(address).content.decode()
    assert "what was written" in page
    assert re.search(r'action="/some/form/\?step=2"', page)


def test_somebody_else_who_signs_in_never_sees_it(client: Client, rahima: User) -> None:
    address = _sent_late(client, rahima).partition("next=")[2]
    client.force_login(builders.user(may=[SIGNED_IN]))
    answer = client.get(address)
    assert answer.status_code == 302
    assert "what was written" not in answer.content.decode()
    client.post(address)
    assert Draft.objects.count() == 1


def test_only_the_latest_twenty_are_kept(client: Client, rahima: User) -> None:
    places = [_sent_late(client, rahima, note=f"written {number}") for number in range(23)]
    assert Draft.objects.count() == 20
    assert places[-1].rstrip("/").rpartition("/")[2] in set(Draft.objects.values_list("subject", flat=True))


def test_more_than_anybody_types_is_not_kept(client: Client, rahima: User) -> None:
    signed = parking.note(str(rahima.pk))
    client.post("/some/form/", {"note": "x" * 200_001, "typed_by": signed})
    assert not Draft.objects.exists()


def test_it_can_be_thrown_away(client: Client, rahima: User) -> None:
    address = _sent_late(client, rahima).partition("next=")[2]
    client.force_login(rahima)
    client.post(address)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("note", ["", "forged", "01900000-0000-7000-8000-000000000000"])
def test_a_note_that_nobody_signed_keeps_nothing(client: Client, note: str) -> None:
    client.post("/sign-in/", {"typed_by": note, "note": "x"})
    assert not Draft.objects.exists()


def test_nothing_is_kept_for_somebody_who_left(client: Client) -> None:
    left = builders.user(is_active=False)
    client.post("/some/form/", {"typed_by": parking.note(str(left.pk)), "note": "x"})
    assert not Draft.objects.exists()


def test_a_draft_belongs_to_its_owner_flow_and_subject(rahima: User) -> None:
    key = str(rahima.pk)
    drafts.keep(owner_id=key, flow="interview", subject="1", content={"q1": 1})
    drafts.keep(owner_id=key, flow="interview", subject="1", content={"q1": True})
    held = drafts.draft(owner_id=key, flow="interview", subject="1")
    assert held is not None
    assert held.content["q1"] is True
    assert drafts.draft(owner_id=key, flow="interview", subject="2") is None
    assert drafts.draft(owner_id=str(builders.user().pk), flow="interview", subject="1") is None
    assert [draft.pk for draft in drafts.drafts_of(owner_id=key, flow="interview")] == [held.pk]
    drafts.drop(owner_id=key, flow="interview", subject="1")
    assert drafts.drafts_of(owner_id=key, flow="interview") == []


def test_once_it_is_sent_it_is_not_offered_again(client: Client, rahima: User) -> None:
    subject = _sent_late(client, rahima).rstrip("/").rpartition("/")[2]
    client.force_login(rahima)
    client.post("/theme/", {"theme": "dark", "parked": subject})
    assert not Draft.objects.exists()


def test_a_form_that_is_refused_stays_parked(client: Client, rahima: User) -> None:
    subject = _sent_late(client, rahima).rstrip("/").rpartition("/")[2]
    client.force_login(rahima)
    client.post("/no-such-page/", {"parked": subject})
    assert Draft.objects.count() == 1


def test_nobody_makes_another_persons_parked_form_go_away(client: Client, rahima: User) -> None:
    subject = _sent_late(client, rahima).rstrip("/").rpartition("/")[2]
    client.force_login(builders.user(may=[SIGNED_IN]))
    client.post("/theme/", {"theme": "dark", "parked": subject})
    assert Draft.objects.count() == 1


def test_parked_forms_that_nobody_came_back_for_are_forgotten(client: Client, rahima: User) -> None:
    _sent_late(client, rahima)
    held = Draft.objects.get()
    assert drafts.forget_parked(before=held.updated_at) == 0
    assert drafts.forget_parked(before=held.updated_at + timedelta(seconds=1)) == 1
