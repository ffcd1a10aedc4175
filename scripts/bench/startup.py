#!/usr/bin/env python3
"""Line (j): from the start of the process until it tells systemd that it is ready, with the shipped workflows; beside it the same program
that only prints its version."""
import argparse
import statistics
import subprocess
import time

from bench_daemon import Daemon, arguments
from idle import SHIPPED


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = arguments(parser)
    new, again, cpu, version = [], [], [], []
    for _ in range(options.rounds):
        daemon = Daemon(options.build, settings=SHIPPED)
        new.append(1000 * daemon.start())
        daemon.stop()
        again.append(1000 * daemon.start())
        cpu.append(1000 * daemon.cpu())
        daemon.stop()
        daemon.remove()
        begin = time.monotonic()
        subprocess.run([options.build / "magnetiqd", "--version"], check=True, stdout=subprocess.DEVNULL)
        version.append(1000 * (time.monotonic() - begin))
    print(f"{options.rounds} rounds: median (least), in ms")
    for name, times in (("a new store", new), ("a store that is there", again), ("  its CPU", cpu), ("floor: --version", version)):
        print(f"{name:24}{statistics.median(times):8.0f} ({min(times):.0f})")


if __name__ == "__main__":
    main()
