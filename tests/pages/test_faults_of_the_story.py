"""What goes wrong between a plan and a lender's answer, as people read it: in words, with nothing half done.

The consent is taken back while the lender reads, what was found about a lender runs out, an offer changes after its
sheet was printed, two supervisors approve at once, a file is joined on the way, a look at a loan grows old.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.approvals.models import Proposal, Verdict
from sankofa.cases.models import Case, PlanGrant
from sankofa.credit import actions, permissions
from sankofa.credit.models import LoanCheck, Referral
from sankofa.kernel import clock
from sankofa.lenders.models import ProductVersion
from tests import builders
from tests import loan_looked_at as looked
from tests.introduced import STAFF, Introduced, checked
from tests.pages.conftest import CASEWORKER
from tests.pages.test_case_pages import agreed, opened
from tests.pages.test_grant_pages import DECIDES, MAY, proposed
from tests.pages.test_introduction_pages import address, browser, sending, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LOOKS = {*CASEWORKER, *looked.MAY, *STAFF}
LATER = timedelta(days=91)


@pytest.fixture
def both(office: Office) -> Iterator[Introduced]:
    with checked():
        yield Introduced(office)


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=LOOKS, name="Shirin Das")


@pytest.fixture
def version(office: Office) -> Any:
    return looked.offer(office)


@pytest.fixture
def fitting(person: Any, worker: Any, version: Any) -> Iterator[LoanCheck]:
    """Somebody with whom nothing speaks against asking a lender, on that day, and who chose to ask."""
    person.born_on, person.born_precision = looked.GROWN["born_on"], "year"
    person.save()
    looked.home(person)
    looked.talked(person, version)
    with clock.frozen(looked.AT):
        check = looked.decided(person, worker, version)
        yield actions.choose_way(check=check, way="ask", words="", by=worker.as_actor(), at=looked.AT)


def result(worker: Any, check: LoanCheck) -> Any:
    """The page of what came of a look at a loan."""
    return browser(worker).get(reverse("credit:check", args=[check.pk]))


def new_terms(version: Any, **changes: Any) -> None:
    """Let a lender change an offer from today on."""
    today = clock.today("UTC")
    ProductVersion.objects.filter(pk=version.pk).update(until_on=today)
    content = {**version.content, **changes}
    ProductVersion.objects.create(product=version.product, number=2, content=content, from_on=today, said_by="a letter")


def leads_nowhere(page: Any) -> bool:
    """Whether no way leads from a page to a lender."""
    return "/lenders/" not in page.content.decode().split("<main", 1)[1]


def test_a_look_that_fits_says_so_until_when_and_leads_on(worker: Any, fitting: LoanCheck) -> None:
    page = result(worker, fitting)
    assert "Nothing here speaks against asking" in text_of(page)
    assert "counts until" in text_of(page)
    assert not leads_nowhere(page)


def test_a_look_that_grew_old_says_so_and_leads_to_no_lender(worker: Any, fitting: LoanCheck) -> None:
    with clock.frozen(looked.AT + LATER):
        page = result(worker, fitting)
    assert "It is too old now. Look again before anything goes to a lender." in text_of(page)
    assert leads_nowhere(page)


def test_an_offer_that_changed_since_the_look_says_so(worker: Any, fitting: LoanCheck, version: Any) -> None:
    new_terms(version, rate_percent="36")
    page = result(worker, fitting)
    assert "The lender changed the offer since, so this counts no more. Look again." in text_of(page)
    assert leads_nowhere(page)


def test_a_lender_whose_time_ran_out_says_so_beside_the_look(worker: Any, fitting: LoanCheck, version: Any) -> None:
    version.product.lender.assessments.update(valid_until=looked.ON)
    page = result(worker, fitting)
    assert "This lender is not approved any more, so this counts no more." in text_of(page)
    assert leads_nowhere(page)


def test_a_file_joined_on_the_way_says_so_on_both_files(
    worker: Any, fitting: LoanCheck, person: Any, office: Office
) -> None:
    other = builders.person(office)
    builders.sameperson(other, person)
    page = result(worker, fitting)
    assert "Another file of this person was joined since. Look again with all that is known." in text_of(page)
    assert leads_nowhere(page)


def test_somebody_joined_on_the_way_is_led_to_the_file_that_counts(both: Introduced) -> None:
    both.agree()
    other = builders.person(both.office)
    builders.sameperson(both.person, other)
    page = browser(both.worker).post(address(both), sending(both, send="1"), follow=True)
    assert "Go on from the file that leads." in text_of(page)
    assert reverse("credit:introduce", args=[other.pk, both.product.pk]) in page.content.decode()
    assert not Referral.objects.exists()


def test_a_lender_whose_time_runs_out_before_sending_is_sent_nothing(both: Introduced) -> None:
    both.agree()
    both.lender.assessments.update(valid_until=clock.today("UTC"))
    page = browser(both.worker).post(address(both), sending(both, send="1"), follow=True)
    assert "The check of this lender has run out. It is looked into again first." in text_of(page)
    assert not Referral.objects.exists()


def test_a_sheet_names_the_day_of_its_terms_and_new_terms_are_told_before_anything_goes(both: Introduced) -> None:
    both.agree()
    worker = browser(both.worker)
    asked = {"products": [both.product.pk], "amount": "10000", "months": "6", "language": "en", "paper": "1"}
    sheet = text_of(worker.post(reverse("lenders:compare"), asked))
    assert "A lender can change them: look again before you decide." in sheet
    form = sending(both, send="1")
    new_terms(both.product.versions.get(), rate_percent="60")
    page = text_of(worker.post(address(both), form, follow=True))
    assert "Nothing was sent. The terms changed meanwhile: show the new ones first." in page
    assert not Referral.objects.exists()


def test_the_officer_who_reads_while_the_consent_is_taken_back_finds_one_word(both: Introduced) -> None:
    both.agree()
    held = both.send()
    officer = browser(both.officer)
    packet = reverse("credit:packet", args=[held.packet.pk])
    assert "Rahima" in text_of(officer.get(packet))
    both.take_back()
    said = {"outcome": "yes", "amount": "10000", "months": "6", "words": "Come on Monday."}
    page = officer.post(f"{packet}answer/", said, follow=True)
    assert "The person took the consent back." in text_of(page)
    assert "Rahima" not in text_of(page)
    held.refresh_from_db()
    assert held.state == "withdrawn", "no answer stands half given"


class TestTwoSupervisors:
    """Two who approve one grant from pages that both opened before either pressed."""

    @pytest.fixture
    def worker(self, office: Office) -> Any:
        return builders.user(office, may=MAY, name="Shirin Das")

    @pytest.fixture
    def case(self, signed_in: Client, person: Any, worker: Any) -> Case:
        today = clock.today(worker.office.zone).isoformat()
        made = opened(signed_in, person, worker, today)
        agreed(signed_in, made, today)
        return made

    def test_both_count_and_a_third_reads_that_it_was_done(self, signed_in: Client, office: Office, case: Case) -> None:
        proposed(signed_in, case)
        proposal = Proposal.objects.get()
        said = {"verdict": "approve", "round": proposal.round, "step": "approve", "digest": proposal.digest}
        page = reverse("approvals:proposal", args=[proposal.pk])
        three = [
            browser(builders.user(office, may=DECIDES, name=name))
            for name in ("Rahim Uddin", "Farida Begum", "Imran Hossain")
        ]
        for one in three:
            assert "Approve" in text_of(one.get(page))
        first, second, third = (text_of(one.post(page, said, follow=True)) for one in three)
        assert "Approve: 1 more" in first
        assert "Still missing" not in second
        assert "Farida Begum has approved this" in third
        assert Verdict.objects.filter(proposal=proposal, act="approve").count() == 2
        assert PlanGrant.objects.get().approved_at is not None

    def test_one_who_presses_twice_counts_once(self, signed_in: Client, office: Office, case: Case) -> None:
        proposed(signed_in, case)
        proposal = Proposal.objects.get()
        said = {"verdict": "approve", "round": proposal.round, "step": "approve", "digest": proposal.digest}
        page = reverse("approvals:proposal", args=[proposal.pk])
        rahim = browser(builders.user(office, may=DECIDES, name="Rahim Uddin"))
        rahim.post(page, said, follow=True)
        again = text_of(rahim.post(page, said, follow=True))
        assert "Approve: 1 more" in again
        assert PlanGrant.objects.get().approved_at is None


def test_whoever_may_introduce_nobody_is_led_to_no_lender(worker: Any, fitting: LoanCheck, office: Office) -> None:
    reader = builders.user(office, may={*CASEWORKER, permissions.VIEW}, name="Kamal Hossain")
    assert leads_nowhere(result(reader, fitting))
