"""Pages of the open door: for everybody, small, silent about who is known; and the queue of those who call back."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from sankofa.accounts.action import system
from sankofa.accounts.models import Office, User, WrongTries
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.accounts.rules.lockout import Counted
from sankofa.kernel import clock
from sankofa.kernel.identifiers import receipt_number, uuid7
from sankofa.messages.models import ContactPlan
from sankofa.messages.permissions import CONTACT
from sankofa.project import hooks
from sankofa.returnees import actions, arriving, permissions
from sankofa.returnees.models import Announced, Came, Letter, Person
from sankofa.returnees.rules import doorstep as rules
from sankofa.returnees.rules.doorstep import OF_NETWORK, Limit
from tests import builders

pytestmark = pytest.mark.django_db
MAY = [SIGNED_IN, permissions.REGISTER, permissions.VIEW, permissions.KEEP_DOORSTEP, CONTACT]
SYLHET = "/reach/a/BD.60.91/"
SAID = {
    "name": "Amina Zqrahman",
    "phone": "01712345678",
    "whose": "family",
    "hours": "morning",
    "by": "call",
    "word": "mango",
    "need": "work",
    "may_call": "yes",
}
ON_SHARED_PHONES = re.compile(r"return|migra|debt|traffick|deport|survivor|sankofa|register", re.IGNORECASE)


@pytest.fixture(autouse=True)
def office() -> Office:
    hooks.fill()
    made = builders.office(path="BD.60.91", name="Sylhet office")
    builders.doorstep(made)
    return made


@pytest.fixture
def phone() -> Client:
    return Client()


def numbered(phone: Client, address: str = SYLHET) -> str:
    """Open a page and return the number that it carries."""
    found = re.search(r'name="number" value="([^"]+)"', phone.get(address).content.decode())
    assert found
    return found[1]


def write(browser: Client, address: str = SYLHET, /, **told: str) -> Any:
    return browser.post(address, {**SAID, "number": numbered(browser, address), **told})


def receipt(answer: Any) -> str:
    found = re.search(r"R-[0-9A-Z]{4}-[0-9A-Z]{4}", answer.content.decode())
    assert found
    return found[0]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words_of(answer: Any) -> str:
    """Return what a page says: its title and its words, without addresses and the names of files."""
    return re.sub(r"<[^>]*>", " ", answer.content.decode())


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_page_is_light_neutral_and_has_a_way_out(phone: Client, language: str) -> None:
    phone.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    linked = 0
    for name in ("doorstep.css", "doorstep.js"):
        found = finders.find(f"returnees/{name}")
        assert isinstance(found, str)
        linked += Path(found).stat().st_size
    for address in ("/reach/", "/reach/a/", "/reach/a/BD.60/", SYLHET, "/reach/b/BD.60.91/", "/reach/back/"):
        answer = phone.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert len(answer.content) + linked <= 40 * 1024, "an old phone loads it on a bad line"
        assert len(re.findall(r"\b(?:src|href)=\"[^\"]+\.(?:js|css|woff2?|svg|png)\"", page)) == 2
        assert 'href="about:blank"' in page
        assert answer["Cache-Control"] == "no-store"
        assert not ON_SHARED_PHONES.search(words_of(answer)), f"{address} says too much"
        assert f'lang="{language}"' in page


def test_somebody_gets_there_in_taps_and_gets_a_number_and_their_word(phone: Client, office: Office) -> None:
    assert 'href="/reach/a/"' in phone.get("/reach/").content.decode()
    assert 'href="/reach/a/BD.60/"' in phone.get("/reach/a/").content.decode()
    assert f'href="{SYLHET}"' in phone.get("/reach/a/BD.60/").content.decode()
    answer = write(phone)
    letter = Letter.objects.get()
    assert answer.status_code == 200
    assert receipt(answer) == letter.receipt
    assert "mango" in answer.content.decode()
    assert letter.announced.office == office
    assert not ON_SHARED_PHONES.search(words_of(answer))
    facts = arriving.facts_of(letter.announced)
    assert facts["consent_version"] == "contact_phone 1 en contact_sms 1 en"
    assert (facts["hours"], facts["need"], facts["place"]) == ("morning", "work", "BD.60.91")


def test_what_is_read_before_the_yes_is_the_text_in_use(phone: Client) -> None:
    page = phone.get(SYLHET).content.decode()
    assert "We first ask who is speaking and say nothing to others." in page
    assert "May we call you?" in page


def test_whoever_is_under_18_is_asked_to_agree_to_nothing(phone: Client) -> None:
    page = phone.get("/reach/b/BD.60.91/").content.decode()
    assert "May we call you?" not in page
    assert "This holds for 12 months" not in page
    assert "Is it safe if we call this number?" in page
    answer = write(phone, "/reach/b/BD.60.91/")
    held = Announced.objects.get()
    assert (held.is_set_apart, arriving.facts_of(held)["consent_version"]) == (True, "")
    assert receipt(answer)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param({"name": ""}, "Write a name.", id="no-name"),
        pytest.param({"name": "x" * 81}, "At most 80", id="a-name-without-end"),
        pytest.param({"phone": ""}, "Write the number that we may call.", id="no-phone-to-call"),
        pytest.param({"phone": "call me"}, "6 to 15 figures", id="a-phone-in-letters"),
        pytest.param({"phone": "12"}, "6 to 15 figures", id="a-phone-too-short"),
        pytest.param({"need": ""}, "Choose one.", id="no-need"),
        pytest.param({"need": "gold"}, "gold", id="a-need-that-nobody-asked"),
        pytest.param({"whose": ""}, "Choose one.", id="not-said-whose-phone"),
        pytest.param({"hours": ""}, "Choose one.", id="no-hours"),
        pytest.param({"may_call": ""}, "Choose one.", id="not-said-whether-we-may"),
        pytest.param({"word": "w" * 21}, "At most 20", id="a-word-too-long"),
    ],
)
def test_what_cannot_be_is_asked_again_and_nothing_is_kept(phone: Client, told: dict[str, str], said: str) -> None:
    answer = write(phone, **told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Letter.objects.exists()


def test_whoever_comes_by_themselves_needs_no_phone(phone: Client) -> None:
    answer = write(phone, phone="", may_call="no")
    assert "We do not call." in answer.content.decode()
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["/reach/c/", "/reach/a/XX.1/", "/reach/a/BD/", "/reach/a/NP.3/", "/reach/c/BD.60.91/"]
)
def test_an_address_that_no_page_of_ours_has_is_not_found(phone: Client, address: str) -> None:
    assert phone.get(address).status_code == 404


def test_where_no_office_calls_back_the_page_says_so_and_takes_nothing(phone: Client, office: Office) -> None:
    office.doorstep.is_open = False
    office.doorstep.save()
    assert "Nobody calls back from here" in phone.get("/reach/").content.decode()
    assert phone.get(SYLHET).status_code == 404


@pytest.mark.parametrize("number", ["", "x", "01900000-0000-7000-8000-000000000000", "a:b:c"])
def test_a_number_that_we_did_not_make_keeps_nothing(phone: Client, number: str) -> None:
    answer = phone.post(SYLHET, {**SAID, "number": number})
    assert answer.status_code == 200
    assert not Letter.objects.exists()


def test_a_page_sent_twice_is_one_letter_with_one_number(phone: Client) -> None:
    number = numbered(phone)
    answers = [phone.post(SYLHET, {**SAID, "number": number, "name": name}) for name in ("Amina", "Somebody else")]
    assert receipt(answers[0]) == receipt(answers[1])
    assert arriving.facts_of(Announced.objects.get())["name"] == "Amina"


def test_in_a_lobby_a_page_sent_again_shows_no_word(phone: Client) -> None:
    address = "/reach/lobby/a/BD.60.91/"
    number = numbered(phone, address)
    first, again = (phone.post(address, {**SAID, "number": number}).content.decode() for _ in range(2))
    assert "mango" in first
    assert "mango" not in again


def test_a_device_in_the_lobby_empties_itself(phone: Client) -> None:
    page = phone.get("/reach/lobby/a/BD.60.91/").content.decode()
    assert 'data-lobby="/reach/lobby/"' in page
    assert 'content="300;url=/reach/lobby/"' in page
    done = write(phone, "/reach/lobby/a/BD.60.91/")
    assert 'content="60;url=/reach/lobby/"' in done.content.decode()
    assert done["Cache-Control"] == "no-store"


def test_a_script_in_a_name_is_text_everywhere(phone: Client, office: Office) -> None:
    write(phone, name="<script>alert(1)</script>", word="<b>x</b>")
    desk = browser(builders.user(office, may=MAY))
    pages = [desk.get("/arrivals/calls/"), desk.get(f"/arrivals/came/{Announced.objects.get().pk}/")]
    again = write(phone, name="", word="<b>x</b>")
    for answer in (*pages, again):
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page
    assert "&lt;script&gt;alert(1)" in pages[0].content.decode()


def test_somebody_who_is_known_gets_the_same_answer_as_somebody_who_is_not(phone: Client, office: Office) -> None:
    strange = write(phone)
    actions.take_back(announced=Announced.objects.get(), by=builders.user(office, may=MAY).as_actor(), at=builders.AT)
    builders.person(office, given_name="Amina", family_name="Zqrahman", phone="01712345678")
    known = write(phone)
    same = [re.sub(r"R-[0-9A-Z-]{9}", "R", answer.content.decode()) for answer in (strange, known)]
    assert same[0] == same[1]
    assert [strange.status_code, known.status_code] == [200, 200]


def test_too_many_are_told_how_else_we_are_reached_and_what_was_written_stays(
    phone: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert write(phone).status_code == 200
    held = [builders.announced(office, channel="self", meeting=None) for _number in range(3)]
    for one in held:
        builders.letter(one, received_at=clock.now())
    monkeypatch.setattr(rules, "IN_ALL", Limit(marked=2, turned_away=4))
    answer = write(phone)
    assert answer.status_code == 429
    assert "Sylhet office" in answer.content.decode()
    assert Letter.objects.count() == 4


def test_many_letters_of_one_network_are_marked(office: Office) -> None:
    far = Client(REMOTE_ADDR="203.0.113.7")
    for _number in range(OF_NETWORK.marked + 1):
        assert write(far).status_code == 200
    assert Letter.objects.filter(is_doubtful=True).count() == 1
    near = Client(REMOTE_ADDR="203.0.113.8")
    write(near)
    assert Letter.objects.filter(is_doubtful=True).count() == 1
    assert not Letter.objects.filter(network__contains="203.0.113").exists()


def test_number_and_word_take_a_letter_back(phone: Client) -> None:
    number = receipt(write(phone))
    answer = phone.post("/reach/back/", {"number": number.lower().replace("-", " "), "word": " Mango"})
    assert "It is taken back" in answer.content.decode()
    assert Announced.objects.get().facts is None


def test_whatever_does_not_fit_has_one_answer_and_guessing_ends(phone: Client) -> None:
    held = receipt(write(phone))
    gone = receipt(write(phone))
    phone.post("/reach/back/", {"number": gone, "word": "mango"})
    unknown = receipt_number(uuid7())
    said = []
    for number, word in ((held, "orange"), (gone, "mango"), (unknown, "mango")):
        page = phone.post("/reach/back/", {"number": number, "word": word})
        said.append((page.status_code, page.content.decode().replace(number, "R")))
    assert said[0][0] == 422
    assert re.sub(r'value="[^"]*"', "", said[0][1]) == re.sub(r'value="[^"]*"', "", said[1][1])
    assert re.sub(r'value="[^"]*"', "", said[1][1]) == re.sub(r'value="[^"]*"', "", said[2][1])
    statuses = [phone.post("/reach/back/", {"number": held, "word": f"w{n}"}).status_code for n in range(6)]
    assert statuses[-1] == 429
    assert phone.post("/reach/back/", {"number": held, "word": "mango"}).status_code == 429, "not even the right one"
    assert WrongTries.objects.filter(counted=Counted.CODE).exists()
    assert Announced.objects.filter(state="waiting").count() == 1


def test_a_number_of_another_kind_is_named(phone: Client) -> None:
    answer = phone.post("/reach/back/", {"number": "004-217-B", "word": "mango"})
    assert answer.status_code == 422
    assert "This is no number of ours." in answer.content.decode()


def test_the_office_calls_notes_a_try_and_goes_on_with_them_in_the_register(phone: Client, office: Office) -> None:
    write(phone)
    held = Announced.objects.get()
    desk = browser(builders.user(office, may=MAY))
    page = desk.get("/arrivals/calls/").content.decode()
    assert "Amina Zqrahman" in page
    assert "8 to 12" in page
    one = f"/arrivals/came/{held.pk}/"
    page = desk.get(one).content.decode()
    assert "Say the word first: “mango”." in page
    assert "Work or learning" in page
    desk.post(f"{one}tries/", {"ended": "no_answer"})
    assert "nobody answered" in desk.get(one).content.decode()
    assert "called 1 time" in desk.get("/arrivals/calls/").content.decode()
    page = desk.post("/people/add/first-page/", {"came": str(held.pk), "q": "Amina"}).content.decode()
    number = re.search(r'name="number" value="([^"]+)"', page)
    assert number
    assert re.search(r'name="channel"[^>]*>(.|\n)*?<option value="phone" selected', page) or re.search(
        r'value="phone"[^>]*(checked|selected)', page
    )
    assert 'value="returnee" required checked' not in page, "who wrote said nothing of having come back"
    said = {
        "number": number[1],
        "came": str(held.pk),
        "kind": "resident",
        "given_name": "Amina",
        "family_name": "Zqrahman",
        "sex": "female",
        "phone": "01712345678",
        "channel": "phone",
        "office": str(office.pk),
    }
    done = desk.post("/people/add/first-page/", said)
    assert done.status_code == 302, re.findall(r'class="error"[^>]*>(.*?)</div>', done.content.decode())
    assert Came.objects.get().announced == held
    assert Announced.objects.get().facts is None
    plan = ContactPlan.objects.get(subject_id=Person.objects.get().pk).plan
    assert (plan["word"], plan["hours"], plan["whose"]) == ("mango", [8, 12], "shared")


@pytest.mark.parametrize("where", ["tries", "hand-on"])
def test_nothing_chosen_changes_nothing(phone: Client, office: Office, where: str) -> None:
    write(phone)
    held = Announced.objects.get()
    answer = browser(builders.user(office, may=MAY)).post(f"/arrivals/came/{held.pk}/{where}/", {"to": "x"})
    assert answer.status_code == 302
    assert Announced.objects.get().office == office
    assert not held.tries.exists()


def test_the_wrong_office_hands_on(phone: Client, office: Office) -> None:
    write(phone)
    sister = builders.office(office.organisation, path="BD.30.26", name="Dhaka office")
    held = Announced.objects.get()
    desk = browser(builders.user(office, may=MAY))
    assert "Dhaka office" in desk.get(f"/arrivals/came/{held.pk}/").content.decode()
    desk.post(f"/arrivals/came/{held.pk}/hand-on/", {"to": str(sister.pk)})
    assert Announced.objects.get().office == sister
    assert desk.get(f"/arrivals/came/{held.pk}/").status_code == 404


def test_an_officer_removes_all_that_looked_like_a_flood_when_the_page_was_opened(
    phone: Client, office: Office
) -> None:
    officer = builders.user(office, may=[SIGNED_IN, permissions.LOOK_AFTER])
    for _number in range(3):
        write(phone, website="spam", need="not_safe")
    write(phone, need="not_safe", name="Zqmeant")
    actions.tend_arrivals(by=system("upkeep", on=clock.today("UTC")), at=clock.now())
    desk = Client()
    desk.force_login(officer)
    page = desk.get("/arrivals/apart/").content.decode()
    assert "What looks like a flood of letters" in page
    listed = re.findall(r'name="listed" value="([^"]+)"', page)
    assert len(listed) == 3
    later = write(phone, website="spam", need="not_safe")
    assert desk.post("/arrivals/apart/clear/", {"all": "1", "listed": listed}).status_code == 302
    assert Announced.objects.filter(state="waiting").count() == 5, "without a reason nothing is removed"
    desk.post("/arrivals/apart/clear/", {"all": "1", "listed": listed, "because": "flood"})
    assert Announced.objects.filter(state="waiting").count() == 2, "the one that is meant, and the one that came since"
    assert later


def test_a_flood_is_looked_at_and_removed_with_a_reason(phone: Client, office: Office) -> None:
    write(phone)
    for _number in range(3):
        write(phone, website="spam", name="Zqflood")
    desk = browser(builders.user(office, may=MAY))
    page = desk.get("/arrivals/calls/").content.decode()
    assert "3 letters look like a flood" in page
    assert "Zqflood" not in desk.get("/arrivals/came/").content.decode()
    chosen = [str(one.announced_id) for one in Letter.objects.filter(is_doubtful=True)]
    address = f"/arrivals/calls/{office.pk}/clear/"
    desk.post(address, {"letter": chosen})
    desk.post(address, {"letter": ["x"], "because": "flood"})
    desk.post(address, {"because": "flood"})
    assert Announced.objects.filter(state="waiting").count() == 4, "without a reason and a choice nothing goes"
    desk.post(address, {"letter": chosen, "because": "flood"})
    assert Announced.objects.filter(state="waiting").count() == 1


def test_an_office_opens_and_closes_its_door(phone: Client, office: Office) -> None:
    desk = browser(builders.user(office, may=MAY))
    desk.post(f"/arrivals/calls/{office.pk}/open/", {"close": "1"})
    assert phone.get(SYLHET).status_code == 404
    desk.post(f"/arrivals/calls/{office.pk}/open/", {"open": "1"})
    assert phone.get(SYLHET).status_code == 200


def test_the_poster_says_where_and_never_why(office: Office) -> None:
    desk = browser(builders.user(office, may=MAY))
    page = desk.get(f"/arrivals/calls/{office.pk}/poster/").content.decode()
    sheet = page.partition('<section class="card poster">')[2].partition("</section>")[0]
    assert "/reach" in sheet
    assert "Sylhet office" in sheet
    assert "data:image/svg" in sheet
    assert not ON_SHARED_PHONES.search(re.sub(r"<[^>]*>", " ", sheet))
