"""How long the register takes with a million people in it: search, pages, writes and an import.

    python -m benchmarks.big_register build --home FOLDER --people 1000000      once; it goes on where it ended
    python -m benchmarks.register_at_scale measure --home FOLDER [--rounds 40] [--only search,pages,writes,import]
    SANKOFA_DATABASE=postgresql://... python -m benchmarks.register_at_scale measure --home FOLDER    (after `copy`)

On PostgreSQL the same register is measured, in a cluster of one's own with its usual promises to the disk:

    initdb -D CLUSTER -E UTF8 --locale=C.UTF-8 -A trust      as the user postgres; set port, shared_buffers = 1GB
    pg_ctl -D CLUSTER -w start && createdb -h 127.0.0.1 -p PORT -U postgres sankofa
    SANKOFA_DATABASE=postgresql://postgres@127.0.0.1:PORT/sankofa python -m benchmarks.big_register copy --home FOLDER

Copying a million takes two minutes.  The home lends its keys, its secret and its files to both databases.

Every page is asked through the whole middleware by somebody signed in; names are drawn from the people as they are
stored, so that a common name is asked for as often as it is borne.  Server time in milliseconds, what the processor
worked of it (on a machine that others use the rest is waiting; of PostgreSQL it is our side alone), and the queries.
Nothing is asserted.  Writes stay in the register: some hundreds of people more.
"""

import argparse
import io
import random
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import big_register, many_copies

GOALS = {"search": (None, 50, None), "person": (25, 75, 150), "write": (50, 150, 250)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("step", choices=["measure"])
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--rounds", type=int, default=40)
    asked.add_argument("--rows", type=int, default=5000, help="of the import")
    asked.add_argument("--only", default="skew,search,pages,writes,import")
    told = asked.parse_args()
    big_register.start(told.home.resolve())
    from django.core.management import call_command
    from django.db import connection

    import sankofa.project.wsgi  # noqa: F401  as a server begins
    from sankofa.store.upkeep import count_rows

    # A register that was built earlier is brought up to date; that takes minutes once, and nothing afterwards.
    call_command("migrate", verbosity=0, interactive=False)
    count_rows()

    wanted = told.only.split(",")
    copied = ", four in five of them copies" if many_copies.originals(told.home) else ""
    print(f"{connection.vendor}, {_people():,} people{copied}, {told.rounds} rounds; milliseconds")
    if "skew" in wanted:
        skew()
    if {"search", "pages", "writes"} & set(wanted):
        heads = "".join(f"{head:>8}" for head in ("p50", "p95", "p99", "most", "cpu p50", "cpu p95", "queries"))
        print(f"{'':<36}{heads}{'goal':>12}")
    if "search" in wanted:
        for who in ("bd1", "country", "everywhere"):
            searches(who, told.rounds)
    if "pages" in wanted:
        for who in ("bd1", "country", "everywhere"):
            pages(who, told.rounds)
    if "writes" in wanted:
        writes("bd1", told.rounds)
    if "import" in wanted:
        bring_in(told.rows)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _people() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM returnees_person")
        return int(cursor.fetchone()[0])


def drawn(count: int, *, seed: int, **only: Any) -> list[Any]:
    """Return people drawn from all over the register, by the numbers of their search keys.

    Where there are copies (`many_copies`), originals alone: a copy's phone and papers do not open.
    """
    from django.conf import settings
    from django.db.models import Max

    from sankofa.returnees.models import SearchKey

    rng = random.Random(seed)
    last = many_copies.originals(settings.HOME) or SearchKey.objects.aggregate(last=Max("pk"))["last"]
    found: list[Any] = []
    visible = SearchKey.objects.filter(person__is_protected=False, person__erased_on=None)
    for office in only.values():
        visible = visible.filter(person__office__in=office)
    while len(found) < count:
        tried = [rng.randint(1, last) for _ in range(400)]
        held = visible.filter(pk__in=tried).select_related("person__office").order_by("pk")
        found.extend({key.person_id: key.person for key in held}.values())
    return found[:count]


def offices_of(who: str) -> dict[str, Any]:
    """Return how people are drawn whom somebody may see."""
    from sankofa.accounts.models import Office

    match who:
        case "bd1":
            return {"office": Office.objects.filter(name="BD 1")}
        case "country":
            return {"office": Office.objects.filter(place__country="BD")}
        case _:
            return {}


def skew() -> None:
    """Print how unevenly names are borne."""
    from sankofa.returnees.models import SearchKey
    from sankofa.returnees.rules import names

    some = drawn(4000, seed=1)
    tokens = Counter(token for person in some for token in set(names.tokens(person.name)))
    counts = sorted(tokens.values())
    total = sum(counts)
    gini = sum((2 * place - len(counts) - 1) * count for place, count in enumerate(counts, 1)) / (len(counts) * total)
    shares = ", ".join(f"{name} {100 * held / len(some):.1f} %" for name, held in tokens.most_common(8))
    pairs = Counter(pair for person in some for pair in _pairs(person))
    twice = sum(held * (held - 1) for held in pairs.values()) / (len(some) * (len(some) - 1))
    print(f"names of {len(some):,} people drawn: {shares}")
    print(f"  {len(counts):,} different ones, Gini {gini:.2f}; two people share a pair of names in {100 * twice:.2f} %")
    for token in ("mohammad", "begum"):
        print(f"  {token}: {SearchKey.objects.filter(key=f't{token}'.encode()).count():,} people bear it")


def _pairs(person: Any) -> set[str]:
    from sankofa.returnees.rules import names

    return {key for key in names.keys_of_name(person.name) if key.startswith("b")}


def searches(who: str, rounds: int) -> None:
    """Search as somebody does who looks for people whom they may see."""
    office = offices_of(who)
    people = drawn(rounds, seed=2, **office)
    written = [person for person in drawn(rounds * 3, seed=3, **office) if person.native_name][:rounds]
    numbered = [person for person in people if person.phone]
    from sankofa.returnees.rules import names

    client = _client(who)
    cases: dict[str, Sequence[str]] = {
        "one name, given": [person.given_name.split()[-1] for person in people],
        "one name, family": [person.family_name or person.given_name for person in people],
        "whole name": [person.name for person in people],
        "two names turned": [f"{person.family_name} {person.given_name.split()[-1]}" for person in people],
        "the commonest": ["mohammad", "begum", "karim begum", "mohammad ali", "kumar"] * (rounds // 5),
        "three letters": [person.given_name.split()[-1][:3] for person in people],
        "misspelt": [_misspelt(person.name) for person in people],
        "other script": [person.native_name for person in written],
        "nobody": [f"{names.tokens(person.name)[0]} xyzzy" for person in people],
        "phone": [person.phone for person in numbered],
        "paper": [paper for person in people for paper in _papers(person)],
        "case number": [person.case_number for person in people],
    }
    from urllib.parse import quote

    every = []
    for name, texts in cases.items():
        if texts:
            asked = [_asked(client, f"/people/?q={quote(text)}") for text in texts]
            row(f"{who}: {name}", asked, "search")
            every += asked
    row(f"{who}: all of these together", every, "search")


def _misspelt(name: str) -> str:
    words = name.lower().split()
    words[-1] = words[-1].replace("a", "e", 1) if "a" in words[-1] else words[-1] + "h"
    return " ".join(words)


def _papers(person: Any) -> Iterator[str]:
    for paper in person.documents.all():
        yield paper.number


def pages(who: str, rounds: int) -> None:
    """Open people's pages and the lists."""
    office = offices_of(who)
    client = _client(who)
    people = drawn(rounds, seed=4, **office)
    row(f"{who}: person's page", [_asked(client, f"/people/{person.pk}/") for person in people], "person")
    few = min(rounds, 8)
    for name, address in {
        "people": "/people/",
        "people, page 40": "/people/?page=40",
        "people, narrowed": "/people/?sex=female&destination=SA",
        "people, overdue": "/people/?due=overdue",
        "today": "/",
    }.items():
        row(f"{who}: {name}", [_asked(client, address) for _ in range(few)], "person")
    if who == "everywhere":
        client = _client("joins")
        row("joins: possibly the same", [_asked(client, "/people/same/") for _ in range(few)], "person")


def writes(who: str, rounds: int) -> None:
    """Register people and correct them, by the actions that the pages call."""
    from dataclasses import replace

    from django.utils.translation import override

    from sankofa.accounts.models import Office
    from sankofa.kernel import clock
    from sankofa.kernel.identifiers import uuid7
    from sankofa.returnees import actions, histories

    by = _user(who).as_actor()
    office = Office.objects.select_related("organisation", "place").get(name="BD 1")
    rng = random.Random(time.time_ns())
    said = list(big_register.drawn_people(rng, "BD", rounds, on=clock.now().date()))
    made: list[Any] = []

    def register(one: Any) -> None:
        done = actions.register(office=office, number=uuid7(), said=one, by=by, at=clock.now())
        made.append(done.people[0])

    with override("en"):
        row(f"{who}: register", [_timed(register, replace(one, kind=one.kind)) for one in said], "write")

    def amend(person: Any) -> None:
        actions.amend(
            person=person, kind="person", record_id=None, said={"given_name": f"{person.given_name} Haque"},
            because="mistyped", words="", seen=histories.version_of(person), by=by, at=clock.now(),
        )  # fmt: skip

    row(f"{who}: amend", [_timed(amend, person) for person in made], "write")


def bring_in(rows: int) -> None:
    """Bring a list into the big register, from the file to the last row settled."""
    import openpyxl

    from sankofa.accounts.action import system
    from sankofa.accounts.models import Office
    from sankofa.intake import actions, goes_back
    from sankofa.intake.contents import at_work, opened
    from sankofa.intake.rules.mapping import proposals
    from sankofa.intake.rules.stages import Stage
    from sankofa.kernel import clock
    from sankofa.returnees.portrait import country

    at = clock.now()
    by = system("benchmark", on=at.date())
    office = Office.objects.select_related("organisation", "place").get(name="BD 1")
    rng = random.Random(time.time_ns())
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Returnees")
    sheet.append(["Name", "Gender", "DOB", "Mobile", "Passport No", "District", "Returned from", "Return date"])
    for said in big_register.drawn_people(rng, "BD", rows, on=at.date()):
        born = f"{said.born.day:%d/%m/%Y}" if said.born.precision == "day" else ""
        returned = f"{said.journey.returned.day:%d/%m/%Y}" if said.journey.returned.precision == "day" else ""
        sheet.append([said.name_latin, said.sex[0].upper(), born, said.phone, said.document_number, "Sylhet",
                      country(said.journey.destination), returned])  # fmt: skip
    held = io.BytesIO()
    book.save(held)
    began = time.perf_counter()
    told = []

    def step(name: str, work: Callable[[], Any]) -> Any:
        first, worked = time.perf_counter(), time.process_time()
        result = work()
        told.append(f"{name} {time.perf_counter() - first:.1f} s (cpu {time.process_time() - worked:.1f})")
        return result

    file = step("read", lambda: actions.send(
        office=office, importer="returnees", name="list.xlsx", content=held.getvalue(), by=by, at=at
    ))  # fmt: skip
    laid = opened(file).layout()
    found = proposals(laid.columns, opened(file).fields, laid.tags)
    actions.confirm_mapping(
        file=file, sheet=laid.sheet, header_row=laid.header_row, day_first=True, by=by, at=at,
        columns={place: proposal.field for place, proposal in found.items()},
    )  # fmt: skip
    file.refresh_from_db()
    work = at_work(file)

    def until(stage: Stage, going: Callable[..., Any]) -> None:
        while going(file=file, work=work, by=by, at=at).stage not in {stage, Stage.DONE}:
            pass

    step("check", lambda: until(Stage.CHECKED, actions.check_next))
    step("let in", lambda: until(Stage.DONE, actions.apply_next))
    file.refresh_from_db()
    step("write what goes back", lambda: goes_back.goes_back(file, on=at.date()))
    passed = time.perf_counter() - began
    print(f"import of {rows:,} rows: {rows / passed:,.0f} rows/s (goal 300); {', '.join(told)}; {file.counts}")


def row(name: str, taken: Sequence[tuple[float, float, int]], goal: str) -> None:
    """Print what many calls took, beside the goal."""
    times, work = (sorted(call[place] for call in taken) for place in (0, 1))
    queries = sorted({asked for *_, asked in taken})
    spread = f"{queries[0]}" if len(queries) == 1 else f"{queries[0]}-{queries[-1]}"
    wanted = "/".join("-" if one is None else str(one) for one in GOALS[goal])
    reached = (statistics.median(times), _at(times, 0.95), _at(times, 0.99))
    missed = any(most is not None and held > most for held, most in zip(reached, GOALS[goal], strict=True))
    told = [*reached, times[-1], statistics.median(work), _at(work, 0.95)]
    print(
        f"{name:<36}{''.join(f'{one:8.1f}' for one in told)}{spread:>8}{wanted:>12}{'  missed' if missed else ''}",
        flush=True,
    )


def _at(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def _user(who: str) -> Any:
    from sankofa.accounts.models import User

    return User.objects.get(email=f"{who}@example.org")


def _client(who: str) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(_user(who))
    assert client.get("/people/?q=nobodyatall").status_code == 200, "somebody is signed in"
    return client


def _asked(client: Any, address: str) -> tuple[float, float, int]:
    """Return how long the server took for a page, and how many queries."""

    def ask(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return _timed(ask, address)


def _timed(work: Callable[[Any], None], on: Any) -> tuple[float, float, int]:
    from django.db import connection

    queries = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        began, worked = time.perf_counter(), time.process_time()
        work(on)
        return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000, queries[0]


if __name__ == "__main__":
    main()
