"""What the command line does with the books: check that they balance."""

from typing import Any

from sankofa.kernel import wording
from sankofa.ledger import queries


def check() -> dict[str, Any]:
    """Check every book and return what was found, in English sentences."""
    found = queries.check()
    return {
        "whole": found.is_whole,
        "books": found.books,
        "accounts": found.accounts,
        "postings": found.postings,
        "broken": [wording.text(one, "en", "sankofa.ledger") for one in found.broken],
    }
