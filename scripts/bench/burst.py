#!/usr/bin/env python3
"""Line (h): COUNT timers that are due at the same instant, and what fresh events to other instances wait meanwhile."""
import argparse
import sqlite3
import time

import webhooks
from bench_daemon import Daemon, arguments, park


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=200, help="fresh events a second")
    options = arguments(parser)
    daemon = Daemon(options.build)
    path = daemon.folder / "magnetiq.db"
    parked = park(path, 1000, options.count, 0)
    daemon.start()
    references = [f"far-{number}" for number in range(1000)]
    webhooks.begin(daemon.port, references, options.rate, 2)()
    time.sleep(max(0, parked["first"] - time.time() - 4))
    offset = time.time() - time.monotonic()
    load = webhooks.begin(daemon.port, references, options.rate, 10 + options.count / 1500)
    cpu, commits = daemon.cpu(), daemon.commits()
    times, said = load()
    cpu, commits = daemon.cpu() - cpu, daemon.commits() - commits
    memory = daemon.anonymous()
    daemon.stop()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
        count, last = store.execute(
            "SELECT count(*), max(h.at) / 1e6 FROM families f JOIN history h ON h.family = f.id AND h.sequence = 2 "
            "WHERE f.key GLOB 'near-*'").fetchone()
    first = parked["first"]
    during = [(planned, took) for planned, took in times if first <= planned + offset <= last]
    quiet = [(planned, took) for planned, took in times if planned + offset < first - 0.5]
    print(f"{count} timers due at once fired within {last - first:.1f} s, {count / (last - first):.0f}/s; anonymous memory {memory:.0f} MiB; "
          f"CPU {1000 * cpu / count:.2f} ms and {commits / count:.3f} commits each, the events' included")
    for name, part in (("before", quiet), ("meanwhile", during)):
        p50, p99, most = webhooks.quantiles(part)
        print(f"fresh events {name} ({options.rate} a second, {len(part)}): p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {most:.0f} ms")
    print(f"answers {said}")
    daemon.remove()
    if count != options.count or set(said) != {200}:
        raise SystemExit("burst: timers did not fire, or events were refused")


if __name__ == "__main__":
    main()
