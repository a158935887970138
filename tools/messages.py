"""Gather the sentences of the interface, room by room, into the catalogues that translators fill.

`make messages` rewrites `sankofa/<room>/locale/<language>/LC_MESSAGES/django.po`: what is translated stays, what is new
waits for its translation, what is no longer said is kept below as obsolete.  English is the source and has no
catalogue.  With --check nothing is written: it tells what is stale, what French lacks, where a translation names other
facts than the sentence, where a sentence hides within an f-string, and where rooms translate one sentence differently:
pages read all catalogues as one, so one translation would stand in all.  Urdu may be incomplete; its share is reported.
"""

import argparse
import ast
import io
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sankofa"
COMPLETE = ("fr",)
GROWING = ("ur",)

KEYWORDS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy")
KEYWORDS_WITH_CONTEXT = ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")
_FORMATS = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[sdrf]|\{(\w*)\}|%[sd]")
_NEEDLESS_HEADERS = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)
_HEADER = "# The interface of {room} in {language}.  Written by tools/messages.py; translations are kept."


def rooms() -> list[Path]:
    """Return the folders of the rooms, in the order of their names."""
    return sorted(folder.parent for folder in PACKAGE.glob("*/__init__.py"))


def template_of(room: Path) -> Catalog:
    """Return every sentence that a room says, and in which of its files."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for file in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
        if {"migrations", "locale", "static"} & set(file.relative_to(room).parts):
            continue
        text = file.read_text(encoding="utf-8")
        source = text if file.suffix == ".py" else as_python(text)
        for message, context, comments in sentences(source):
            place = (file.relative_to(room).as_posix(), 1)
            catalogue.add(message, locations=[place], auto_comments=comments, context=context)
    return catalogue


def as_python(template: str) -> str:
    """Return a template as a text in which its sentences stand in calls of gettext, line by line."""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in str(templatize(template)).splitlines())


def sentences(source: str) -> Iterator[tuple[str | tuple[str, str], str | None, list[str]]]:
    """Yield each sentence (or a pair of singular and plural), its context if any, and what its author says about it."""
    keywords: dict[str, None] = dict.fromkeys((*KEYWORDS, *KEYWORDS_WITH_CONTEXT))
    found: Iterator[Any] = extract_python(
        io.BytesIO(source.encode()), keywords, ["Translators:"], {"encoding": "utf-8"}
    )
    for _line, function, message, comments in found:
        said = (message,) if isinstance(message, str) else tuple(message or ())
        parts = [part for part in said if isinstance(part, str)]
        context = parts.pop(0) if function in KEYWORDS_WITH_CONTEXT and parts else None
        wanted = 2 if "ngettext" in str(function) or "npgettext" in str(function) else 1
        if len(parts) < wanted or not parts[0]:
            continue
        yield parts[0] if wanted == 1 else (parts[0], parts[1]), context, [comment for comment in comments if comment]


def hidden(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each call within an f-string that asks for a translation: gathering reads over it."""
    for joined in ast.walk(ast.parse(source)):
        if not isinstance(joined, ast.JoinedStr):
            continue
        for call in ast.walk(joined):
            if isinstance(call, ast.Call) and _called(call) in {*KEYWORDS, *KEYWORDS_WITH_CONTEXT}:
                yield call.lineno, ast.unparse(call)


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def catalogue_of(room: Path, language: str) -> Path:
    """Return where the catalogue of a room lies."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def updated(room: Path, language: str, template: Catalog) -> Catalog:
    """Return the catalogue as it should be: the sentences of today, with the translations there are."""
    file = catalogue_of(room, language)
    if file.exists():
        with file.open("rb") as opened:
            catalogue = read_po(opened, locale=language)
    else:
        catalogue = Catalog(locale=language, charset="utf-8", fuzzy=False)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.fuzzy = False
    catalogue.header_comment = _HEADER.format(room=room.name, language=language)
    return catalogue


def text_of(catalogue: Catalog) -> str:
    """Return a catalogue as its file holds it: the same for the same sentences, whenever and wherever it is written."""
    written = io.BytesIO()
    write_po(written, catalogue, width=100, include_lineno=False, sort_output=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in _NEEDLESS_HEADERS)))


def problems_of(message: Message) -> Iterator[str]:
    """Yield what is wrong with a translation: a form that is missing, or other facts than the sentence names."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
    if not any(forms):
        return
    if not all(forms):
        yield "a form is missing"
    allowed = [_facts(original) for original in originals]
    for form in forms:
        if form and _facts(form) not in allowed:
            yield f"names other facts: {form!r}"


def told_apart(catalogues: Mapping[str, Catalog]) -> Iterator[str]:
    """Yield what is wrong where rooms translate a sentence differently, given the catalogue of each in one language."""
    ways: defaultdict[tuple[str | None, str, bool], defaultdict[tuple[str, ...], list[str]]]
    ways = defaultdict(lambda: defaultdict(list))
    for room, catalogue in catalogues.items():
        for message in catalogue:
            if not message.id or not is_translated(message):
                continue
            first = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            ways[message.context, first, isinstance(message.id, str)][forms].append(room)
    for (context, said, _), found in sorted(ways.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        if len(found) > 1:
            told = "; ".join(f"{' / '.join(forms)!r} in {', '.join(names)}" for forms, names in found.items())
            within = "" if context is None else f" ({context})"
            yield f"{said!r}{within} has {len(found)} translations: {told}. Choose one, or say two things in English"


def is_translated(message: Message) -> bool:
    """Whether a sentence has its translation, in every form, and nobody marked it as unsure."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms) and not message.fuzzy


def _facts(text: str) -> list[str]:
    return sorted(hit[0] for hit in _FORMATS.finditer(text.replace("%%", "")))


def main(arguments: Sequence[str]) -> int:
    """Write the catalogues, or check them; return 0 where nothing is wrong."""
    parser = argparse.ArgumentParser(description="Gather the sentences of the interface into catalogues.")
    parser.add_argument("--check", action="store_true", help="write nothing; tell what is stale, missing or wrong")
    chosen = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sankofa.project.settings_test")
    problems = [
        f"{file.relative_to(ROOT).as_posix()}:{line}: {call} hides within an f-string: take it out"
        for file in sorted(PACKAGE.rglob("*.py"))
        for line, call in hidden(file.read_text(encoding="utf-8"))
    ]
    said = {room: template_of(room) for room in rooms()}
    for language in (*COMPLETE, *GROWING):
        total = translated = 0
        catalogues: dict[str, Catalog] = {}
        for room, template in said.items():
            file = catalogue_of(room, language)
            if not len(template) and not file.exists():
                continue
            catalogue = catalogues[room.name] = updated(room, language, template)
            text = text_of(catalogue)
            name = file.relative_to(ROOT).as_posix()
            if chosen.check and (not file.exists() or file.read_text(encoding="utf-8") != text):
                problems.append(f"{name} is stale: run make messages")
            if not chosen.check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            messages = [message for message in catalogue if message.id]
            total += len(messages)
            translated += sum(map(is_translated, messages))
            for message in messages:
                if language in COMPLETE and not is_translated(message):
                    problems.append(f"{name}: not translated: {message.id!r}")
                problems.extend(f"{name}: {message.id!r} {problem}" for problem in problems_of(message))
        problems.extend(f"{language}: {problem}" for problem in told_apart(catalogues))
        print(f"{language}: {translated} of {total} sentences are translated")
    for problem in problems:
        print(problem)
    return 1 if problems and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
