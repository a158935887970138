"""What phones ask and send by the OpenRosa standards, each point of the checklist of its documentation.

Source: docs.getodk.org/openrosa: HTTP Request, Form List, Manifest, Form Submission, Authentication, Integrity API.
"""

import base64
import csv
import hashlib
import io
from datetime import timedelta
from typing import Any
from unittest import mock
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils.http import http_date

from sankofa.accounts.rules import keys
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.returnees.models import Person
from sankofa.store.blobs import NoRoom, content_of
from sankofa.surveys import actions, openrosa, permissions
from sankofa.surveys.models import Arrival, ArrivalFile, Device, FormVersion, Submission
from tests import builders, forms_sent
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST, MANIFEST = "{http://openrosa.org/xforms/xformsList}", "{http://openrosa.org/xforms/xformsManifest}"
MAY = {permissions.INTERVIEW, permissions.CONNECT, register.VIEW}


@pytest.fixture(autouse=True)
def _forms() -> None:
    hooks.fill()
    forms_sent.published("satisfaction", "employer", at=AT - timedelta(days=300))


@pytest.fixture
def holder() -> Any:
    return builders.user(builders.office(), may=MAY)


@pytest.fixture
def phone(holder: Any) -> "Phone":
    return Phone(holder)


class Phone:
    """A phone of somebody, with its token in the address or, on wish, as name and password."""

    def __init__(self, holder: Any) -> None:
        self.made = keys.fresh()
        at = clock.now()
        self.device = builders.device(
            holder, prefix=self.made.prefix, digest=self.made.digest, created_at=at, expires_at=at + timedelta(days=9)
        )
        self.client = Client(enforce_csrf_checks=True)
        self.base = f"/phone/{self.made.whole}/"

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address if address.startswith("/") else self.base + address, headers=headers)

    def post(self, content: bytes, *files: tuple[str, bytes], **headers: str) -> Any:
        parts = {openrosa.FORM_PART: SimpleUploadedFile("form.xml", content, "text/xml")}
        parts |= {name: SimpleUploadedFile(name, held, "image/jpeg") for name, held in files}
        return self.client.post(self.base + "submission", parts, headers=headers)


def tree(response: Any) -> Any:
    return ElementTree.fromstring(response.content)


def path_of(address: str) -> str:
    return address.partition("testserver")[2]


def said(response: Any) -> str:
    return str(tree(response)[0].text)


def listed(phone: Phone) -> list[list[str]]:
    return list(csv.reader(io.StringIO(phone.get("caseload.csv").content.decode())))[1:]


def test_every_answer_says_which_openrosa_it_speaks_and_how_much_may_come(phone: Phone) -> None:
    for answer in (phone.get("formList"), phone.get("/phone/formList"), phone.get("forms/none/1/form.xml")):
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert int(answer["X-OpenRosa-Accept-Content-Length"]) == openrosa.ASKED_FOR_BYTES
        assert answer["Date"].endswith("GMT")


def test_the_list_names_every_form_with_its_version_checksum_and_addresses(phone: Phone) -> None:
    forms = {form.findtext(f"{LIST}formID"): form for form in tree(phone.get("formList"))}
    assert sorted(forms) == ["employer", "satisfaction"]
    held = FormVersion.objects.get(instrument__code="employer")
    assert forms["employer"].findtext(f"{LIST}version") == "1"
    assert forms["employer"].findtext(f"{LIST}hash") == f"md5:{hashlib.md5(held.xform.encode()).hexdigest()}"
    download = forms["employer"].findtext(f"{LIST}downloadUrl")
    assert phone.get(path_of(download)).content == held.xform.encode()


def test_names_of_forms_come_in_the_language_the_phone_asks_for(phone: Phone) -> None:
    assert "How you find the help you got" in phone.get("formList").content.decode()
    french = phone.get("formList", accept_language="fr")
    assert "How you find" not in french.content.decode()
    assert "Accept-Language" in french["Vary"]


def test_the_list_can_be_asked_for_one_form_in_words_and_in_all_versions(phone: Phone) -> None:
    held = FormVersion.objects.get(instrument__code="employer")
    older = builders.formversion(held.instrument, version="0", closed_at=AT, published_at=AT - timedelta(days=400))
    FormVersion.objects.filter(pk=held.pk).update(closed_at=None)
    one = tree(phone.get("formList?formID=employer&verbose=true"))
    assert [form.findtext(f"{LIST}version") for form in one] == ["1"]
    assert one[0].find(f"{LIST}descriptionText") is not None
    every = tree(phone.get("formList?formID=employer&listAllVersions=true"))
    assert {form.findtext(f"{LIST}version") for form in every} == {"1", older.version}


def test_a_form_of_another_organisation_is_not_there(phone: Phone) -> None:
    theirs = builders.formversion()
    assert theirs.instrument.code not in phone.get("formList").content.decode()
    assert phone.get(f"forms/{theirs.instrument.code}/1/form.xml").status_code == 404


def asks_for_people() -> FormVersion:
    return builders.formversion(
        builders.instrument(code="asks"), xform='<h:html><i src="jr://file-csv/caseload.csv"/></h:html>'
    )


def test_a_form_that_asks_for_people_has_a_manifest_with_a_list_that_can_lose_members(
    phone: Phone, holder: Any
) -> None:
    held = asks_for_people()
    held.instrument.office = holder.office
    held.instrument.save()
    person = builders.person(holder.office, owner=holder)
    forms = {form.findtext(f"{LIST}formID"): form for form in tree(phone.get("formList"))}
    assert forms["employer"].find(f"{LIST}manifestUrl") is None
    media = tree(phone.get(path_of(forms["asks"].findtext(f"{LIST}manifestUrl"))))[0]
    assert media.get("type") == "entityList"
    assert media.findtext(f"{MANIFEST}filename") == "caseload.csv"
    people = phone.get(path_of(media.findtext(f"{MANIFEST}downloadUrl")))
    assert media.findtext(f"{MANIFEST}hash") == f"md5:{hashlib.md5(people.content).hexdigest()}"
    assert str(person.pk) in people.content.decode()
    gone = phone.get(path_of(media.findtext(f"{MANIFEST}integrityUrl")) + f"?id={person.pk},{uuid7()}")
    assert [one.findtext("deleted") for one in tree(gone)[0]] == ["false", "true"]


def test_the_checksum_of_the_list_changes_with_the_people_and_only_then(phone: Phone, holder: Any) -> None:
    builders.person(holder.office, owner=holder)
    first, again = phone.get("caseload.csv"), phone.get("caseload.csv")
    assert first["ETag"] == again["ETag"]
    assert phone.get("caseload.csv", if_none_match=first["ETag"]).status_code == 304
    builders.person(holder.office, owner=holder)
    assert phone.get("caseload.csv", if_none_match=first["ETag"]).status_code == 200


def test_a_phone_holds_its_holders_own_people_with_as_little_as_names_them(phone: Phone, holder: Any) -> None:
    own = builders.person(holder.office, owner=holder, phone="01712345678")
    builders.person(holder.office, owner=builders.user(holder.office))
    builders.person(owner=holder)
    builders.person(builders.office(holder.office.organisation))
    assert [row[:2] for row in listed(phone)] == [[str(own.pk), f"{own.name} · {own.case_number}"]]


def test_a_phone_holds_whom_nobody_looks_after_and_whom_its_holder_talked_with(phone: Phone, holder: Any) -> None:
    nobodys = builders.person(holder.office)
    colleagues = builders.person(holder.office, owner=builders.user(holder.office))
    assert [row[0] for row in listed(phone)] == [str(nobodys.pk)]
    builders.submission(colleagues, recorded_by=holder)
    assert {row[0] for row in listed(phone)} == {str(nobodys.pk), str(colleagues.pk)}


def test_somebody_protected_is_on_the_phones_of_those_named_alone(phone: Phone, holder: Any) -> None:
    protected = builders.person(holder.office, owner=holder, is_protected=True)
    assert listed(phone) == []
    builders.named(protected, holder)
    assert [row[0] for row in listed(phone)] == [str(protected.pk)]


def test_whoever_was_handed_over_protected_or_erased_goes_off_the_phone(phone: Phone, holder: Any) -> None:
    people = [builders.person(holder.office, owner=holder) for _ in range(4)]
    Person.objects.filter(pk=people[0].pk).update(owner=builders.user(holder.office))
    Person.objects.filter(pk=people[1].pk).update(is_protected=True)
    Person.objects.filter(pk=people[2].pk).update(erased_on=AT.date(), given_name="", family_name="")
    asked = phone.get("integrity?id=" + ",".join(str(one.pk) for one in people))
    assert [one.findtext("deleted") for one in tree(asked)[0]] == ["true", "true", "true", "false"]


def test_joined_files_are_on_the_phone_once_under_the_file_that_leads(phone: Phone, holder: Any) -> None:
    leading = builders.person(holder.office, owner=builders.user(holder.office))
    follows = builders.person(holder.office, owner=holder)
    builders.sameperson(follows, leading)
    assert [row[0] for row in listed(phone)] == [str(leading.pk)]


def test_a_phone_asks_first_where_to_send_and_what_it_sent_is_acknowledged(phone: Phone, holder: Any) -> None:
    asked = phone.client.head(phone.base + "submission")
    assert (asked.status_code, path_of(asked["Location"])) == (204, phone.base + "submission")
    sent = forms_sent.xml("employer")
    answer = phone.post(sent)
    assert answer.status_code == 201
    arrival = Arrival.objects.get()
    assert (arrival.content, arrival.device, arrival.user, arrival.office) == (
        sent, phone.device, holder, holder.office
    )  # fmt: skip
    assert "Received. Number:" in said(answer)


def test_the_same_form_sent_again_is_acknowledged_and_kept_once(phone: Phone) -> None:
    sent = forms_sent.xml("employer")
    assert [phone.post(sent).status_code for _ in range(3)] == [201, 201, 201]
    assert Arrival.objects.count() == 1


def test_pictures_may_come_in_several_parcels_with_the_same_form(phone: Phone) -> None:
    sent = forms_sent.xml("employer", files=("a.jpg", "b.jpg"))
    phone.post(sent, ("a.jpg", b"A" * 1000))
    phone.post(sent, ("b.jpg", b"B" * 1000))
    assert {one.name: content_of(one.blob)[16:] for one in ArrivalFile.objects.all()} == {
        "a.jpg": b"A" * 1000,
        "b.jpg": b"B" * 1000,
    }


def test_a_form_may_come_in_pieces_of_unknown_length(phone: Phone) -> None:
    sent = forms_sent.xml("employer")
    body = (
        b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="f.xml"\r\n'
        b"Content-Type: text/xml\r\n\r\n" + sent + b"\r\n--b--\r\n"
    )
    answer = phone.client.generic(
        "POST",
        phone.base + "submission",
        CONTENT_TYPE="multipart/form-data; boundary=b",
        **{"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "", "wsgi.input": io.BytesIO(body)},
    )
    assert answer.status_code == 201
    assert Arrival.objects.get().content == sent


def test_a_form_may_come_as_a_field_or_as_it_is(phone: Phone) -> None:
    one, two = forms_sent.xml("employer"), forms_sent.xml("employer", seed=1)
    phone.client.post(phone.base + "submission", {openrosa.FORM_PART: one.decode()})
    phone.client.generic("POST", phone.base + "submission", two, content_type="text/xml")
    assert {row.content for row in Arrival.objects.all()} == {one, two}


def test_fifty_megabytes_of_pictures_are_kept(phone: Phone) -> None:
    pictures = [(f"{number}.jpg", bytes([number]) * (10 * 1024 * 1024)) for number in range(5)]
    assert phone.post(forms_sent.xml("employer"), *pictures).status_code == 201
    assert ArrivalFile.objects.count() == 5


def test_more_than_can_be_taken_at_once_is_left_on_the_phone_with_a_sentence(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openrosa, "TAKEN_BYTES", 1000)
    answer = phone.post(forms_sent.xml("employer"), ("a.jpg", b"A" * 2000))
    assert answer.status_code == 413
    assert "stays on the phone" in said(answer)
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", "multipart/form-data; boundary=b", id="nothing"),
        pytest.param(b"--b\r\nnonsense", "multipart/form-data; boundary=b", id="torn parts"),
        pytest.param(b"a=1", "application/x-www-form-urlencoded", id="a page's form"),
        pytest.param(b"--b", "multipart/form-data", id="no boundary"),
    ],
)
def test_what_is_no_form_at_all_is_left_on_the_phone_with_a_sentence(phone: Phone, body: bytes, kind: str) -> None:
    answer = phone.client.generic("POST", phone.base + "submission", body, content_type=kind)
    assert answer.status_code == 400
    assert "stays on the phone" in said(answer)


def test_a_line_that_breaks_is_no_form(phone: Phone) -> None:
    answer = phone.client.generic(
        "POST",
        phone.base + "submission",
        **{"CONTENT_TYPE": "text/xml", "CONTENT_LENGTH": "500", "wsgi.input": io.BytesIO(b"<data>")},
    )
    assert (answer.status_code, said(answer)[:14]) == (400, "The line broke")
    assert not Arrival.objects.exists()


def test_a_torn_form_that_came_whole_is_kept_and_acknowledged(phone: Phone) -> None:
    assert phone.post(forms_sent.xml("employer")[:-30]).status_code == 201
    assert actions.read_waiting(at=clock.now()) == 1
    assert Arrival.objects.get().reasons[0]["code"] == "arrival.not_a_form"


@pytest.mark.parametrize(("raised", "status"), [(NoRoom(), 507), (OperationalError("database is locked"), 503)])
def test_a_server_that_cannot_keep_it_says_so_and_acknowledges_nothing(
    phone: Phone, raised: Exception, status: int
) -> None:
    with mock.patch.object(actions, "arrive", side_effect=raised):
        answer = phone.post(forms_sent.xml("employer"))
    assert answer.status_code == status
    assert "stays on the phone" in said(answer)


def test_the_clock_of_the_phone_is_noted_beside_ours(phone: Phone) -> None:
    three_days_ago = clock.now() - timedelta(days=3)
    phone.post(forms_sent.xml("employer"), date=http_date(three_days_ago.timestamp()))
    phone.post(forms_sent.xml("employer", seed=1), date="not a day")
    assert [one.clock_at and one.clock_at.date() for one in Arrival.objects.order_by("pk")] == [
        three_days_ago.date(),
        None,
    ]


def test_a_phone_comes_in_with_name_and_password_as_well(phone: Phone) -> None:
    refused = phone.get("/phone/formList")
    assert (refused.status_code, refused["WWW-Authenticate"].split()[0]) == (401, "Basic")
    name_and_password = base64.b64encode(f"{phone.made.prefix}:{phone.made.secret}".encode()).decode()
    answer = phone.get("/phone/formList", authorization=f"Basic {name_and_password}")
    assert answer.status_code == 200
    assert phone.made.secret not in answer.content.decode()


@pytest.mark.parametrize("shown", ["Basic !!!", "Basic " + base64.b64encode(b"a:b").decode(), "Bearer x", "Basic"])
def test_whoever_shows_no_token_of_ours_is_asked_for_one(phone: Phone, shown: str) -> None:
    assert phone.get("/phone/formList", authorization=shown).status_code == 401


def test_a_wrong_token_gets_nothing_and_is_on_record(phone: Phone) -> None:
    wrong = phone.base.replace(phone.made.secret, keys.fresh().secret)
    assert phone.client.get(wrong + "formList").status_code == 401
    assert phone.client.post(wrong + "submission").status_code == 401
    assert Event.objects.filter(kind="refused", action="surveys.phone_call").exists()


def test_a_phone_that_was_ended_gets_nothing_more_but_its_work_is_taken(phone: Phone) -> None:
    Device.objects.filter(pk=phone.device.pk).update(ended_at=clock.now())
    assert phone.get("formList").status_code == 403
    assert phone.get("caseload.csv").status_code == 403
    answer = phone.post(forms_sent.xml("employer"))
    assert answer.status_code == 201
    assert "was ended" in said(answer)
    actions.read_waiting(at=clock.now())
    assert Arrival.objects.get().reasons[0]["code"] == "arrival.phone_ended"
    assert not Submission.objects.exists()


def test_a_phone_that_was_ended_long_ago_is_refused(phone: Phone) -> None:
    Device.objects.filter(pk=phone.device.pk).update(ended_at=clock.now() - timedelta(days=31))
    assert phone.post(forms_sent.xml("employer")).status_code == 403
    assert not Arrival.objects.exists()


def test_a_phone_of_somebody_who_left_gets_nothing(phone: Phone, holder: Any) -> None:
    type(holder).objects.filter(pk=holder.pk).update(is_active=False)
    assert phone.get("caseload.csv").status_code == 403


def test_when_a_phone_was_last_seen_is_noted_and_not_at_every_call(phone: Phone) -> None:
    phone.get("formList")
    seen = Device.objects.get().last_seen_at
    phone.get("formList")
    assert seen is not None
    assert Device.objects.get().last_seen_at == seen


def test_a_phone_gets_no_pages_and_changes_nothing_by_asking(phone: Phone) -> None:
    assert phone.client.post(phone.base + "formList").status_code == 405
    assert phone.client.get(phone.base + "submission").status_code == 405
    assert phone.client.get("/people/").status_code == 302


def test_an_app_that_waits_to_be_asked_is_asked_for_basic_alone_and_then_let_in(phone: Phone) -> None:
    """The dance of pyodk and of Collect: without a name, asked, with a name; HEAD before what is sent."""
    shown = basic(phone)
    for address in ("/phone/formList", "/phone/submission"):
        asked = phone.client.head(address)
        assert asked.status_code == 401
        # One offer and no Digest: of a token only a digest is kept, so nobody here could answer it.
        assert asked["WWW-Authenticate"].startswith("Basic realm=")
        assert "digest" not in asked["WWW-Authenticate"].lower()
        assert asked["X-OpenRosa-Version"] == "1.0"
    assert phone.client.get("/phone/formList", headers={"authorization": "Digest username=x"}).status_code == 401
    listed = phone.client.get("/phone/formList", headers={"authorization": shown})
    assert listed.status_code == 200
    named = next(leaf.text for leaf in tree(listed).iter(f"{LIST}downloadUrl"))
    assert phone.client.get(path_of(named), headers={"authorization": shown}).status_code == 200
    assert phone.client.head("/phone/submission", headers={"authorization": shown}).status_code == 204
    parts = {openrosa.FORM_PART: SimpleUploadedFile("form.xml", forms_sent.xml(), "text/xml")}
    assert phone.client.post("/phone/submission", parts).status_code == 401
    assert not Arrival.objects.exists()
    parts = {openrosa.FORM_PART: SimpleUploadedFile("form.xml", forms_sent.xml(), "text/xml")}
    assert phone.client.post("/phone/submission", parts, headers={"authorization": shown}).status_code == 201
    assert Arrival.objects.get().device == phone.device


def basic(phone: Phone) -> str:
    name, _, password = phone.made.whole.removeprefix(keys.MARK).partition(".")
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
