"""What changed from one version of a form to the next, found by comparing the two, said question by question.

Answers keep the version they were given to.  Whoever compares answers over versions needs to know which questions are
still the same: a changed word can change an answer, a changed list of choices surely does.

Source: design of the library (published forms never change); xlsform.org for the columns compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys.rules.outline import Item, Outline
from sankofa.surveys.rules.terms import Words

_SOURCE: Final = "xlsform.org: survey, choices"


def changes(before: Outline, after: Outline) -> list[Finding]:
    """Return everything that changed; an empty list means that both versions ask the same in the same words."""
    return [*_of_the_form(before, after), *_of_questions(before, after), *_of_choices(before, after)]


def _of_the_form(before: Outline, after: Outline) -> Iterator[Finding]:
    if before.title != after.title:
        yield _note("changed.title", before=before.title, after=after.title)
    for language in after.languages:
        if language not in before.languages:
            yield _note("changed.language_added", language=language)
    for language in before.languages:
        if language not in after.languages:
            yield _note("changed.language_removed", language=language)


def _of_questions(before: Outline, after: Outline) -> Iterator[Finding]:
    old, new = _by_name(before), _by_name(after)
    for name, item in new.items():
        if name not in old:
            yield _about("changed.question_added", name, item, after)
    for name, item in old.items():
        if name not in new:
            yield _about("changed.question_removed", name, item, before)
    kept_before = [name for name in old if name in new]
    kept_after = [name for name in new if name in old]
    if kept_before != kept_after:
        yield _note("changed.order")
    shared = tuple(language for language in after.languages if language in before.languages)
    for name in kept_after:
        was, now = old[name], new[name]
        if was.kind != now.kind:
            yield _about("changed.kind", name, now, after, before=was.kind, after=now.kind)
        for language in _differing(was.label, now.label, shared):
            yield _about("changed.wording", name, now, after, language=language)
        for language in _differing(was.hint, now.hint, shared):
            yield _about("changed.hint", name, now, after, language=language)
        if was.relevant != now.relevant:
            yield _about("changed.when_asked", name, now, after)
        if was.constraint != now.constraint:
            yield _about("changed.limits", name, now, after)
        if was.required != now.required:
            yield _about("changed.required", name, now, after)


def _of_choices(before: Outline, after: Outline) -> Iterator[Finding]:
    shared = tuple(language for language in after.languages if language in before.languages)
    for listed in (listed for listed in after.lists if listed in before.lists):
        was, now = before.lists[listed], after.lists[listed]
        for code in now:
            if code not in was:
                yield _note("changed.choice_added", choice=_words(now[code], after) or code, listed=listed)
            else:
                for language in _differing(was[code], now[code], shared):
                    yield _note("changed.choice_wording", choice=_words(now[code], after) or code, language=language)
        for code in was:
            if code not in now:
                yield _note("changed.choice_removed", choice=_words(was[code], before) or code, listed=listed)
        if [code for code in was if code in now] != [code for code in now if code in was]:
            yield _note("changed.choice_order", listed=listed)


def _by_name(form: Outline) -> dict[str, Item]:
    return {item.name: item for item in form.items if item.name}


def _differing(was: Words, now: Words, shared: tuple[str, ...]) -> Iterator[str]:
    """The languages in which both versions speak and say something else."""
    for language in shared or ("",):
        if was.get(language, "") != now.get(language, ""):
            yield language or "-"


def _words(said: Mapping[str, str], form: Outline) -> str:
    return said.get(form.default_language) or next(iter(said.values()), "")


def _about(code: str, name: str, item: Item, form: Outline, /, **facts: str) -> Finding:
    return _note(code, name=name, label=_words(item.label, form) or name, **facts)


def _note(code: str, /, **facts: str) -> Finding:
    return Finding(code, Weight.NOTE, _SOURCE, **facts)
