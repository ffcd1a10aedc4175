#!/usr/bin/env python3
"""Line (f): COUNT instances that wait for a timer. How long it takes to park them, what the daemon's memory is while 2,000 of them fire a
second, how late they fire, and how soon the first one fires after a kill -9 in the middle of it."""
import argparse
import sqlite3
import time

from bench_daemon import Daemon, arguments, park


def fired(store, near, first, rate):
    """(when it was due, how late it fired), in seconds, of each."""
    rows = store.execute(
        "SELECT f.key, h.at FROM families f JOIN history h ON h.family = f.id AND h.sequence = 2 WHERE f.key GLOB 'near-*'")
    return sorted((first + int(key[5:]) / rate, at / 1e6 - first - int(key[5:]) / rate) for key, at in rows)


def first_step(daemon):
    """The seconds from now until the daemon's log tells of a step."""
    begin = time.monotonic()
    with open(daemon.log) as log:
        while time.monotonic() - begin < 60:
            line = log.readline()
            if "woken" in line:
                return time.monotonic() - begin
            if not line:
                time.sleep(0.002)
    raise SystemExit(f"parked: nothing fired after the restart; the log is {daemon.log}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=20, help="for how long they fire before the kill, and after it")
    options = arguments(parser)
    near = 2 * options.rate * options.seconds
    if near >= options.count:
        parser.error(f"--count {options.count} is too small for {near} timers that fire; give fewer --seconds")
    daemon = Daemon(options.build)
    path = daemon.folder / "magnetiq.db"
    parked = park(path, options.count - near, near, options.rate)
    count, seconds = parked["parked"], parked["seconds"]
    print(f"parked {count} in {seconds:.1f} s through the engine, 256 in a commit: {count / seconds:.0f}/s, "
          f"{1e6 * parked['cpu'] / count:.0f} µs CPU and {parked['bytes'] / 1024 / count:.1f} KiB each; "
          f"store {path.stat().st_size / 1024 / options.count:.2f} KiB each", flush=True)
    started = daemon.start()
    print(f"start with {options.count} parked: {started:.2f} s, anonymous memory {daemon.anonymous():.0f} MiB", flush=True)
    time.sleep(max(0, parked["first"] - time.time()))
    cpu, most = daemon.cpu(), 0
    end = parked["first"] + options.seconds
    while time.time() < end:
        most = max(most, daemon.anonymous())
        time.sleep(0.25)
    cpu = daemon.cpu() - cpu
    killed = time.time()
    daemon.kill()
    begin = time.monotonic()
    ready = daemon.start()
    to_first = time.monotonic() - begin + first_step(daemon)
    restarted = time.time()
    time.sleep(max(0, parked["first"] + 2 * options.seconds + 3 - time.time()))
    most_after = daemon.anonymous()
    daemon.stop()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
        late = fired(store, near, parked["first"], options.rate)
    before = sorted(late for due, late in late if due + late < killed - 0.5)
    after = sorted(l for due, l in late if due > restarted + 1)
    outage = [l for due, l in late if killed - 0.5 <= due <= restarted + 1]
    print(f"fired {len(late)} of {near}, {options.rate} a second; anonymous memory {max(most, most_after):.0f} MiB; "
          f"CPU {1000 * cpu / max(1, len(before)):.2f} ms each")
    for name, lates in (("before the kill", before), ("after the restart", after)):
        if lates:
            print(f"lateness {name}: p50 {1000 * lates[len(lates) // 2]:.1f} ms, p99 {1000 * lates[len(lates) * 99 // 100]:.1f} ms, "
                  f"most {1000 * lates[-1]:.0f} ms")
    print(f"kill -9 to ready {ready:.2f} s, to the first step in the log {to_first:.2f} s; of those due meanwhile the last fired "
          f"{max(outage, default=0):.2f} s late")
    daemon.remove()
    if len(late) != near:
        raise SystemExit(f"parked: {near - len(late)} timers did not fire")


if __name__ == "__main__":
    main()
