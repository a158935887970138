"""Asking page by page, the receipt, the person's sheet, taking back; and what other offices see of it: nothing."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image

from sankofa.accounts.models import User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.consent import permissions
from sankofa.consent.models import Consent, Evidence, Sitting
from sankofa.consent.rules import texts
from sankofa.consent.rules.terms import Purpose
from sankofa.consent.rules.texts import text
from sankofa.returnees import permissions as returnees
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
MAY = {SIGNED_IN, returnees.VIEW, permissions.VIEW, permissions.ASK}


@pytest.fixture
def asker(office: Any) -> User:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def browser(asker: User) -> Client:
    client = Client()
    client.force_login(asker)
    return client


@pytest.fixture
def somebody(office: Any) -> Any:
    return builders.person(office, born_on=date(1992, 4, 13), born_precision="day", language="ur")


def address(person: Any, step: str = "") -> str:
    return f"/people/{person.pk}/consent/ask/{step}/" if step else f"/people/{person.pk}/consent/ask/"


BEFORE = {"speaks": "ur", "language": "ur", "interpreter": "", "company": "alone"}


def asked(browser: Client, person: Any, *topics: str, before: Any = None, **how: str) -> Any:
    """Go through asking to the look at all answers: the first topic agreed to, the others refused at once."""
    browser.post(address(person))
    browser.post(address(person, "before"), before or BEFORE)
    browser.post(address(person, "deciding"), {"needs_support": "no"})
    browser.post(address(person, "topics"), {"topics": topics})
    browser.post(address(person, f"read-{topics[0]}"), {"answer": "yes"})
    browser.post(address(person, f"answer-{topics[0]}"), {"answer": "yes"})
    for topic in topics[1:]:
        browser.post(address(person, f"read-{topic}"), {"answer": "no"})
    return browser.post(address(person, "how"), {"how": "spoken", "witness_kind": "none", **how})


def test_asking_from_the_first_page_to_the_receipt(browser: Client, somebody: Any) -> None:
    last = asked(browser, somebody, "contact_sms", "statistics")
    assert last["Location"] == address(somebody, "check")
    done = browser.post(address(somebody, "check"), follow=True)
    page = done.content.decode()
    assert re.search(r"R-\w{4}-\w{4}", page)
    assert {row.purpose: row.answer for row in Consent.objects.all()} == {
        "contact_sms": "given",
        "statistics": "refused",
    }
    again = browser.post(address(somebody, "check"))
    assert again["Location"] == done.redirect_chain[-1][0]
    assert Sitting.objects.count() == 1


def test_the_text_is_read_in_the_persons_language_and_runs_its_way(browser: Client, somebody: Any) -> None:
    asked(browser, somebody, "contact_sms")
    page = browser.get(address(somebody, "read-contact_sms")).content.decode()
    assert 'lang="ur" dir="rtl"' in page
    assert text(Purpose.CONTACT_SMS, "1", "ur").what in page
    assert "not checked yet" in page


def test_a_missing_language_is_said_and_needs_an_interpreter(browser: Client, office: Any) -> None:
    pashto = builders.person(office, born_on=date(1990, 1, 1), born_precision="day", language="ps")
    browser.post(address(pashto))
    page = browser.get(address(pashto, "before")).content.decode()
    assert "There is no text in Pashto yet" in page
    assert 'value="ps"' in page
    refused = browser.post(address(pashto, "before"), {**BEFORE, "speaks": "ps"})
    assert refused.status_code == 422
    assert "Name the interpreter" in refused.content.decode()
    asked(browser, pashto, "contact_sms", before={**BEFORE, "speaks": "ps", "interpreter": "Gul Khan"})
    browser.post(address(pashto, "check"))
    sheet = browser.get(f"/people/{pashto.pk}/consent/sheet/").content.decode()
    assert "Read aloud in this language: Urdu" in sheet
    assert "Interpreter: Gul Khan" in sheet


def test_not_said_back_yet_is_read_once_more(browser: Client, somebody: Any) -> None:
    asked(browser, somebody, "contact_sms")
    answer = browser.post(address(somebody, "read-contact_sms"), {"answer": "not_yet"}, follow=True)
    assert "Read it once more, slowly" in answer.content.decode()
    refused = browser.post(address(somebody, "check"))
    assert refused["Location"] == address(somebody, "read-contact_sms")
    assert not Consent.objects.exists()


def test_no_page_is_reached_past_one_that_is_left_out(browser: Client, somebody: Any) -> None:
    browser.post(address(somebody))
    for step in ("check", "how", "topics", "deciding", "read-contact_sms", "nothing"):
        assert browser.get(address(somebody, step))["Location"] == address(somebody, "before")


def test_a_text_that_is_missing_leads_back_to_the_languages(
    browser: Client, somebody: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(browser, somebody, "contact_sms")
    monkeypatch.setattr(texts, "has_text", lambda purpose, version, language: language != "ur")
    answer = browser.get(address(somebody, "read-contact_sms"), follow=True)
    assert answer.redirect_chain[-1][0] == address(somebody, "before")
    assert "There is no text for this in Urdu." in answer.content.decode()


def test_no_answer_is_not_taken_for_one(browser: Client, somebody: Any) -> None:
    browser.post(address(somebody))
    browser.post(address(somebody, "before"), BEFORE)
    browser.post(address(somebody, "deciding"), {"needs_support": "no"})
    browser.post(address(somebody, "topics"), {"topics": ["contact_sms"]})
    assert browser.post(address(somebody, "read-contact_sms"), {}).status_code == 422
    assert browser.post(address(somebody, "topics"), {}).status_code == 422
    browser.post(address(somebody, "read-contact_sms"), {"answer": "yes"})
    browser.post(address(somebody, "answer-contact_sms"), {"answer": "later"})
    browser.post(address(somebody, "how"), {"how": "spoken", "witness_kind": "none"})
    refused = browser.post(address(somebody, "check"))
    assert "nothing to record" in refused.content.decode()
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("how", "says"),
    [
        pytest.param({"how": "mark", "witness": ""}, "needs a witness", id="nobody"),
        pytest.param({"how": "thumb", "witness": "R", "witness_kind": "lender"}, "must be independent", id="lender"),
    ],
)
def test_a_mark_needs_somebody_independent(browser: Client, somebody: Any, how: dict[str, str], says: str) -> None:
    refused = asked(browser, somebody, "contact_sms", **how)
    assert refused.status_code == 422
    assert says in refused.content.decode()


def test_a_child_is_asked_with_the_guardian(browser: Client, office: Any) -> None:
    child = builders.person(office, born_on=date(2014, 1, 1), born_precision="day", language="ur")
    assert "counts as a child" in browser.get(address(child)).content.decode()
    browser.post(address(child))
    browser.post(address(child, "before"), BEFORE)
    page = browser.get(address(child, "deciding")).content.decode()
    assert "Can a parent or guardian decide with the child?" in page
    refused = browser.post(address(child, "deciding"), {"guardian_is": "absent", "assent": "given"})
    assert "Write why this is best for the child." in refused.content.decode()


def test_after_a_forced_return_the_text_begins_with_the_police(browser: Client, somebody: Any) -> None:
    somebody.journeys.create(return_kind="forced")
    browser.post(address(somebody))
    assert "do not go to the police" in browser.get(address(somebody, "before")).content.decode()
    asked(browser, somebody, "contact_sms", "statistics")
    says = text(Purpose.CONTACT_SMS, "1", "ur").after_forced_return
    assert says in browser.get(address(somebody, "read-contact_sms")).content.decode()
    assert says not in browser.get(address(somebody, "read-statistics")).content.decode()


def test_a_partner_is_told_only_what_was_ticked(browser: Client, somebody: Any) -> None:
    bank = builders.organisation("Sylhet Savings", kind="lender")
    topic = f"credit_referral.{bank.pk}"
    browser.post(address(somebody))
    browser.post(address(somebody, "before"), BEFORE)
    browser.post(address(somebody, "deciding"), {"needs_support": "no"})
    browser.post(address(somebody, "topics"), {"topics": [topic]})
    browser.post(address(somebody, f"read-{topic}"), {"answer": "yes"})
    assert browser.post(address(somebody, f"fields-{topic}"), {}).status_code == 422
    browser.post(address(somebody, f"fields-{topic}"), {"answer": ["name", "phone", "health"]})
    browser.post(address(somebody, f"answer-{topic}"), {"answer": "yes"})
    browser.post(address(somebody, "how"), {"how": "spoken", "witness_kind": "none"})
    browser.post(address(somebody, "check"))
    assert Consent.objects.get().fields == ["name", "phone"]
    sheet = f"/people/{somebody.pk}/consent/sheet/"
    assert "Sylhet Savings" not in browser.get(sheet).content.decode()
    assert "Sylhet Savings" in browser.get(f"{sheet}?partners=1").content.decode()


def test_the_sheet_gives_nothing_away(browser: Client, somebody: Any) -> None:
    asked(browser, somebody, "registration", "statistics")
    browser.post(address(somebody, "check"))
    page = browser.get(f"/people/{somebody.pk}/consent/sheet/").content.decode()
    shown = re.sub(r"(?s)<div class=\"screen-only\">.*?</div></div>|<head>.*?</head>|<a .*?</a>", "", page)
    assert "<title>My sheet</title>" in page
    assert not re.search(r"(?i)return|migra|debt|loan|sankofa|survivor", re.sub(r"<[^>]+>", " ", shown))


def test_taking_back_says_what_stops_and_what_stays(browser: Client, somebody: Any) -> None:
    asked(browser, somebody, "statistics")
    browser.post(address(somebody, "check"))
    page = browser.get(f"/people/{somebody.pk}/consent/withdraw/?topic=statistics").content.decode()
    assert "Numbers already published stay." in page
    number = re.search(r'name="sent" value="([^"]+)"', page)
    assert number is not None
    told = {"topics": ["statistics"], "said": "", "sent": number[1]}
    done = browser.post(f"/people/{somebody.pk}/consent/withdraw/", told, follow=True)
    assert "Taken back, from this moment on" in done.content.decode()
    again = browser.post(f"/people/{somebody.pk}/consent/withdraw/", told)
    assert again["Location"] == done.redirect_chain[-1][0]
    assert "taken back" in browser.get(f"/people/{somebody.pk}/consent/").content.decode()


def test_evidence_is_added_seen_and_the_look_recorded(browser: Client, somebody: Any) -> None:
    asked(browser, somebody, "statistics", how="written")
    browser.post(address(somebody, "check"))
    where = f"/sittings/{Sitting.objects.get().pk}/evidence/"
    drawn = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(drawn, format="PNG")
    drawn.seek(0)
    drawn.name = "x.exe"
    bad = io.BytesIO(b"MZ not a picture")
    bad.name = "x.jpg"
    assert browser.get(where).status_code == 200
    assert browser.post(where, {"file": bad}).status_code == 422
    assert browser.post(where, {"file": drawn}).status_code == 302
    seen = browser.get(f"/evidence/{Evidence.objects.get().pk}/")
    assert (seen["Content-Type"], seen["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert Event.objects.filter(kind="read", action="consent.evidence").exists()


def test_another_office_finds_nothing(browser: Client, somebody: Any) -> None:
    asked(browser, somebody, "statistics")
    browser.post(address(somebody, "check"))
    stranger = Client()
    stranger.force_login(builders.user(may=MAY))
    for path in ("", "ask/", "ask/before/", "withdraw/", "sheet/"):
        assert stranger.get(f"/people/{somebody.pk}/consent/{path}").status_code == 404
    assert stranger.get(f"/sittings/{Sitting.objects.get().pk}/").status_code == 404


def test_who_may_see_but_not_ask_sees_no_button(somebody: Any, office: Any) -> None:
    reader = Client()
    reader.force_login(builders.user(office, may={SIGNED_IN, returnees.VIEW, permissions.VIEW}))
    page = reader.get(f"/people/{somebody.pk}/consent/").content.decode()
    assert "How things stand" in page
    assert "Ask for consent" not in page
    assert reader.get(address(somebody)).status_code == 403


def test_the_persons_page_shows_how_things_stand(browser: Client, somebody: Any) -> None:
    before = browser.get(f"/people/{somebody.pk}/").content.decode()
    assert "Ask what we may keep and share" in before
    asked(browser, somebody, "registration", "contact_sms")
    browser.post(address(somebody, "check"))
    page = browser.get(f"/people/{somebody.pk}/").content.decode()
    assert "What we may keep and share" in page
    assert "Asked for consent" in page
    assert "said no" in page


@pytest.mark.parametrize("language", ["fr", "ur"])
def test_every_page_of_asking_speaks_the_readers_language(browser: Client, somebody: Any, language: str) -> None:
    browser.cookies["django_language"] = language
    asked(browser, somebody, "contact_sms")
    for step in ("before", "deciding", "topics", "read-contact_sms", "answer-contact_sms", "how", "check"):
        page = browser.get(address(somebody, step)).content.decode()
        with translation.override(language):
            said = translation.gettext("Continue")
        assert f'lang="{language}"' in page
        assert said in page or step == "check"
