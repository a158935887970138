"""How many rows a second come in: a made-up list of so many returnees, from the spreadsheet to the last row settled.

    python benchmarks/import_speed.py [ROWS] [IMPORTER]
    SANKOFA_DATABASE=postgresql://... python benchmarks/import_speed.py [ROWS] [IMPORTER]

Runs on a database of its own that is thrown away: on SQLite as delivered, or on a PostgreSQL server whose address names
somebody who may create databases.  Prints each step by the clock and, because a machine is rarely idle, by the
processor's time, on PostgreSQL with what the server worked for it where it runs on the same machine; nothing is
asserted.  Our side is one process on one core: reading the file, checking every row, comparing it with the register,
sealing, writing, and the record of events.  How fast a list comes into a register of a million is measured by
`register_at_scale.py`.
"""

import io
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import openpyxl

T = TypeVar("T")
GIVEN = ("Amina", "Karim", "Rahima", "Sumon", "Nasrin", "Jahid", "Fatema", "Rubel", "Shirin", "Tareq")
FAMILY = ("Rahman", "Sheikh", "Khatun", "Miah", "Akter", "Hossain", "Begum", "Uddin", "Islam", "Chowdhury")


def spreadsheet(rows: int) -> bytes:
    """Return a list as an office would write it: a title, headings in their own words, days in figures, a total."""
    chance = random.Random(20261122)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Returnees")
    sheet.append(["Returnees, all districts"])
    sheet.append(["Name", "Gender", "DOB", "Mobile", "District", "Returned from", "Return date", "Remarks"])
    for number in range(rows):
        name = f"{chance.choice(GIVEN)} {chance.choice(GIVEN)} {chance.choice(FAMILY)}"
        born = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(1960, 2004)}"
        returned = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(2018, 2025)}"
        phone = f"017{number:08}"
        sheet.append([name, chance.choice("MF"), born, phone, "Sylhet", "Oman", returned, None])
    sheet.append(["Total", rows])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def timed(label: str, rows: int, work: Callable[[], T]) -> T:
    """Do a step and print how long it took, and how many rows a second that is."""
    began, worked = time.perf_counter(), worked_so_far()
    result = work()
    _tell(label, rows, time.perf_counter() - began, worked_so_far() - worked)
    return result


def worked_so_far() -> float:
    """Return the seconds of processor that this process used, with those of its server process on PostgreSQL."""
    from django.db import connection

    if connection.vendor != "postgresql" or connection.connection is None:
        return time.process_time()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not told.exists():
        return time.process_time()
    ticks = told.read_text().rpartition(")")[2].split()
    return time.process_time() + (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def passing_database(address: str) -> Iterator[str]:
    """Create a database on the server of an address, and drop it when all is measured; SQLite needs none."""
    if not address:
        yield ""
        return
    import psycopg
    from psycopg import sql

    name = f"sankofa_import_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{address.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _tell(label: str, rows: int, passed: float, worked: float) -> None:
    by_clock, by_processor = f"{passed:8.2f} s {rows / passed:8,.0f} rows/s", f"{rows / worked:8,.0f} rows/s"
    print(f"  {label:<30}{by_clock}   by processor {worked:8.2f} s {by_processor}")


def main(rows: int, importer: str) -> None:
    """Bring a made-up list in, step by step."""
    from django.core.management import call_command

    from sankofa.accounts.action import system
    from sankofa.accounts.models import Office, Organisation
    from sankofa.intake import actions, goes_back
    from sankofa.intake.contents import at_work, opened
    from sankofa.intake.rules.mapping import proposals
    from sankofa.intake.rules.stages import Stage
    from sankofa.kernel import clock
    from sankofa.places.models import Place

    call_command("migrate", verbosity=0)
    from sankofa.project import hooks
    from sankofa.project.setup import steps

    hooks.fill()
    for _ in steps():
        pass
    office = Office.objects.create(
        organisation=Organisation.objects.create(name="Benchmark", kind="agency"),
        name="Benchmark",
        place=Place.objects.filter(country_id="BD", level=2).order_by("path")[0],
        zone="Asia/Dhaka",
    )
    at = clock.now()
    by = system("benchmark", on=at.date())
    content = spreadsheet(rows)
    print(f"{rows:,} rows, {len(content) / 1024:,.0f} KB, importer {importer}")
    began, worked = time.perf_counter(), worked_so_far()
    file = timed(
        "read, keep, find the table",
        rows,
        lambda: actions.send(office=office, importer=importer, name="list.xlsx", content=content, by=by, at=at),
    )

    def confirm() -> object:
        held = opened(file)
        laid = held.layout()
        found = proposals(laid.columns, held.fields, laid.tags)
        return actions.confirm_mapping(
            file=file,
            sheet=laid.sheet,
            header_row=laid.header_row,
            columns={place: proposal.field for place, proposal in found.items()},
            day_first=True,
            by=by,
            at=at,
        )

    timed("recognise and confirm columns", rows, confirm)
    file.refresh_from_db()
    work = timed("open for work", rows, lambda: at_work(file))

    def until(stage: Stage, step: Callable[..., actions.Progress]) -> None:
        while step(file=file, work=work, by=by, at=at).stage not in {stage, Stage.DONE}:
            pass

    timed("check every row", rows, lambda: until(Stage.CHECKED, actions.check_next))
    timed("let rows in", rows, lambda: until(Stage.DONE, actions.apply_next))
    file.refresh_from_db()
    timed("write what goes back", rows, lambda: goes_back.goes_back(file, on=at.date()))
    _tell("all of it", rows, time.perf_counter() - began, worked_so_far() - worked)
    print(f"  {file.counts}")


if __name__ == "__main__":
    held = os.environ.get("SANKOFA_DATABASE", "")
    with tempfile.TemporaryDirectory() as home, passing_database(held) as address:
        os.environ["SANKOFA_HOME"] = home
        os.environ["SANKOFA_DATABASE"] = address
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        sys.path.insert(0, str(Path(__file__).parents[1]))
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home))
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2] if len(sys.argv) > 2 else "returnees")
