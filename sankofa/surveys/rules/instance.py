"""Reads a filled form as a phone sends it (an XForms instance) back into answers.

What stands in the XML and is no question of the form is never dropped in silence: its path is handed back, for
whoever looks after what arrives.  Groups have no meaning for answers; a repeating part gives one row each time.

Source: OpenRosa 1.0 metadata (instanceID); getodk.github.io/xforms-spec, "Instance".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from sankofa.surveys.rules import path
from sankofa.surveys.rules.arriving import moment
from sankofa.surveys.rules.filled import Filled
from sankofa.surveys.rules.terms import Answer, Instrument, Kind

SUBJECT: Final = "subject"
"""The part that asks on a phone whom the form is about; see `conversion`."""


WHEN: Final = frozenset({"start", "end"})
"""What a phone notes by itself: when the form was begun and when it was finished, by the phone's own clock."""


SIZE_MAX: Final = 4 * 1024 * 1024
ELEMENTS_MAX: Final = 100_000
DEPTH_MAX: Final = 60
"""What is read of a filled form at most; pictures stand beside it.  Our longest is a hundredth of that, six deep."""


class NotAnInstance(Exception):
    """The text is no filled form: cut off, not XML, or XML that tries something."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a filled form says of itself, before its form is known."""

    code: str
    version: str
    instance_id: UUID | None
    """None where the phone sent no number that can be read."""
    changes: str = ""
    """Whose entry in a list of the phone the form asks to change, by id; empty where it asks for none."""
    listed: str = ""
    """In which list of the phone that entry stands."""
    is_update: bool = False
    """Whether an entry that the phone was given is to be changed; else a new one is to be made."""
    seen: int | None = None
    """Which state of the entry the phone was given last; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A filled form as it was read: the answers, whom it says it is about, and the paths of what is no question."""

    envelope: Envelope
    filled: Filled
    returnee: str
    case_number: str
    unknown: tuple[str, ...]
    ended_at: datetime | None = None
    """When the form was finished, by the clock of the device; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Told:
    """A filled form of others, which our own reader does not know: what stands in it, by the names of the form."""

    envelope: Envelope
    answers: dict[str, Any] = field(default_factory=dict)
    """Texts by question, and for every part that repeats a list of such mappings."""
    ended_at: datetime | None = None


def envelope(xml: bytes | str) -> Envelope:
    """Return what a filled form says of itself.  Raises NotAnInstance."""
    return _envelope(_root(xml))


def asked_by(xml: bytes | str) -> str:
    """Return who asked the questions of a form that was typed from paper; empty where it does not say."""
    return next(((node.text or "").strip() for node in _root(xml).iter() if _tag(node) == "askedBy"), "")


def sent(xml: bytes | str, form: Instrument) -> Sent:
    """Return a filled form in the words of the rules.  Raises NotAnInstance."""
    root = _root(xml)
    repeats = {group.code for group in form.groups if group.is_repeat}
    questions = {(question.repeat, question.name): question for question in form.questions}
    outside: dict[str, Answer] = {}
    rows: dict[str, list[dict[str, Answer]]] = {}
    unknown: list[str] = []
    when: dict[str, datetime | None] = {}
    subject = {"returnee": "", "case_number": ""}
    for repeat, index, trail, node in _leaves(root, repeats):
        row = rows.setdefault(repeat, []) if repeat else None
        while row is not None and len(row) <= index:
            row.append({})
        text = (node.text or "").strip()
        name = _tag(node)
        question = questions.get((repeat, name))
        if question is not None:
            parts = text.split() if question.kind is Kind.SEVERAL else [text]
            given = path.answer(question, parts)
            if given is not None:
                (outside if row is None else row[index])[name] = given
        elif len(trail) == 2 and trail[0] == SUBJECT and name in subject:
            subject[name] = text
        elif len(trail) == 1 and name in WHEN:
            when[name] = moment(text)
        elif text:
            unknown.append("/".join(trail))
    return Sent(
        envelope=_envelope(root),
        filled=Filled(outside, {repeat: tuple(held) for repeat, held in rows.items()}),
        returnee=subject["returnee"],
        case_number=subject["case_number"],
        unknown=tuple(unknown),
        ended_at=when.get("end") or when.get("start"),
    )


def told(xml: bytes | str, repeats: frozenset[str]) -> Told:
    """Return what stands in a filled form of which only the names of the repeating parts are known.

    Raises NotAnInstance.
    """
    root = _root(xml)
    answers: dict[str, Any] = {}
    for repeat, index, _trail, node in _leaves(root, set(repeats)):
        text = (node.text or "").strip()
        held = answers
        if repeat:
            rows = answers.setdefault(repeat, [])
            while len(rows) <= index:
                rows.append({})
            held = rows[index]
        if text:
            held.setdefault(_tag(node), []).append(text)
    when = {name: moment(answers[name][0]) for name in WHEN if isinstance(answers.get(name, [None])[0], str)}
    return Told(_envelope(root), answers, when.get("end") or when.get("start"))


class _TooMuch(ValueError):
    """More stands in the text than anybody can have filled in."""


class _Bounded(TreeBuilder):
    """Builds the tree of a filled form as long as it stays as small as one: a few kilobytes can say millions."""

    def __init__(self) -> None:
        super().__init__()
        self.count = self.depth = 0

    def start(self, tag: str, attrs: Mapping[str, str], /) -> Element:
        """Begin an element.  Raises _TooMuch."""
        self.count += 1
        self.depth += 1
        if self.count > ELEMENTS_MAX or self.depth > DEPTH_MAX:
            raise _TooMuch(f"{self.count} elements, {self.depth} deep")
        return super().start(tag, dict(attrs))

    def end(self, tag: str, /) -> Element:
        """End an element."""
        self.depth -= 1
        return super().end(tag)


def _root(xml: bytes | str) -> Element:
    if len(xml) > SIZE_MAX:
        raise NotAnInstance(f"{len(xml)} bytes")
    try:
        parser = ElementTree.XMLParser(target=_Bounded())
        parser.feed(xml)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as refused:
        raise NotAnInstance(str(refused)) from refused
    return root


def _envelope(root: Element) -> Envelope:
    number = next((node.text or "" for node in root.iter() if _tag(node) == "instanceID"), "")
    try:
        instance_id = UUID(number.strip().removeprefix("uuid:"))
    except ValueError:
        instance_id = None
    entity = next((node for node in root.iter() if _tag(node) == "entity"), None)
    asks = {} if entity is None or not {"update", "create"} & set(entity.keys()) else dict(entity.attrib)
    return Envelope(
        root.get("id", ""),
        root.get("version", ""),
        instance_id,
        changes=asks.get("id", ""),
        listed=asks.get("dataset", ""),
        is_update=asks.get("update", "").strip() in ("1", "true"),
        seen=_seen(asks),
    )


def _seen(asks: Mapping[str, str]) -> int | None:
    """The state that the server gave out last, as far as the entry says.

    A phone counts its own changes on; `trunkVersion` is then the state from which it began.  The older of the two is
    the one that was seen here, so that what a colleague changed in between is never taken as seen.
    """
    said = [path.whole_number(asks.get(name, "")) for name in ("baseVersion", "trunkVersion") if asks.get(name)]
    known = [number for number in said if number is not None]
    return min(known) if known and len(known) == len(said) else None


def _leaves(root: Element, repeats: set[str]) -> Iterator[tuple[str, int, tuple[str, ...], Element]]:
    """Yield every leaf: the repeating part around it and the place of its row there, its path, and itself."""
    places: dict[str, int] = {}

    def below(
        node: Element, repeat: str, index: int, trail: tuple[str, ...]
    ) -> Iterator[tuple[str, int, tuple[str, ...], Element]]:
        for child in node:
            name = _tag(child)
            if not trail and name == "meta":
                continue
            here, place = repeat, index
            if not repeat and name in repeats:
                here, place = name, places.get(name, -1) + 1
                places[name] = place
            if len(child):
                yield from below(child, here, place, (*trail, name))
            else:
                yield here, place, (*trail, name), child

    yield from below(root, "", -1, ())


def _tag(node: Element) -> str:
    return node.tag.rpartition("}")[2]
