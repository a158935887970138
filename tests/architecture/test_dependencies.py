"""Nothing is leaned on without a reason and a licence that lets everybody use the whole."""

import pytest

from tools import dependencies
from tools.dependencies import Dependency

RUN_APART = {"djlint"}
"""Commands that stand beside the project: nothing imports them and no deployment installs them."""

DECLARED = [
    *dependencies.needed(),
    *(one for held in dependencies.optional().values() for one in held),
    *dependencies.for_the_look(),
]


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)
def test_a_dependency_says_what_it_is_for(one: Dependency) -> None:
    assert one.reason, f"write behind {one.name}, where it is declared, what it is for"


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)
def test_a_dependency_has_a_licence(one: Dependency) -> None:
    assert one.licence, f"{one.name} names no licence, or is not installed here"


def test_no_package_of_the_locks_binds_the_whole_product() -> None:
    held = list(dependencies.locked())
    assert len(held) > 20, "the locked packages are installed"
    binding = [one.name for one in held if dependencies.binds_whoever_uses_it(one.licence)]
    assert set(binding) == RUN_APART
    assert [one.name for one in held if not one.licence] == []


def test_what_runs_apart_is_not_needed_to_run() -> None:
    assert RUN_APART.isdisjoint(one.name for one in dependencies.needed())


@pytest.mark.parametrize(
    ("licence", "binds"),
    [
        pytest.param("GPL-3.0-or-later", True, id="gpl"),
        pytest.param("AGPL-3.0-only", True, id="agpl"),
        pytest.param("GNU General Public License v2 or later (GPLv2+)", True, id="gpl-in-words"),
        pytest.param("MIT AND GPL-2.0-only", True, id="both-hold"),
        pytest.param("Artistic License OR GNU General Public License (GPL)", False, id="a-choice-with-a-milder-one"),
        pytest.param("LGPL-3.0-only", False, id="lgpl"),
        pytest.param("MPL-2.0", False, id="mpl"),
        pytest.param("Apache-2.0", False, id="apache"),
    ],
)
def test_a_licence_binds_or_not(licence: str, binds: bool) -> None:
    assert dependencies.binds_whoever_uses_it(licence) is binds
