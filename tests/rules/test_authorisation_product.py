"""Every role, permission, scope, relation and span, against a table written by hand.

The table says which relations a scope reaches; it shares nothing with the rule, which compares identifiers and paths.
"""

import importlib
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from sankofa.accounts import registry
from sankofa.accounts.rules.access import decide
from sankofa.accounts.rules.terms import Grant, Resource, Scope, ScopeKind
from sankofa.project.rooms import ROOMS

ON = date(2026, 11, 22)
ME = "me"
ANCHORS = {
    ScopeKind.OWN: "",
    ScopeKind.OFFICE: "my office",
    ScopeKind.DISTRICT: "BD.3",
    ScopeKind.ORGANISATION: "my organisation",
    ScopeKind.COUNTRY: "BD",
    ScopeKind.EVERYWHERE: "",
    ScopeKind.RECORD: "the file",
}
RELATED = {
    "own": Resource(ME, "my office", "my organisation", "BD.3.1"),
    "same office": Resource("another", "my office", "my organisation", "BD.3.1"),
    "same district": Resource("another", "another office", "my organisation", "BD.3.9"),
    "the district itself": Resource("another", "another office", "my organisation", "BD.3"),
    "sibling district": Resource("another", "another office", "my organisation", "BD.30.26"),
    "same organisation": Resource("another", "another office", "my organisation", "NP.1"),
    "same country": Resource("another", "another office", "my organisation", "BD.40"),
    "same district, other organisation": Resource("another", "another office", "another organisation", "BD.3.9"),
    "same country, other organisation": Resource("another", "another office", "another organisation", "BD.40"),
    "elsewhere": Resource("another", "another office", "another organisation", "NP.2"),
    "unknown": Resource(),
    "only the owner known": Resource(owner=ME),
    "the file opened": Resource("another", "another office", "my organisation", "NP.1", record="the file"),
    "own, protected, named": Resource(ME, "my office", "my organisation", "BD.3.1", "the file", frozenset({ME})),
    "own, protected, not named": Resource(ME, "my office", "my organisation", "BD.3.1", "the file", frozenset({"x"})),
}
HIDDEN = {"own, protected, not named"}
IN_MY_DISTRICT = {"own", "same office", "same district", "the district itself", "own, protected, named"}
IN_MY_COUNTRY = IN_MY_DISTRICT | {"sibling district", "same country"}
REACHED = {
    ScopeKind.OWN: {"own", "only the owner known", "own, protected, named"},
    ScopeKind.OFFICE: {"own", "same office", "own, protected, named"},
    ScopeKind.DISTRICT: IN_MY_DISTRICT,
    ScopeKind.ORGANISATION: IN_MY_COUNTRY | {"same organisation", "the file opened"},
    ScopeKind.COUNTRY: IN_MY_COUNTRY,
    ScopeKind.EVERYWHERE: set(RELATED) - HIDDEN,
    ScopeKind.RECORD: {"the file opened", "own, protected, named"},
}
SPANS = {
    "current": (date(2026, 1, 1), None),
    "current, with an end": (date(2026, 1, 1), date(2027, 1, 1)),
    "not yet": (date(2026, 11, 23), None),
    "expired": (date(2026, 1, 1), date(2026, 11, 22)),
}

SYSTEM_ONLY = {"sustainability.rescore"}
"""What only the command line does, and no role is for."""

for _room in ROOMS:
    if (files("sankofa") / _room / "permissions.py").is_file():
        importlib.import_module(f"sankofa.{_room}.permissions")

PERMISSIONS = [p for p in registry.declared().values() if not p.code.startswith("tests.")]
ROLES = tomllib.loads((files("sankofa.project") / "roles.toml").read_text(encoding="utf-8"))


def test_there_are_ten_roles() -> None:
    assert set(ROLES) == {
        "caseworker",
        "supervisor",
        "office_manager",
        "protection_officer",
        "data_officer",
        "lender_officer",
        "fund_manager",
        "me_officer",
        "administrator",
        "trained_interviewer",
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_carries_permissions_that_exist_and_has_a_name_in_every_language(role: str) -> None:
    assert set(ROLES[role]["permissions"]) <= {permission.code for permission in PERMISSIONS}
    assert len(set(ROLES[role]["permissions"])) == len(ROLES[role]["permissions"])
    assert ROLES[role]["scope"] in {kind.value for kind in ScopeKind}
    assert {"en", "fr", "ur"} <= set(ROLES[role]["names"])
    assert all(ROLES[role]["names"].values())


def test_every_permission_is_carried_by_a_role_or_is_the_system_s_own() -> None:
    carried = {code for held in ROLES.values() for code in held["permissions"]}
    assert {permission.code for permission in PERMISSIONS} - carried <= SYSTEM_ONLY


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("relation", RELATED)
@pytest.mark.parametrize("kind", list(ScopeKind))
def test_every_role_may_exactly_what_the_table_says(kind: ScopeKind, relation: str, span: str) -> None:
    from_on, until_on = SPANS[span]
    for role, about in ROLES.items():
        grant = Grant(
            role, frozenset(about["permissions"]), Scope(kind, ANCHORS[kind], "my organisation"), from_on, until_on
        )
        for permission in PERMISSIONS:
            decision = decide([grant], permission, RELATED[relation], actor_id=ME, on=ON)
            if relation in HIDDEN:
                expected = "no_longer_there"
            elif permission.code not in about["permissions"]:
                expected = "no_role_allows"
            elif not span.startswith("current"):
                expected = "grant_not_current"
            elif relation in REACHED[kind]:
                expected = f"allowed_{kind.value}"
            else:
                expected = "outside_scope"
            assert (decision.reason.code, decision.allowed) == (expected, expected.startswith("allowed")), (
                f"{role}, {permission}"
            )
