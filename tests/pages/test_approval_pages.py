"""Pages of four eyes: the queue, the proposal with what it changes, what is refused in words, and the evidence."""

import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.approvals import actions, evidence, registry
from sankofa.approvals.models import Proposal
from sankofa.shell import paper
from tests import builders
from tests.builders import AT
from tests.rooms.two_people import KIND, POLICY, note, proposed, seen, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground_tables")]


@pytest.fixture(autouse=True)
def _one_kind(monkeypatch: pytest.MonkeyPatch, office: Office) -> Iterator[None]:
    """The kind of the tests, alone, with one approver."""
    monkeypatch.setattr(registry.kinds, "_filled", [lambda: KIND])
    POLICY.clear()
    POLICY.update({"steps": [{"name": "approve"}]})
    yield
    POLICY.clear()


@pytest.fixture
def asks(office: Office) -> User:
    return somebody(office, name="Shirin Das")


@pytest.fixture
def decides(office: Office) -> User:
    return somebody(office, name="Nasima Chowdhury")


@pytest.fixture
def proposal(office: Office, asks: User) -> Proposal:
    return proposed(note(office), asks, reason="A slip of the pen.")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(proposal: Proposal, name: str = "proposal") -> str:
    return reverse(f"approvals:{name}", args=[proposal.pk])


def says(proposal: Proposal, verdict: str, comment: str = "") -> dict[str, Any]:
    now = seen(proposal)
    return {"verdict": verdict, "comment": comment, "round": now.round, "step": now.step, "digest": now.digest}


def test_the_queue_shows_what_others_propose_and_not_one_s_own(asks: User, decides: User, proposal: Proposal) -> None:
    assert "Give a note another title" in browser(decides).get("/approvals/").content.decode()
    assert "Nothing waits for you" in browser(asks).get("/approvals/").content.decode()
    assert "Give a note another title" in browser(asks).get("/approvals/mine/").content.decode()


def test_what_would_change_stands_above_the_buttons(decides: User, proposal: Proposal) -> None:
    page = browser(decides).get(at(proposal)).content.decode()
    assert 0 < page.index(">old<") < page.index(">new<") < page.index('name="verdict" value="approve"')
    assert "A slip of the pen." in page


def test_who_proposed_reads_why_they_may_not_and_finds_no_button(asks: User, proposal: Proposal) -> None:
    page = browser(asks).get(at(proposal)).content.decode()
    assert "somebody else has to decide" in page
    assert 'name="verdict" value="approve"' not in page
    assert 'name="verdict" value="withdraw"' in page


def test_an_approval_sent_by_who_proposed_is_refused_in_words(asks: User, proposal: Proposal) -> None:
    answer = browser(asks).post(at(proposal), says(proposal, "approve"))
    assert answer.status_code == 422
    assert "somebody else has to decide" in answer.content.decode()


def test_another_person_approves_and_it_is_done(decides: User, proposal: Proposal) -> None:
    page = browser(decides).post(at(proposal), says(proposal, "approve"), follow=True).content.decode()
    assert "Approved and done" in page
    assert "Nasima Chowdhury" in page


def test_sending_back_without_a_word_is_refused_and_with_one_it_comes_back(
    asks: User, decides: User, proposal: Proposal
) -> None:
    assert browser(decides).post(at(proposal), says(proposal, "send_back")).status_code == 422
    browser(decides).post(at(proposal), says(proposal, "send_back", "Which pen?"))
    assert "came back to you" in browser(asks).get("/approvals/").content.decode()
    page = browser(asks).get(at(proposal, "again")).content.decode()
    assert "Which pen?" in page
    answer = browser(asks).post(at(proposal, "again"), {"reason": "The blue pen slipped."}, follow=True)
    assert "The blue pen slipped." in answer.content.decode()
    assert Proposal.objects.get().round == 2


def test_refusing_and_taking_back_close_it(office: Office, asks: User, decides: User, proposal: Proposal) -> None:
    browser(decides).post(at(proposal), says(proposal, "refuse", "Not so."))
    assert Proposal.objects.get().state == "refused"
    other = proposed(note(office), asks)
    browser(asks).post(at(other), says(other, "withdraw"))
    assert Proposal.objects.get(pk=other.pk).state == "withdrawn"


def test_who_comes_second_reads_what_the_first_did(office: Office, decides: User, proposal: Proposal) -> None:
    before = says(proposal, "approve")
    actions.approve(proposal=proposal, seen=seen(proposal), by=somebody(office, name="Laila Begum").as_actor(), at=AT)
    answer = browser(decides).post(at(proposal), before)
    assert answer.status_code == 422
    assert "Laila Begum has approved this" in answer.content.decode()


def test_what_changed_meanwhile_is_shown_anew(decides: User, proposal: Proposal) -> None:
    told = says(proposal, "approve")
    KIND.model()._default_manager.update(title="changed")
    page = browser(decides).post(at(proposal), told, follow=True).content.decode()
    assert "Earlier approvals no longer count" in page
    assert ">changed<" in page
    assert Proposal.objects.get().state == "waiting"


def test_what_cannot_be_done_says_why_and_records_no_approval(office: Office, asks: User, decides: User) -> None:
    late = proposed(note(office), asks, title="too late")
    answer = browser(decides).post(at(late), says(late, "approve"))
    assert "The note is closed." in answer.content.decode()
    assert Proposal.objects.get(pk=late.pk).state == "waiting"


def test_a_proposal_of_another_office_looks_like_none(proposal: Proposal) -> None:
    stranger = browser(somebody(builders.office()))
    nobody = at(proposal).replace(str(proposal.pk), "01900000-0000-7000-8000-000000000000")
    for name in ("proposal", "again", "evidence", "evidence_pdf"):
        assert stranger.get(at(proposal, name)).status_code == 404
    assert stranger.get(nobody).status_code == 404


def test_the_evidence_names_who_decided_and_the_event_that_vouches_for_it(decides: User, proposal: Proposal) -> None:
    client = browser(decides)
    client.post(at(proposal), says(proposal, "approve", "I looked."))
    page = client.get(at(proposal, "evidence")).content.decode()
    for words in ("Shirin Das", "Nasima Chowdhury", "I looked.", "Its mark", Proposal.objects.get().digest[:8]):
        assert words in page


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_evidence_is_a_pdf_with_our_own_letters_and_no_network(
    decides: User, proposal: Proposal, language: str
) -> None:
    client = browser(decides)
    client.cookies["django_language"] = language
    answer = client.get(at(proposal, "evidence_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", answer.content, re.DOTALL)
    assert any(b"Noto" in zlib.decompressobj().decompress(part) for part in parts if part[:1] == b"x")


def test_a_sheet_may_ask_for_our_letters_and_for_nothing_else() -> None:
    with pytest.raises(paper.OutsideFile):
        paper.fetched("https://example.org/letters.woff2")
    with pytest.raises(paper.OutsideFile):
        paper.fetched("file:///etc/passwd")


def test_where_no_pdf_can_be_made_the_page_that_prints_says_so(
    decides: User, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_there(context: Any) -> bytes:
        raise paper.NoPrinter

    monkeypatch.setattr(evidence, "as_pdf", nothing_there)
    page = browser(decides).get(at(proposal, "evidence_pdf"), follow=True).content.decode()
    assert "Print this page instead" in page
