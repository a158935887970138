"""Filled forms that are sent to do harm: to break the server, to lose a colleague's work, to learn who is there.

Each is kept like any other, and its page opens for whoever looks after what came in.
"""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.surveys import actions, openrosa, permissions
from sankofa.surveys.actions import Incoming
from sankofa.surveys.models import Arrival
from tests import builders, forms_sent
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {permissions.INTERVIEW, permissions.RECEIVE, register.VIEW}


@pytest.fixture(autouse=True)
def _library() -> None:
    hooks.fill()
    forms_sent.published("satisfaction", "employer", at=AT - timedelta(days=300))


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY)


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office)


def came(content: bytes, worker: Any, **facts: Any) -> Arrival:
    """Something came in from a phone of somebody, and was read."""
    given = {"source": "device", "office_id": worker.office_id, "user_id": worker.pk}
    done = actions.arrive(Incoming(content, **{**given, **facts}), at=AT)
    return actions.read_now(done.arrival.pk, at=AT)


def codes(arrival: Arrival) -> list[str]:
    return [reason["code"] for reason in arrival.reasons]


@pytest.mark.parametrize("end", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-14:00", "1899-01-01T00:00:00Z"])
def test_a_form_from_the_ends_of_time_counts_on_the_day_it_came(worker: Any, person: Any, end: str) -> None:
    content = forms_sent.xml(person=person).replace(b"<subject>", f"<end>{end}</end><subject>".encode())
    arrival = came(content, worker)
    assert (arrival.state, arrival.submission.answered_on) == ("read", ON)


@pytest.mark.parametrize(
    "header",
    [
        "Fri, 31 Dec 9999 23:59:00 -1200",
        "Mon, 01 Jan 99999999999999999999 00:00:00 +0000",
        "Mon, 01 Jan 1990 00:00:00 +99999999999",
    ],
)
def test_a_clock_that_no_phone_can_show_is_as_good_as_none(header: str) -> None:
    assert openrosa.clock_of(header) is None


def test_the_clock_of_a_phone_that_lost_its_battery_is_still_put_right(worker: Any, person: Any) -> None:
    began = openrosa.clock_of("Thu, 01 Jan 1970 00:05:00 GMT")
    arrival = came(forms_sent.xml(person=person, ended_at=datetime(1970, 1, 1, tzinfo=UTC)), worker, clock_at=began)
    assert (codes(arrival), arrival.submission.answered_on) == (["arrival.clock_behind"], ON)


def test_two_pictures_under_one_name_are_both_kept() -> None:
    def part(field: str, file: str, content: str) -> str:
        return f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{file}"\r\n\r\n{content}\r\n'

    parts = [part("a", "p.jpg", "ONE"), part("b", "p.jpg", "TWO"), part("c", "p.jpg", "ONE"), part("c", "../q", "X")]
    body = (part(openrosa.FORM_PART, "form.xml", "<a/>") + "".join(parts) + "--b--\r\n").encode()
    kept = openrosa.parcel(io.BytesIO(body), content_type="multipart/form-data; boundary=b", announced=len(body))
    assert kept.files == {"p.jpg": b"ONE", "2-p.jpg": b"TWO", "q": b"X"}
