"""Whatever a phone sends is acknowledged, kept to the byte and explained on a page: from its door to the inbox."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.http import http_date

from sankofa.accounts.permissions import SIGNED_IN
from sankofa.accounts.rules import keys
from sankofa.kernel import clock
from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.returnees.models import Person
from sankofa.surveys import actions, permissions
from sankofa.surveys.models import Arrival, Device, FormVersion, Submission
from tests import builders, forms_sent
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {SIGNED_IN, permissions.INTERVIEW, permissions.RECEIVE, register.VIEW}
WRONG = timedelta(days=3)


class World:
    """A worker with a phone, and a person to talk with."""

    def __init__(self) -> None:
        hooks.fill()
        forms_sent.published("satisfaction", at=AT - timedelta(days=300))
        self.worker = builders.user(builders.office(), may=MAY)
        self.person = builders.person(self.worker.office)
        self.made, now = keys.fresh(), clock.now()
        self.device = builders.device(
            self.worker,
            prefix=self.made.prefix,
            digest=self.made.digest,
            created_at=now,
            expires_at=now + timedelta(days=9),
        )
        self.phone, self.desk = Client(), Client()
        self.desk.force_login(self.worker)
        self.clock_at = now

    def send(self, content: bytes) -> Arrival:
        """Send a form as a phone does, let it be read, and return what came in."""
        answer = self.phone.generic(
            "POST",
            f"/phone/{self.made.whole}/submission",
            content,
            content_type="text/xml",
            headers={"Date": http_date(self.clock_at.timestamp())},
        )
        assert answer.status_code == 201
        actions.read_waiting(at=clock.now())
        held: Arrival = Arrival.objects.get()
        assert held.content == content
        return held


def _whole(world: World) -> bytes:
    return forms_sent.xml(person=world.person)


def _cut_off(world: World) -> bytes:
    return _whole(world)[:-60]


def _of_an_ended_phone(world: World) -> bytes:
    Device.objects.update(ended_at=clock.now())
    return _whole(world)


def _of_a_closed_version(world: World) -> bytes:
    FormVersion.objects.update(closed_at=clock.now() - timedelta(days=2))
    return _whole(world)


def _by_a_clock_ahead(world: World) -> bytes:
    world.clock_at += WRONG
    return forms_sent.xml(person=world.person, ended_at=world.clock_at)


def _by_a_clock_behind(world: World) -> bytes:
    world.clock_at -= WRONG
    return forms_sent.xml(person=world.person, ended_at=world.clock_at)


def _about_somebody_erased(world: World) -> bytes:
    nothing = {"given_name": "", "family_name": "", "native_name": "", "phone": None, "erased_on": clock.now().date()}
    Person.objects.filter(pk=world.person.pk).update(**nothing)
    return _whole(world)


def _about_somebody_handed_over(world: World) -> bytes:
    Person.objects.update(office=builders.office(world.worker.office.organisation))
    return _whole(world)


@pytest.mark.parametrize(
    ("sent", "state", "explained"),
    [
        pytest.param(_whole, "read", "", id="whole"),
        pytest.param(_cut_off, "waiting", "it was cut off", id="cut off"),
        pytest.param(_of_an_ended_phone, "waiting", "The phone was ended before this came in", id="ended phone"),
        pytest.param(_of_a_closed_version, "read", "This version of the form was closed", id="closed version"),
        pytest.param(_by_a_clock_ahead, "read", "72 hours ahead. The day was put right.", id="clock ahead"),
        pytest.param(_by_a_clock_behind, "read", "72 hours behind. The day was put right.", id="clock behind"),
        pytest.param(_about_somebody_erased, "waiting", "was erased from the register", id="erased meanwhile"),
        pytest.param(_about_somebody_handed_over, "waiting", "may not hold talks with this person", id="handed over"),
    ],
)
def test_what_is_wrong_is_kept_and_said_on_its_page(sent: Callable[[World], bytes], state: str, explained: str) -> None:
    world = World()
    held = world.send(sent(world))
    assert held.state == state
    assert Submission.objects.exists() == (state == "read")
    page = world.desk.get(f"/received/{held.pk}/")
    assert page.status_code == 200
    assert explained in page.content.decode()
    assert world.desk.get("/received/").status_code == 200


def test_the_talk_with_somebody_joined_meanwhile_stands_in_the_file_that_leads() -> None:
    world = World()
    link = builders.sameperson(world.person, builders.person(world.worker.office))
    held = world.send(_whole(world))
    assert (held.state, held.person) == ("read", link.leading)
    made: Any = Submission.objects.get()
    assert made.person == link.leading
    assert made.answered_on == clock.today(world.worker.office.zone)
