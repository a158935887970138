"""The digest by which the record of who did what vouches for postings.

Source: decision 22 (docs/adr): a posting carries no revision, because it never changes; the event of its entering
carries one digest over all that was entered, so that a posting changed, added or removed behind the books is found.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence


def digest(said: Iterable[Sequence[str | int | None]]) -> str:
    """Return one digest over postings in their order; of none at all it is a digest too."""
    lines = b"\n".join(json.dumps(list(one), ensure_ascii=False, separators=(",", ":")).encode() for one in said)
    return hashlib.sha256(lines).hexdigest()
