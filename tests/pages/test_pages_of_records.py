"""Every address that names a record: who gets to it, who does not, and that it says why one sees what it shows.

New addresses are in it by themselves; what they name must have a builder here.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.doors.arrival import PROVED
from sankofa.accounts.models import Office, User
from sankofa.accounts.registry import declared
from sankofa.consent.models import Evidence, Exemption, Sitting
from sankofa.intake import actions as intake
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions as ledger
from sankofa.ledger.rules.terms import Line, Movement
from sankofa.returnees import actions as register
from sankofa.returnees.models import Household, Membership, Named
from sankofa.store import blobs
from tests import builders, forms_sent
from tests.architecture.test_addresses import ADDRESSES
from tests.pages.conftest import FORM, registered, talked

pytestmark = [pytest.mark.django_db, pytest.mark.product]

EVERYTHING = [permission for permission in declared() if not permission.startswith("tests.")]
ONES_OWN = ("continue/", "account/")
"""Addresses of what belongs to whoever is signed in, and to nobody else whatever their role; tested where they live."""
RECORDS = sorted(
    address for address, _ in ADDRESSES if "<uuid:" in address and not address.startswith(ONES_OWN)
)  # fmt: skip
OF_A_FILE = re.compile(
    r"<uuid:(person_id|submission_id|opening_id|proposal_id|match_id|sitting_id|evidence_id|subject_id"
    r"|clash_id|change_id|concern_id|debt_id|step_id|exemption_id|screening_id|sent_id|pair_id"
    r"|link_id|document_id|scan_id|help_id|case_id|grant_id|handover_id|check_id|mediation_id"
    r"|referral_id|packet_id|question_id|loan_id|report_id)>"
)
PAPERS = {
    "people/<uuid:person_id>/consent/sheet/",
    "people/<uuid:person_id>/debts/plan/sheet/",
    "cases/<uuid:case_id>/plan/paper/",
    "grants/receipts/<uuid:handover_id>/",
    "loan-checks/<uuid:check_id>/paper/",
    "loans/<uuid:loan_id>/paper/",
}
"""What is nothing but the paper that the person takes along."""
LIST = b"Full name,Phone\nAmina Rahman,01712345678\n"


class World:
    """An office with one record of every kind, and a person of the register with all that hangs on them."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.worker = builders.user(office, may=EVERYTHING, scope="organisation", name="Shirin Das")
        self.person = registered(office, self.worker, "Rahima Khatun")[0]
        self.book = builders.book(office.organisation)
        self.made: dict[str, Callable[[], Any]] = {
            "person_id": lambda: self.person,
            "subject_id": lambda: self.person,
            "submission_id": lambda: talked(self.person, self.worker),
            "user_id": lambda: builders.user(office),
            "assignment_id": lambda: builders.assignment(builders.user(office)),
            "office_id": lambda: office,
            "partner_id": lambda: builders.organisation(kind="lender"),
            "organisation_id": lambda: office.organisation,
            "review_id": lambda: builders.review(office.organisation),
            "line_id": lambda: builders.reviewline(assignment=builders.assignment(builders.user(office))),
            "cover_id": lambda: builders.cover(builders.user(office)),
            "opening_id": lambda: builders.opening(self.person),
            "proposal_id": lambda: builders.proposal(self.person, builders.user(office)),
            "book_id": lambda: self.book,
            "account_id": lambda: builders.account(self.book),
            "file_id": self._file,
            "run_id": lambda: builders.linkagerun(office.organisation),
            "weights_id": lambda: builders.linkageweights(office.organisation),
            "match_id": lambda: builders.protectedmatch(self.person),
            "export_id": lambda: builders.export(office, asked_by=self.worker),
            "copy_id": lambda: builders.copy(office),
            "demand_id": lambda: builders.demand(office),
            "key_id": lambda: builders.key(office),
            "endpoint_id": lambda: builders.endpoint(office.organisation),
            "call_id": lambda: builders.call(builders.endpoint(office.organisation)),
            "crossing_id": lambda: builders.crossing(office),
            "meeting_id": lambda: builders.meeting(office),
            "need_id": lambda: builders.help(builders.meeting(office)),
            "parcel_id": lambda: builders.parcel(office),
            "announced_id": lambda: builders.announced(office),
            "sitting_id": self._sitting,
            "exemption_id": self._exemption,
            "sent_id": lambda: builders.sentback(self.person, to=self.worker),
            "record_id": self.person.journeys.get,
            "pair_id": lambda: builders.possiblesame(self.person, self._twin()),
            "link_id": lambda: builders.sameperson(self._twin(), self.person),
            "document_id": lambda: builders.document(self.person),
            "requirement_id": lambda: builders.requirement(office),
            "help_id": lambda: builders.paperhelp(self.person),
            "scan_id": lambda: builders.scan(builders.document(self.person)),
            "device_id": lambda: builders.device(self.worker),
            "arrival_id": lambda: builders.arrival(office, state="waiting"),
            "change_id": lambda: builders.phonechange(self.person),
            "clash_id": lambda: builders.clash(self.person),
            "screening_id": lambda: builders.screening(self.person, asked_by=self.worker),
            "round_id": self._round,
            "study_id": lambda: builders.study(office),
            "loaded_id": lambda: builders.loadedscheme(office),
            "concern_id": lambda: builders.concern(self.person),
            "debt_id": lambda: builders.debt(self.person),
            "shared_id": lambda: builders.shareddebts(office),
            "step_id": lambda: builders.planstep(builders.debt(self.person)),
            "case_id": self._case,
            "grant_id": lambda: builders.plangrant(self._case(), approved_at=clock.now()),
            "handover_id": lambda: builders.handover(builders.plangrant(self._case(), approved_at=clock.now())),
            "check_id": lambda: builders.loancheck(self.person),
            "mediation_id": lambda: builders.mediation(self._case()),
            "headcount_id": lambda: builders.headcount(office),
            "asked_id": lambda: builders.answersasked(office, asked_by=self.worker),
            "gathered_id": lambda: builders.gatheredfile(office),
            "suspension_id": lambda: builders.suspension(builders.lender(office)),
            "lender_id": lambda: builders.lender(office),
            "product_id": lambda: builders.product(builders.lender(office)),
            "assessment_id": lambda: builders.assessment(builders.lender(office)),
            "referral_id": lambda: self._sent().referral,
            "packet_id": self._sent,
            "question_id": lambda: builders.question(self._sent().referral),
            "loan_id": lambda: builders.loan(self.person),
            "report_id": lambda: builders.loanreport(builders.loan(self.person)),
            "evidence_id": lambda: Evidence.objects.create(
                sitting=self._sitting(), blob=blobs.keep(b"mark"), kind="image", media_type="image/png"
            ),
        }

    def _case(self) -> Any:
        """Return an open case with a plan that is being written."""
        return builders.plan(builders.case(self.person)).case

    def _agreed(self) -> Any:
        """Return an open case with a plan that was agreed, so that its visits are due."""
        today = clock.today("Asia/Dhaka")
        case = builders.case(self.person, opened_on=today, talk_on=today)
        return builders.plan(case, agreed_on=today, agreed_how="signature").case

    def _sent(self) -> Any:
        """Return what was sent of the person to a lender that is the same organisation, so that it is reached."""
        return builders.sentpacket(builders.referral(self.person, organisation=self.office.organisation))

    def _home(self) -> None:
        """Let the person live with somebody, so that what a home owes together can be asked."""
        today = clock.today("Asia/Dhaka")
        household = Household.objects.create(from_on=today)
        for one in (self.person, builders.person(self.office)):
            Membership.objects.create(household=household, person=one, from_on=today)

    def _file(self) -> Any:
        return intake.send(
            office=self.office,
            importer="returnees",
            name="a.csv",
            content=LIST,
            by=self.worker.as_actor(),
            at=clock.now(),
        )

    def _round(self) -> Any:
        """Return a round in which the person is due, because they came back a year ago."""
        today = clock.today("Asia/Dhaka")
        back_on = today - timedelta(days=400)
        self.person.journeys.update(returned_on=back_on, returned_precision="day")
        days = {"from_on": today - timedelta(days=9), "until_on": today + timedelta(days=60)}
        return builders.round(self.office, kept_by=self.worker, **days)

    def _set_apart(self) -> Any:
        held = builders.announced(self.office, is_set_apart=True)
        held.named.create(user=self.worker)
        return held

    def _twin(self) -> Any:
        return registered(self.office, self.worker, "Rahima Khatoon")[0]

    def _exemption(self) -> Exemption:
        today = clock.today("Asia/Dhaka")
        return Exemption.objects.create(
            subject_id=self.person.pk,
            basis="life_at_risk",
            decider="mental_health_professional",
            decided_by="Somebody",
            why="a life at risk",
            partner=builders.organisation(),
            fields=["name"],
            from_on=today,
            until_on=today + timedelta(days=7),
        )

    def _sitting(self) -> Sitting:
        return Sitting.objects.create(
            subject_id=self.person.pk, sent_id=uuid7(), at=clock.now(), how="spoken", capacity="adult"
        )

    def _movement(self) -> str:
        outside = builders.account(self.book, kind="outside", may_be_negative=True)
        cash = builders.account(self.book)
        key = uuid7()
        line = Line(outside.pk, cash.pk, Money(100, "BDT"))
        movement = Movement(key, (line,), clock.today("Asia/Dhaka"))
        ledger.post(book=self.book, movement=movement, by=self.worker.as_actor(), at=clock.now())
        return str(key)

    def filled(self, address: str) -> str:
        """Return an address with a record of this office in the place of each id."""

        def key(hit: re.Match[str]) -> str:
            return self._movement() if hit[1] == "movement_id" else str(self.made[hit[1]]().pk)

        if "invitation/" in address:
            self.made["user_id"] = lambda: builders.invitation(builders.user(self.office, is_active=False)).user
        if address.startswith("phones/colleagues/"):
            self.made["device_id"] = lambda: builders.device(builders.user(self.office))
        if address.startswith("arrivals/apart/"):
            self.made["announced_id"] = self._set_apart
        if "<int:months>" in address:
            address = address.replace("<int:months>", "1")
            self.made["case_id"] = self._agreed
        if address.endswith("/debts/home/"):
            self._home()
        if address.endswith("/score/"):
            talked(self.person, self.worker)
        filled = re.sub(r"<uuid:(\w+)>", key, f"/{address}")
        filled = filled.replace("<slug:name>", FORM.questions[0].name).replace("<str:step>", "before")
        filled = filled.replace("<slug:form>", "money").replace("<slug:part>", "wish")
        filled = filled.replace("<slug:indicator>", "licence").replace("<slug:way>", "paid")
        filled = filled.replace("<slug:group>", "journey" if "<uuid:record_id>" in address else "names")
        if "<str:version>" in filled:
            forms_sent.published(FORM.code, at=clock.now())
            filled = filled.replace("<str:version>", FORM.version)
        code = FORM.code if "/talk/" in filled or "/fill/" in filled else "returnees.erase"
        return re.sub(r"<\w+:code>", code, filled)


@pytest.fixture
def world(office: Office) -> World:
    return World(office)


def browser(user: User) -> Client:
    """The browser of somebody who proved a moment ago who they are, so that no page asks for that first."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[PROVED] = clock.now().isoformat()
    session.save()
    return client


def somebody(where: str, world: World) -> User:
    """Somebody who may do everything, but elsewhere."""
    if where == "another office":
        return builders.user(builders.office(world.office.organisation, path="NP.3"), may=EVERYTHING)
    return builders.user(may=EVERYTHING, scope="organisation")


def protect(world: World, named: list[User]) -> None:
    at, by = clock.now(), world.worker.as_actor()
    register.protect(person=world.person, kind="threat", reason="a threat", review_on=at.date(), by=by, at=at)
    Named.objects.filter(person=world.person).exclude(user__in=named).update(ended_at=at)
    for user in named[1:]:
        builders.named(world.person, user)


def tried(user: User | None, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what somebody, or nobody, is answered who asks for a page and who sends it something, each afresh."""
    for method in ("get", "post"):
        yield method, getattr(Client() if user is None else browser(user), method)(path)


@pytest.mark.parametrize("address", RECORDS)
def test_nobody_gets_to_a_record_from_elsewhere_or_without_signing_in_or_past_its_protection(
    world: World, address: str
) -> None:
    """Every way is tried on one record, and all that let somebody in are told."""
    path = world.filled(address)
    wrong = []
    for where in ("another office", "another organisation"):
        for method, answer in tried(somebody(where, world), path):
            if answer.status_code not in {403, 404, 405}:
                wrong.append(f"{method} by whoever may everything in {where}: {answer.status_code}")
            if "Rahima" in answer.content.decode():
                wrong.append(f"{method} by whoever may everything in {where}: the name is told")
    for method, answer in tried(None, path):
        if (answer.status_code, answer.get("Location", "").split("?")[0]) != (302, "/sign-in/"):
            wrong.append(f"{method} without signing in: {answer.status_code}")
    if OF_A_FILE.search(address):
        protect(world, named=[])
        for method, answer in tried(world.worker, path):
            if answer.status_code not in {404, 405}:
                wrong.append(f"{method} by somebody who is not named in the protected file: {answer.status_code}")
    assert not wrong, "\n".join([address, *wrong])


@pytest.mark.parametrize("address", RECORDS)
def test_whoever_may_gets_to_it_and_the_page_says_why(world: World, address: str) -> None:
    desk = browser(world.worker)
    path = world.filled(address)
    if address.startswith("people/<uuid:person_id>/consent/ask/<"):
        desk.post(path.removesuffix("before/"))
    if "/protection/" in address:
        protect(world, named=[world.worker, *User.objects.filter(pk__in=re.findall(r"take-off/(.*)/", path))])
    answer = desk.get(path, follow=True)
    if answer.status_code == 405:
        return  # it is sent to and shows nothing
    assert answer.status_code == 200, f"{answer.request['PATH_INFO']}: {answer.status_code}"
    if not answer["Content-Type"].startswith("text/html"):
        return
    assert ("Why can I see this?" in answer.content.decode()) is (address not in PAPERS)


def test_the_addresses_of_records_were_found() -> None:
    assert {"people/<uuid:person_id>/", "books/<uuid:book_id>/"} <= set(RECORDS)
    assert PAPERS.issubset(RECORDS)
