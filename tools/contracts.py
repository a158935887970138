"""Write `.importlinter`: which room may import which, and in what order the modules of a room stand.

The rooms that are built come from `sankofa/project/rooms.py`; the whole house, as docs/architecture.md plans it, stands
here, so that a room finds its floor before its first line.  Run it after adding a room:

    python tools/contracts.py
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / ".importlinter"

GROUND = ("kernel", "instalments", "disclosure")
HOUSE: tuple[tuple[str, ...], ...] = (
    GROUND[:1],
    GROUND[1:],
    ("store",),
    ("audit",),
    ("places",),
    ("accounts",),
    ("shell",),
    ("consent", "ledger", "intake", "approvals", "messages"),
    ("returnees",),
    ("surveys",),
    ("sustainability", "debts", "provision", "skills"),
    ("cases",),
    ("lenders", "savings"),
    ("credit",),
    ("loans",),
    ("funds",),
    ("community", "grievances", "diaspora", "remittances", "competitions"),
    ("statistics",),
    ("desks",),
    ("project",),
)
"""Floor by floor from the ground: a room imports floors below it, never a neighbour, never a floor above."""

INSIDE = (
    ("urls",),
    ("views", "api", "commands"),
    ("forms",),
    ("actions",),
    ("queries",),
    ("models",),
    ("rules",),
)
"""The order inside a room, from the outside in."""

FRAMEWORKS = (
    "django",
    "csp",
    "django_htmx",
    "granian",
    "whitenoise",
    "openpyxl",
    "python_calamine",
    "pyarrow",
    "duckdb",
    "psycopg",
    "click",
    "playwright",
)
"""What a rule knows nothing of.  NumPy is forbidden module by module, by tests/architecture/test_purity.py."""

BASES = {"store": "every table is made of store's Record, and its fields point at store's Blob"}
"""Rooms whose tables others may import, and why."""

HEAD = """\
# Written by tools/contracts.py from sankofa/project/rooms.py.  Do not edit: change one of these and run it.
[importlinter]
root_package = sankofa
include_external_packages = True
exclude_type_checking_imports = True
"""


def contracts(floors: Sequence[Sequence[str]], rooms_with_tables: Sequence[str]) -> str:
    """Return the text of `.importlinter` for the rooms that are built and those of them that have tables."""
    built = {*GROUND, "project", *(room for floor in floors for room in floor)}
    sections = [
        _section(
            "rooms",
            "A room imports floors below it, never a neighbour, never a floor above; nothing imports project",
            "layers",
            containers=["sankofa"],
            layers=[" | ".join(room if room in built else f"({room})" for room in floor) for floor in reversed(HOUSE)],
            exhaustive=True,
        ),
        _section(
            "inside",
            "Inside a room: urls > views, api, commands > forms > actions > queries > models > rules",
            "layers",
            containers=[f"sankofa.{room}" for floor in floors for room in floor],
            layers=[" : ".join(f"({module})" for module in layer) for layer in INSIDE],
        ),
        _section(
            "rules",
            "Rules know no framework and no setting",
            "forbidden",
            source_modules=["sankofa.kernel", "sankofa.*.rules", *_edgeless(GROUND[1:])],
            forbidden_modules=[*FRAMEWORKS, "sankofa.project"],
        ),
        _section(
            "clock",
            "Rules are told the day; they do not read the clock",
            "forbidden",
            source_modules=["sankofa.*.rules"],
            forbidden_modules=["sankofa.kernel.clock"],
            allow_indirect_imports=True,
        ),
        _section(
            "views",
            "Views ask queries and actions, never tables",
            "forbidden",
            source_modules=["sankofa.*.views"],
            forbidden_modules=["sankofa.*.models"],
            allow_indirect_imports=True,
        ),
        _section("cycles", "No modules import one another in a circle", "acyclic_siblings", ancestors=["sankofa"]),
    ]
    for room in rooms_with_tables:
        if room in BASES:
            continue
        sections.append(
            _section(
                f"tables-{room}",
                f"The tables of {room} are imported only there; others ask its queries and actions",
                "protected",
                protected_modules=[f"sankofa.{room}.models"],
                allowed_importers=[f"sankofa.{room}"],
            )
        )
    bases = "".join(f"# The tables of {room} have no contract: {why}.\n" for room, why in BASES.items())
    return "\n".join([HEAD, *sections, bases])


def present_contracts() -> str:
    """Return the text of `.importlinter` for the house as it stands."""
    sys.path.insert(0, str(ROOT))
    from sankofa.project.rooms import FLOORS

    rooms = [room for floor in FLOORS for room in floor]
    folder = ROOT / "sankofa"
    return contracts(
        FLOORS,
        [room for room in rooms if (folder / room / "models.py").exists() or (folder / room / "models").is_dir()],
    )


def _edgeless(rooms: Sequence[str]) -> list[str]:
    """Return the modules of ground rooms but for their edge, the command line."""
    folder = ROOT / "sankofa"
    files = (file for room in rooms for file in sorted((folder / room).glob("*.py")))
    return [f"sankofa.{file.parent.name}.{file.stem}" for file in files if file.stem not in {"__init__", "commands"}]


def _section(code: str, name: str, kind: str, **options: Sequence[str] | bool) -> str:
    return "\n".join([f"[importlinter:contract:{code}]", f"name = {name}", f"type = {kind}", *_options(options), ""])


def _options(options: dict[str, Sequence[str] | bool]) -> Iterator[str]:
    for name, value in options.items():
        if isinstance(value, bool):
            yield f"{name} = {value}"
        else:
            yield f"{name} ="
            yield from (f"    {line}" for line in value)


def main(arguments: Sequence[str]) -> int:
    """Write the file; with --check only tell whether it is as it would be written."""
    text = present_contracts()
    if "--check" in arguments:
        if FILE.exists() and FILE.read_text(encoding="utf-8") == text:
            return 0
        print("The order of the rooms has changed: run python tools/contracts.py")
        return 1
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
