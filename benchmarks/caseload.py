"""How long phones wait in the morning, when all of them ask for forms and people at the same moment.

    python -m benchmarks.caseload [--phones 500] [--people 20] [--rounds 2]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name an empty database of PostgreSQL) and
serves it as `sankofa serve` does.  Then all phones call at once from the same machine, each over a line of its own: the
list of forms, the manifest of a form, the form, and the people of its holder.

How to read it.  "at once" is the worst morning: every phone opens its line in the same second, so each waits for nearly
all others, and the 95th percentile of a phone is close to how long all of them take.  Calls a second say how much the
machine answers; server and phones share its cores, so a deployment whose phones are elsewhere answers more.  A phone in
the field waits besides for its own line: the last figure of a round is what its bytes take at 256 kbit/s, and where
that is longer than the median, the line is what people wait for.  The first round also pays for what a process loads
once; read the last one.  Memory is the most that all processes of the server held, added up: pages that they share
count in each, so the machine needs less.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from dataclasses import dataclass, field

from benchmarks.served import Served, deployment, made_phones, memory, processor, serving, spread

FORM = "reintegration_score/1"
ASKED = {
    "list of forms": "formList",
    "manifest": f"forms/{FORM}/manifest",
    "form": f"forms/{FORM}/form.xml",
    "people": "caseload.csv",
}
LINE = 256_000
"""Bits a second of a poor line."""


@dataclass(slots=True)
class Morning:
    """What one round of all phones took: milliseconds of each kind of call and of each phone, and bytes of a phone."""

    calls: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in ASKED})
    phones: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--phones", type=int, default=500)
    asked.add_argument("--people", type=int, default=20, help="people of each phone")
    asked.add_argument("--rounds", type=int, default=2)
    told = asked.parse_args()
    with deployment(), serving(made_phones(told.phones, people=told.people)) as served:
        for number in range(1, told.rounds + 1):
            of_server, own, began = processor(served.group), time.process_time(), time.perf_counter()
            morning = asyncio.run(_all_at_once(served))
            seconds = time.perf_counter() - began
            of_server, own = processor(served.group) - of_server, time.process_time() - own
            _tell(morning, number, seconds=seconds)
            print(f"  processor time: server {of_server:.1f} s, phones {own:.1f} s; load {os.getloadavg()[0]:.1f}")
        print(f"memory of the server: {memory(served.group):.0f} MB at most, in all its processes")


async def _all_at_once(served: Served) -> Morning:
    morning = Morning()
    await asyncio.gather(*(_phone(served.port, token, morning) for token in served.tokens))
    return morning


async def _phone(port: int, token: str, morning: Morning) -> None:
    began, size = time.perf_counter(), 0
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for name, address in ASKED.items():
            asked_at = time.perf_counter()
            writer.write(f"GET /phone/{token}/{address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            body = await reader.readexactly(int(head.partition(b"\r\ncontent-length:")[2].split(None, 1)[0]))
            if (status := head.split(None, 2)[1]) != b"200":
                morning.lost.append(f"{name}: {status.decode()}")
            size += len(body)
            morning.calls[name].append((time.perf_counter() - asked_at) * 1000)
        writer.close()
    except (OSError, asyncio.IncompleteReadError) as error:
        morning.lost.append(f"{type(error).__name__}: {error}")
        return
    morning.phones.append((time.perf_counter() - began) * 1000)
    morning.sizes.append(size)


def _tell(morning: Morning, number: int, *, seconds: float) -> None:
    calls = [took for each in morning.calls.values() for took in each]
    print(
        f"round {number}, {len(morning.phones)} phones at once: {len(calls)} calls in {seconds:.1f} s, "
        f"{len(calls) / seconds:.0f} a second ({spread(calls)}); without an answer: {len(morning.lost)}"
    )
    for said in sorted(set(morning.lost))[:5]:
        print(f"  without an answer: {said}")
    for name, took in morning.calls.items():
        print(f"  {name}: {spread(took)}")
    size = statistics.mean(morning.sizes)
    print(
        f"  a whole phone: {spread(morning.phones)}; {size:.0f} bytes, {size * 8 / LINE:.1f} s of a line of 256 kbit/s"
    )


if __name__ == "__main__":
    sys.exit(main())
