"""Founding an organisation, defining roles, inviting people."""

from typing import Any

import pytest

from sankofa.accounts import actions, permissions
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.models import Office, Role, User
from sankofa.audit.models import Event
from tests import builders
from tests.builders import AT, ON, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ROLE = {"scope": "office", "names": {"en": "Caseworker"}, "permissions": ["accounts.signed_in"]}


def invited(office: Office, by: Any, **changes: Any) -> User:
    told: dict[str, Any] = {
        "email": "Shirin@Example.org",
        "name": "Shirin Das",
        "password": PASSWORD,
        "language": "en",
        "roles": {"caseworker": ("office", str(office.pk))},
    }
    return actions.enter_user(office=office, by=by, from_on=ON, at=AT, **{**told, **changes})


@pytest.fixture
def office() -> Any:
    actions.define_roles({"caseworker": ROLE})
    return builders.office()


@pytest.fixture
def administrator(office: Any) -> Any:
    return builders.user(office, may={permissions.MANAGE}, may_give={"caseworker"}).as_actor()


def test_an_invited_person_signs_in_with_a_small_lettered_address_and_holds_the_role(
    office: Any, administrator: Any
) -> None:
    made = invited(office, administrator)
    assert made.email == "shirin@example.org"
    assert made.check_password(PASSWORD)
    (grant,) = made.as_actor().grants
    assert (grant.role, grant.scope.anchor) == ("caseworker", str(office.pk))
    assert Event.objects.get(action="accounts.enter_user").actor_id == administrator.id


def test_nobody_is_entered_twice(office: Any, administrator: Any) -> None:
    invited(office, administrator)
    with pytest.raises(actions.AddressTaken):
        invited(office, administrator, name="Somebody Else")
    assert User.objects.get(email="shirin@example.org").name == "Shirin Das"


def test_inviting_into_another_office_is_refused(administrator: Any) -> None:
    with pytest.raises(NotAllowed):
        invited(builders.office(), administrator)
    assert not User.objects.filter(email="shirin@example.org").exists()


def test_a_role_with_a_permission_nobody_declares_changes_nothing() -> None:
    with pytest.raises(actions.UnknownPermission) as refused:
        actions.define_roles({"good": ROLE, "bad": {**ROLE, "permissions": ["moon.land"]}})
    assert (refused.value.role, refused.value.code) == ("bad", "moon.land")
    assert not Role.objects.exists()


def test_founding_twice_changes_nothing() -> None:
    builders.place("BD.60.91")
    for _ in range(2):
        actions.found_organisation(name="Agency", kind="agency", offices={"Sylhet": ("BD.60.91", "Asia/Dhaka")})
    assert Office.objects.get().name == "Sylhet"
