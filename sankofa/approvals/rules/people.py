"""Which human stands behind whoever acts.

Only somebody who has signed in proposes or decides.  A device, a key of a program, a link or the system is nobody's
judgement, and who looks at pages as another sees them changes nothing.  Where somebody acts in another's place, both
are counted: it must not matter which of the two is asked.
"""

from sankofa.accounts.rules.terms import Actor

SIGNED_IN = "user"


def persons_behind(actor: Actor) -> frozenset[str]:
    """Return the people whom an act of this actor counts for; nobody where no human being acts."""
    if actor.kind != SIGNED_IN or not actor.id or actor.watcher:
        return frozenset()
    return frozenset({actor.id, actor.on_behalf_of} - {""})
