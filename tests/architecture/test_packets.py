"""What is known of a person leaves towards a partner in a packet, and only the room of consents makes packets."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sankofa.consent import actions, sharing
from sankofa.consent.rules.terms import Field
from sankofa.project.rooms import ROOMS
from tests.architecture.house import PACKAGE, called, dotted, modules, tree

DOOR = PACKAGE / "consent" / "sharing.py"
HANDS_OVER = PACKAGE / "consent" / "actions.py"
KEPT_INSIDE = {"_WAX", "_Wax", "sealed"}
"""Names of the door that nobody else may take hold of, but for the one action that seals."""


def _every_module() -> Iterator[Path]:
    for room in (*ROOMS, "project"):
        yield from modules(room)


def makers(module: ast.Module) -> list[str]:
    """Return where a module makes a packet, or takes hold of what seals one."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and called(node) == "Packet":
            found.append(f"line {node.lineno} makes a packet")
        if isinstance(node, ast.Call) and called(node) == "__new__" and "Packet" in ast.unparse(node):
            found.append(f"line {node.lineno} makes a packet behind the door")
        if isinstance(node, ast.ImportFrom) and node.module == "sankofa.consent.sharing":
            found += [f"line {node.lineno} takes {name.name}" for name in node.names if name.name in KEPT_INSIDE]
        if isinstance(node, ast.Attribute) and node.attr in KEPT_INSIDE and ast.unparse(node.value) == "sharing":
            found.append(f"line {node.lineno} takes {node.attr}")
    return found


@pytest.mark.parametrize("file", [file for file in _every_module() if file not in {DOOR, HANDS_OVER}], ids=dotted)
def test_no_module_makes_a_packet_by_hand(file: Path) -> None:
    assert makers(tree(file)) == []


def test_one_action_seals_packets_and_it_checks_first() -> None:
    sealing = [line for line in makers(tree(HANDS_OVER)) if line.endswith("sealed")]
    assert len(sealing) == 1
    function = next(
        node for node in tree(HANDS_OVER).body if isinstance(node, ast.FunctionDef) and node.name == "hand_over"
    )
    order = [called(node) for node in ast.walk(function) if isinstance(node, ast.Call)]
    assert {"check_may_share", "save", "sealed"} <= set(order)
    lines = {called(node): node.lineno for node in ast.walk(function) if isinstance(node, ast.Call)}
    assert lines["check_may_share"] < lines["save"] < lines["sealed"]


def test_the_door_offers_one_function() -> None:
    assert sharing.__all__ == ["MayNotShare", "NotForHands", "Packet", "check_may_share"]
    assert actions.hand_over.permission.code == "consent.share"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param("Packet(facts={})", 1, id="by-hand"),
        pytest.param("sharing.Packet(None)", 1, id="by-its-room"),
        pytest.param("object.__new__(Packet)", 1, id="behind-the-door"),
        pytest.param("from sankofa.consent.sharing import _WAX", 1, id="the-wax"),
        pytest.param("sharing.sealed(facts={})", 1, id="the-seal"),
        pytest.param("actions.hand_over(subject=person)", 0, id="as-it-should-be"),
    ],
)
def test_a_packet_made_by_hand_would_be_found(source: str, count: int) -> None:
    assert len(makers(ast.parse(source))) == count


KEPT_FROM_PARTNERS = {"asked_privately", "Intention", "Screening", "intentions", "screenings"}
"""Where thoughts of going again and the answers to trained staff lie: an honest answer must never cost a loan."""


@pytest.mark.parametrize(
    "file",
    [
        file
        for file in _every_module()
        if (file.relative_to(PACKAGE).parts[0] != "returnees" and file.name not in {"waiting.py", "beyond.py"})
        or "leaving" in file.relative_to(PACKAGE).parts
    ],
    ids=dotted,
)
def test_what_was_asked_in_confidence_is_read_by_no_room_that_tells_others(file: Path) -> None:
    taken = {
        name.name.rpartition(".")[2]
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sankofa.returnees")
        for name in node.names
    }
    assert taken.isdisjoint(KEPT_FROM_PARTNERS)


PUT_TOGETHER = PACKAGE / "credit" / "packets.py"
"""The one module in which what goes to a lender is put into words."""
KNOWS_NOTHING_OF = ("cases", "debts", "provision", "surveys", "sustainability", "ledger", "returnees.asked_privately")


def test_what_goes_to_a_lender_is_put_together_where_nothing_else_of_somebody_is_read() -> None:
    imported = {
        f"{node.module}.{name.name}"
        for node in ast.walk(tree(PUT_TOGETHER))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    assert imported
    assert not [one for one in imported for room in KNOWS_NOTHING_OF if one.startswith(f"sankofa.{room}")]
    ours = {one for one in imported if one.startswith("sankofa.credit.")}
    assert {one.rpartition(".")[0] for one in ours} == {"sankofa.credit.rules.referrals"}, "no check of ours is read"


def test_no_packet_has_a_field_for_what_was_asked_in_confidence() -> None:
    told = {field.value for field in Field}
    assert told
    assert not [code for code in told if "again" in code or "intention" in code or "labour" in code or "screen" in code]
