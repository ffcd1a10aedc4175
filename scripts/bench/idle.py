#!/usr/bin/env python3
"""Line (i): the daemon with the shipped workflows and nothing to do: wake-ups of all threads in a watchdog's interval, memory, CPU."""
import argparse
import pathlib
import re
import time

from bench_daemon import Daemon, arguments

INTERVAL = 30


def switches(process):
    """Context switches by thread: the kernel counts one whenever a thread that slept, or was pushed aside, ran."""
    found = {}
    for task in pathlib.Path(f"/proc/{process}/task").iterdir():
        status = (task / "status").read_text()
        count = sum(int(n) for n in re.findall(r"^(?:non)?voluntary_ctxt_switches:\s+(\d+)", status, re.M))
        found[f"{(task / 'comm').read_text().strip()}/{task.name}"] = count
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=2 * INTERVAL)
    options = arguments(parser)
    daemon = Daemon(options.build, settings=SHIPPED)
    daemon.start({"WATCHDOG_USEC": str(INTERVAL * 1_000_000)})
    time.sleep(15)
    before, cpu = switches(daemon.process.pid), daemon.cpu()
    time.sleep(options.seconds)
    after, cpu = switches(daemon.process.pid), daemon.cpu() - cpu
    each = {name: (after[name] - before.get(name, 0)) * INTERVAL / options.seconds for name in after}
    print(f"wake-ups in {INTERVAL} s, the watchdog's interval, in {len(after)} threads: {sum(each.values()):.1f}; "
          f"anonymous memory {daemon.anonymous():.1f} MiB; CPU {1000 * cpu / options.seconds:.2f} ms a second")
    print("  " + ", ".join(f"{name.split('/')[0]} {count:.1f}" for name, count in sorted(each.items(), key=lambda e: -e[1]) if count))
    daemon.stop()
    daemon.remove()


# As config/sandbox.yaml, with the machine's clock; nothing is ever sent, so no counterpart runs.
SHIPPED = """\
sandbox: true
store: {{path: {folder}/magnetiq.db}}
workflows: {{path: {root}/workflows}}
matching: {{skills: {root}/config/skills.yaml}}
leads: {{rules: {root}/config/leads.yaml}}
credentials: {{path: {folder}/credentials}}
control: {{path: {folder}/run/control, admin_path: {folder}/run/control-admin}}
ingress:
  listen: 127.0.0.1:{port}
  sites: [{{name: website, token: website-token}}]
  sources: [{{name: stripe, scheme: stripe, secrets: [stripe-webhook-secret], livemode: false}}]
executors:
  stripe: {{url: "http://127.0.0.1:9", key: stripe-key}}
  email: {{url: "smtp://127.0.0.1:9", from: bookings@magnetiq.example, domain: magnetiq.example, starttls: false}}
  odoo: {{url: "http://127.0.0.1:9", database: crm, key: odoo-key}}
  linkedin: {{url: "http://127.0.0.1:9", token: linkedin-token, version: "209912", author: "urn:li:organization:1"}}
"""


if __name__ == "__main__":
    main()
