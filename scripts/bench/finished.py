#!/usr/bin/env python3
"""Line (g): COUNT ended bookings of ten points in the store, and what the lines above take on it: none may slow down by more than 10 %.

A few hundred bookings are driven to their end by the engine; the rest are copies of their rows with new ids, references, hashes and keys,
written by SQL."""
import argparse
import os
import re
import sqlite3
import subprocess
import time

import ingress
from bench_daemon import ROOT, Daemon, arguments, bench_program

# The columns that name rows of another table, by table; what else is unique is made new.
IDS = {
    "families": {"id": "families"}, "instances": {"id": "instances", "family": "families"}, "history": {"family": "families"},
    "views": {"family": "families"}, "tasks": {"id": "tasks", "family": "families", "instance": "instances"},
    "task_states": {"task": "tasks"}, "attempts": {"task": "tasks"}, "instance_views": {"instance": "instances"}, "persons": {"family": "families"}, "capabilities": {"family": "families"},
    "origins": {"family": "families"}, "event_counts": {"family": "families"}, "inbox": {"id": "inbox", "family": "families"},
    "seen": {"inbox": "inbox"}, "postings": {"family": "families"},
}
NEW = {
    "families": {"key": "key || '-' || :copy"}, "views": {"value": "iif(field = 'reference', value || '-' || :copy, value)"},
    "capabilities": {"hash": "randomblob(32)"}, "seen": {"key_hash": "key_of_copy(key_hash, :copy)"}, "tasks": {"key": "key || '-' || :copy"},
    "task_states": {"attempt_key": "attempt_key || '-' || :copy"},
    "attempts": {"key": "key || '-' || :copy"}, "inbox": {"key": "key || '-' || :copy"},
}


def key_of_copy(families):
    """Hashes of keys that name a family begin with its number in six bytes; all others have no order."""
    def key(value, copy):
        if value[:3] != b"\0\0\0":
            return os.urandom(len(value))
        return (int.from_bytes(value[:6], "big") + copy * families).to_bytes(6, "big") + os.urandom(10)

    return key


def copies(store):
    """The statements that write one copy of all families, and how many families that is."""
    present = {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    most = {table: store.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
            for table in ("families", "instances", "tasks", "inbox") if table in present}
    bounds = {table: store.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0] for table in ("history", "persons", "origins")
              if table in present}
    statements = []
    for table in (t for t in IDS if t in present):
        names = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
        values = []
        for name in names:
            if name in NEW.get(table, {}):
                values.append(NEW[table][name])
            elif name in IDS[table]:
                values.append(f"{name} + :copy * {most[IDS[table][name]]}")
            else:
                values.append(name)
        # Only what was there at first is copied.
        only = [f"{name} <= {most[of]}" for name, of in IDS[table].items()]
        statements.append(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} WHERE {' AND '.join(only)}")
    return statements, most["families"]


def fill(path, count):
    begin = time.monotonic()
    with sqlite3.connect(path, isolation_level=None) as store:
        store.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA foreign_keys = OFF;")
        statements, each = copies(store)
        store.create_function("key_of_copy", 2, key_of_copy(each))
        for copy in range(1, -(-count // each)):
            store.execute("BEGIN IMMEDIATE")
            for statement in statements:
                store.execute(statement, {"copy": copy})
            store.execute("COMMIT")
        found = store.execute("SELECT count(*) FROM families WHERE status = 'ended'").fetchone()[0]
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    size = path.stat().st_size
    print(f"filled with {found} ended bookings in {time.monotonic() - begin:.0f} s: {size / 2**30:.1f} GiB, {size / 1024 / found:.1f} KiB each",
          flush=True)


def program(verb, path, *more):
    """Runs a line of the benchmark's program on the store and shows it; its rows of figures."""
    done = subprocess.run(
        [bench_program(), verb, "--workflow", ROOT / "Benchmarks/Workflows/ten", "--folder", path.parent, "--store", path, *more],
        stdout=subprocess.PIPE, text=True, check=True)
    print(done.stdout, end="", flush=True)
    return [line.split() for line in done.stdout.splitlines() if re.match(r"\d+ +\d+ \(", line)]


def lines(build, folder, seconds):
    """The figures by name; of all of them less is better."""
    path, found = folder / "magnetiq.db", {}
    for row in program("steps", path, "--batches", "8,64", "--bookings", "500", "--rounds", "3"):
        found[f"engine, {row[0]} a commit: CPU of a step, least"] = float(row[4].strip("()"))
    for row in program("points", path, "--alive", "64", "--seconds", str(seconds), "--rounds", "3"):
        found["ten points, 64 alive: CPU, least"] = float(row[4].strip("()"))
        found["ten points, 64 alive: p50, least"] = float(row[10].strip("()"))
    daemon = Daemon(build, folder=folder)
    references = ingress.fresh(daemon)
    found["start of the daemon, least"] = min(start(daemon) for _ in range(3))
    daemon.start()
    rows = [ingress.measure(daemon, references, 500, seconds) for _ in range(4)][1:]
    daemon.stop()
    found["webhooks: p50, least"] = min(row[0] for row in rows)
    found["webhooks: CPU, least"] = min(row[3] for row in rows)
    return found


def start(daemon):
    took = daemon.start()
    daemon.stop()
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--seconds", type=int, default=6)
    options = arguments(parser)
    daemon = Daemon(options.build)
    path = daemon.folder / "magnetiq.db"
    print("on a store with some hundred bookings")
    program("steps", path, "--batches", "64", "--bookings", "500", "--rounds", "1")
    few = lines(options.build, daemon.folder, options.seconds)
    daemon.remove()
    daemon = Daemon(options.build)
    path = daemon.folder / "magnetiq.db"
    program("steps", path, "--batches", "64", "--bookings", "500", "--rounds", "1")
    fill(path, options.count)
    many = lines(options.build, daemon.folder, options.seconds)
    print(f"{'':50}{'few':>10}{'many':>10}")
    for name, cost in few.items():
        print(f"{name:50}{cost:10.2f}{many[name]:10.2f}  {100 * (many[name] / cost - 1):+.0f} %")
    daemon.remove()


if __name__ == "__main__":
    main()
