"""The keys under which a person is stored and sought, with every number turned into its blind index."""

from typing import TYPE_CHECKING

from sankofa.returnees.rules import names, sameness, search
from sankofa.returnees.rules.terms import PersonTerms, Sex
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


def keys_of(said: PersonTerms, *other_names: str) -> set[bytes]:
    """Return every search key of a person, by all their names together; numbers only as blind indexes."""
    found = names.keys_of_name(said.name_latin, said.native_name, *other_names)
    for strong in sameness.strong_keys(sameness.features(said)):
        found.add(hidden(strong))
    found.update(sameness.day_keys(said))
    for more in said.more:
        if more.kind == "reference" and (signs := search.document_signs(dict(more.said)["number"])):
            found.add(hidden(f"r{signs}"))
    return {key.encode() for key in found}


def keys_of_record(person: "Person") -> set[bytes]:
    """Return every search key of somebody as they are recorded now: by all their names, papers and other numbers."""
    numbers = [number for paper in person.documents.all() if (number := paper.number)] or [""]
    other_names = [other.text for other in person.other_names.all()]
    other_keys = set()
    for reference in person.reference_numbers.all():
        if signs := search.document_signs(reference.number):
            other_keys.add(hidden(f"r{signs}").encode())
    return other_keys.union(
        *(
            keys_of(
                PersonTerms(
                    given_name=person.given_name,
                    family_name=person.family_name,
                    native_name=person.native_name,
                    sex=Sex(person.sex),
                    born=person.born,
                    phone=person.phone or "",
                    document_number=number,
                ),
                *other_names,
            )
            for number in numbers
        )
    )


def hidden(strong: str) -> str:
    """Return a strong key with its number replaced by the blind index."""
    kind, number = strong[0], strong[1:]
    return strong if kind == "i" else kind + blind_index(number, ring=keys.ring(), purpose=f"register/{kind}")
