#!/usr/bin/env python3
"""Line (e): signed webhooks at a steady rate, each a step of an instance. The floor is the same client and the same listener, asked for
/healthz, which reaches no store."""
import argparse
import pathlib
import statistics
import sys
import time

import webhooks
from bench_daemon import Daemon, arguments, park


def fresh(daemon, count=1000):
    """New instances in the store of a daemon that does not run."""
    prefix = f"fresh-{time.monotonic_ns()}-"
    park(daemon.folder / "magnetiq.db", far=count, prefix=prefix)
    return [f"{prefix}far-{number}" for number in range(count)]


def measure(daemon, references, rate, seconds, make=webhooks.webhook):
    commits = daemon.commits()
    cpu, written = daemon.cpu(), daemon.written()
    times, said = webhooks.begin(daemon.port, references, rate, seconds, make)()
    if set(said) != {200}:
        sys.exit(f"ingress: the answers were {said}; the daemon's log is {daemon.log}")
    count = len(times)
    cpu, written = daemon.cpu() - cpu, daemon.written() - written
    return (*webhooks.quantiles(times), 1000 * cpu / count, written / 1024 / count, (daemon.commits() - commits) / count)


def table(daemon, references, rate, seconds, rounds):
    """Prints the rounds of webhooks and of the floor, alternately; the median p99 of the webhooks."""
    kinds = {"webhooks": webhooks.webhook, "floor: /healthz": webhooks.health}
    found = {kind: [] for kind in kinds}
    measure(daemon, references, rate, 2)
    for _ in range(rounds):
        for kind, make in kinds.items():
            found[kind].append(measure(daemon, references, rate, seconds if make is webhooks.webhook else seconds / 2, make))
    print(f"{rate} a second for {seconds:g} s, {rounds} rounds: median (least)")
    print(f"{'':18}{'p50 ms':>15}{'p99 ms':>15}{'most ms':>15}{'CPU ms':>15}{'KiB':>15}{'commits':>15}")
    for kind, rows in found.items():
        cells = "".join(f"{f'{statistics.median(c):.2f} ({min(c):.2f})':>15}" for c in zip(*rows))
        print(f"{kind:18}{cells}", flush=True)
    return statistics.median(row[1] for row in found["webhooks"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=pathlib.Path, help="a folder with a store that stays, to be driven on it")
    options = arguments(parser)
    daemon = Daemon(options.build, folder=options.store)
    references = fresh(daemon)
    daemon.start()
    table(daemon, references, options.rate, options.seconds, options.rounds)
    print(f"anonymous memory {daemon.anonymous():.0f} MiB")
    daemon.stop()
    if not options.store:
        daemon.remove()


if __name__ == "__main__":
    main()
