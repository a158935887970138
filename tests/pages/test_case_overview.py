"""The page of a case as a whole: what other rooms add to it, what happened across rooms, and how often it asks."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.cases import permissions
from sankofa.consent import permissions as consent
from sankofa.debts import permissions as debts
from sankofa.debts.models import HomeBudget
from sankofa.kernel.identifiers import uuid7
from sankofa.provision import permissions as helping
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees import timeline
from sankofa.returnees.models import Journey
from sankofa.sustainability import permissions as scores
from tests import builders
from tests.builders import AT, ON
from tests.pages.conftest import CASEWORKER, talked

pytestmark = pytest.mark.django_db
MAY = (
    *CASEWORKER,
    *(permissions.VIEW, permissions.WORK, returnees.ASSIGN),
    *(consent.VIEW, consent.ASK, debts.VIEW, debts.NOTE, helping.MATCH, scores.CARE),
)


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


def page(client: Client, case: Any, **asked: Any) -> str:
    answer = client.get(reverse("cases:case", args=[case.pk]), asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def titles(text: str) -> list[str]:
    told = text.split('<ol class="timeline">', 1)[1].split("</ol>", 1)[0]
    return [re.sub("<[^>]+>", "", one) for one in re.findall(r"<h3>(.*?)</h3>", told)]


def questions(client: Client, address: str, status: int = 200) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == status
    return len(asked)


def test_what_is_to_do_stands_by_the_part_of_the_work_with_what_other_rooms_ask_for(
    signed_in: Client, person: Any
) -> None:
    text = page(signed_in, builders.case(person))
    order = [
        *("The beginning", "Offer a first talk", "Ask what we may keep and share"),
        *("Needs and means", "Ask what this person needs", "Hold the first reintegration talk", "Ask about debts"),
        *("Write the plan", "Deliver what the plan promises", "Visits after the plan", "Close the case"),
    ]
    places = [text.index(words, text.index("What there is to do")) for words in order]
    assert places == sorted(places)


def test_the_score_stands_in_words_with_what_changed_since_the_first_talk(
    signed_in: Client, person: Any, worker: Any
) -> None:
    case = builders.case(person)
    assert "No talk yet" in page(signed_in, case)
    first = talked(person, worker)
    assert "since the first talk" not in page(signed_in, case), "one talk is no change"
    for score in first.scores.all():
        score.economic, score.social, score.answered_on = 0, None, date(2025, 3, 2)
        score.save()
    talked(person, worker)
    text = page(signed_in, case)
    assert "Changes since the first talk on 2 March 2025." in text
    bars = text.split('<ul class="score">', 1)[1].split("</ul>", 1)[0]
    said = [re.findall(r'<span class="word">· (.*?)</span>', bar)[-1] for bar in bars.split("<li")[1:4]]
    assert said == ["better than before", "not known", "as before"]


def test_what_cannot_wait_goes_before_everything_that_has_a_date(signed_in: Client, person: Any, worker: Any) -> None:
    case = builders.case(person)
    assert "Next: Offer a first talk, by" in page(signed_in, case)
    held = talked(person, worker)
    builders.concern(person, what="flag.hunger", weight=10, submission=held)
    text = page(signed_in, case)
    assert "There is a problem" in text
    assert re.search(r'<h2 id="next-title">Next: [^<]*, today</h2>', text)
    assert "See to it" in text


def test_what_debts_take_is_told_of_every_hundred_earned(signed_in: Client, person: Any) -> None:
    case = builders.case(person)
    told = {"lender": "relative", "form": "money", "stage": "before", "purpose": "trip"}
    told |= {"amount": {"minor": 100_000, "currency": "XOF"}, "instalment": {"minor": 4_600, "currency": "XOF"}}
    builders.debt(person, told={**told, "frequency": "monthly"})
    assert "Of every 100" not in page(signed_in, case), "nobody knows what is earned"
    month = {"own": {"minor": 8_000, "currency": "XOF"}, "others": {"minor": 2_000, "currency": "XOF"}}
    HomeBudget.objects.create(person=person, told_on=ON, told={**month, "own_kind": "wage"})
    assert "Of every 100 earned at home, debts take 46." in page(signed_in, case)


def test_what_happened_comes_from_all_rooms_the_newest_first_and_by_kind(
    signed_in: Client, person: Any, worker: Any
) -> None:
    case = builders.case(person, opened_on=date(2026, 1, 5))
    plan = builders.plan(case, agreed_on=date(2026, 2, 1), agreed_how="mark")
    key = plan.to_terms().activities[0].key
    builders.delivery(case, activity=key, done_on=date(2026, 3, 1))
    builders.debt(person, told_on=date(2026, 2, 10))
    builders.submission(person, instrument="programme_monitoring", answered_on=date(2026, 4, 1))
    Journey.objects.create(person=person, returned_on=date(2025, 12, 1), returned_precision="month")
    text = page(signed_in, case)
    wanted = ["Form filled: How the support is going", "Delivered", "Debt written down", "Plan agreed, version 1"]
    told = titles(text)
    assert [one for one in told if one in wanted] == wanted
    assert told.index("Case opened") > told.index("Plan agreed, version 1")
    assert told[-1].startswith("Came back")
    assert "December 2025" in text, "a month is told as a month"
    assert "A course in repairing phones" in text.split("What happened", 1)[1]
    assert titles(page(signed_in, case, kind="debt")) == ["Debt written down"]
    assert 'aria-current="true">Debts' in page(signed_in, case, kind="debt")


@pytest.mark.parametrize("asked", [{"kind": "nonsense"}, {"page": "x"}, {"page": "-1"}, {"page": "0"}, {"page": "²"}])
def test_an_address_that_asks_nonsense_shows_everything(signed_in: Client, person: Any, asked: dict[str, str]) -> None:
    assert "Case opened" in titles(page(signed_in, builders.case(person), **asked))


def test_a_long_history_has_pages_on_which_nothing_is_missing(signed_in: Client, person: Any) -> None:
    case = builders.case(person)
    for number in range(30):
        builders.debt(person, told_on=ON + timedelta(days=number))
    seen = [len(titles(page(signed_in, case, kind="debt", page=number))) for number in (1, 2, 3)]
    assert seen == [timeline.A_PAGE, timeline.A_PAGE, 30 - 2 * timeline.A_PAGE]
    assert "Older" in page(signed_in, case, kind="debt", page=2)
    assert "Older" not in page(signed_in, case, kind="debt", page=3)
    assert "Nothing of this yet." in page(signed_in, case, kind="debt", page=9)


def test_the_page_asks_as_often_for_a_history_of_fifty_as_for_one(signed_in: Client, person: Any, worker: Any) -> None:
    case = builders.case(person)
    address = reverse("cases:case", args=[case.pk])
    plan = builders.plan(case, agreed_on=ON, agreed_how="mark")

    def more(count: int) -> None:
        for number in range(count):
            day = ON + timedelta(days=number)
            builders.debt(person, told_on=day)
            builders.submission(person, instrument="programme_monitoring", answered_on=day)
            builders.submission(person, instrument="needs_assessment", answered_on=day)
            builders.delivery(case, activity=uuid7(), done_on=day)

    more(1)
    talked(person, worker)
    few = questions(signed_in, address)
    more(50)
    for number in range(2, 12):
        builders.plan(case, number=number, agreed_on=ON, agreed_how="mark", content=plan.content)
    talked(person, worker)
    assert questions(signed_in, address) <= few <= 60
    assert questions(signed_in, f"{address}?page=3") <= few
    assert questions(signed_in, f"{address}?kind=debt") <= few


def test_the_case_of_somebody_protected_is_answered_like_none_with_as_many_questions(
    client: Client, office: Office, person: Any
) -> None:
    case = builders.case(person)
    officer = builders.user(office, may=(*MAY, returnees.PROTECT, returnees.LOOK_AFTER))
    register.protect(person=person, kind="threat", reason="a threat", review_on=AT.date(), by=officer.as_actor(), at=AT)
    client.force_login(builders.user(office, may=MAY))
    theirs = questions(client, reverse("cases:case", args=[case.pk]), 404)
    assert theirs == questions(client, reverse("cases:case", args=[uuid7()]), 404)


def test_files_read_as_one_tell_one_history(signed_in: Client, office: Office, person: Any) -> None:
    other = builders.person(office, given_name="Rahima")
    builders.sameperson(other, person)
    builders.debt(other, told_on=date(2026, 2, 10))
    assert "Debt written down" in titles(page(signed_in, builders.case(person)))


def test_whoever_may_not_see_debts_or_scores_is_told_nothing_of_them(
    client: Client, office: Office, person: Any, worker: Any
) -> None:
    builders.debt(person)
    talked(person, worker)
    case = builders.case(person)
    client.force_login(builders.user(office, may=(*CASEWORKER[:2], permissions.VIEW)))
    text = page(client, case)
    for words in ("Debt", "How reintegration goes", "Reintegration talk recorded", "Help that fits"):
        assert words not in text.replace("reintegration talks", "")


def test_what_nobody_near_offers_is_told_by_name_beside_the_plan(office: Office, person: Any) -> None:
    client = Client()
    client.force_login(builders.user(office, may=(*CASEWORKER, permissions.VIEW, permissions.WORK)))
    activity = {"key": str(uuid7()), "what": "A course in repairing phones", "kind": "service", "provider": ""}
    activity |= {"provider_words": "", "amount": None, "from_on": None, "until_on": None}
    case = builders.case(person)
    content = {"goals": ["A shop of my own"], "activities": [activity]}
    builders.plan(case, content=content, agreed_on=builders.ON, agreed_how="mark")
    said = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Nobody near offers this yet" in said
    assert "Nobody is named who gives it." in said
