"""The keys under which a person is stored and sought, with every number turned into its blind index."""

from sankofa.returnees.rules import names, sameness
from sankofa.returnees.rules.terms import PersonTerms
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index


def keys_of(said: PersonTerms) -> set[bytes]:
    """Return every search key of a person; numbers only as blind indexes."""
    found = names.keys_of_name(said.name_latin, said.native_name)
    for strong in sameness.strong_keys(sameness.features(said)):
        found.add(hidden(strong))
    return {key.encode() for key in found}


def hidden(strong: str) -> str:
    """Return a strong key with its number replaced by the blind index."""
    kind, number = strong[0], strong[1:]
    return strong if kind == "i" else kind + blind_index(number, ring=keys.ring(), purpose=f"register/{kind}")
