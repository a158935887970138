"""What a row of an office's list says beyond the first page: family names, nationality, languages, work, way, money.

Every column is optional, and a list without them costs nothing.  What a cell does not say stays unknown; an amount
without its currency is not kept and is remarked on.  Source: docs/handbook/field-list.md.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import MappedRow
from sankofa.kernel.finding import Weight
from sankofa.kernel.money import Money
from sankofa.returnees.rules import more_words, occupations, words
from sankofa.returnees.rules.row_reader import BEGINNING_SHOWN, RowReader, cased
from sankofa.returnees.rules.terms import JourneyTerms, MoreTerms

LENGTHS_MAX = {
    "father_name": 160, "mother_name": 160, "spouse_name": 160, "birth_place": 160, "other_number": 60,
    "other_number_of": 120, "occupation_before": 120, "occupation_wanted": 120, "recruiter": 200,
    "recruiter_licence": 60,
}  # fmt: skip
"""How many signs the register keeps of a field, as its forms take them."""
FIELDS = frozenset(LENGTHS_MAX) | {
    "birth_country",
    "nationality",
    "languages",
    "sector",
    "cost",
    "cost_minor",
    "cost_currency",
    "income",
    "income_minor",
    "income_currency",
    "channel",
    "reasons_return",
    "returned_to",
}
_BETWEEN = re.compile(r"[,;/|&+\n]|\s(?:and|et)\s")


def says_more(row: MappedRow) -> bool:
    """Whether the list has a column beyond the first page at all."""
    return not FIELDS.isdisjoint(row.cells)


def read_more(
    reader: RowReader, journey: JourneyTerms, *, nationality: str, origin: str
) -> tuple[JourneyTerms, tuple[MoreTerms, ...]]:
    """Return the journey with what the row says more of it, and what goes into tables of its own, kind by kind."""
    reasons, in_words = _reasons(reader, journey.return_reason)
    fuller = replace(
        journey,
        sector=reader.choice("sector", more_words.SECTORS, "unknown"),
        recruiter=_words(reader, "recruiter"),
        cost=_amount(reader, "cost"),
        income=_amount(reader, "income"),
        return_reason=in_words,
    )
    more = [
        MoreTerms.of("profile", **_profile(reader, nationality)),
        MoreTerms.of("reference", **_other_number(reader)),
        *(MoreTerms.of("language", language=code) for code in _languages(reader)),
        *(MoreTerms.of("work", **_work(reader, time)) for time in ("before", "wanted")),
        MoreTerms.of("passage", **_passage(reader, origin), reasons_return=" ".join(reasons)),
    ]
    return fuller, tuple(one for one in more if one.said)


def _words(reader: RowReader, field: str) -> str:
    """Return what a cell says in words; empty where it says that it is not known."""
    text = reader.text(field)
    if reading.is_unknown(text):
        return ""
    most = LENGTHS_MAX[field]
    if len(text) > most:
        reader.find("too_long", Weight.BARRIER, field=field, begins=text[:BEGINNING_SHOWN], most=most)
    return text


def _profile(reader: RowReader, nationality: str) -> dict[str, str]:
    return {
        "father_name": cased(_words(reader, "father_name")),
        "mother_name": cased(_words(reader, "mother_name")),
        "spouse_name": cased(_words(reader, "spouse_name")),
        "birth_country_id": reader.country("birth_country"),
        "birth_place": _words(reader, "birth_place"),
        "nationality_id": nationality,
    }


def _other_number(reader: RowReader) -> dict[str, str]:
    number, issuer = reader.code("other_number"), _words(reader, "other_number_of")
    if len(number) > LENGTHS_MAX["other_number"]:
        most = LENGTHS_MAX["other_number"]
        reader.find("too_long", Weight.BARRIER, field="other_number", begins=number[:BEGINNING_SHOWN], most=most)
    return {"kind": "agency", "number": number, "issuer": issuer} if number else {}


def _languages(reader: RowReader) -> Iterator[str]:
    seen = set()
    for part in _parts(reader.text("languages")):
        code = more_words.language_meant(part)
        if code is None:
            reader.find("language_not_known", Weight.BARRIER, field="languages", said=part)
        elif code not in seen:
            seen.add(code)
            yield code


def _work(reader: RowReader, time: str) -> dict[str, str]:
    """Return an occupation with its code; a title that the list of occupations does not hold gets none."""
    title = _words(reader, f"occupation_{time}")
    return {"time": time, "occupation": title, "isco": occupations.code_of(title) or ""} if title else {}


def _passage(reader: RowReader, origin: str) -> dict[str, str]:
    channel = reader.choice("channel", more_words.CHANNELS, "unknown")
    return {
        "channel": "" if channel == "unknown" else channel,
        "recruiter_licence": _words(reader, "recruiter_licence"),
        "returned_to_id": reader.place(origin, "returned_to", beside=""),
    }


def _reasons(reader: RowReader, in_words: str) -> tuple[list[str], str]:
    """Return the reasons for the return by their codes, and in words.

    A reason that is on no list is kept in words, where no other column says the reason in words.
    """
    text = reader.text("reasons_return")
    whole = words.meant(text, more_words.REASONS_RETURN) if text else None
    found, other = [], []
    for part in [text] if whole else _parts(text):
        code = words.meant(part, more_words.REASONS_RETURN)
        if code is None:
            other.append(part)
        elif code != "unknown" and code not in found:
            found.append(code)
    if not other:
        return found, in_words
    if in_words:
        known = ", ".join(held[0] for held in more_words.REASONS_RETURN.values())
        said = ", ".join(other)[:BEGINNING_SHOWN]
        reader.find("word_not_known", Weight.BARRIER, field="reasons_return", said=said, known=known)
        return found, in_words
    reader.find("kept_in_words", Weight.NOTE, field="reasons_return", said=", ".join(other)[:BEGINNING_SHOWN])
    return found, text


def _amount(reader: RowReader, name: str) -> Money | None:
    """Return an amount with its currency: of the column beside it, else of what stands beside the figures."""
    minor = reader.whole_number(f"{name}_minor")
    field = name if minor is None else f"{name}_minor"
    said = reader.text(name) if minor is None else str(minor)
    if not said or reading.is_unknown(said):
        return None
    told = reader.text(f"{name}_currency")
    if told and not reading.is_unknown(told):
        currency = more_words.currency_meant(told)
        if currency is None:
            reader.find("currency_not_known", Weight.CONCERN, field=f"{name}_currency", said=told)
            return None
    else:
        currency = _currency_beside(said)
        if currency is None:
            reader.find("currency_missing", Weight.CONCERN, field=field, said=said[:BEGINNING_SHOWN])
            return None
    return reader.money(name, currency) if minor is None else reader.possible(field, Money(minor, currency))


def _currency_beside(said: str) -> str | None:
    around = re.sub(r"[\d\s.,'’_()/=:-]+", " ", said).strip()
    for wording in (around, *around.split()):
        if (found := more_words.currency_meant(wording)) is not None:
            return found
    return None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part.strip() and not reading.is_unknown(part.strip())]
