"""One builder per noun: real rows, sensible by default, every fact that matters to a test said by the test.

`office()` makes an office of a new organisation in Dhaka; `user(office=o, may={VIEW})` somebody who works there and may
do that there.  Names are made up and never the same twice.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

from sankofa.accounts.invitation_codes import digest_of
from sankofa.accounts.models import (
    Assignment,
    Cover,
    Invitation,
    Office,
    Organisation,
    Review,
    ReviewLine,
    Role,
    User,
)
from sankofa.accounts.rules.terms import EVERY_ORGANISATION, Actor, Grant, Permission, Scope, ScopeKind
from sankofa.kernel.identifiers import case_number, receipt_number, slip_number, uuid7
from sankofa.places.models import Country, Place
from sankofa.places.rules import reference, terms
from tests.builders_of_cases import case, delivery, handover, mediation, plan, plangrant, visittry  # noqa: F401
from tests.builders_of_debts import debt, debtpressure, debttalk, planstep, shareddebts  # noqa: F401
from tests.builders_of_introductions import question, referral, sentpacket  # noqa: F401
from tests.builders_of_loans import (  # noqa: F401
    assessment,
    caretalk,
    caretry,
    earlyloan,
    lender,
    loan,
    loancheck,
    loanreport,
    loantalk,
    override,
    product,
    suspension,
)
from tests.moment import AT, ON

LONG_AGO = date(2020, 1, 1)
PASSWORD = "right horse wrong battery"

_number = count(1)


def country(alpha_2: str = "BD") -> Country:
    """A country of the list."""
    known = reference.country(alpha_2)
    return Country.objects.get_or_create(
        alpha_2=alpha_2, defaults={"alpha_3": known.alpha_3, "is_origin": known.origin is not None}
    )[0]


def place(path: str = "BD.30.26") -> Place:
    """A place, with everything it lies in."""
    parent = terms.parent_of(path)
    if parent is None:
        raise ValueError(f"{path} is a country; build it with country().")
    if "." in parent:
        place(parent)
    else:
        country(parent)
    row = Place.from_terms(terms.Place(path=path, kind="district", name=f"Place {path}"))
    return Place.objects.get_or_create(path=path, defaults={f: getattr(row, f) for f in _PLACE_FIELDS})[0]


_PLACE_FIELDS = ("country_id", "parent_id", "level", "kind", "name", "names", "is_current")


def organisation(name: str = "", kind: str = "agency") -> Organisation:
    """A body that people work for."""
    return Organisation.objects.create(name=name or f"Organisation {next(_number)}", kind=kind)


def office(
    organisation: Organisation | None = None, *, path: str = "BD.30.26", zone: str = "Asia/Dhaka", name: str = ""
) -> Office:
    """A place of work; of a new organisation unless one is given."""
    return Office.objects.create(
        organisation=organisation or _new_organisation(),
        name=name or f"Office {next(_number)}",
        place=place(path),
        zone=zone,
    )


def _new_organisation() -> Organisation:
    return organisation()


def role(
    code: str = "",
    *,
    may: Iterable[Permission | str] = (),
    may_give: Iterable[str] = (),
    scope_kind: str = "office",
) -> Role:
    """A role that carries these permissions, and whose holder may give these roles where they manage staff."""
    code = code or f"role_{next(_number)}"
    return Role.objects.create(
        code=code,
        names={"en": code},
        permissions=sorted(str(permission) for permission in may),
        may_give=sorted(may_give),
        scope_kind=scope_kind,
    )


def user(
    office: Office | None = None,
    *,
    may: Iterable[Permission | str] = (),
    may_give: Iterable[str] = (),
    scope: str = "office",
    name: str = "",
    email: str = "",
    password: str = PASSWORD,
    language: str = "en",
    is_active: bool = True,
) -> User:
    """Somebody who signs in; with permissions, they hold a role that carries them within the scope, since long ago."""
    number = next(_number)
    made = User(
        email=email or f"person{number}@example.org",
        name=name or f"Person {number}",
        office=office or _new_office(),
        language=language,
        is_active=is_active,
    )
    made.set_password(password)
    made.save()
    if may := list(may):
        assignment(made, role(may=may, may_give=may_give, scope_kind=scope), scope=scope)
    return made


def _new_office() -> Office:
    return office()


def assignment(
    user: User | None = None,
    role: Role | None = None,
    *,
    scope: str = "office",
    from_on: date = LONG_AGO,
    until_on: date | None = None,
    **anchor: Any,
) -> Assignment:
    """A role that somebody holds, within their own office, organisation, district or country unless said otherwise."""
    user = user or _new_user()
    own: dict[str, Any] = {
        "office": {"office": user.office},
        "organisation": {"organisation": user.office.organisation},
        "district": {"place": user.office.place, "organisation": user.office.organisation},
        "country": {"country": user.office.place.country, "organisation": user.office.organisation},
    }.get(scope, {})
    return Assignment.objects.create(
        user=user, role=role or _new_role(), scope_kind=scope, from_on=from_on, until_on=until_on, **(anchor or own)
    )


def _new_user() -> User:
    return user()


def _new_role() -> Role:
    return role()


def cover(
    absent: User | None = None,
    covering: User | None = None,
    *,
    from_on: date = ON,
    until_on: date = ON + timedelta(days=7),
    **facts: Any,
) -> Cover:
    """A colleague of the same office who does the work of somebody who is away, this week."""
    absent = absent or user()
    covering = covering or user(absent.office)
    given = {"standing": str(absent.pk), **facts}
    return Cover.objects.create(absent=absent, covering=covering, from_on=from_on, until_on=until_on, **given)


def invitation(invited: User | None = None, *, code: str = "", **facts: Any) -> Invitation:
    """An invitation sent today that waits for its answer."""
    invited = invited or user(is_active=False)
    given = {"is_by_hand": False, "sent_at": AT, "expires_at": AT + timedelta(days=7), **facts}
    return Invitation.objects.create(user=invited, digest=digest_of(code or f"code {next(_number)}"), **given)


def review(organisation: Organisation | None = None, **facts: Any) -> Review:
    """The review of access of this quarter."""
    given = {"quarter": "2026-Q4", "opened_on": ON, "due_on": ON + timedelta(days=30), **facts}
    return Review.objects.create(organisation=organisation or _new_organisation(), **given)


def reviewline(review: Review | None = None, assignment: Assignment | None = None, **facts: Any) -> ReviewLine:
    """A line of a review that waits for its answer."""
    held = assignment or _new_assignment()
    given = review or _review_of(held.user.office.organisation)
    return ReviewLine.objects.create(review=given, assignment=held, **facts)


def _new_assignment() -> Assignment:
    return assignment()


def _review_of(body: Organisation) -> Review:
    return review(body)


def actor(*grants: Grant, key: str = "", kind: str = "user", zone: str = "UTC") -> Actor:
    """Whoever acts, without a row: for rules and scopes."""
    return Actor(kind=kind, id=key, name="Somebody", grants=grants, zone=zone)


def grant(
    permission: Permission | str,
    scope: ScopeKind | str = ScopeKind.EVERYWHERE,
    anchor: object = "",
    *,
    within: object = "",
    from_on: date = LONG_AGO,
    until_on: date | None = None,
) -> Grant:
    """A role held within a scope that carries one permission; a district or a country of every organisation."""
    kind = ScopeKind(scope)
    bound = str(within) or (EVERY_ORGANISATION if kind in {ScopeKind.DISTRICT, ScopeKind.COUNTRY} else "")
    return Grant("role", frozenset({str(permission)}), Scope(kind, str(anchor), bound), from_on, until_on)


def person(office: Office | None = None, **facts: Any) -> Any:
    """Somebody in the register of an office."""
    from sankofa.returnees.models import Person

    given = {"given_name": "Rahima", "family_name": "Khatun", "case_number": case_number(2026, next(_number))}
    return Person.objects.create(office=office or _new_office(), **{**given, **facts})


def linkagerun(organisation: Organisation | None = None, **facts: Any) -> Any:
    """A comparison of the whole register that waits to begin; of a new organisation unless one is given."""
    from sankofa.returnees.models import LinkageRun

    given = {"created_at": AT, "asked_at": AT}
    return LinkageRun.objects.create(organisation=organisation or _new_organisation(), **{**given, **facts})


def linkageweights(organisation: Organisation | None = None, **facts: Any) -> Any:
    """Weights learned from the register of an organisation, not used yet."""
    from sankofa.returnees.models import LinkageWeights
    from sankofa.returnees.rules import linkage

    given = {
        "created_at": AT,
        "number": next(_number),
        "weights": linkage.shipped().as_data(),
        "engine": "duckdb",
        "files_count": 5_000,
        "learned_at": AT,
    }
    return LinkageWeights.objects.create(organisation=organisation or _new_organisation(), **{**given, **facts})


def book(organisation: Organisation | None = None, *, kind: str = "fund", opened_on: date = LONG_AGO) -> Any:
    """A book; of a new organisation unless one is given."""
    from sankofa.ledger.models import Book

    return Book.objects.create(
        organisation=organisation or _new_organisation(),
        kind=kind,
        name=f"Book {next(_number)}",
        opened_on=opened_on,
    )


def account(book: Any = None, *, kind: str = "cash", currency: str = "BDT", may_be_negative: bool = False) -> Any:
    """An account with nothing on it; in a new book unless one is given."""
    from sankofa.ledger.models import Account

    return Account.objects.create(
        book=book or _new_book(),
        kind=kind,
        currency=currency,
        code=f"c{next(_number)}",
        may_be_negative=may_be_negative,
    )


def _new_book() -> Any:
    return book()


def named(person: Any, user: User, **facts: Any) -> Any:
    """Somebody named on a protected file."""
    from sankofa.returnees.models import Named

    return Named.objects.create(person=person, user=user, **{"named_at": AT, "reason": "looks after them", **facts})


def _somebody() -> Any:
    return person()


def submission(person: Any = None, **facts: Any) -> Any:
    """The answers of a talk with somebody."""
    from sankofa.surveys.models import Submission

    given = {"instrument": "reintegration_score", "version": "1", "instance_id": uuid7(), "answers": {}}
    return Submission.objects.create(person=person or _somebody(), **{**given, "answered_on": ON, **facts})


def device(holder: User | None = None, **facts: Any) -> Any:
    """A phone of somebody who visits people."""
    from sankofa.accounts.rules.keys import fresh
    from sankofa.surveys.models import Device

    made = fresh()
    given = {"name": "My phone", "prefix": made.prefix, "digest": made.digest, "created_at": AT}
    return Device.objects.create(
        holder=holder or _new_user(), **{**given, "expires_at": AT + timedelta(days=300), **facts}
    )


def arrival(office: Office | None = None, **facts: Any) -> Any:
    """A filled form that came in from a phone, to the byte, and was not read yet."""
    from sankofa.surveys.models import Arrival

    content = facts.pop("content", b"<data/>")
    given = {"source": "device", "digest": uuid7().hex, "size_bytes": len(content or b""), "received_at": AT}
    return Arrival.objects.create(office=office or _new_office(), content=content, **{**given, **facts})


def clash(person: Any = None, **facts: Any) -> Any:
    """Two filled forms of one round about somebody, which say different things."""
    from sankofa.surveys.models import Clash

    about = person or _somebody()
    given = {"arrival": None, "earlier": None, "noted_at": AT}
    given |= facts
    given["arrival"] = given["arrival"] or arrival(about.office, person=about, state="clashes")
    given["earlier"] = given["earlier"] or submission(about)
    return Clash.objects.create(person=about, **given)


def phonechange(person: Any = None, **facts: Any) -> Any:
    """What a phone says of somebody that waits for a decision: another family name."""
    from sankofa.surveys.models import PhoneChange

    about = person or _somebody()
    given = {"fact": "person.family_name", "said": "Rahmani", "because": "changed_meanwhile", "noted_at": AT}
    given["arrival"] = facts.pop("arrival", None) or arrival(about.office, person=about, state="read")
    return PhoneChange.objects.create(person=about, **{**given, **facts})


def key(office: Office | None = None, *, may: Iterable[Permission | str] = (), **facts: Any) -> Any:
    """The key of another system, for an office, good for a month; nobody holds the key itself."""
    from sankofa.accounts.models import Key
    from sankofa.accounts.rules.keys import fresh

    office, made = office or _new_office(), fresh()
    given = {
        "kind": "key",
        "name": f"Key {next(_number)}",
        "prefix": made.prefix,
        "digest": made.digest,
        "permissions": sorted(str(permission) for permission in may),
        "created_at": AT,
        "expires_at": AT + timedelta(days=30),
    }
    return Key.objects.create(organisation=office.organisation, office=office, **{**given, **facts})


def opening(person: Any = None, user: User | None = None, **facts: Any) -> Any:
    """A file of another office that somebody opened with a reason, and that is still open."""
    from sankofa.accounts.models import Opening

    person = person or _somebody()
    user = user or _colleague_elsewhere(person)
    given = {
        "office": person.office,
        "record_id": str(person.pk),
        "number": person.case_number,
        "category": "danger",
        "words": "She stands before me.",
        "opened_at": AT,
        "ends_at": AT + timedelta(hours=3),
    }
    return Opening.objects.create(user=user, **{**given, **facts})


def _colleague_elsewhere(person: Any) -> User:
    return user(office(person.office.organisation, path="NP.3"))


def demand(office: Office | None = None, **facts: Any) -> Any:
    """What an authority demands at an office; nothing is decided yet."""
    from sankofa.returnees.models import Demand

    given = {
        "authority": "Airport police",
        "wanted": "a list",
        "demanded_on": ON,
        "due_on": ON + timedelta(days=14),
        "noted_at": AT,
    }
    return Demand.objects.create(office=office or _new_office(), **{**given, **facts})


def export(office: Office | None = None, **facts: Any) -> Any:
    """A list that somebody asked for; it is not ready yet."""
    from sankofa.returnees.models import Export

    office = office or _new_office()
    given = {
        "asked_by": facts.pop("asked_by", None) or user(office),
        "asked_at": AT,
        "purpose": "a report to the ministry",
        "format": "csv",
        "groups": ["about"],
        "rows": 1,
    }
    return Export.objects.create(office=office, **{**given, **facts})


def copy(office: Office | None = None, **facts: Any) -> Any:
    """A table that somebody took, with its true figures unless said otherwise."""
    from sankofa.statistics.models import Copy

    office = office or _new_office()
    given: dict[str, Any] = {
        "taken_by": user(office),
        "taken_at": AT,
        "counted_at": AT,
        "question": {"rows": "sex"},
        "is_for_sharing": False,
        **facts,
    }
    return Copy.objects.create(office=office, created_at=AT, **given)


def protectedmatch(person: Any = None, other: Any = None, **facts: Any) -> Any:
    """Somebody who gives the same number as another; nobody has compared the two yet."""
    from sankofa.returnees.models import ProtectedMatch

    person = person or _somebody()
    return ProtectedMatch.objects.create(person=person, other=other or _neighbour(person), **{"noted_at": AT, **facts})


def _neighbour(other: Any) -> Any:
    return person(other.office)


def possiblesame(one: Any = None, other: Any = None, **facts: Any) -> Any:
    """Two files that may be one person's and wait for an answer."""
    from sankofa.returnees.models import PossibleSame

    one = one or _somebody()
    first, second = sorted((one, other or _neighbour(one)), key=lambda person: person.pk)
    given = {"score": 120, "evidence": ["phone_same"], "noted_at": AT}
    return PossibleSame.objects.create(one=first, other=second, **{**given, **facts})


def sameperson(person: Any = None, leading: Any = None, **facts: Any) -> Any:
    """A file that follows another one of the same person."""
    from sankofa.returnees.models import SamePerson

    person = person or _somebody()
    given = {"from_at": AT, "reason": "the same voice on the phone"}
    return SamePerson.objects.create(person=person, leading=leading or _neighbour(person), **{**given, **facts})


def proposal(about: Any = None, by: User | None = None, **facts: Any) -> Any:
    """A proposal to erase somebody that waits for another person."""
    from sankofa.approvals.models import Proposal, Verdict

    about = about or _somebody()
    by = by or user(about.office)
    place = about.resource()
    given = {
        "kind": "returnees.erase",
        "subject_kind": about._meta.label_lower,
        "subject_id": str(about.pk),
        "owner_key": place.owner,
        "office_key": place.office,
        "organisation_key": place.organisation,
        "place_path": place.place,
        "content": {"because": "asked"},
        "shown": [],
        "digest": "0" * 64,
        "steps": [{"name": "approve", "persons": 1, "from": None}],
        "state": "waiting",
        "proposed_at": AT,
        "due_on": ON + timedelta(days=14),
    }
    made = Proposal.objects.create(proposed_by=by, **{**given, **facts})
    told = {"proposal": made, "number": 1, "round": made.round, "person": by, "act": "propose"}
    Verdict.objects.create(**told, digest=made.digest, at=AT)
    return made


def incomingfile(office: Office | None = None, **facts: Any) -> Any:
    """A file that an office sent, and of which no column is confirmed yet."""
    from sankofa.intake.models import IncomingFile
    from sankofa.store.models import Blob

    number = next(_number)
    blob = Blob.objects.create(address=f"{number:064x}", size_bytes=9, sealed_key=b"sealed")
    given = {"content": blob, "reading": blob, "name": "march.csv", "size_bytes": 9, "importer": "returnees"}
    return IncomingFile.objects.create(office=office or _new_office(), **{**given, "sent_at": AT, **facts})


def endpoint(organisation: Organisation | None = None, **facts: Any) -> Any:
    """A partner's system that is told of events."""
    from sankofa.messages.models import Endpoint

    given = {"name": f"System {next(_number)}", "url": "https://partner.example/told", "events": [], "secret": "s"}
    return Endpoint.objects.create(organisation=organisation or _new_organisation(), **{**given, **facts})


def call(endpoint: Any = None, **facts: Any) -> Any:
    """A call to a partner's system that was given up."""
    from sankofa.messages.models import Call

    given = {"event": "ping", "data": {}, "state": "parked", "expires_at": AT + timedelta(days=3)}
    return Call.objects.create(endpoint=endpoint or _new_endpoint(), **{**given, **facts})


def _new_endpoint() -> Any:
    return endpoint()


def sentback(person: Any = None, **facts: Any) -> Any:
    """A fact of somebody's file that was sent back to whoever works there, and waits for its answer."""
    from sankofa.returnees.models import SentBack

    whose = person or _somebody()
    given = {"fact": "person.born", "question": "Is 1985 right?", "asked_at": AT, **facts}
    return SentBack.objects.create(person=whose, **{"to": given.pop("to", None) or user(whose.office), **given})


def document(person: Any = None, **facts: Any) -> Any:
    """A passport that somebody has with them."""
    from sankofa.returnees.models import Document

    given = {"kind": "passport", "number": f"BX{next(_number):07}", "whereabouts": "with_person"}
    return Document.objects.create(person=person or _somebody(), **{**given, **facts})


def scan(document: Any = None, **facts: Any) -> Any:
    """A picture of a paper, sealed under the own key of whom the paper belongs to."""
    from sankofa.returnees import scans
    from sankofa.returnees.models import Scan
    from sankofa.store.pictures import Picture

    paper = document or _paper()
    picture = facts.pop("picture", Picture("image/jpeg", b"a picture", 40, 30))
    given = {"media_type": picture.media_type, "size_bytes": len(picture.content), "width_px": 40, "height_px": 30}
    made = Scan(person=paper.person, document=paper, **{**given, **facts})
    made.blob = scans.sealed(made, picture)
    made.save(force_insert=True)
    return made


def _paper() -> Any:
    return document()


def screening(person: Any = None, **facts: Any) -> Any:
    """A private talk in which somebody said a grave yes; it waits for an officer."""
    from sankofa.returnees.models import Screening

    given = {
        "conditions": {"present": "nobody", "wish": "either", "interviewer": "woman", "talk_at": ""},
        "answers": {"threats": "yes"},
        "asked_at": AT,
        "waits_since": AT,
    }
    return Screening.objects.create(person=person or _somebody(), **{**given, **facts})


def headcount(office: Office | None = None, **facts: Any) -> Any:
    """An event to which twelve women and some others came."""
    from sankofa.returnees.models import Headcount

    given = {"held_on": ON, "place": "Sylhet", "event": "meeting", "counts": {"female|25-59": 12}}
    return Headcount.objects.create(office=office or _new_office(), **{**given, **facts})


def requirement(office: Office | None = None, **facts: Any) -> Any:
    """What a partner asks for: a card or a passport that says who somebody is."""
    from sankofa.returnees.models import Requirement

    given = {
        "series": uuid7(),
        "partner": "Gram Vikas",
        "purpose": "a first loan",
        "said_by": "their leaflet",
        "needs": [{"kinds": ["identity", "passport"], "days_left_min": 0}],
        "from_on": LONG_AGO,
    }
    return Requirement.objects.create(office=office or _new_office(), **{**given, **facts})


def paperhelp(person: Any = None, **facts: Any) -> Any:
    """Help to get an identity paper that was asked for today."""
    from sankofa.returnees.models import PaperHelp

    given = {"kind": "identity", "asked_on": ON, "due_on": ON + timedelta(days=14)}
    return PaperHelp.objects.create(person=person or _somebody(), **{**given, **facts})


def crossing(office: Office | None = None, **facts: Any) -> Any:
    """A flight of today on which nobody is expected yet."""
    from sankofa.returnees.models import Crossing

    given = {"kind": "flight", "label": f"QR {next(_number)}", "due_on": ON}
    return Crossing.objects.create(office=office or _new_office(), **{**given, **facts})


def meeting(office: Office | None = None, **facts: Any) -> Any:
    """A line at the arrival desk of which nothing is known but its number."""
    from sankofa.returnees.models import Meeting

    given = {"slip": slip_number(next(_number)), "met_at": AT}
    return Meeting.objects.create(office=office or _new_office(), **{**given, **facts})


def help(meeting: Any = None, **facts: Any) -> Any:  # noqa: A001  the noun of the room
    """A doctor who is needed."""
    from sankofa.returnees.models import Help

    given = {"kind": "medical", "state": "needed", "noted_at": AT}
    return Help.objects.create(meeting=meeting or _new_meeting(), **{**given, **facts})


def _new_meeting() -> Any:
    return meeting()


def announced(office: Office | None = None, **facts: Any) -> Any:
    """Somebody who was met and waits for the first talk."""
    from sankofa.returnees.models import Announced

    office = office or _new_office()
    given = {
        "channel": "desk",
        "state": "waiting",
        "facts": {"name": "Rahima Khatun", "sex": "female", "age": 31, "phone": "", "place": office.place_id},
        "announced_at": AT,
    }
    met = facts.pop("meeting", None) or meeting(office)
    return Announced.objects.create(office=office, meeting=met, **{**given, **facts})


def doorstep(office: Office | None = None, **facts: Any) -> Any:
    """That an office calls back whoever writes to it."""
    from sankofa.returnees.models import Doorstep

    return Doorstep.objects.create(office=office or _new_office(), **{"is_open": True, **facts})


def letter(announced: Any, **facts: Any) -> Any:
    """That somebody who waits wrote to us."""
    from sankofa.returnees.models import Letter

    key = uuid7()
    given = {"receipt": receipt_number(key), "received_at": AT}
    return Letter.objects.create(id=key, announced=announced, **{**given, **facts})


def parcel(office: Office | None = None, **facts: Any) -> Any:
    """Sealed bytes of a device that nobody could read."""
    from sankofa.returnees.models import Parcel

    given = {"state": "unreadable", "reason": "does_not_open", "received_at": AT}
    return Parcel.objects.create(office=office or _new_office(), **{**given, **facts})


def guarded() -> Any:
    """A record as a room sees it that does not know whose it is: somebody of the register."""
    return person()


def instrument(office: Office | None = None, *, code: str = "") -> Any:
    """A form of an office, under a code of its own."""
    from sankofa.surveys.models import Instrument

    return Instrument.objects.create(code=code or f"form_{next(_number)}", office=office or _new_office())


def formversion(instrument: Any = None, **facts: Any) -> Any:
    """A published version of a form with one question."""
    from sankofa.surveys.models import FormVersion

    given = {
        "version": "1",
        "digest": "0" * 64,
        "sheets": {"survey": "type,name,label\ntext,a,A?", "choices": "list_name,name,label", "settings": ""},
        "xform": "<h:html/>",
        "published_at": AT,
    }
    return FormVersion.objects.create(instrument=instrument or _new_instrument(), **{**given, **facts})


def _new_instrument() -> Any:
    return instrument()


def round(office: Office | None = None, **facts: Any) -> Any:  # noqa: A001  the noun of the room
    """A round of talks that is open, with people who have been back for a year to a year and a half."""
    from sankofa.sustainability.models import Round

    given = {
        "reach": "office",
        "name": f"Round {next(_number)}",
        "instrument": "reintegration_score",
        "scheme": "open-rss/1",
        "from_on": ON - timedelta(days=30),
        "until_on": ON + timedelta(days=60),
        "months_from": 12,
        "months_until": 18,
    }
    return Round.objects.create(office=office or _new_office(), **{**given, **facts})


def attempt(person: Any = None, round: Any = None, **facts: Any) -> Any:  # noqa: A002  the noun of the room
    """A try to reach somebody for a round, without an answer."""
    from sankofa.sustainability.models import Attempt

    person = person or _somebody()
    held = round or _round_of(person.office)
    return Attempt.objects.create(person=person, round=held, **{"tried_on": ON, "reason": "no_answer", **facts})


def reminder(round: Any = None, user: User | None = None, **facts: Any) -> Any:  # noqa: A002  the noun of the room
    """That somebody was told of a round that began."""
    from sankofa.sustainability.models import Reminder

    held = round or _round_of(_new_office())
    return Reminder.objects.create(round=held, user=user or _new_user(), **{"occasion": "begins", **facts})


def _round_of(office: Office) -> Any:
    return round(office)


def gatheredfile(office: Office | None = None, **facts: Any) -> Any:
    """A file of another system with one filled form of a form with one question."""
    from sankofa.store import blobs
    from sankofa.surveys import gathering
    from sankofa.surveys.models import GatheredFile

    reading = bytes(32) + gathering.kept({"data": [["_uuid", "a"], [str(uuid7()), "1"]]})
    given = {
        "version": formversion(),
        "content": blobs.keep(reading),
        "reading": blobs.keep(reading),
        "name": "export.xlsx",
        "size_bytes": 1,
        "sent_at": AT,
        "forms_total": 1,
    }
    return GatheredFile.objects.create(office=office or _new_office(), **{**given, **facts})


def concern(person: Any = None, **facts: Any) -> Any:
    """Something that has to be done for somebody today."""
    from sankofa.sustainability.models import Concern

    given = {"what": "flag.hunger", "weight": 20, "raised_on": ON}
    return Concern.objects.create(person=person or _somebody(), **{**given, **facts})


def loadedscheme(office: Office | None = None, **facts: Any) -> Any:
    """A way of scoring that an office loaded; nobody uses it yet."""
    from sankofa.sustainability import queries
    from sankofa.sustainability.models import LoadedScheme

    code = f"own{next(_number)}"
    text = queries.shipped_text("open-rss-1").replace('code = "open-rss"', f'code = "{code}"')
    given = {"name": f"{code}/1", "digest": "0" * 64, "text": text, "file_name": "own.toml", "note": "our own copy"}
    return LoadedScheme.objects.create(office=office or _new_office(), **{**given, **facts})


def study(office: Office | None = None, **facts: Any) -> Any:
    """A study of the questions that waits to be worked out."""
    from sankofa.sustainability import queries
    from sankofa.sustainability.models import Study

    held = office or _new_office()
    given = {"scheme": queries.scheme().name, "offices": [str(held.pk)], "steps": 12}
    return Study.objects.create(office=held, **{**given, **facts})


def answerstaken(office: Office | None = None, **facts: Any) -> Any:
    """Answers of a form that somebody took out."""
    from sankofa.surveys.models import AnswersTaken

    given = {"taken_at": AT, "purpose": "a report", "form_code": "a", "form_version": "1", "layout": "wide", "rows": 1}
    held = office or _new_office()
    return AnswersTaken.objects.create(office=held, taken_by=user(held), **{**given, **facts})


def entry(office: Office | None = None, *, code: str = "", **said: Any) -> Any:
    """Help on the map: everybody's, or an office's own; it runs, asks nothing, and nobody checked it."""
    from sankofa.provision.actions import keeping
    from sankofa.provision.models import Entry
    from sankofa.provision.rules.content import entry_of

    code = code or f"own-bd-{next(_number)}"
    area = said.get("country", "BD")
    given = {"kind": "service", "name": f"Help {code}", "status": "running", "levels": ["individual"], **said}
    country(area)
    read = entry_of({"code": code, **given}, as_of=2022, country=area)
    held = Entry(code=code, office=office, created_at=AT)
    keeping.columns(held, read)
    held.save()
    keeping.write_facets(held, read)
    keeping.version(held, read, number=1, origin="office" if office else "paper", at=AT).save()
    return held


def check(entry: Any = None, **facts: Any) -> Any:
    """A check that holds for six months from the day of the tests, of a number that two people said."""
    from sankofa.provision.models import Check
    from sankofa.provision.queries import current
    from sankofa.provision.rules.checking import Confirmed

    held = entry or _new_entry()
    given = {"checked_on": ON, "phone_confirmed": True, "place_confirmed": True, "rules_confirmed": True, **facts}
    until = Confirmed(
        given["checked_on"], given["phone_confirmed"], given["place_confirmed"], given["rules_confirmed"]
    ).holds_until
    place = given.pop("office", None) or held.office or _new_office()
    given = {"how": "called", "phone": "02-555 0101", "place": "Station Road 3", "holds_until": until, **given}
    made = Check.objects.create(
        entry=held,
        version=current(held),
        office=place,
        checked_by=given.pop("checked_by", None) or user(place),
        **given,
    )
    held.checked_on, held.holds_until, held.public_until = made.checked_on, made.holds_until, made.holds_until
    held.save()
    return made


def _new_entry() -> Any:
    return entry()


def answersasked(office: Office | None = None, **facts: Any) -> Any:
    """Answers that are too many for one person, asked for and not agreed to yet."""
    from sankofa.surveys.models import AnswersAsked

    given = {"asked_at": AT, "purpose": "a report", "layout": "wide", "format": "xlsx", "rows": 1}
    held = office or _new_office()
    given |= {"asked_by": facts.pop("asked_by", None) or user(held), **facts}
    given["version"] = given.get("version") or formversion()
    return AnswersAsked.objects.create(office=held, **given)


def countryview(office: Office | None = None, **facts: Any) -> Any:
    """How the help of an office's country is seen: the first version, with one strength."""
    from sankofa.provision.models import CountryView

    held = office or _new_office()
    given = {"number": 1, "strengths": ["Offices in every district"], "from_at": AT, "created_at": AT, **facts}
    return CountryView.objects.create(office=held, country_id=held.place.country_id, **given)


def outsidecount(round: Any = None, **facts: Any) -> Any:  # noqa: A002  the noun of the room
    """A count of the people of a round whom its planner does not reach, in which nobody stood."""
    from sankofa.sustainability.models import OutsideCount

    held = round or _new_round()
    given = {"counted_at": AT, "shown": [], "cells": {"number": "1", "cells": [], "patterns": []}, "members": b""}
    given["counted_by"] = facts.pop("counted_by", None) or user(held.office)
    return OutsideCount.objects.create(round=held, **{**given, **facts})


def _new_round() -> Any:
    return round()
