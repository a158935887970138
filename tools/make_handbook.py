"""Write the parts of the documents that are facts of the code, so that they are never believed when they are stale.

    python tools/make_handbook.py            write them (make documents)
    python tools/make_handbook.py --check    only tell which are stale, for `make check`

What is written: `docs/handbook/rules/` from the worked examples in `tests/specification/`; the table of roles in
`docs/handbook/roles.md` from `roles.toml` and the permissions that rooms declare; the stages of a file in
`docs/handbook/bringing-in-a-file.md`; the states of an introduction in `docs/handbook/introductions-to-lenders.md`;
`docs/DEPENDENCIES.md`.
"""

import importlib
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# Permissions are declared with labels that Django marks for translation; no table is touched.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sankofa.project.settings")

from tools import dependencies, worked_examples  # noqa: E402

SPECIFICATION = ROOT / "tests" / "specification"
RULES = ROOT / "docs" / "handbook" / "rules"
BEGINS, ENDS = "<!-- written by tools/make_handbook.py: begins -->", "<!-- ends -->"


class NoPlace(ValueError):
    """A page lacks the two marks between which its table is written."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file.name} lacks the lines {BEGINS} and {ENDS}")


def documents() -> Mapping[Path, str]:
    """Return every generated text by its file."""
    handbook = ROOT / "docs" / "handbook"
    return {
        **_rule_pages(),
        **_between_marks(handbook / "roles.md", roles_table()),
        **_between_marks(handbook / "bringing-in-a-file.md", stages_table()),
        **_between_marks(handbook / "introductions-to-lenders.md", introductions_table()),
        ROOT / "docs" / "DEPENDENCIES.md": dependencies.markdown(),
    }


def problems() -> list[str]:
    """Return which documents are stale, missing, or left over from tests that are gone."""
    wanted = documents()
    found = [
        f"{_name(file)} is stale: run make documents"
        for file, text in wanted.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    return found + [f"{_name(file)} has no test any more: delete it" for file in _left_over(wanted)]


def roles_table() -> str:
    """Return what each role may do, as a table: permissions down, roles across."""
    from sankofa.accounts.registry import declared
    from sankofa.project.rooms import ROOMS

    for room in ROOMS:
        if (ROOT / "sankofa" / room / "permissions.py").exists():
            importlib.import_module(f"sankofa.{room}.permissions")
    roles = tomllib.loads((ROOT / "sankofa" / "project" / "roles.toml").read_text(encoding="utf-8"))
    lines = [
        "| may … | " + " | ".join(role["names"]["en"] for role in roles.values()) + " |",
        "| --- |" + " --- |" * len(roles),
        "| usual reach | " + " | ".join(role["scope"] for role in roles.values()) + " |",
    ]
    for code, permission in sorted(declared().items()):
        if code.split(".")[0] not in ROOMS:
            continue  # a test's own
        held = ["**yes**" if code in role["permissions"] else "no" for role in roles.values()]
        lines.append(f"| {permission.label} (`{code}`) | " + " | ".join(held) + " |")
    return "\n".join(lines)


def stages_table() -> str:
    """Return how a file may go on from each stage, from the one table that decides it."""
    from sankofa.intake.rules.stages import NEXT

    lines = ["| a file that is | may become |", "| --- | --- |"]
    for stage, following in NEXT.items():
        onward = sorted(following, key=list(NEXT).index)
        lines.append(f"| {stage} | {', '.join(onward) or 'nothing more'} |")
    return "\n".join(lines)


def introductions_table() -> str:
    """Return how an introduction to a lender may go on from each state, from the one table that decides it."""
    from sankofa.credit.rules.referrals import NEXT

    lines = ["| an introduction that is | may become |", "| --- | --- |"]
    for state, following in NEXT.items():
        onward = ", ".join(after.replace("_", " ") for after in following)
        lines.append(f"| {state.replace('_', ' ')} | {onward or 'nothing more'} |")
    return "\n".join(lines)


def _rule_pages() -> dict[Path, str]:
    pages, listed = {}, []
    for file in sorted(SPECIFICATION.glob("test_*.py")):
        page = worked_examples.page_of(file)
        pages[RULES / f"{page.name}.md"] = worked_examples.markdown(page, source=_name(file))
        listed.append(f"- [{page.title}]({page.name}.md)")
    index = [
        "# The rules, by worked examples",
        "",
        "Each page is written from a table of tests. What it says is what the program does: the cases are run at every",
        "check, and these pages are compared with them.",
        "",
        *listed,
        "",
    ]
    return {RULES / "index.md": "\n".join(index), **pages}


def _between_marks(file: Path, table: str) -> dict[Path, str]:
    text = file.read_text(encoding="utf-8")
    before, begins, rest = text.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not begins or not ends:
        raise NoPlace(file)
    return {file: f"{before}{BEGINS}\n\n{table}\n\n{ENDS}{after}"}


def _left_over(wanted: Mapping[Path, str]) -> list[Path]:
    return [file for file in sorted(RULES.glob("*.md")) if file not in wanted]


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def main(arguments: Sequence[str]) -> int:
    """Write the documents; with --check only tell what is stale."""
    if "--check" in arguments:
        found = problems()
        print("\n".join(found))
        return 1 if found else 0
    wanted = documents()
    for file, text in wanted.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"written: {_name(file)}")
    for file in _left_over(wanted):
        file.unlink()
        print(f"deleted: {_name(file)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
