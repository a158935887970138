"""A believable register of so many people, built once and kept: what `register_at_scale` measures on.

    python -m benchmarks.big_register build --home FOLDER --people 1000000
    SANKOFA_DATABASE=postgresql://... python -m benchmarks.big_register copy --home FOLDER

Forty offices of one organisation in twelve countries.  Names are drawn as they are borne: by rank, the second name of a
country three fifths as often as the first (exponent 0.75, which the counts of the fifty commonest surnames of Sri
Lanka follow); before them "Md." and "Muhammad", behind them "Begum", "Khatun" and "Kumar", as often as in life; a part
of them spelled otherwise.  One in fifty is somebody's second file.

Everybody comes in by the action `register_many`, five hundred at a time: values really sealed under a key of each
person's own, search keys, first revisions, candidates.  Shortcuts: the parts of 25,000 people are built in databases
of their own, two at a time, and copied together; candidates are noted within every fourth part alone; events are left
out, because each part's record has its own places.  A part that is there is not built again.
"""

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

PART = 25_000
CHUNK = 500
AT_ONCE = 2
COMPARED = 4
EXPONENT = 0.75
FIRST_AT = datetime(2023, 1, 2, 8, tzinfo=UTC)
OFFICES = {"BD": 8, "NP": 5, "PK": 5, "IN": 4, "LK": 4, "NG": 3, "ML": 2, "GN": 2, "GM": 2, "SN": 2, "AF": 2, "AM": 1}
TWO_GIVEN = {"BD": 0.45, "PK": 0.45, "AF": 0.4, "IN": 0.2, "LK": 0.3, "NP": 0.25}
BEFORE = {("BD", "male"): (("Md.", 0.55), ("Mohammad", 0.12)), ("PK", "male"): (("Muhammad", 0.35),),
          ("AF", "male"): (("Mohammad", 0.18),), ("BD", "female"): (("Mst.", 0.25),)}  # fmt: skip
BEHIND = {("BD", "female"): (("Begum", 0.3), ("Khatun", 0.2), ("Akter", 0.2)), ("PK", "female"): (("Bibi", 0.4),),
          ("IN", "male"): (("Kumar", 0.25),), ("IN", "female"): (("Devi", 0.2),), ("NP", "male"): (("Bahadur", 0.3),),
          ("NP", "female"): (("Devi", 0.15),)}  # fmt: skip
SPELLED = (("ee", "i"), ("i", "ee"), ("oo", "u"), ("u", "o"), ("a", "e"), ("k", "q"), ("ss", "s"), ("m", "mm"))
ZONES = {"BD": "Asia/Dhaka", "NP": "Asia/Kathmandu", "PK": "Asia/Karachi", "IN": "Asia/Kolkata", "LK": "Asia/Colombo",
         "NG": "Africa/Lagos", "AF": "Asia/Kabul", "AM": "Asia/Yerevan"}  # fmt: skip
COPIED = (
    "store_subjectkey",
    "returnees_person",
    "returnees_journey",
    "returnees_document",
    "returnees_searchkey",
    "returnees_possiblesame",
    "store_revision",
)
PASSWORD = "go back and fetch it"


def main() -> None:
    """Build the register, a part of it, or copy it to the database that SANKOFA_DATABASE names."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("step", choices=["build", "part", "copy"])
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--number", type=int, default=0, help="of the part")
    told = asked.parse_args()
    match told.step:
        case "build":
            build(told.home.resolve(), told.people)
        case "part":
            start(told.home)
            _part(told.number, min(PART, told.people - told.number * PART))
        case _:
            start(told.home)
            _copy(told.home)


def start(home: Path) -> None:
    """Start Django in a home that is nobody's but this benchmark's."""
    os.environ["SANKOFA_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
    from sankofa.project.setup_home import prepare_home

    prepare_home(home, demonstration=True)
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    from sankofa.project import hooks

    hooks.fill()


def build(home: Path, people: int) -> None:
    """Build the register in a home, going on where an earlier build ended."""
    parts, whole = home / "parts", home / "sankofa.sqlite3"
    if (home / "whole").exists():
        print(f"{home} is built already")
        return
    began = time.perf_counter()
    start(home)
    if not (home / "base.sqlite3").exists():
        _found()
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{home / 'base.sqlite3'}'")
        connection.close()
    wanted = [number for number in range(-(-people // PART)) if not (parts / f"{number}" / "done").exists()]
    waiting, running = list(reversed(wanted)), []
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            running.append(_part_of(home, parts / f"{waiting[-1]}", waiting.pop(), people))
        assert not any(one.poll() for one in running), "a part could not be built"
        running = [one for one in running if one.returncode is None]
        print(f"\r{time.perf_counter() - began:7.0f} s  {len(waiting) + len(running)} parts to go", end="", flush=True)
        time.sleep(0.5)
    print("\ncopying them together")
    _together(home, parts, whole)
    (home / "whole").touch()
    print(f"{time.perf_counter() - began:7.0f} s  {whole.stat().st_size / 2**30:.1f} GiB")


def _part_of(home: Path, folder: Path, number: int, people: int) -> "subprocess.Popen[bytes]":
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(home / "base.sqlite3", folder / "sankofa.sqlite3")
    command = ["part", "--home", str(folder), "--people", str(people), "--number", str(number)]
    own = {"SANKOFA_KEY_RING": str(home / "keys.json"), "SANKOFA_DATABASE": ""}
    return subprocess.Popen([sys.executable, "-m", "benchmarks.big_register", *command], env=os.environ | own)


def _found() -> None:
    """Found the offices and those who search in them."""
    from sankofa.accounts import actions as accounts
    from sankofa.accounts.action import system
    from sankofa.accounts.models import Office
    from sankofa.kernel import clock
    from sankofa.project.demonstration.figures import districts
    from sankofa.project.setup import steps

    for _ in steps():
        pass
    now = clock.now()
    of_country: dict[str, list[str]] = defaultdict(list)
    for place in districts():
        of_country[place.country].append(place.path)
    offices = {
        f"{country} {number + 1}": (of_country[country][number * 2], ZONES.get(country, "Africa/Dakar"))
        for country, count in OFFICES.items()
        for number in range(count)
    }
    body = accounts.found_organisation(name="Agency", kind="agency", offices=offices)
    by = system("benchmark", on=FIRST_AT.date())
    held = {office.name: office for office in Office.objects.select_related("organisation", "place")}
    staff = {
        "country@example.org": ("BD 1", {"caseworker": ("country", "BD")}),
        "agency@example.org": ("BD 1", {"supervisor": ("organisation", str(body.pk))}),
        "everywhere@example.org": ("BD 1", {"caseworker": ("everywhere", "")}),
        "joins@example.org": ("BD 1", {"data_officer": ("organisation", str(body.pk))}),
        **{
            f"{name.replace(' ', '').lower()}@example.org": (name, {"caseworker": ("office", str(office.pk))})
            for name, office in held.items()
        },
    }
    for email, (name, roles) in staff.items():
        accounts.enter_user(
            office=held[name],
            email=email,
            name=email.partition("@")[0],
            password=PASSWORD,
            language="en",
            roles=roles,
            from_on=FIRST_AT.date(),
            by=by,
            at=now,
        )


def _part(number: int, count: int) -> None:
    """Register the people of one part in a database of its own."""
    os.nice(15)
    from django.conf import settings
    from django.db import connection

    from sankofa.accounts.models import Office, User
    from sankofa.returnees import actions
    from sankofa.returnees.actions import register
    from sankofa.store.models import Counter

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    rng = random.Random(f"{20261122 + number}")
    offices = list(Office.objects.select_related("organisation", "place").order_by("name"))
    weights = [share_of(office.place.country_id) / OFFICES[office.place.country_id] for office in offices]
    users = {user.office_id: user for user in User.objects.filter(assignments__scope_kind="office")}
    if number % COMPARED:
        register.note_candidates = lambda *_people, **_when: []
    first_at = FIRST_AT + timedelta(days=34 * number)
    for year in {first_at.year, first_at.year + 1}:
        Counter.objects.create(name=f"case number {year}", value=number * PART)
    # Every key of the part has a number of its own in the whole register.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sqlite_sequence(name, seq) VALUES ('returnees_searchkey', %s)", [number * PART * 40]
        )
    for first in range(0, count, CHUNK):
        at = first_at + timedelta(minutes=first)
        office = rng.choices(offices, weights)[0]
        drawn = drawn_people(rng, office.place.country_id, min(CHUNK, count - first), on=at.date())
        rows = [(f"scale/{number}/{first + place}", said) for place, said in enumerate(drawn)]
        actions.register_many(office=office, rows=rows, by=users[office.pk].as_actor(), at=at)
    with connection.cursor() as cursor:
        # Most have been seen by now; a few are due, a few late, and two in three are closed.
        cursor.execute(
            "UPDATE returnees_person SET next_code = '', next_due_on = NULL "
            "WHERE next_code <> '' AND substr(case_number, 7, 6) * 7919 % 3 > 0"
        )
        cursor.execute(
            "UPDATE returnees_person SET next_due_on = "
            "date('2026-11-01', '+' || (substr(case_number, 7, 6) * 7907 % 180) || ' days') WHERE next_code <> ''"
        )
        # A protected file is hidden from all but those named on it: one in a thousand.
        cursor.execute("UPDATE returnees_person SET is_protected = 1 WHERE substr(case_number, 7, 6) % 1000 = 7")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    (Path(settings.HOME) / "done").touch()


def share_of(country: str) -> float:
    """Return which share of the people belongs to a country."""
    from sankofa.project.demonstration.figures import figures

    return float(figures()["people"]["share"][country])


def drawn_people(rng: random.Random, country: str, count: int, *, on: date) -> Iterator[Any]:
    """Yield people of a country as an office would type them, one in fifty of them somebody's second file."""
    earlier: list[Any] = []
    for _ in range(count):
        if earlier and rng.random() < 0.02:
            yield _again(rng, rng.choice(earlier))
            continue
        earlier.append(_drawn(rng, country, on))
        yield earlier[-1]


def _drawn(rng: random.Random, country: str, on: date) -> Any:
    from sankofa.kernel.money import Money
    from sankofa.project.demonstration.figures import districts, figures, occupations
    from sankofa.returnees.rules.terms import (
        Education,
        JourneyTerms,
        MaritalStatus,
        PersonTerms,
        Precision,
        ReturnKind,
        Sex,
    )

    sex = "female" if rng.random() < figures()["women"][country]["share"] else "male"
    given, family, native = _name(rng, country, sex)
    born = date(on.year - 20 - int(rng.triangular(0, 45, 10)), rng.randint(1, 12), rng.randint(1, 28))
    returned = on - timedelta(days=rng.randint(5, 1500))
    left = max(returned - timedelta(days=rng.randint(200, 3000)), born + timedelta(days=18 * 366))
    left = min(left, returned - timedelta(days=40))
    destinations = figures()["destination"][country]["share"]
    work = rng.choice(occupations())
    places = [place for place in districts() if place.country == country]
    return PersonTerms(
        given_name=given,
        family_name=family,
        native_name=native if rng.random() < 0.5 else "",
        sex=Sex(sex),
        born=_known(
            rng, born, (Precision.DAY, Precision.YEAR, Precision.ESTIMATED, Precision.UNKNOWN), (60, 20, 15, 5)
        ),
        marital_status=rng.choices([MaritalStatus.MARRIED, MaritalStatus.SINGLE, MaritalStatus.WIDOWED], (70, 25, 5))[
            0
        ],
        education=rng.choice([Education.PRIMARY, Education.SECONDARY, Education.NONE, Education.VOCATIONAL]),
        phone=_phone(rng, country) if rng.random() < 0.85 else "",
        document_kind="passport",
        document_number=f"{country}{rng.randrange(10**8):08d}" if rng.random() < 0.7 else "",
        place=rng.choices(places, [place.weight for place in places])[0].path,
        is_synthetic=True,
        journey=JourneyTerms(
            destination=rng.choices(list(destinations), list(destinations.values()))[0],
            occupation=work.title,
            left=_known(
                rng, left, (Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.UNKNOWN), (50, 20, 20, 10)
            ),
            returned=_known(rng, returned, (Precision.DAY, Precision.MONTH, Precision.UNKNOWN), (80, 15, 5)),
            return_kind=rng.choice(list(ReturnKind)),
            return_reason="end of contract" if rng.random() < 0.3 else "",
            cost=Money(rng.randrange(10**5, 10**8), "USD") if rng.random() < 0.5 else None,
        ),
    )


def _again(rng: random.Random, known: Any) -> Any:
    """Return somebody as another clerk writes them another time."""
    return replace(
        known,
        given_name=_spelled(rng, known.given_name),
        phone=known.phone if rng.random() < 0.8 else "",
        document_number=known.document_number if rng.random() < 0.5 else "",
        native_name="",
    )


def _known(rng: random.Random, day: date, kinds: tuple[Any, ...], odds: tuple[int, ...]) -> Any:
    from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision

    kind = rng.choices(kinds, odds)[0]
    match kind:
        case Precision.UNKNOWN:
            return NOT_KNOWN
        case Precision.DAY:
            return PartialDay(day, kind)
        case Precision.MONTH:
            return PartialDay(day.replace(day=1), kind)
        case _:
            return PartialDay(day.replace(month=1, day=1), kind)


_names: dict[tuple[str, str], tuple[list[Any], list[float]]] = {}


def _name(rng: random.Random, country: str, sex: str) -> tuple[str, str, str]:
    given = [_borne(rng, country, f"forename_{sex[0]}")]
    if rng.random() < TWO_GIVEN.get(country, 0.08):
        given.append(_borne(rng, country, f"forename_{sex[0]}"))
    family = _borne(rng, country, "surname")
    native = " ".join(name.native or "" for name in (*given, family)).strip()
    latin = [_spelled(rng, name.latin) if rng.random() < 0.15 else name.latin for name in (*given, family)]
    before, behind = _some(rng, BEFORE, country, sex), _some(rng, BEHIND, country, sex)
    if behind and rng.random() < 0.7:
        latin[-1] = behind
    elif behind:
        latin.insert(-1, behind)
    return " ".join(([before] if before else []) + latin[:-1]), latin[-1], native


def _borne(rng: random.Random, country: str, kind: str) -> Any:
    """Return a name as often as its rank says."""
    from sankofa.project.demonstration.figures import names

    if (country, kind) not in _names:
        held = [name for name in names() if (name.country, name.kind) == (country, kind)]
        _names[country, kind] = (held, list(accumulate((rank + 1) ** -EXPONENT for rank in range(len(held)))))
    held, odds = _names[country, kind]
    return rng.choices(held, cum_weights=odds)[0]


def _some(rng: random.Random, odds: Mapping[tuple[str, str], tuple[tuple[str, float], ...]], *who: str) -> str:
    thrown = rng.random()
    for name, share in odds.get((who[0], who[1]), ()):
        if thrown < share:
            return name
        thrown -= share
    return ""


def _spelled(rng: random.Random, name: str) -> str:
    written, instead = rng.choice(SPELLED)
    return name.replace(written, instead, 1)


def _phone(rng: random.Random, country: str) -> str:
    from sankofa.project.demonstration.population import DIGITS

    prefix, length = DIGITS[country]
    return f"+{prefix}{rng.randrange(10 ** (length - 1), 10**length)}"


def _together(home: Path, parts: Path, whole: Path) -> None:
    """Copy the parts into one database, and make its indexes when everything is in."""
    for left in (whole, home / "sankofa.sqlite3-wal", home / "sankofa.sqlite3-shm"):
        left.unlink(missing_ok=True)
    shutil.copy(home / "base.sqlite3", whole)
    held = sqlite3.connect(whole, isolation_level=None)
    held.execute("PRAGMA journal_mode=OFF")
    held.execute("PRAGMA synchronous=OFF")
    held.execute("PRAGMA cache_size=-1000000")
    marks = ", ".join("?" for _ in COPIED)
    indexes = held.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
        COPIED,
    ).fetchall()
    for name, _sql in indexes:
        held.execute(f'DROP INDEX "{name}"')
    numbers = sorted(int(folder.name) for folder in parts.iterdir())
    for number in numbers:
        held.execute("ATTACH ? AS part", [str(parts / f"{number}" / "sankofa.sqlite3")])
        held.execute("BEGIN")
        for table in COPIED:
            columns = ", ".join(f'"{row[1]}"' for row in held.execute(f"PRAGMA main.table_info({table})"))
            only = " WHERE subject_kind LIKE 'returnees.%'" if table == "store_revision" else ""
            held.execute(
                f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM part.{table}{only} ORDER BY rowid"
            )
        held.execute(
            "INSERT INTO main.store_counter SELECT name, value FROM part.store_counter WHERE name LIKE 'case number%' "
            "ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)"
        )
        held.execute("COMMIT")
        held.execute("DETACH part")
    for _name, sql in indexes:
        held.execute(sql)
    held.execute("PRAGMA analysis_limit=1000")
    held.execute("ANALYZE")
    held.execute("PRAGMA journal_mode=WAL")
    held.close()


def _copy(home: Path) -> None:
    """Copy the register from the home's SQLite to PostgreSQL, with everything that the set-up made."""
    from django.apps import apps
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection

    assert connection.vendor == "postgresql", "SANKOFA_DATABASE names the database to copy to"
    call_command("migrate", verbosity=0, interactive=False)
    source = sqlite3.connect(f"file:{home / 'sankofa.sqlite3'}?mode=ro", uri=True)
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    began = time.perf_counter()
    with connection.cursor() as cursor:
        # Neither promises between tables nor those of the record are asked about while everything is written anew.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(f"TRUNCATE {', '.join(model._meta.db_table for model in models)} RESTART IDENTITY CASCADE")
        for model in models:
            rows = _copy_table(source, cursor, model)
            if model._meta.db_table in COPIED:
                print(f"{time.perf_counter() - began:7.0f} s  {model._meta.db_table}: {rows:,}", flush=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        print(f"{time.perf_counter() - began:7.0f} s  {cursor.fetchone()[0] / 2**30:.1f} GiB")


def _copy_table(source: sqlite3.Connection, cursor: Any, model: Any) -> int:
    """Copy one table and return how many rows it has; its indexes are made when everything is in."""
    from django.db import models as kinds

    table = model._meta.db_table
    fields = [getattr(field, "target_field", field) for field in model._meta.concrete_fields]
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    indexes = _indexes(cursor, table) if table in COPIED else []
    for name, _sql in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    moments = [place for place, field in enumerate(fields) if isinstance(field, kinds.DateTimeField)]
    truths = [place for place, field in enumerate(fields) if isinstance(field, kinds.BooleanField)]
    rows = 0
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copying:
        for held in source.execute(f"SELECT {columns} FROM {table}"):
            row = list(held)
            for place in moments:
                row[place] = row[place] and f"{row[place]}+00"
            for place in truths:
                row[place] = None if row[place] is None else bool(row[place])
            copying.write_row(row)
            rows += 1
    for _name, sql in indexes:
        cursor.execute(sql)
    return rows


def _indexes(cursor: Any, table: str) -> list[tuple[str, str]]:
    """Return the indexes of a table that promise nothing, with the statements that make them."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
        [table],
    )
    return list(cursor.fetchall())


if __name__ == "__main__":
    main()
