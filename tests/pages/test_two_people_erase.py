"""The real chains through the pages: erasing and lifting a protection, proposed by one, decided by another."""

from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.approvals import actions, queries
from sankofa.approvals import permissions as approvals
from sankofa.approvals.models import Proposal
from sankofa.project import four_eyes
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.builders import AT, ON
from tests.pages.test_approval_pages import at, browser

pytestmark = pytest.mark.django_db
SAID = {"because": "asked", "is_meant": "on"}
FOUR_EYES = (approvals.SEE, approvals.PROPOSE, approvals.DECIDE)


@pytest.fixture
def officer(office: Office) -> User:
    """A data officer."""
    return builders.user(office, may=(*FOUR_EYES, returnees.VIEW, returnees.ERASE), name="Zahra Ahmadi")


@pytest.fixture
def supervisor(office: Office) -> User:
    return builders.user(office, may=(*FOUR_EYES, returnees.VIEW), name="Rahim Uddin")


def verdict(proposal: Proposal, said: str) -> dict[str, Any]:
    held = Proposal.objects.get(pk=proposal.pk)
    return {"verdict": said, "comment": "Looked at.", "round": held.round, "step": "approve", "digest": held.digest}


def erase_page(person: Any) -> str:
    return f"/people/{person.pk}/erase/"


def test_asking_to_erase_somebody_alone_becomes_a_proposal(officer: User, person: Any) -> None:
    page = browser(officer).post(erase_page(person), SAID, follow=True).content.decode()
    assert "Another person decides now" in page
    assert "somebody else has to decide" in page
    person.refresh_from_db()
    assert person.erased_on is None


def test_another_person_who_sees_them_approves_and_they_are_erased(
    officer: User, supervisor: User, person: Any
) -> None:
    browser(officer).post(erase_page(person), SAID)
    proposal = Proposal.objects.get()
    assert browser(officer).post(at(proposal), verdict(proposal, "approve")).status_code == 422
    page = browser(supervisor).post(at(proposal), verdict(proposal, "approve"), follow=True).content.decode()
    assert "Approved and done" in page
    person.refresh_from_db()
    assert person.erased_on is not None
    assert "Rahima" not in str(proposal.shown) + str(proposal.content) + page


def test_asking_twice_leads_to_the_same_proposal(officer: User, person: Any) -> None:
    for _ in range(2):
        page = browser(officer).post(erase_page(person), SAID, follow=True).content.decode()
    assert "proposed already" in page
    assert Proposal.objects.count() == 1


def test_what_is_to_be_erased_and_what_stays_is_shown(officer: User, supervisor: User, person: Any) -> None:
    browser(officer).post(erase_page(person), SAID)
    page = browser(supervisor).get(at(Proposal.objects.get())).content.decode()
    for words in ("Name, phone and papers", "destroyed", "kept for counting", "The person asked for it"):
        assert words in page


def test_where_the_proposer_lost_the_right_meanwhile_nothing_is_done(
    officer: User, supervisor: User, person: Any
) -> None:
    browser(officer).post(erase_page(person), SAID)
    proposal = Proposal.objects.get()
    officer.assignments.all().delete()
    answer = browser(supervisor).post(at(proposal), verdict(proposal, "approve"))
    assert "your approval was not recorded" in answer.content.decode()
    person.refresh_from_db()
    assert person.erased_on is None


def test_lifting_a_protection_takes_two_who_are_named_on_the_file(office: Office, person: Any) -> None:
    may = (*FOUR_EYES, returnees.VIEW, returnees.PROTECT, returnees.LOOK_AFTER)
    one, other, not_named = (builders.user(office, may=may) for _ in range(3))
    person.is_protected = True
    person.save()
    protections = apps.get_model("returnees", "Protection")._default_manager
    protections.create(person=person, kind="threat", reason="a threat", review_on=ON, protected_at=AT)
    for somebody in (one, other):
        builders.named(person, somebody)

    browser(one).post(_lift_page(person), {"reason": "The danger is over for good now."})
    proposal = Proposal.objects.get()
    assert browser(not_named).get(at(proposal)).status_code == 404
    browser(other).post(at(proposal), verdict(proposal, "approve"))
    person.refresh_from_db()
    assert not person.is_protected


def test_what_was_written_about_somebody_in_other_proposals_goes_with_them(
    office: Office, officer: User, supervisor: User, person: Any
) -> None:
    lifter = builders.user(office, may=(*FOUR_EYES, returnees.VIEW, returnees.LOOK_AFTER))
    lift = actions.propose(
        subject=person,
        kind="returnees.lift",
        content={"reason": "Her uncle moved away."},
        comment="Says the aunt.",
        by=lifter.as_actor(),
        at=AT,
    )
    browser(officer).post(erase_page(person), SAID)
    erasing = Proposal.objects.get(kind="returnees.erase")
    browser(supervisor).post(at(erasing), verdict(erasing, "approve"))
    assert Proposal.objects.get(pk=lift.pk).content == {}
    assert lift.verdicts.get().comment is None
    assert Proposal.objects.get(pk=erasing.pk).content["because"] == "asked"


def _lift_page(person: Any) -> str:
    return reverse("returnees:lift", args=[person.pk])


def test_every_kind_has_a_policy_that_can_be_used() -> None:
    for kind in (four_eyes.erasing(), four_eyes.lifting(), four_eyes.giving()):
        assert kind.chain().steps


def test_a_deployment_asks_for_more_people_in_a_file_of_its_own(tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path
    (tmp_path / "approvals.toml").write_text('[returnees_erase]\nsteps = [{ name = "approve", persons = 2 }]\n')
    assert four_eyes.erasing().chain().steps[0].persons == 2
    assert four_eyes.lifting().chain().steps[0].persons == 1


def test_what_came_back_is_not_counted_once_its_person_is_protected(
    officer: User, supervisor: User, person: Any, office: Office
) -> None:
    browser(officer).post(erase_page(person), SAID)
    proposal = Proposal.objects.get()
    browser(supervisor).post(at(proposal), verdict(proposal, "send_back"))
    assert queries.sent_back_count(officer.as_actor(), on=ON) == 1
    protector = builders.user(office, may=(returnees.VIEW, returnees.PROTECT))
    register.protect(
        person=person, kind="threat", reason="somebody asks for her", review_on=ON, by=protector.as_actor(), at=AT
    )
    assert queries.sent_back_count(officer.as_actor(), on=ON) == 0
