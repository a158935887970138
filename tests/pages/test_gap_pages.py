"""Pages of gaps in help, of a country on two pages, and of lists of services that come in and go out."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.intake.models import IncomingFile
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.provision import permissions
from sankofa.provision.models import CountryView, GroupCount
from sankofa.shell import paper
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = clock.today("Asia/Dhaka")
SERVICE = {
    "name": "Counselling",
    "status": "active",
    "organization": {"name": "Centre", "alternate_name": "C"},
    "service_areas": [{"name": "BD.30.26", "extent": "BD.30.26", "extent_type": "text"}],
}


@pytest.fixture
def keeper(client: Client, office: Office) -> Client:
    """The browser of somebody who looks after the map of help."""
    client.force_login(builders.user(office, may={permissions.VIEW, permissions.KEEP, SEND}, name="Shirin Das"))
    return client


@pytest.fixture
def course(office: Office) -> Any:
    """A course for women that somebody checked yesterday."""
    held = builders.entry(
        code="bd-course", name="Sewing course", dimensions=["economic"], groups=["women"], strengths=["Near the bus."]
    )
    builders.check(held, office=office, checked_on=TODAY - timedelta(days=1))
    return held


def test_the_page_says_of_every_group_which_parts_are_served_thin_or_empty(keeper: Client, course: Any) -> None:
    builders.entry(code="bd-talks", name="Talks", dimensions=["psychosocial"])
    GroupCount.objects.create(
        country="BD", district="BD.30.26", group="women", people=43, not_known=0, counted_at=clock.now()
    )
    text = keeper.get(reverse("gaps:gaps"), {"country": "BD"}).content.decode()
    assert text.count('class="gap-table"') == 14
    assert "Work and money, One person: served, " in text
    assert "About 40 people in the register" in text
    assert '<small>+1<span class="hidden-text"> reported</span></small>' in text


def test_a_group_can_be_looked_at_alone_and_a_wrong_word_shows_all(keeper: Client, course: Any) -> None:
    for group, count in (("women", 1), ("everybody", 1), ("nonsense", 14)):
        text = keeper.get(reverse("gaps:gaps"), {"country": "XX", "district": "BD.99", "group": group}).content.decode()
        assert text.count('class="gap-table"') == count


def test_a_part_leads_to_the_help_behind_it_and_says_the_rule(keeper: Client, course: Any) -> None:
    text = keeper.get(reverse("gaps:cell", args=["BD", "economic", "individual", "women"])).content.decode()
    assert "Sewing course" in text
    assert "Made for this group" in text
    assert "is made for this group." in text
    empty = keeper.get(reverse("gaps:cell", args=["BD.30.26", "economic", "individual", "men"])).content.decode()
    assert "Sewing course" not in empty


@pytest.mark.parametrize(
    "where",
    [
        ["XX", "economic", "individual", "women"],
        ["BD", "luck", "individual", "women"],
        ["BD", "social", "individual", "x"],
    ],
    ids=["no-country", "no-part", "no-group"],
)
def test_what_is_no_part_is_not_found(keeper: Client, where: list[str]) -> None:
    assert keeper.get(reverse("gaps:cell", args=where)).status_code == 404


def test_the_country_stands_on_one_page_with_the_words_of_its_people_first(keeper: Client, course: Any) -> None:
    builders.countryview(Office.objects.get(), strengths=["Offices in every district"])
    text = keeper.get(reverse("gaps:profile", args=["BD"])).content.decode()
    assert text.index("Offices in every district") < text.index("Near the bus.")
    assert "1 checked, 0 reported and not checked, 0 planned, 0 over." in text
    assert keeper.get(reverse("gaps:profile", args=["XX"])).status_code == 404


def test_the_paper_is_a_pdf_or_leads_to_the_page(keeper: Client, course: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_html: str, *, style: str) -> bytes:
        raise paper.NoPrinter

    monkeypatch.setattr(paper, "as_pdf", lambda html, *, style: b"%PDF" if "Sewing course" in html and style else b"")
    made = keeper.get(reverse("gaps:profile_pdf", args=["BD"]))
    assert (made.content, made["Content-Type"]) == (b"%PDF", "application/pdf")
    monkeypatch.setattr(paper, "as_pdf", without)
    assert keeper.get(reverse("gaps:profile_pdf", args=["BD"])).status_code == 302


def test_how_a_country_is_seen_is_written_by_a_form_that_says_what_is_wrong(keeper: Client, office: Office) -> None:
    address = reverse("gaps:view", args=["BD"])
    said = {"strengths": "- Offices in every district\n\n", "threats": "", "office": str(office.pk), "seen": "0"}
    assert keeper.post(address, {**said, "threats": "x" * 400}).status_code == 422
    assert keeper.post(address, said).status_code == 302
    assert CountryView.objects.get().strengths == ["Offices in every district"]
    late = keeper.post(address, {**said, "threats": "Projects end"})
    assert late.status_code == 422
    assert "Somebody else wrote here while you did." in late.content.decode()


def test_only_an_office_of_the_country_writes_how_it_is_seen(keeper: Client) -> None:
    builders.country("NP")
    assert keeper.get(reverse("gaps:view", args=["NP"])).status_code == 403


def test_a_directory_comes_in_as_a_list(keeper: Client, office: Office) -> None:
    given = SimpleUploadedFile("theirs.json", json.dumps([SERVICE]).encode())
    answer = keeper.post(reverse("gaps:send"), {"file": given, "office": str(office.pk)})
    file = IncomingFile.objects.get()
    assert answer["Location"] == reverse("intake:columns", args=[file.pk])
    assert (file.importer, file.name) == ("services", "theirs.csv")
    assert keeper.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "The file is empty.", id="empty"),
        pytest.param(b"{", "The file is not whole", id="half"),
        pytest.param(b"[]", "The file holds no service.", id="no-service"),
    ],
)
def test_what_is_no_directory_is_told(keeper: Client, office: Office, content: bytes, told: str) -> None:
    answer = keeper.post(
        reverse("gaps:send"), {"file": SimpleUploadedFile("x.json", content), "office": str(office.pk)}
    )
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_spreadsheet_is_led_from_the_door_of_directories_to_its_own(keeper: Client, office: Office) -> None:
    sheet = SimpleUploadedFile("3W.xlsx", b"PK\x03\x04")
    answer = keeper.post(reverse("gaps:send"), {"file": sheet, "office": str(office.pk)})
    assert answer.status_code == 422
    assert "This is a spreadsheet." in answer.content.decode()
    assert 'href="/files/send/?importer=services"' in keeper.get(reverse("gaps:lists")).content.decode()
    assert keeper.get("/files/send/?importer=services").context["form"]["importer"].value() == "services"
    assert keeper.get("/files/send/?importer=nothing").context["form"]["importer"].value() != "nothing"


def test_the_map_goes_out_in_both_forms_and_no_cell_is_a_formula(keeper: Client, course: Any) -> None:
    builders.entry(code="bd-sum", name="=SUM(A1)", dimensions=["social"])
    listed = keeper.get(reverse("gaps:take", args=["BD", "list"])).content.decode("utf-8-sig").splitlines()
    assert listed[1].startswith("#org+name,#activity+name,")
    assert any("Sewing course" in line for line in listed)
    assert any("'=SUM(A1)" in line for line in listed)
    services = json.loads(keeper.get(reverse("gaps:take", args=["BD", "directory"])).content)["contents"]
    assert {service["name"] for service in services} == {"Sewing course", "=SUM(A1)"}
    assert keeper.get(reverse("gaps:take", args=["BD", "poem"])).status_code == 404
    assert keeper.get(reverse("gaps:lists")).status_code == 200


def test_who_may_not_see_the_map_sees_no_gaps(signed_in: Client) -> None:
    for name, args in (("gaps", []), ("profile", ["BD"]), ("lists", [])):
        assert signed_in.get(reverse(f"gaps:{name}", args=args)).status_code == 403
