"""How fast lists are read and how much memory that takes: by openpyxl, by calamine, and by calamine in a process apart.

    python benchmarks/sheet_reading.py [ROWS]

Each way runs in a process of its own, so that the peak is its own.  Prints each; nothing is asserted.
"""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

WAYS = ("nothing read", "openpyxl", "calamine", "as we read XLSX", "calamine apart")


def read(way: str, content: bytes) -> int:
    """Read a workbook one way and return how many rows it had."""
    import openpyxl
    import python_calamine

    from sankofa.intake import files
    from sankofa.intake.files import workbooks

    match way:
        case "openpyxl":
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
        case "calamine":
            return sum(1 for _ in python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).iter_rows())
        case "as we read XLSX":
            return sum(map(len, files.sheets_of(content).values()))
        case "calamine apart":
            return sum(map(len, workbooks.read_apart(content).values()))
        case _:
            return 0


def measured(way: str) -> None:
    """Read the workbook on standard input one way, and print rows, seconds and kilobytes."""
    import resource

    content = sys.stdin.buffer.read()
    read("nothing read", content)
    began = time.perf_counter()
    rows = read(way, content)
    passed = time.perf_counter() - began
    here, below = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([rows, passed, here, below]))


def main(rows: int) -> None:
    """Read a made-up list every way."""
    from benchmarks.import_speed import spreadsheet

    content = spreadsheet(rows)
    print(f"{rows:,} rows, {len(content) / 1024:,.0f} KB")
    for way in WAYS:
        command = [sys.executable, __file__, "--way", way]
        done = subprocess.run(command, input=content, capture_output=True, check=True)
        count, passed, here, below = json.loads(done.stdout)
        print(f"  {way:<18}{count:8,} rows {passed:7.2f} s   peak {here / 1024:6.0f} MB, apart {below / 1024:6.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        measured(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
