"""`python -m tests.fuzz [--inputs N] [--jobs N] [--only TARGET:N]`: exit status 0 if nothing was found."""
from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from .run import apart, inside

SHARES = {"values": 0.45, "messages": 0.25, "verdicts": 0.25, "dialogues": 0.05}
"""Of the inputs: a dialogue takes fifty times as long."""
STRETCH = 20_000


def stretches(inputs: int, first: int) -> list[tuple[str, int, int]]:
    """Target, first and last number of each process's work."""
    work = []
    for target, share in SHARES.items():
        size = STRETCH // 10 if target == "dialogues" else STRETCH
        end = first + round(inputs * share)
        work += [(target, start, min(start + size, end)) for start in range(first, end, size)]
    return work


def main() -> int:
    if sys.argv[1:2] == ["--stretch"]:
        target, *numbers = sys.argv[2:]
        inside(target, *map(int, numbers))
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=5_000_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first input: other numbers, other inputs")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", help="one input, TARGET:N, in this process, with its traceback")
    options = parser.parse_args()
    if options.only:
        from .targets import TARGETS

        target, _, count = options.only.partition(":")
        print(TARGETS[target](int(count)))
        return 0
    work, done, found = stretches(options.inputs, options.first), {}, {}
    began = time.monotonic()
    with ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(apart, *part): part for part in work}
        for future in as_completed(running):
            (target, start, stop), result = running[future], future.result()
            inputs, accepted, slowest, most = done.get(target, (0, 0, 0.0, 0))
            done[target] = (inputs + stop - start, accepted + result["accepted"], max(slowest, result["slowest"][0]), max(most, result["mib"]))
            for count, why in result["findings"].items():
                found[f"{target}:{count}"] = why
                print(f"{target}:{count}: {why}", flush=True)
    for target, (inputs, accepted, slowest, most) in done.items():
        print(f"{target:10s} {inputs:9,d} inputs, {accepted:9,d} read as something, slowest {slowest * 1000:.0f} ms, process at most {most} MiB")
    print(f"{len(found)} findings in {sum(part[0] for part in done.values()):,d} inputs, {time.monotonic() - began:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
