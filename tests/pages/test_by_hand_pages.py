"""Pages that add somebody by hand and correct what is recorded: search first, a receipt, both versions, asked back."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.returnees import actions
from sankofa.returnees import permissions as returnees
from sankofa.returnees.models import Person, PossibleSame, SentBack
from tests import builders
from tests.drawn import settled
from tests.pages.conftest import registered

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SAID = {
    "kind": "returnee",
    "given_name": "Nasima",
    "family_name": "Akter",
    "sex": "female",
    "born": "13/04/1992",
    "phone": "01712 345678",
    "left": "2016",
    "returned": "06/2021",
    "return_kind": "voluntary",
}
MAY = (SIGNED_IN, returnees.VIEW, returnees.REGISTER, returnees.AMEND)


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def supervisor(office: Office) -> Client:
    client = Client()
    client.force_login(builders.user(office, may={SIGNED_IN, returnees.VIEW, returnees.SEND_BACK}))
    return client


def number_of(answer: Any) -> str:
    found = re.search(r'name="number" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def begun(client: Client, text: str = "Nasima Akter") -> str:
    return number_of(client.post(reverse("returnees:first_page"), {"q": text}))


def add(client: Client, number: str = "", **said: str) -> Any:
    return client.post(reverse("returnees:first_page"), {"number": number or begun(client), **SAID, **said})


def field_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_adding_begins_with_a_search_that_says_what_speaks_for_whom(signed_in: Client, person: Any) -> None:
    assert "Search first" in signed_in.get(reverse("returnees:add")).content.decode()
    page = signed_in.get(reverse("returnees:add"), {"q": "Rahima Khatun"}).content.decode()
    assert person.case_number in page
    assert "the same name" in page
    assert "None of these: go on" in page
    assert "the name begins so" in signed_in.get(reverse("returnees:add"), {"q": "Rahi"}).content.decode()
    assert "the name sounds alike" in signed_in.get(reverse("returnees:add"), {"q": "Rohema"}).content.decode()


def test_without_a_search_there_is_no_first_page(signed_in: Client) -> None:
    assert signed_in.get(reverse("returnees:first_page")).headers["Location"] == reverse("returnees:add")


def test_what_was_searched_for_stands_on_the_first_page(signed_in: Client) -> None:
    page = signed_in.post(reverse("returnees:first_page"), {"q": "nasima akter"}).content.decode()
    assert 'value="Nasima"' in page
    assert 'value="Akter"' in page
    assert (
        'value="01712345678"' in signed_in.post(reverse("returnees:first_page"), {"q": "01712345678"}).content.decode()
    )


def test_a_person_is_added_and_the_receipt_says_the_case_number(signed_in: Client) -> None:
    answer = add(signed_in)
    made = Person.objects.get()
    assert answer.headers["Location"] == reverse("returnees:added", args=[made.pk])
    assert made.case_number in signed_in.get(answer.headers["Location"]).content.decode()
    assert (str(made.born_on), made.born_precision, made.phone) == ("1992-04-13", "day", "01712 345678")
    journey = made.journeys.get()
    assert (journey.left_precision, journey.returned_precision) == ("year", "month")


@pytest.mark.parametrize(
    ("sought", "given", "own"),
    [
        pytest.param("aminata traoré", "Aminata", "", id="accents-are-latin-letters"),
        pytest.param("N’Diaye-Fall Fatou", "N’Diaye-Fall", "", id="signs-between-letters"),
        pytest.param("শিরিন", "", "শিরিন", id="a-script-of-its-own"),
    ],
)
def test_the_first_page_begins_with_the_name_that_was_sought(
    signed_in: Client, sought: str, given: str, own: str
) -> None:
    begins = signed_in.post(reverse("returnees:first_page"), {"q": sought}).context["form"]
    assert (begins.initial.get("given_name", ""), begins.initial.get("native_name", "")) == (given, own)


def test_pressing_twice_makes_one_person(signed_in: Client) -> None:
    number = begun(signed_in)
    assert add(signed_in, number).headers["Location"] == add(signed_in, number).headers["Location"]
    assert Person.objects.count() == 1


TWICE = "There may be another file of this person"


def twin(client: Client) -> Any:
    """Put in somebody who is very like the one who is there, past the question whether it is somebody else."""
    said = {"given_name": "Nasema", "born": "1992", "returned": "07/2021"}
    asked = add(client, number := begun(client), **said)
    if asked.status_code == 422:
        token = re.search(r'name="looked_again"[^>]* value="([^"]+)"', asked.content.decode())
        assert token is not None
        asked = add(client, number, **said, looked_again=unescape(token[1]))
    return asked


def test_the_receipt_of_one_who_may_be_there_already_says_so_and_leads_whoever_may_decide(
    signed_in: Client, office: Office
) -> None:
    first = signed_in.get(add(signed_in).headers["Location"])
    assert TWICE not in first.content.decode()
    receipt = twin(signed_in).headers["Location"]
    told = signed_in.get(receipt).content.decode()
    assert TWICE in told
    assert "served meanwhile" in told
    assert "Case number" in told
    assert "receipt number" not in told
    assert "/people/same/" not in told.partition("<main")[2].partition("</main>")[0]
    decides = Client()
    decides.force_login(builders.user(office, may=[*MAY, returnees.JOIN]))
    pair = PossibleSame.objects.get()
    assert f'href="/people/same/{pair.pk}/"' in decides.get(receipt).content.decode()
    PossibleSame.objects.filter(pk=pair.pk).update(state="different", decided_at=pair.noted_at)
    assert TWICE not in signed_in.get(receipt).content.decode()


def test_the_receipt_tells_nothing_of_a_protected_file_nor_of_one_out_of_reach(
    signed_in: Client, office: Office
) -> None:
    add(signed_in)
    there = Person.objects.get()
    protector = builders.user(office, may=[returnees.VIEW, returnees.PROTECT])
    at = clock.now()
    actions.protect(
        person=there, kind="threat", reason="her husband asks", review_on=at.date(), by=protector.as_actor(), at=at
    )
    receipt = twin(signed_in).headers["Location"]
    new = Person.objects.exclude(pk=there.pk).get()
    assert not PossibleSame.objects.exists()
    told = asked(signed_in, receipt)
    one, other = sorted((there.pk, new.pk))
    PossibleSame.objects.create(one_id=one, other_id=other, score=200, noted_at=at, created_at=at)
    assert asked(signed_in, receipt) == told, "a pair that was noted before the file was protected tells nothing either"
    Person.objects.filter(pk=there.pk).update(is_protected=False, office=builders.office())
    assert TWICE not in signed_in.get(receipt).content.decode()


def asked(client: Client, address: str) -> tuple[int, str, int]:
    """Return the status, the page, and how many questions it asks of the database."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    page = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return answer.status_code, page, len(queries)


def test_a_form_of_somebody_else_adds_nobody(signed_in: Client, office: Office) -> None:
    other = Client()
    other.force_login(builders.user(office, may=MAY))
    add(other, begun(signed_in))
    assert not Person.objects.exists()


def test_an_age_is_a_guess_of_the_year(signed_in: Client) -> None:
    add(signed_in, born="", age="34")
    assert Person.objects.get().born_precision == "estimated"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        pytest.param({"kind": ""}, "Choose what this person is here.", id="nobody-is-a-returnee-by-default"),
        pytest.param({"sex": ""}, "Choose one", id="sex-is-asked-and-never-guessed"),
        pytest.param({"given_name": ""}, "Write the name.", id="no-name"),
        pytest.param({"given_name": "1234"}, "is not a name", id="figures-for-a-name"),
        pytest.param({"given_name": "<b>Nasima"}, "does not belong in a name: it is sign 1", id="marks-of-a-web-page"),
        pytest.param({"native_name": "না\tসিমা"}, "another sign that cannot be seen is sign 3", id="a-tab-in-a-name"),
        pytest.param({"native_name": "নাসিমা {}"}, "“{” does not belong in a name", id="in-another-script"),
        pytest.param({"born": "31/02/1992"}, "not a day of the calendar", id="no-such-day"),
        pytest.param({"returned": "2015"}, "lies before the departure", id="back-before-leaving"),
        pytest.param({"phone": "ask the brother"}, "A phone has figures only", id="letters"),
        pytest.param({"district": "Atlantis"}, "Atlantis", id="no-such-district"),
        pytest.param({"kind": "abroad"}, "still abroad has not come back", id="abroad-and-back"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_written(
    signed_in: Client, wrong: dict[str, str], told: str
) -> None:
    answer = add(signed_in, **wrong)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="Akter"' in answer.content.decode()
    assert not Person.objects.exists()


def test_what_is_unusual_is_asked_back_and_goes_in_once_it_is_confirmed(signed_in: Client) -> None:
    number = begun(signed_in)
    asked = add(signed_in, number, phone="0171234567")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "usually have 10" in page
    token = field_of(page, "looked_again")
    assert add(signed_in, number, phone="017123456", looked_again=unescape(token)).status_code == 422
    assert add(signed_in, number, phone="0171234567", looked_again=unescape(token)).status_code == 302
    assert Person.objects.count() == 1


def test_somebody_who_is_there_already_is_asked_back(signed_in: Client) -> None:
    add(signed_in)
    there = Person.objects.get()
    page = add(signed_in).content.decode()
    assert there.case_number in page
    assert Person.objects.count() == 1


def test_of_a_protected_person_who_is_the_same_nothing_is_told(signed_in: Client) -> None:
    add(signed_in)
    Person.objects.update(is_protected=True)
    assert add(signed_in).status_code == 302
    assert Person.objects.count() == 2


def test_a_correction_is_saved_and_the_history_tells_both_versions(signed_in: Client, person: Any) -> None:
    url = reverse("returnees:correct_group", args=[person.pk, "names"])
    page = signed_in.get(url).content.decode()
    said = {
        "person_kind": "returnee", "given_name": "Rohima", "family_name": "Khatun", "native_name": "", "sex": "female",
        "born": "~1985", "district": "", "phone": "+880 1712 345678", "because": "paper", "words": "",
        "seen": field_of(page, "seen"),
    }  # fmt: skip
    answer = signed_in.post(url, said)
    assert answer.headers["Location"] == reverse("returnees:correct", args=[person.pk])
    told = signed_in.get(reverse("returnees:history", args=[person.pk])).content.decode()
    for words in ("Rahima", "Rohima", "about 1985", "It was seen on a paper", "Shirin Das", "••••78"):
        assert words in told
    for page in (told, signed_in.get(url).content.decode()):
        assert "1712" not in settled(page)


def test_an_older_form_shows_what_changed_meanwhile_and_saves_only_when_sent_again(
    signed_in: Client, person: Any
) -> None:
    url = reverse("returnees:correct_group", args=[person.pk, "family"])
    said = {"marital_status": "married", "education": "unknown", "because": "told", "seen": "1"}
    assert signed_in.post(url, said).status_code == 302
    late = signed_in.post(url, {**said, "marital_status": "widowed"})
    assert late.status_code == 409
    assert "Somebody changed this meanwhile" in late.content.decode()
    assert Person.objects.get(pk=person.pk).marital_status == "married"
    again = {**said, "marital_status": "widowed", "seen": field_of(late.content.decode(), "seen")}
    assert signed_in.post(url, again).status_code == 302
    assert Person.objects.get(pk=person.pk).marital_status == "widowed"


def test_a_journey_and_a_paper_are_added_and_opened_again(signed_in: Client, person: Any) -> None:
    builders.country("OM")
    journey = {
        "destination": "OM", "left": "2016", "returned": "2021", "return_kind": "contract_end", "occupation": "mason",
        "sector": "construction", "income": "120", "income_currency": "OMR", "cost": "350000", "cost_currency": "BDT",
        "cost_source": "sold", "recruiter": "Golden Gate", "because": "told",
    }  # fmt: skip
    assert signed_in.post(reverse("returnees:correct_group", args=[person.pk, "journey"]), journey).status_code == 302
    paper = {"paper_kind": "identity", "number": "1234567890", "valid_until": "2030-01-31", "because": "paper"}
    assert signed_in.post(reverse("returnees:correct_group", args=[person.pk, "paper"]), paper).status_code == 302
    page = signed_in.get(reverse("returnees:correct", args=[person.pk])).content.decode()
    for words in ("350,000.00", "120.000", "31 January 2030", "••••90"):
        assert words in page
    made = Person.objects.get(pk=person.pk).journeys.get(destination_id="OM")
    form = signed_in.get(reverse("returnees:correct_record", args=[person.pk, "journey", made.pk])).content.decode()
    assert 'value="Golden Gate"' in form


@pytest.mark.parametrize(
    ("group", "said", "told"),
    [
        pytest.param("paper", {"paper_kind": "identity", "number": "12"}, "10, 13 or 17 figures", id="wrong-length"),
        pytest.param("paper", {"paper_kind": "passport", "number": ""}, "Write the number", id="no-number"),
        pytest.param("journey", {"left": "2020", "returned": "2019"}, "lies before the departure", id="order"),
        pytest.param("journey", {"income": "much"}, "is not an amount", id="no-amount"),
        pytest.param("family", {"because": "other"}, "Say in a few words", id="another-reason-needs-words"),
        pytest.param("family", {"because": ""}, "Choose why this is changed", id="no-reason"),
    ],
)
def test_a_correction_that_cannot_be_is_told(
    signed_in: Client, person: Any, group: str, said: dict[str, str], told: str
) -> None:
    answer = signed_in.post(reverse("returnees:correct_group", args=[person.pk, group]), {"because": "told", **said})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_nothing_changed_is_said(signed_in: Client, person: Any) -> None:
    url = reverse("returnees:correct_group", args=[person.pk, "family"])
    said = {"marital_status": "unknown", "education": "unknown", "because": "told"}
    assert "recorded like this already" in signed_in.post(url, said, follow=True).content.decode()


def test_a_group_or_a_paper_that_is_not_there_is_not_found(signed_in: Client, person: Any) -> None:
    assert signed_in.get(reverse("returnees:correct_group", args=[person.pk, "horoscope"])).status_code == 404
    assert signed_in.get(reverse("returnees:correct_record", args=[person.pk, "paper", person.pk])).status_code == 404


def test_what_is_sent_back_waits_on_today_and_on_the_page_and_is_answered_there(
    signed_in: Client, supervisor: Client, person: Any
) -> None:
    url = reverse("returnees:send_back", args=[person.pk])
    answer = supervisor.post(url, {"fact": "person.given_name", "question": "Is Rahima right?"}, follow=True)
    assert "Sent back to Shirin Das." in answer.content.decode()
    assert (
        "waits for its answer" in supervisor.post(url, {"fact": "person.given_name", "question": "?"}).content.decode()
    )
    assert "Is Rahima right?" in signed_in.get("/").content.decode()
    page = signed_in.get(reverse("returnees:person", args=[person.pk])).content.decode()
    right = reverse("returnees:it_is_right", args=[person.pk, SentBack.objects.get().pk])
    assert right in page
    assert right not in supervisor.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert signed_in.post(right).status_code == 302
    assert "Is Rahima right?" not in signed_in.get("/").content.decode()
    assert "answered before" in signed_in.post(right, follow=True).content.decode()
    assert Event.objects.filter(action="returnees.say_it_is_right").count() == 1


PAGES = ("returnees:correct", "returnees:history", "returnees:send_back", "returnees:added")


@pytest.mark.parametrize("name", PAGES)
def test_another_office_sees_nobody(stranger: Client, office: Office, person: Any, name: str) -> None:
    elsewhere = Client()
    elsewhere.force_login(builders.user(may={*MAY, returnees.SEND_BACK}))
    assert elsewhere.get(reverse(name, args=[person.pk])).status_code == 404
    assert elsewhere.get(reverse("returnees:correct_group", args=[person.pk, "names"])).status_code == 404


@pytest.mark.parametrize("name", ["returnees:correct", "returnees:send_back"])
def test_who_may_not_correct_is_refused(office: Office, person: Any, name: str) -> None:
    reader = Client()
    reader.force_login(builders.user(office, may={SIGNED_IN, returnees.VIEW}))
    assert reader.get(reverse(name, args=[person.pk])).status_code == 403
    page = reader.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert reverse("returnees:correct", args=[person.pk]) not in page
    assert reverse("returnees:history", args=[person.pk]) in page


def test_a_person_put_in_by_a_list_is_corrected_too(signed_in: Client, office: Office, worker: User) -> None:
    (made,) = registered(office, worker, "Fatou Diallo")
    page = signed_in.get(reverse("returnees:history", args=[made.pk])).content.decode()
    assert "Fatou" in page
