"""Who may do what to which record, and the reason in words.

One pure function decides for the web page, the import, the command line and the device.  The query that lists records
is built from the same grants, and a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sankofa.accounts.rules.terms import EVERY_ORGANISATION, Grant, Permission, Resource, Scope, ScopeKind
from sankofa.kernel.finding import Finding, Weight


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, and why or why not."""

    allowed: bool
    reason: Finding
    grant: Grant | None = None


def decide(
    grants: Iterable[Grant],
    permission: Permission,
    resource: Resource,
    *,
    actor_id: str,
    on: date,
    named_as: str | None = None,
) -> Decision:
    """Decide whether these grants allow this on that record on a day, naming the rule that says so.

    The narrowest grant that allows is named, because that is the one a person recognises as theirs.  A protected file
    is not there for anyone who is not named on it, whatever their grants; being named adds nothing to the grants.
    `named_as` is the id under which the actor may be named, their own unless told otherwise.
    """
    held = seeing(grants, resource, named_as=actor_id if named_as is None else named_as)
    if held is None:
        return gone(permission)
    granting = [grant for grant in held if permission.code in grant.permissions]
    current = [grant for grant in granting if grant.is_current(on)]
    reaching = [grant for grant in current if reaches(grant.scope, resource, actor_id=actor_id)]
    if reaching:
        narrowest = min(reaching, key=lambda grant: _BREADTH[grant.scope.kind])
        return Decision(True, _finding(f"allowed_{narrowest.scope.kind}", permission, narrowest), narrowest)
    if current:
        return Decision(False, _finding("outside_scope", permission, current[0]))
    if granting:
        return Decision(False, _finding("grant_not_current", permission, granting[0]))
    return Decision(False, _finding("no_role_allows", permission, None))


def seeing(grants: Iterable[Grant], resource: Resource, *, named_as: str) -> list[Grant] | None:
    """Return the grants that count on a record: all, or on a protected file those of whoever is named on it.

    None where the file is not there for them at all.
    """
    held = list(grants)
    if resource.named is None or (named_as and named_as in resource.named):
        return held
    return [grant for grant in held if grant.sees_protected and grant.scope.kind is ScopeKind.EVERYWHERE] or None


def gone(permission: Permission) -> Decision:
    """Return the refusal of something to a record that is no longer there."""
    return Decision(False, _finding("no_longer_there", permission, None))


def outside(permission: Permission, grant: Grant | None) -> Decision:
    """Return the refusal of something that reaches further than the grant that would allow it."""
    return Decision(False, _finding("outside_scope", permission, grant))


def reserved(permission: Permission) -> Decision:
    """Return the refusal of something that nobody does alone: others have to approve it first."""
    return Decision(False, _finding("needs_second_person", permission, None))


def only_looking(permission: Permission) -> Decision:
    """Return the refusal of everything but looking, to whoever looks at the pages as somebody else."""
    return Decision(False, _finding("only_looking", permission, None))


def explain(
    grants: Iterable[Grant],
    permission: Permission,
    resource: Resource,
    *,
    actor_id: str,
    on: date,
    named_as: str | None = None,
) -> list[Finding]:
    """Return for every grant why it lets somebody do something to a record, or why it does not; those that do first.

    A protected file that is not there for them has one answer, the same as nobody's.
    """
    held = seeing(grants, resource, named_as=actor_id if named_as is None else named_as)
    if held is None:
        return [gone(permission).reason]
    found = [_about(grant, permission, resource, actor_id=actor_id, on=on) for grant in held]
    if not found:
        return [_finding("no_role_at_all", permission, None)]
    return sorted(found, key=lambda finding: not finding.code.startswith("reaches"))


def _about(grant: Grant, permission: Permission, resource: Resource, *, actor_id: str, on: date) -> Finding:
    if permission.code not in grant.permissions:
        return _finding("lacks_permission", permission, grant)
    if not grant.is_current(on):
        return _finding("not_its_days", permission, grant)
    if not reaches(grant.scope, resource, actor_id=actor_id):
        return _finding(f"misses_{grant.scope.kind}", permission, grant)
    return _finding(f"reaches_{grant.scope.kind}", permission, grant)


def holds(grants: Iterable[Grant], permission: Permission, *, on: date) -> bool:
    """Whether any current grant holds a permission at all, whatever its scope."""
    return any(permission.code in grant.permissions and grant.is_current(on) for grant in grants)


def reaches(scope: Scope, resource: Resource, *, actor_id: str) -> bool:
    """Whether a scope covers a record.  An unknown fact is covered by no scope but `everywhere`."""
    match scope.kind:
        case ScopeKind.EVERYWHERE:
            return True
        case ScopeKind.OWN:
            # Who covers for somebody looks after that person's people, not more of their own.
            return resource.owner is not None and resource.owner == (scope.anchor or actor_id)
        case ScopeKind.OFFICE:
            return resource.office is not None and resource.office == scope.anchor
        case ScopeKind.ORGANISATION:
            return resource.organisation is not None and resource.organisation == scope.anchor
        case ScopeKind.COUNTRY:
            return _is_within(scope, resource) and resource.country is not None and resource.country == scope.anchor
        case ScopeKind.DISTRICT:
            in_place = resource.place is not None and f"{resource.place}.".startswith(f"{scope.anchor}.")
            return in_place and _is_within(scope, resource)
        case ScopeKind.RECORD:
            return resource.record is not None and resource.record == scope.anchor


def _is_within(scope: Scope, resource: Resource) -> bool:
    """Whether a record belongs to the organisation within which a district or a country is reached."""
    if scope.within == EVERY_ORGANISATION:
        return True
    return resource.organisation is not None and resource.organisation == scope.within


CODES = frozenset(
    {
        "only_looking",
        "no_role_at_all",
        "lacks_permission",
        "not_its_days",
        "outside_scope",
        "grant_not_current",
        "no_role_allows",
        "no_longer_there",
        "needs_second_person",
    }
    | {f"allowed_{kind}" for kind in ScopeKind}
    | {f"reaches_{kind}" for kind in ScopeKind}
    | {f"misses_{kind}" for kind in ScopeKind if kind is not ScopeKind.EVERYWHERE}
)
"""Every code that a decision can carry."""

_BREADTH = {kind: breadth for breadth, kind in enumerate(ScopeKind)}


def _finding(code: str, permission: Permission, grant: Grant | None) -> Finding:
    return Finding(
        code,
        weight=Weight.NOTE if code.startswith(("allowed", "reaches")) else Weight.BARRIER,
        source="roles and scopes",
        permission=permission.label,
        role="" if grant is None else grant.role,
        anchor="" if grant is None else grant.scope.anchor,
    )
