"""Check everything that can be checked without running the product: style, types, order, texts, files.

`make check` calls it.  Every check runs even where another one failed; one line each, the findings below it.  As many
run beside each other as there are cores, the longest first; what they say comes in the order of the list.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import scans  # noqa: E402

BIN = Path(sys.executable).parent
PYTHON = sys.executable
SETTINGS = {"DJANGO_SETTINGS_MODULE": "sankofa.project.settings_test", "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name and what finds problems, as lines; none means all is well."""

    name: str
    problems: Callable[[], Sequence[str]]


def command(*words: str, environment: Mapping[str, str] | None = None) -> Callable[[], Sequence[str]]:
    """Return a check by a command, which has found nothing where it ends with 0."""

    def problems() -> Sequence[str]:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env={**os.environ, **SETTINGS, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return [] if done.returncode == 0 else [*done.stdout.splitlines(), f"ended with code {done.returncode}"]

    return problems


CHECKS = (
    Check("types", command(str(BIN / "mypy"), "--no-error-summary")),
    Check("format", command(str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    Check("style", command(str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", ".")),
    Check("order of rooms, written down", command(PYTHON, "tools/contracts.py", "--check")),
    Check("order of rooms, kept", command(str(BIN / "lint-imports"), "--no-logo", "--no-cache")),
    Check("templates, style", command(str(BIN / "djlint"), "sankofa", "--lint", "--quiet")),
    Check("templates, content policy", scans.problems_of_templates),
    Check("styles mirror for right-to-left", scans.problems_of_styles),
    Check("migrations are made", command(PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run")),
    Check("translations", command(PYTHON, "tools/messages.py", "--check")),
    Check("handbook is of today", command(PYTHON, "tools/make_handbook.py", "--check")),
    Check("locks name no host", scans.problems_of_locks),
    Check("files speak of the project alone", scans.problems_of_texts),
    Check("files are not too long", scans.problems_of_length),
)


def main(names: Sequence[str]) -> int:
    """Run the checks whose names begin with one of these, or all; return 0 where nothing was found."""
    chosen = [check for check in CHECKS if not names or check.name.startswith(tuple(names))]
    failed = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as beside_each_other:
        for check, (problems, seconds) in zip(chosen, beside_each_other.map(_looked_at, chosen), strict=True):
            print(f"{'FAILED' if problems else 'ok':<7} {check.name:<34} {seconds:6.1f} s", flush=True)
            for problem in problems:
                print(f"        {problem}")
            if problems:
                failed.append(check.name)
    print(f"\n{len(chosen) - len(failed)} of {len(chosen)} checks passed." + "".join(f"\nFAILED: {n}" for n in failed))
    return 1 if failed or not chosen else 0


def _looked_at(check: Check) -> tuple[Sequence[str], float]:
    """Return what a check found, and how many seconds it took."""
    began = time.monotonic()
    return check.problems(), time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
