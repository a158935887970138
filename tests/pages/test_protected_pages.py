"""A protected file looks like nobody: over every address that takes a person, and in every list and count.

Compared are status, body, headers, and the number and the shape of what the database is asked.
"""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.models import Office, User
from sankofa.accounts.registry import declared
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import actions
from sankofa.returnees import permissions as register
from sankofa.returnees.models import Named
from tests import builders
from tests.architecture.test_addresses import ADDRESSES
from tests.pages.conftest import registered, talked

pytestmark = [pytest.mark.django_db, pytest.mark.database]

EVERYTHING = [permission for permission in declared() if not permission.startswith("tests.")]
REASON = "her former employer asks for her at the office"
OF_A_PERSON = sorted({address for address, _ in ADDRESSES if re.search(r"<uuid:(person_id|submission_id)>", address)})
OF_A_DEBT = sorted({address for address, _ in ADDRESSES if "<uuid:debt_id>" in address})
FORM = {"form": "1", "reason": REASON, "words": REASON, "answer": "yes", "kind": "threat", "months": "3"}


@pytest.fixture
def owner(office: Office) -> User:
    """Who registered the person, looks after them, and may do everything everywhere but is not named."""
    made = builders.user(office, may=EVERYTHING, name="Shirin Das")
    builders.assignment(made, builders.role(may=EVERYTHING), scope="everywhere")
    return made


@pytest.fixture
def browser(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def protector(office: Office) -> User:
    return builders.user(office, may=[register.VIEW, register.PROTECT])


def protect(person: Any, by: User) -> None:
    at = clock.now()
    actions.protect(person=person, kind="threat", reason=REASON, review_on=at.date(), by=by.as_actor(), at=at)
    # Whoever may do everything is a protection officer too; here they are one who is not named.
    Named.objects.filter(person=person).exclude(user=by).update(ended_at=at)


@pytest.fixture
def protected(office: Office, owner: User, protector: User) -> Any:
    person = registered(office, owner, "Rahima Khatun")[0]
    talked(person, owner)
    protect(person, protector)
    return person


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", OF_A_PERSON)
def test_a_protected_person_is_answered_like_nobody(browser: Client, protected: Any, address: str, method: str) -> None:
    theirs = protected.submissions.get().pk if "submission_id" in address else protected.pk
    browser.get("/people/")  # so that what is loaded once per process is loaded
    said = []
    for key in (theirs, uuid7()):
        filled = re.sub(r"<uuid:(person_id|submission_id)>", str(key), f"/{address}")
        filled = re.sub(r"<slug:code>", "reintegration_score", filled)
        filled = re.sub(r"<uuid:\w+>", str(uuid7()), re.sub(r"<(str|slug):\w+>", "x", filled))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = getattr(browser, method)(filled, FORM if method == "post" else None)
        body = _without(answer.content.decode(), key)
        # Until when an answer may be kept is told by the second in which it was given.
        headers = {name: _without(value, key) for name, value in answer.headers.items() if name != "Expires"}
        said.append((answer.status_code, body, headers, [_shape(query["sql"]) for query in asked]))
    assert said[0] == said[1]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", OF_A_DEBT)
def test_what_a_protected_person_owes_is_answered_like_nothing(
    browser: Client, protected: Any, address: str, method: str
) -> None:
    said = []
    browser.get("/people/")
    for key in (builders.debt(protected).pk, uuid7()):
        with CaptureQueriesContext(connection) as asked:
            answer = getattr(browser, method)(f"/{address.replace('<uuid:debt_id>', str(key))}", FORM)
        body = _without(answer.content.decode(), key)
        said.append((answer.status_code, body, [_shape(query["sql"]) for query in asked]))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "asked", ["Rahima", "Khatun Rahima", "01712345678", "{number}", "{number} ", "Rohima", "BX0123456"]
)
def test_a_search_answers_as_if_there_were_nobody(
    browser: Client, office: Office, owner: User, protector: User, asked: str
) -> None:
    before = _page(browser, "/people/", q=asked.format(number="SK-26-999999-9"))
    person = registered(office, owner, "Rahima Khatun")[0]
    protect(person, protector)
    after = _page(browser, "/people/", q=asked.format(number=person.case_number))
    assert after[0].replace(person.case_number, "SK-26-999999-9") == before[0]
    assert after[1] == before[1]


@pytest.mark.parametrize(
    "path", ["/", "/people/", "/people/?due=soon", "/people/?sex=female", "/files/", "/more/", "/people/protected/"]
)
def test_a_list_and_its_counts_are_what_they_would_be_without_her(
    browser: Client, office: Office, owner: User, protector: User, path: str
) -> None:
    before = _page(browser, path)
    person = registered(office, owner, "Rahima Khatun")[0]
    assert (
        path in {"/files/", "/more/", "/people/protected/", "/people/?sex=female", "/people/?due=soon"}
        or _page(browser, path) != before
    )
    protect(person, protector)
    assert _page(browser, path)[0] == before[0]


def test_whoever_is_named_sees_all_of_it(protected: Any, protector: User) -> None:
    client = Client()
    client.force_login(protector)
    assert "Rahima Khatun" in client.get("/people/").content.decode()
    page = client.get(f"/people/{protected.pk}/").content.decode()
    assert "Protected file" in page
    assert REASON in client.get(f"/people/{protected.pk}/protection/").content.decode()


def _page(client: Client, path: str, **asked: str) -> tuple[str, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path, asked or None)
    assert answer.status_code == 200
    return _without(answer.content.decode(), "no key"), [_shape(query["sql"]) for query in queries]


def _without(text: str, key: object) -> str:
    """Return text without the key that was asked for and without what is drawn by lot for every page."""
    text = text.replace(str(key), "KEY")
    text = re.sub(r'(name="csrfmiddlewaretoken" value|"X-CSRFToken"): ?"?[^"]+', r"\1", text)
    return re.sub(r'(csrfmiddlewaretoken|typed_by)" value="[^"]*"', r"\1", text)


def _shape(sql: str) -> str:
    """Return what is asked without the values: how much work it is, not about whom."""
    return re.sub(r"'[^']*'|\b[0-9a-f]{32}\b|\bs\d+_x\d+\b|\b\d+\b", "?", sql)


def test_the_addresses_of_a_person_were_found() -> None:
    assert {"people/<uuid:person_id>/", "people/<uuid:person_id>/score/"} <= set(OF_A_PERSON)
