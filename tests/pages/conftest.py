"""Who walks through the pages: a caseworker with somebody in the register, and a colleague of another office."""

from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.rules.terms import PersonTerms
from sankofa.surveys import actions as surveys
from sankofa.surveys import permissions as talks
from sankofa.surveys import queries as forms
from sankofa.sustainability import permissions as scores
from tests import builders

CASEWORKER = (SIGNED_IN, returnees.VIEW, returnees.REGISTER, talks.INTERVIEW, scores.VIEW, SEND)
FORM = forms.instrument(*forms.REINTEGRATION_SCORE)


@pytest.fixture
def office(db: None) -> Office:
    hooks.fill()
    return builders.office()


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=CASEWORKER, name="Shirin Das")


@pytest.fixture
def signed_in(worker: User) -> Client:
    """The browser of the caseworker."""
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    """The browser of somebody with the same role in another office."""
    client = Client()
    client.force_login(builders.user(may=CASEWORKER))
    return client


@pytest.fixture
def person(office: Office, worker: User) -> Any:
    return registered(office, worker, "Rahima Khatun")[0]


def registered(office: Office, by: User, *names: str) -> tuple[Any, ...]:
    """Put people into the register, the way the importer does."""
    rows = [(f"row {name}", PersonTerms(*name.split(" "))) for name in names]
    return register.register_many(office=office, rows=rows, by=by.as_actor(), at=clock.now()).people


def talked(person: Any, by: User, **said: str) -> Any:
    """Record a talk in which every question got its first answer, but for what is said."""
    given = {question.name: [question.choices[0].code] for question in FORM.questions if question.choices}
    given |= {name: text.split() for name, text in said.items()}
    return surveys.record_interview(
        person=person,
        instrument=FORM,
        answers=forms.understood(FORM, given),
        instance_id=uuid7(),
        answered_on=clock.today("Asia/Dhaka"),
        by=by.as_actor(),
        at=clock.now(),
    )
