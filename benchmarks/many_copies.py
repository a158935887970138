"""A register of a million people made from one of two hundred thousand in minutes: four more copies of everybody.

    python -m benchmarks.many_copies --home FOLDER [--copies 4]      FOLDER holds what `big_register build` made

Each copy is as many years older as its number: other ids, case numbers, days of birth, and other keys of phones and
papers, so that no two people share a number or a birthday that did not before.  Names, offices and everything that is
searched by name stay as unevenly borne as they are.

What stands for itself must be said: a copy's sealed values do not open, because they are bound to the original's id,
and copies have no histories and no candidates of their own.  So pages and corrections are asked of originals alone,
and searches, lists and imports of all.  The file `originals` in the folder says which search keys are originals'.
"""

import argparse
import sqlite3
import time
from pathlib import Path

from sankofa.kernel.identifiers import case_number

HEX = "0123456789abcdef"
COPIED = ("store_subjectkey", "returnees_person", "returnees_journey", "returnees_document", "returnees_searchkey")


def main() -> None:
    """Copy everybody of a register, once."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--copies", type=int, default=4)
    told = asked.parse_args()
    assert 0 < told.copies < len(HEX), "a copy is told by one sign of its ids"
    if (told.home / "originals").exists():
        print(f"{told.home} holds copies already")
        return
    multiply(told.home, told.copies)


def multiply(home: Path, copies: int) -> None:
    """Write the copies into a home's SQLite, and make its indexes anew when everything is in."""
    began = time.perf_counter()
    held = sqlite3.connect(home / "sankofa.sqlite3", isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000"):
        held.execute(f"PRAGMA {pragma}")
    held.create_function("number_of_copy", 2, _number, deterministic=True)
    last = {table: held.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] for table in COPIED}
    indexes = held.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        f"AND tbl_name IN ({', '.join('?' for _ in COPIED)})",
        COPIED,
    ).fetchall()
    for name, _sql in indexes:
        held.execute(f'DROP INDEX "{name}"')
    for copy in range(1, copies + 1):
        for table in COPIED:
            _copied(held, table, copy, last[table])
        print(f"{time.perf_counter() - began:7.0f} s  copy {copy}", flush=True)
    for _name, sql in indexes:
        held.execute(sql)
    held.execute("PRAGMA analysis_limit=1000")
    held.execute("ANALYZE")
    held.execute("PRAGMA journal_mode=WAL")
    held.close()
    (home / "originals").write_text(f"{last['returnees_searchkey']}\n")
    print(f"{time.perf_counter() - began:7.0f} s  {(home / 'sankofa.sqlite3').stat().st_size / 2**30:.1f} GiB")
    print("sealed values of copies do not open: pages and corrections are asked of originals alone, searches of all")


def originals(home: Path) -> int | None:
    """Return the number of the last search key that is no copy's; None where there are no copies."""
    told = home / "originals"
    return int(told.read_text()) if told.exists() else None


def _copied(held: sqlite3.Connection, table: str, copy: int, last: int) -> None:
    columns = [row[1] for row in held.execute(f"PRAGMA table_info({table})")]
    if table == "returnees_searchkey":
        columns.remove("id")
    told = ", ".join(_instead(table, column, copy) for column in columns)
    held.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {told} FROM {table} WHERE rowid <= {last}")


def _instead(table: str, column: str, copy: int) -> str:
    """Return what stands in a column of a copy."""
    match table, column:
        case _, "person_id":
            return _other_sign("person_id", copy)
        case _, "id":
            return _other_sign("id", copy)
        case "returnees_person", "case_number":
            return f"number_of_copy(case_number, {copy})"
        case "returnees_person", "born_on":
            return f"date(born_on, '-{copy} years')"
        case "returnees_person", "created_at":
            return f"datetime(created_at, '-{copy} years')"
        case "returnees_searchkey", "key":
            # A number or a hash becomes another one; a name with a birthday gets the copy's year; a name stays.
            return (
                "CASE WHEN key >= x'64' AND key < x'65' OR key >= x'69' AND key < x'6a' "
                "OR key >= x'70' AND key < x'73' "
                f"THEN CAST({_other_sign('CAST(key AS TEXT)', copy)} AS BLOB) "
                f"WHEN key >= x'6e' AND key < x'6f' THEN CAST('n' || (CAST(substr(CAST(key AS TEXT), 2, 4) AS INTEGER)"
                f" - {copy}) || substr(CAST(key AS TEXT), 6) AS BLOB) ELSE key END"
            )
        case _:
            return column


def _other_sign(text: str, copy: int) -> str:
    """Return the text with its last sign, a hexadecimal one, turned on by as many as the copy's number."""
    turned = f"substr('{HEX}', 1 + (instr('{HEX}', substr({text}, -1)) - 1 + {copy}) % {len(HEX)}, 1)"
    return f"substr({text}, 1, length({text}) - 1) || {turned}"


def _number(number: str, copy: int) -> str:
    """Return the case number of a copy: the same some decades on, with its own check sign."""
    _sk, year, serial, _check = number.split("-")
    return case_number(2000 + int(year) + 10 * copy, int(serial))


if __name__ == "__main__":
    main()
