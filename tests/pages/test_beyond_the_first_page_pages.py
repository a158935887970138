"""Pages of what is asked beyond the first page: forms that fit, private talks, going again, counted events, sources."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.returnees import permissions as returnees
from sankofa.returnees.forms.more import MORE_FORMS
from sankofa.returnees.models import Headcount, Health, Intention, Passage, Person, Registration, Screening, Work
from sankofa.store.models import Revision
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (SIGNED_IN, returnees.VIEW, returnees.REGISTER, returnees.AMEND, returnees.ASK_INTENTION, returnees.COUNT)
ALONE = {"wish": "woman", "interviewer": "woman", "present": "nobody"}


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=MAY, name="Shirin Das")


def as_trained(office: Office, *more: Any) -> Client:
    client = Client()
    client.force_login(builders.user(office, may={SIGNED_IN, returnees.VIEW, returnees.SCREEN, *more}))
    return client


def page_of(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(f"returnees:{name}", args=args)).content.decode()


def correct(client: Client, person: Person, group: str, *record: Any, **said: Any) -> Any:
    name = "correct_record" if record else "correct_group"
    path = reverse(f"returnees:{name}", args=[person.pk, group, *record])
    return client.post(path, {"because": "told", **said})


@pytest.mark.parametrize("group", [group for group in MORE_FORMS if group != "passage"])
def test_every_form_beyond_the_first_page_opens(signed_in: Client, person: Person, group: str) -> None:
    assert signed_in.get(reverse("returnees:correct_group", args=[person.pk, group])).status_code == 200
    assert reverse("returnees:correct_group", args=[person.pk, group]) in page_of(signed_in, "correct", person.pk)


def test_an_occupation_gets_its_code_from_the_list(signed_in: Client, person: Person) -> None:
    answer = correct(
        signed_in, person, "work", time="abroad", occupation="bricklayer", sector="construction", years="4"
    )
    assert answer.status_code == 302
    held = Work.objects.get()
    assert (held.isco, held.years) == ("7112", 4)
    assert correct(signed_in, person, "work", time="now", isco="0001", sector="unknown").status_code == 422
    assert "bricklayer" in page_of(signed_in, "person", person.pk)


def test_health_is_read_where_it_is_corrected_and_not_on_the_page_of_the_person(
    signed_in: Client, person: Person
) -> None:
    asked = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
    said = {**dict.fromkeys(asked, "unknown"), "seeing": "much", "walking": "not_said"}
    assert correct(signed_in, person, "health", **said, illness="asthma").status_code == 302
    assert Health.objects.get().hearing is None
    told = page_of(signed_in, "correct", person.pk)
    assert "a lot of difficulty" in told
    assert "prefers not to say" in told
    assert "asthma" in told
    assert "asthma" not in page_of(signed_in, "person", person.pk) + page_of(signed_in, "history", person.pk)


def test_how_a_journey_went_is_asked_of_that_journey(signed_in: Client, person: Person) -> None:
    journey = person.journeys.get()
    said = {
        "channel": "mixed",
        "visa": "visit",
        "reasons_return": ["wages", "illness"],
        "money_from": ["family", "sold"],
    }
    assert correct(signed_in, person, "passage", journey.pk, **said).status_code == 302
    held = Passage.objects.get()
    assert (held.journey_id, held.channel, held.reasons_return) == (journey.pk, "mixed", "wages illness")
    alone = correct(signed_in, person, "passage", journey.pk, **{**said, "money_from": ["family", "not_said"]})
    assert alone.status_code == 422


def test_of_whoever_is_still_abroad_no_return_is_asked_or_told(signed_in: Client, person: Person) -> None:
    builders.country("OM")
    Person.objects.filter(pk=person.pk).update(kind="abroad")
    person.journeys.update(destination="OM", returned_on=None, returned_precision="unknown")
    told = page_of(signed_in, "person", person.pk)
    assert "is in Oman" in told
    assert "came back" not in told
    assert "Came back" not in told
    form = signed_in.get(reverse("returnees:correct_record", args=[person.pk, "passage", person.journeys.get().pk]))
    assert "Why they came back" not in form.content.decode()


@pytest.mark.parametrize(("kind", "asked"), [("resident", False), ("relative", False), ("returnee", True)])
def test_the_first_page_asks_what_fits(signed_in: Client, kind: str, asked: bool) -> None:
    page = signed_in.post(reverse("returnees:first_page"), {"q": "Nasima Akter", "kind": kind}).content.decode()
    assert ('name="returned"' in page) is asked
    assert re.search(rf'value="{kind}"[^>]*checked', page)


def test_a_resident_is_told_to_be_one_and_no_return_is_missing(signed_in: Client, person: Person) -> None:
    person.journeys.all().delete()
    Person.objects.filter(pk=person.pk).update(kind="resident")
    told = page_of(signed_in, "person", person.pk)
    assert "resident" in told
    assert "Came back" not in told
    assert "Country returned from" not in told


def test_a_call_is_noted_as_one_and_the_receipt_asks_for_the_rest(signed_in: Client) -> None:
    page = signed_in.post(reverse("returnees:first_page"), {"q": "Nasima"}).content.decode()
    number = page.split('name="number" value="')[1].split('"')[0]
    said = {"number": number, "kind": "returnee", "given_name": "Nasima", "sex": "female", "channel": "phone"}
    answer = signed_in.post(reverse("returnees:first_page"), said, follow=True)
    assert Registration.objects.get().channel == "phone"
    assert "Note who called" in answer.content.decode()


def test_where_each_fact_comes_from_stands_on_a_page(signed_in: Client, person: Person) -> None:
    told = page_of(signed_in, "facts_from", person.pk)
    assert "Given name" in told
    assert "typed here by Shirin Das" in told


@pytest.mark.parametrize("page", ["facts_from", "history"])
def test_what_the_system_wrote_is_told_to_come_from_it(signed_in: Client, person: Person, page: str) -> None:
    Revision.objects.filter(subject_id=str(person.pk)).update(actor="system:demonstration")
    assert "the system" in page_of(signed_in, page, person.pk)


def test_a_private_talk_begins_with_who_asks_and_who_hears(office: Office, person: Person) -> None:
    client = as_trained(office)
    address = reverse("returnees:private_talk", args=[person.pk])
    assert "Who is present?" in client.get(address).content.decode()
    assert "threaten" in client.post(address, ALONE).content.decode()
    loud = client.post(address, {**ALONE, "present": "others"}).content.decode()
    assert "threaten" not in loud
    assert "When and where will the private talk be?" in loud
    client.post(address, {**ALONE, "present": "others", "step": "later", "talk_at": "Monday, the clinic"})
    assert Screening.objects.get().conditions["talk_at"] == "Monday, the clinic"


def test_answers_are_kept_and_nobody_else_sees_that_there_are_any(
    office: Office, person: Person, signed_in: Client
) -> None:
    client = as_trained(office)
    address = reverse("returnees:private_talk", args=[person.pk])
    codes = [line.split('"')[0] for line in client.post(address, ALONE).content.decode().split('name="')]
    asked = {code: "not_asked" for code in codes if code not in {*ALONE, "step", "csrfmiddlewaretoken"}}
    before = page_of(signed_in, "person", person.pk)
    done = client.post(address, {**ALONE, "step": "answers", **asked, "threats": "yes", "papers_kept": "no"})
    assert done.status_code == 302
    held = Screening.objects.get()
    assert held.answers == {"threats": "yes", "papers_kept": "no"}
    assert page_of(signed_in, "person", person.pk).count("<li>") == before.count("<li>")
    assert signed_in.get(reverse("returnees:private_talk", args=[person.pk])).status_code == 403
    opened = reverse("returnees:private_answers", args=[held.pk])
    assert as_trained(office).get(opened).status_code == 404
    assert "threaten" in client.get(opened).content.decode()
    assert Event.objects.filter(action="returnees.private_answers", subject_id=str(held.pk)).count() == 1


def test_an_officer_settles_a_talk_that_waits(office: Office, person: Person) -> None:
    held = builders.screening(person)
    client = as_trained(office, returnees.LOOK_AFTER)
    assert str(held.pk) in page_of(client, "private_talks")
    answer = client.post(
        reverse("returnees:private_answers", args=[held.pk]), {"how": "referred", "because": "a place in the shelter"}
    )
    assert answer.status_code == 302
    held.refresh_from_db()
    assert held.settled_at is not None


def test_going_again_is_asked_and_told_to_caseworkers(signed_in: Client, person: Person, office: Office) -> None:
    address = reverse("returnees:going_again", args=[person.pk])
    said = {"going": "unsure", "because": "need", "when": "unknown", "where": "", "prepared": "no"}
    assert signed_in.post(address, said).status_code == 302
    assert Intention.objects.get().because == "need"
    assert "not sure yet" in signed_in.get(address).content.decode()
    assert as_trained(office).get(address).status_code == 403


def test_an_event_is_counted_and_taken_as_a_table(signed_in: Client, office: Office) -> None:
    said = {"held_on": "2026-01-10", "place": "=Sylhet", "event": "meeting", "office": str(office.pk)}
    empty = signed_in.post(reverse("returnees:note_headcount"), said)
    assert empty.status_code == 422
    wrong = signed_in.post(reverse("returnees:note_headcount"), {**said, "count_male_60_": "some"}).content.decode()
    assert wrong.count("<table") == 1, "one table, a row for each age and a column for each sex"
    rows = wrong.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    assert [row.count("<input") for row in rows] == [4, 4, 4, 4, 4]
    assert 'type="number"' not in wrong
    assert wrong.count('aria-invalid="true"') == 1
    assert 'href="#id_count_male_60_"' in wrong
    done = signed_in.post(reverse("returnees:note_headcount"), {**said, "count_female_25_59": "12"})
    assert done.status_code == 302
    held = Headcount.objects.get()
    assert "at least 12" in page_of(signed_in, "headcounts")
    assert 'value="12"' in page_of(signed_in, "headcount", held.pk)
    table = signed_in.get(reverse("returnees:headcounts_file")).content.decode("utf-8-sig")
    assert "'=Sylhet" in table
    assert ",12," in table
    assert Event.objects.filter(action="returnees.headcounts_file", kind="export").count() == 1
