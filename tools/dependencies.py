"""What the project depends on, why, and under which licence.

The reason stands where the dependency is declared: behind it in `pyproject.toml`, under `reasons` in `package.json`.
The licence is what the installed package says of itself, or the lock of the packages for the style sheet.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNKNOWN = ""
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_DECLARED = re.compile(r'^\s+"(?P<name>[A-Za-z0-9._-]+)[^"]*",\s*(?:#\s*(?P<reason>.*?))?\s*$')
_LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==")
_SHORT = {
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_STRONG_COPYLEFT = re.compile(r"(?<!L)(?:A?GPL|GNU (?:Affero )?General Public)", re.I)


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something the project leans on; an empty reason or licence is a gap that a test names."""

    name: str
    reason: str
    licence: str


def needed() -> list[Dependency]:
    """Return what runs on a server."""
    return [_python(name) for name in _names(_project()["dependencies"])]


def optional() -> dict[str, list[Dependency]]:
    """Return what is needed for more than running, by the name of the extra."""
    extras = _project().get("optional-dependencies", {})
    return {extra: [_python(name) for name in _names(declared)] for extra, declared in extras.items()}


def for_the_look() -> list[Dependency]:
    """Return what the style sheet, the fonts and the one script are built from.  What is built is committed."""
    told = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return [
        Dependency(
            name,
            told.get("reasons", {}).get(name, ""),
            locked.get(f"node_modules/{name}", {}).get("license", UNKNOWN),
        )
        for name in sorted(told["devDependencies"])
    ]


def locked() -> Iterator[Dependency]:
    """Yield every package of the locks that is installed here, dependencies of dependencies among them."""
    names = {
        held["name"].lower()
        for file in sorted((ROOT / "requirements").glob("*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if (held := _LOCKED.match(line)) is not None
    }
    for name in sorted(names):
        try:
            yield Dependency(name, "", licence_of(name))
        except metadata.PackageNotFoundError:
            continue  # a package for another system or another version of Python


def licence_of(name: str) -> str:
    """Return the licence that an installed package names, shortly.  Raises PackageNotFoundError."""
    told = metadata.metadata(name).json
    if expression := told.get("license_expression"):
        return str(expression)
    classifiers = [text.rpartition(" :: ")[2] for text in told.get("classifier", []) if "License ::" in text]
    named = [_SHORT.get(text, text) for text in classifiers if text not in {"OSI Approved", "License"}]
    if named:
        return " OR ".join(sorted(set(named)))  # several classifiers are a choice
    free = str(told.get("license") or _licence_file(name)).strip().splitlines()
    return _SHORT.get(free[0], free[0]) if free else UNKNOWN


def _licence_file(name: str) -> str:
    held = metadata.distribution(name)
    return next((text for place in ("licenses/LICENSE", "LICENSE") if (text := held.read_text(place))), "")


def binds_whoever_uses_it(licence: str) -> bool:
    """Whether a licence would bind the whole product.  A choice of licences is judged by its mildest."""
    return all(_STRONG_COPYLEFT.search(choice) for choice in re.split(r"\bOR\b", licence))


def markdown() -> str:
    """Return the document."""
    lines = [
        "# What Sankofa depends on",
        "",
        "Written by `tools/make_handbook.py`. The reason stands where the dependency is declared (`pyproject.toml`,",
        "`package.json`); the licence is what the package says of itself. A test fails where either is missing, and",
        "where the licence of any package in the locks would bind the whole product (GPL, AGPL). LGPL and MPL are used",
        "as libraries, unchanged. djlint is under the GPL and is a command beside the project: it reads templates when",
        "they are checked, nothing imports it, and no deployment installs it.",
        "",
        "## To run",
        "",
        *_rows(needed()),
    ]
    for extra, held in optional().items():
        title = "To test and check" if extra == "dev" else f"Extra `{extra}`"
        lines += ["", f"## {title}", "", *_rows(held)]
    lines += [
        "",
        "## To change the look",
        "",
        "Only needed to rebuild the style sheet. What is built is committed in `sankofa/shell/static/shell/`.",
        "",
        *_rows(for_the_look()),
        "",
    ]
    return "\n".join(lines)


def _rows(held: list[Dependency]) -> list[str]:
    return [
        "| package | what for | licence |",
        "| --- | --- | --- |",
        *(f"| {one.name} | {one.reason} | {one.licence} |" for one in held),
    ]


def _project() -> dict[str, dict[str, list[str]]]:
    told: dict[str, dict[str, list[str]]] = tomllib.loads(_pyproject())["project"]
    return told


def _names(declared: object) -> list[str]:
    assert isinstance(declared, list)
    return [held[0] for text in declared if (held := _NAME.match(text)) is not None]


def _python(name: str) -> Dependency:
    try:
        licence = licence_of(name)
    except metadata.PackageNotFoundError:
        licence = UNKNOWN
    return Dependency(name, _reasons().get(name, ""), licence)


def _reasons() -> dict[str, str]:
    found = (_DECLARED.match(line) for line in _pyproject().splitlines())
    return {held["name"]: held["reason"] or "" for held in found if held is not None}


def _pyproject() -> str:
    return (ROOT / "pyproject.toml").read_text(encoding="utf-8")
