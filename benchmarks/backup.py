"""How fast a deployment is backed up and brought back, and how much memory it takes: `python -m benchmarks.backup`.

Makes a home with so many stored files of a megabyte in a passing folder, backs it up twice and restores it, each as a
process of its own.  Memory is the largest that any of those processes took.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

FILL = """
import os, sys, django
django.setup()
from sankofa.store import blobs
for _ in range(int(sys.argv[1])):
    blobs.keep(os.urandom(1 << 20))
"""


def main(arguments: Sequence[str]) -> None:
    """Measure and print a line for each step."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=int, default=100)
    size = asked.parse_args(arguments).megabytes
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        environment = {
            **os.environ,
            "SANKOFA_HOME": str(place / "home"),
            "SANKOFA_DATABASE": "",
            "DJANGO_SETTINGS_MODULE": "sankofa.project.settings",
        }
        sankofa = [sys.executable, "-m", "sankofa.project.cli"]
        key, ring, kept = str(place / "key"), str(place / "ring"), str(place / "kept")
        _run([*sankofa, "setup"], environment)
        _run([sys.executable, "-c", FILL, str(size)], environment)
        _run([*sankofa, "backup-key", key], environment)
        steps = {
            "backup, first": [*sankofa, "backup", kept, "--key-ring-too", ring, "--json"],
            "backup, nothing new": [*sankofa, "backup", kept, "--json"],
            "verify, opened": [*sankofa, "backup", "verify", kept, "--backup-key", key, "--json"],
            "restore": [
                *sankofa, "restore", kept, "--home", str(place / "new"), "--backup-key", key, "--key-ring", ring,
            ],
        }  # fmt: skip
        for name, command in steps.items():
            began = time.perf_counter()
            _run(command, environment)
            took = time.perf_counter() - began
            print(f"{name:<22}{took:6.1f} s {size / took:7.1f} MB/s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"largest process {peak} MB")


def _run(command: Sequence[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main(sys.argv[1:])
