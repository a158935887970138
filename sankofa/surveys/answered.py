"""What somebody answered, in words: every part of the form with its questions, and each time a part was repeated."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from sankofa.surveys import queries
from sankofa.surveys.models import Submission
from sankofa.surveys.reading import in_language
from sankofa.surveys.rules.outline import Item, Outline


def sections_of(held: Submission) -> list[dict[str, Any]]:
    """Return the answers of a filled form, part by part, in the reader's language where the form speaks it.

    What was not asked is left out.  Of somebody erased nothing is left.
    """
    version = queries.version(held.instrument, held.version, among=queries.published())
    if version is None or not held.answers:
        return []
    form = queries.outline_of(version)
    sections: list[dict[str, Any]] = [{"title": "", "rows": []}]
    parts: list[Item] = []
    for item in form.items:
        while parts and item.depth <= parts[-1].depth:
            parts.pop()
        if item.is_part:
            parts.append(item)
            title = in_language(item.label, form)
            if item.repeats:
                sections += _times(item, held.answers, form, title)
            sections.append({"title": title if not item.repeats else "", "rows": []})
        elif item.number is not None and not any(part.repeats for part in parts):
            _add(sections[-1]["rows"], item, held.answers, form)
    return [section for section in sections if section["rows"]]


def _times(part: Item, answers: Mapping[str, Any], form: Outline, title: str) -> list[dict[str, Any]]:
    start = form.items.index(part) + 1
    inside = []
    for item in form.items[start:]:
        if item.depth <= part.depth:
            break
        if item.number is not None:
            inside.append(item)
    found = []
    for number, row in enumerate(answers.get(part.name, ()), start=1):
        rows: list[dict[str, str]] = []
        for item in inside:
            _add(rows, item, row, form)
        found.append({"title": f"{title} · {number}", "rows": rows})
    return found


def _add(rows: list[dict[str, str]], item: Item, answers: Mapping[str, Any], form: Outline) -> None:
    given = answers.get(item.name)
    if given:
        rows.append({"label": in_language(item.label, form) or item.name, "value": _words(item, given, form)})


def _words(item: Item, given: Sequence[Any], form: Outline) -> str:
    choices = form.lists.get(item.listed, {})
    return " · ".join(in_language(choices.get(str(one), {}), form) or str(one) for one in given)


def title_of(held: Submission) -> str:
    """Return the title of the form that was filled, in the reader's language."""
    known = queries.title_of(held.instrument, "")
    version = None if known else queries.version(held.instrument, held.version, among=queries.published())
    return known or (gettext("A form") if version is None else queries.outline_of(version).title)
