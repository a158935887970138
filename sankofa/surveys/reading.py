"""A form in words: its questions, when each is asked, what an answer must keep to, and what changed or is wrong."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from django.utils.translation import get_language, gettext

from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.kernel.labels import label
from sankofa.shell import words
from sankofa.surveys.rules.outline import Item, Outline
from sankofa.surveys.rules.relevance import (
    AllOf,
    AnyOf,
    Condition,
    ConditionNotUnderstood,
    Equals,
    Not,
    Selected,
    condition,
)

ROOM = "sankofa.surveys"


def said(found: Finding) -> str:
    """Return a finding about a form in the reader's language."""
    facts = dict(found.facts)
    if "language" in facts:
        facts["language"] = language_name(str(facts["language"]))
    return wording.text(
        Finding(found.code, found.weight, found.source, **facts), get_language() or "en", ROOM, show=_shown
    )


def language_name(code: str) -> str:
    """Return the name of a language in the reader's own; what is no code of a language stays as it is."""
    known = Locale.parse((get_language() or "en").replace("-", "_")).languages
    return str(known.get(code, code))


def rows_of(form: Outline) -> list[dict[str, Any]]:
    """Return what stands in a form, row by row, in the reader's language where the form speaks it."""
    labels = {item.name: in_language(item.label, form) or item.name for item in form.items if item.name}
    rows = []
    for item in form.items:
        choices = form.lists.get(item.listed, {})
        rows.append(
            {
                "number": item.number,
                "name": item.name,
                "kind": item.kind.partition(" ")[0],
                "label": labels.get(item.name, item.name),
                "hint": in_language(item.hint, form),
                "is_part": item.is_part,
                "repeats": item.repeats,
                "is_note": item.kind == "note",
                "is_silent": item.number is None and not item.is_part and item.kind != "note",
                "is_many": item.kind.startswith(("select_multiple", "select multiple")),
                "choices": [in_language(said, form) or code for code, said in choices.items()],
                "numbered": [
                    {"number": number, "label": in_language(said, form) or code}
                    for number, (code, said) in enumerate(choices.items(), start=1)
                ],
                "when": when(item, form, labels),
                "limits": in_language(item.constraint_words, form) if item.constraint and not choices else "",
            }
        )
    return rows


def when(item: Item, form: Outline, labels: Mapping[str, str]) -> str:
    """Return when a question is asked: in words where we can read it, else as it stands; empty for always."""
    if not item.relevant:
        return ""
    try:
        return _in_words(condition(item.relevant), form, labels)
    except ConditionNotUnderstood:
        return item.relevant


def in_language(said: Mapping[str, str], form: Outline) -> str:
    """Return words of a form in the reader's language, else in the form's own."""
    if not said:
        return ""
    named = {code or form.default_language or "en": text for code, text in said.items()}
    reader = get_language() or "en"
    return named.get(reader) or named.get(form.default_language) or label(named, reader)


def _in_words(wanted: Condition, form: Outline, labels: Mapping[str, str]) -> str:
    match wanted:
        case Equals(question, choice) | Selected(question, choice):
            asked = labels.get(question, question)
            return gettext("“%(question)s” is answered “%(choice)s”") % {
                "question": asked,
                "choice": _choice(question, choice, form),
            }
        case Not(Equals(question, choice)) | Not(Selected(question, choice)):
            return gettext("“%(question)s” is not answered “%(choice)s”") % {
                "question": labels.get(question, question),
                "choice": _choice(question, choice, form),
            }
        case Not(inner):
            return gettext("not: %(condition)s") % {"condition": _in_words(inner, form, labels)}
        case AllOf(parts):
            return gettext("; and ").join(_in_words(part, form, labels) for part in parts)
        case AnyOf(parts):
            return gettext("; or ").join(_in_words(part, form, labels) for part in parts)


def _choice(question: str, code: str, form: Outline) -> str:
    item = next((item for item in form.items if item.name == question), None)
    said = form.lists.get(item.listed, {}).get(code, {}) if item is not None else {}
    return in_language(said, form) or code


def _shown(value: Value) -> str:
    return words.number(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)
