#!/usr/bin/env python3
"""Line (k): `workflows check` and `workflows test` of the shipped definitions; beside them the same program that only prints its version."""
import argparse
import resource
import statistics
import subprocess
import time

from bench_daemon import ROOT, arguments


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    options = arguments(parser)
    print(f"{options.rounds} rounds: median (least), in ms")
    print(f"{'':32}{'wall':>16}{'CPU':>16}")
    for verb in (["workflows", "check", "--strict"], ["workflows", "test"], ["--version"]):
        wall, cpu = [], []
        for _ in range(options.rounds):
            begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [options.build / "magnetiqctl", *verb, *([ROOT / "workflows"] if len(verb) > 1 else [])], check=True,
                stdout=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            wall.append(1000 * (time.monotonic() - begin))
            cpu.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
        cells = "".join(f"{f'{statistics.median(times):.0f} ({min(times):.0f})':>16}" for times in (wall, cpu))
        print(f"{' '.join(verb):32}{cells}", flush=True)


if __name__ == "__main__":
    main()
