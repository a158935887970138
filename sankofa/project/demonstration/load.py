"""Put the invented people into an empty deployment, through the same doors as real ones.

Offices are founded, people are invited, lists are written as untidy spreadsheets and brought in by the importer, talks
are recorded by the same action as on the page.  Nothing is loaded twice.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from sankofa.accounts import actions as accounts
from sankofa.accounts import queries as offices
from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.audit.actions import seal_all
from sankofa.intake import actions as intake
from sankofa.intake import queries as incoming
from sankofa.intake.contents import at_work, opened
from sankofa.intake.rules.mapping import proposals
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.project.demonstration import (
    agreed,
    arrived,
    beyond,
    cases,
    checked,
    corrected,
    debts_told,
    families,
    introduced,
    lending,
    letters,
    loans_looked_at,
    loans_told,
    outgoing,
    owing,
    papers,
    population,
    received,
    rounds,
    seen,
    sheet,
    staffing,
    told,
    twice,
    waiting,
)
from sankofa.project.demonstration.person import DemonstrationPerson, Interview
from sankofa.returnees import actions as registering
from sankofa.returnees import queries as register
from sankofa.returnees.rules.terms import PartialDay, PersonKind, PersonTerms, Precision
from sankofa.statistics import actions as statistics
from sankofa.store.upkeep import count_rows
from sankofa.surveys import actions as surveys
from sankofa.surveys import queries as forms

SEED = 2026
ORGANISATION = "Demonstration agency"
LENDER = "Gram Unnayan"
BRANCH = "Sylhet branch"
"""Where the officer of the lender works: at the lender's, and not at the office that introduces people."""
ASKED_MAX = 25
"""How many people of each office were asked for consent already; the others are still to be asked."""
PASSWORD = "go back and fetch it"  # noqa: S105  printed on purpose: everything here is invented
OFFICES: Mapping[str, tuple[str, str, str, str]] = {
    "AF": ("Kabul office", "AF.01.01", "Asia/Kabul", "en"),
    "AM": ("Yerevan office", "AM.01", "Asia/Yerevan", "en"),
    "BD": ("Sylhet office", "BD.60.91", "Asia/Dhaka", "en"),
    "GM": ("Banjul office", "GM.01", "Africa/Banjul", "en"),
    "GN": ("Bureau de Conakry", "GN.002.001", "Africa/Conakry", "fr"),
    "IN": ("Kerala office", "IN.KL", "Asia/Kolkata", "en"),
    "LK": ("Colombo office", "LK.1.1", "Asia/Colombo", "en"),
    "ML": ("Bureau de Kayes", "ML.01.03", "Africa/Bamako", "fr"),
    "NG": ("Benin City office", "NG.012.012", "Africa/Lagos", "en"),
    "NP": ("Kathmandu office", "NP.03.27", "Asia/Kathmandu", "en"),
    "PK": ("Rawalpindi office", "PK.6.30", "Asia/Karachi", "ur"),
    "SN": ("Bureau de Tambacounda", "SN.12.04", "Africa/Dakar", "fr"),
}
STAFF: tuple[tuple[str, str, str], ...] = (
    ("caseworker", "Shirin Das", "office"),
    ("supervisor", "Rahim Uddin", "district"),
    ("office_manager", "Farida Begum", "office"),
    ("lender_officer", "Tanvir Ahmed", "organisation"),
    ("fund_manager", "Nasreen Akter", "organisation"),
    ("me_officer", "Kamal Hossain", "country"),
    ("administrator", "Laila Chowdhury", "organisation"),
    ("protection_officer", "Parvin Sultana", "organisation"),
    ("data_officer", "Imran Hossain", "organisation"),
)
"""The staff of the Sylhet office, one for each role; every other office has a caseworker."""
ALSO: Mapping[str, tuple[str, ...]] = {"caseworker@example.org": ("trained_interviewer",)}
"""What somebody holds beside their role."""
CASEWORKERS: Mapping[str, str] = {
    "AF": "Zahra Karimi",
    "AM": "Ani Petrosyan",
    "GM": "Lamin Ceesay",
    "GN": "Mariama Diallo",
    "IN": "Lakshmi Nair",
    "LK": "Nimal Perera",
    "ML": "Aminata Traoré",
    "NG": "Osaro Igbinedion",
    "NP": "Sita Shrestha",
    "PK": "Ayesha Khan",
    "SN": "Fatou Ndiaye",
}
SENT_DAYS_AGO = (200, 27, 9)
"""Each office sends three lists: long ago, a month ago, last week, so that some talks are due, some late, some done."""


Tell = Callable[[str], None]
Bar = Callable[[int, str], Any]


class SomebodysDatabase(Exception):
    """The database is that of a real organisation; nobody is invented there, and no known password is let in."""

    def __init__(self, organisation: str) -> None:
        self.organisation = organisation
        super().__init__(organisation)


def check_is_nobodys() -> None:
    """Refuse a database in which a real organisation was founded.  Raises SomebodysDatabase.

    The mark in the home does not tell: the database may lie elsewhere, and be that of another home.
    """
    if "accounts_organisation" not in connection.introspection.table_names():
        return
    for name in offices.organisation_names():
        if name not in {ORGANISATION, LENDER}:
            raise SomebodysDatabase(name)


def load(*, count: int, tell: Tell, bar: Bar) -> None:
    """Load the demonstration into a deployment that holds nobody yet.  Raises SomebodysDatabase."""
    check_is_nobodys()
    with _written_at_ease():
        _load(count=count, tell=tell, bar=bar)


@contextmanager
def _written_at_ease() -> Iterator[None]:
    """Let SQLite not wait for the disk at each of thousands of steps: whoever is invented can be invented again."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (held,) = cursor.execute("PRAGMA synchronous").fetchone()
        cursor.execute("PRAGMA synchronous=OFF")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={int(held)}")


def _load(*, count: int, tell: Tell, bar: Bar) -> None:
    now = clock.now()
    by = system("demonstration", on=now.date())
    _found(by, now)
    if register.people(by, on=now.date()).exists():
        tell("  the invented people are here already")
        return
    people = population.people(SEED, count, now.date())
    lists = []
    for country in OFFICES:
        first, second, last = _lists(people, country, now.date())
        # Fewer than half of a list, or it would be stopped as one that is there already.
        last = [*last, *twice.once_more([*first, *second], most=len(last) // 2)]
        lists += [(country, number, group) for number, group in enumerate((first, second, last))]
    taken: dict[int, str] = {}
    came_in: dict[int, int] = {}
    refused = 0
    with bar(count, "Bringing in untidy lists") as shown:
        for country, number, group in lists:
            if group:
                sent_at = _moment(now.date() - timedelta(days=SENT_DAYS_AGO[number]))
                known, back = _bring_in(country, number, group, at=sent_at)
                # What went back is put right by the office and sent again the next day.
                again = [person for person in group if person.number not in known]
                if again:
                    known |= _bring_in(country, number, again, at=sent_at + timedelta(days=1), is_corrected=True)[0]
                taken |= known
                came_in |= dict.fromkeys(known, number)
                refused += back
                shown.update(len(group))
    talks = [
        (day, person, talk)
        for person in people
        if person.number in taken
        for day, talk in _days(person, SENT_DAYS_AGO[came_in[person.number]], now.date())
    ]
    # Who works where does not change meanwhile, so it is asked once.
    workers = {country: offices.staff_of(name)[0].as_actor() for country, (name, *_rest) in OFFICES.items()}
    form = forms.instrument(*forms.REINTEGRATION_SCORE)
    with bar(len(talks), "Recording talks") as shown:
        for day, person, talk in sorted(talks, key=lambda told: told[0]):
            _record(taken[person.number], form, talk, on=day, by=workers[person.country])
            shown.update(1)
    asked = [
        person
        for country in OFFICES
        for person in [one for one in people if one.country == country and one.number in taken][:ASKED_MAX]
    ]
    answers = 0
    with bar(len(asked), "Asking for consent") as shown:
        for person in asked:
            sent_on = now.date() - timedelta(days=SENT_DAYS_AGO[came_in[person.number]])
            answers += _ask(taken[person.number], person.number, registered_on=sent_on, by=workers[person.country])
            shown.update(1)
        came_on = now.date() - timedelta(days=SENT_DAYS_AGO[1])
        answers += _ask(_child(on=came_on), 0, registered_on=came_on, by=workers["BD"])
    of_two_files = _pairs_found(by, taken, now.date())
    staffing.load(
        offices.office_named(OFFICES["BD"][0]),
        absent="supervisor@example.org",
        covering="office.manager@example.org",
        administrator="administrator@example.org",
        at=now,
    )
    _homes_and_papers(by, now)
    letters.load(office=offices.office_named(OFFICES["BD"][0]), by=by, at=now)
    _beside(now)
    _lending(by, now)
    _told(people, taken, now)
    of_loans = _debts(people, taken, came_in, workers, now)
    sealed = seal_all(at=clock.now())
    count_rows()
    tell(
        f"  {len(set(taken.values()))} files of invented people and a child, {refused} rows sent back, "
        f"{len(talks)} talks, {answers} answers to consents, {sealed} events sealed"
    )
    tell(of_two_files + of_loans)


def _pairs_found(by: Actor, taken: dict[int, str], on: date) -> str:
    """Return in words how many of those who stand on two lists were recognised, or wait to be decided."""
    pairs = {frozenset(map(str, pair)) for pair in register.pairs(by, on=on).values_list("one", "other")}
    second_files = [frozenset(pair) for pair in twice.known_pairs(taken)]
    return (
        f"  {len(second_files)} of them stand on a later list once more, spelled by ear: "
        f"recognised at once: {sum(len(pair) == 1 for pair in second_files)}, "
        f"left for people to decide: {sum(pair in pairs for pair in second_files)} "
        f"(pairs that may be one person: {len(pairs)})"
    )


def _homes_and_papers(by: Actor, at: datetime) -> None:
    """Write down with whom some of them live, and their papers."""
    office = offices.office_named(OFFICES["BD"][0])
    papers.load(office=office, by=by, at=at)
    families.load(office=office, by=by, at=at)


def _told(people: Sequence[DemonstrationPerson], taken: Mapping[int, str], now: datetime) -> None:
    """Write down at one office what people say of their journey, register some who are abroad again; count all."""
    office = offices.office_named(OFFICES["BD"][0])
    interviewed = [person for person in people if person.country == "BD" and person.interviews]
    told.say(taken, interviewed, by=offices.staff_of(office.name)[0].as_actor(), at=now)
    # As many beside those who came back as in the survey: 93 of 563.
    wanted = round(len(interviewed) * 93 / 470)
    again = [person for person in population.current_migrants(SEED, wanted * 5, now.date()) if person.country == "BD"]
    told.abroad_again(office, again[:wanted], on=now.date())
    by = system("demonstration", on=now.date())
    for name, _place, _zone, _language in OFFICES.values():
        statistics.count_office(office=offices.office_named(name), by=by, at=clock.now())
    # After all talks, so that the wish for answers counts the later ones too.
    waiting.load(
        caseworker="caseworker@example.org",
        colleague="supervisor@example.org",
        officer="me.officer@example.org",
        at=clock.now(),
    )


def _debts(
    people: Sequence[DemonstrationPerson],
    taken: Mapping[int, str],
    came_in: Mapping[int, int],
    workers: Mapping[str, Actor],
    now: datetime,
) -> str:
    """Write down what people say of their debts, days after the list that they stood on, and return whose loans."""
    asked = [person for person in owing.asked(people) if person.number in taken]
    days = {
        person.number: now.date() - timedelta(days=SENT_DAYS_AGO[came_in[person.number]] - 5 - person.number % 3)
        for person in asked
    }
    said = {one.number: one for one in owing.said(SEED, asked, asked_on=lambda one: days[one.number], today=now.date())}
    for country in dict.fromkeys(person.country for person in asked):
        rows = [(taken[person.number], said[person.number]) for person in asked if person.country == country]
        debts_told.load(offices.office_named(OFFICES[country][0]), rows, by=workers[country], at=now)
    home = offices.office_named(OFFICES["BD"][0])
    numbers = loans_told.load(home, by=workers["BD"], at=now)
    # Last, because a look at a loan rests on debts and on lenders.
    loans_looked_at.load(office=OFFICES["BD"][0], caseworker="caseworker@example.org", at=clock.now())
    return "\n  loans: one on time ({}), one late and talked about ({})".format(*numbers) if numbers else ""


def sign_ins() -> Iterator[str]:
    """Return what a newcomer needs to sign in."""
    yield f"Sign in with one of these addresses and the password: {PASSWORD}"
    yield ""
    for role, name, _scope in STAFF:
        yield f"  {role.replace('_', '.')}@example.org".ljust(38) + f"{name}, Sylhet"
    for country, name in CASEWORKERS.items():
        yield f"  caseworker.{country.lower()}@example.org".ljust(38) + f"{name}, {OFFICES[country][0]}"
    yield ""
    yield "Everybody in this register is invented."


def addresses() -> list[str]:
    """Return the addresses with which one can sign in."""
    return [
        *(f"{role.replace('_', '.')}@example.org" for role, _name, _scope in STAFF),
        *(f"caseworker.{country.lower()}@example.org" for country in CASEWORKERS),
    ]


def _found(by: Actor, at: datetime) -> None:
    """Found the offices and invite their staff."""
    accounts.found_organisation(
        name=ORGANISATION,
        kind="agency",
        offices={name: (place, zone) for name, place, zone, _language in OFFICES.values()},
    )
    accounts.found_organisation(name=LENDER, kind="lender", offices={BRANCH: (OFFICES["BD"][1], OFFICES["BD"][2])})
    for country, (name, place, _zone, language) in OFFICES.items():
        home = offices.office_named(name)
        staff = (
            [(f"{role.replace('_', '.')}@example.org", person, role, scope) for role, person, scope in STAFF]
            if country == "BD"
            else [(f"caseworker.{country.lower()}@example.org", CASEWORKERS[country], "caseworker", "office")]
        )
        for email, person, role, scope in staff:
            if offices.address_taken(email):
                continue
            office = offices.office_named(BRANCH) if role == "lender_officer" else home
            anchors = {
                "office": str(office.pk),
                "district": place,
                "organisation": str(office.organisation_id),
                "country": country,
            }
            accounts.enter_user(
                office=office,
                email=email,
                name=person,
                password=PASSWORD,
                language=language,
                roles=dict.fromkeys((role, *ALSO.get(email, ())), (scope, anchors[scope])),
                from_on=at.date() - timedelta(days=10 * 365),
                by=by,
                at=at,
            )


def _beside(now: datetime) -> None:
    """Load what lies beside the lists at one office: what is sent, who arrived yesterday, what is asked later."""
    outgoing.load(office=OFFICES["BD"][0], at=clock.now())
    arrived.load(office=OFFICES["BD"][0], at=_moment(now.date() - timedelta(days=1)))
    beyond.load(OFFICES["BD"][0], caseworker="caseworker@example.org", at=clock.now())
    rounds.load(office=OFFICES["BD"][0], planner="me.officer@example.org", at=clock.now())
    checked.load(offices_by_country={country: name for country, (name, *_rest) in OFFICES.items()}, at=clock.now())
    cases.load(office=OFFICES["BD"][0], caseworker="caseworker@example.org", at=clock.now())
    received.load(caseworker="caseworker@example.org", colleague="supervisor@example.org", at=clock.now())
    seen.load(office=OFFICES["BD"][0], writer="office.manager@example.org", at=clock.now())


def _lending(by: Actor, now: datetime) -> None:
    """Put lenders on the lists of offices, and introduce two people to the one that was looked into."""
    lending.load(places={country: told[0] for country, told in OFFICES.items()}, by=by, at=now)
    introduced.link(lender=LENDER, by=by, at=now)
    introduced.load(
        lender=LENDER,
        office=OFFICES["BD"][0],
        caseworker="caseworker@example.org",
        officer="lender.officer@example.org",
        at=now,
    )


def _lists(people: Sequence[DemonstrationPerson], country: str, on: date) -> list[list[DemonstrationPerson]]:
    """Return the three lists of an office.  Nobody is on a list sent before they came back; most talks on the first."""
    group = sorted(
        (person for person in people if person.country == country), key=lambda person: -len(person.interviews)
    )
    rooms = [len(group) * 5 // 10, len(group) * 4 // 10, len(group)]
    lists: list[list[DemonstrationPerson]] = [[], [], []]
    for person in group:
        back_days = (on - person.returned_on).days
        fitting = [
            number
            for number, days in enumerate(SENT_DAYS_AGO)
            if back_days > days and len(lists[number]) < rooms[number]
        ]
        lists[fitting[0] if fitting else 2].append(person)
    return lists


def _bring_in(
    country: str, number: int, group: list[DemonstrationPerson], *, at: datetime, is_corrected: bool = False
) -> tuple[dict[int, str], int]:
    """Write a list as an office would, bring it in, and return who became which record and how many rows went back."""
    office = offices.office_named(OFFICES[country][0])
    with tempfile.TemporaryDirectory() as folder, clock.frozen(at):
        path = Path(folder) / f"returnees {country} {number + 1}{' corrected' if is_corrected else ''}.xlsx"
        write = corrected.write_corrected_sheet if is_corrected else sheet.write_messy_sheet
        truth = write(group, path, SEED + number)
        by = system("demonstration", on=at.date(), zone=office.zone)
        file = intake.send(office=office, importer="returnees", name=path.name, content=path.read_bytes(), by=by, at=at)
        held = opened(file)
        laid = held.layout()
        proposed = proposals(laid.columns, held.fields, laid.tags)
        file = intake.confirm_mapping(
            file=file,
            sheet=laid.sheet,
            header_row=laid.header_row,
            columns={place: found.field for place, found in proposed.items()},
            day_first=True,
            by=by,
            at=at,
            contents=held,
        )
        work = at_work(file, held)
        for step in (intake.check_next, intake.apply_next):
            done = step(file=file, work=work, by=by, at=at)
            while done.done and done.done < done.total:
                done = step(file=file, work=work, by=by, at=at)
    became = {result.row: result for result in incoming.results_of(file)}
    known = {
        row.person: became[row.row].subject_id
        for row in truth
        if row.person is not None and row.row in became and became[row.row].subject_id
    }
    return known, sum(result.verdict == "refused" for result in became.values())


def _child(*, on: date) -> str:
    """Put a child into the register of the Sylhet office, who came with a parent; return its id."""
    at, by = _moment(on), system("demonstration", on=on)
    born = PartialDay(date(on.year - 12, 3, 8), Precision.DAY)
    said = PersonTerms("Tania", "Akter", kind=PersonKind.RELATIVE, born=born, language="bn", is_synthetic=True)
    with clock.frozen(at):
        office = offices.office_named(OFFICES["BD"][0])
        made = registering.register_many(office=office, rows=[("a child", said)], by=by, at=at)
    return str(made.people[0].pk)


def _ask(person_id: str, number: int, *, registered_on: date, by: Actor) -> int:
    """Record what one person answered when asked for consent; return how many answers that were."""
    partner = UUID(next(key for key, (name, _) in offices.organisations_beside("").items() if name == LENDER))
    return agreed.record(
        person_id, number, registered_on=registered_on, today=clock.today(by.zone), partner=partner, by=by
    )


def _days(person: DemonstrationPerson, sent_days_ago: int, on: date) -> Iterator[tuple[date, Interview]]:
    """Yield each talk with the day on which it is recorded: some weeks after the list came in, the second months later.

    Nobody can have been talked with before the register knew them; who came in last week has not been talked with yet.
    """
    after = 5 + person.number % 24
    for number, talk in enumerate(person.interviews[:2]):
        days_ago = sent_days_ago - after - number * 160
        if days_ago > 0:
            yield on - timedelta(days=days_ago), talk


def _record(person_id: str, form: Any, talk: Interview, *, on: date, by: Actor) -> None:
    """Record a talk as if it had been recorded on its day, by the caseworker of the office."""
    at = _moment(on)
    with clock.frozen(at):
        person = register.person(person_id, viewer=by, on=on)
        assert person is not None, "the caseworker sees the people of the office"
        answers = forms.understood(form, {name: text.split() for name, text in talk.answers.items()})
        surveys.record_interview(
            person=person, instrument=form, answers=answers, instance_id=uuid7(), answered_on=on, by=by, at=at
        )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=UTC)
