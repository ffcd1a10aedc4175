"""A release build of magnetiqd in a folder of its own, for the lines of `make bench` that drive the real daemon."""
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TICK = os.sysconf("SC_CLK_TCK")
SECRET = "the secret of the benchmark's webhooks"

# A workflow of one machine that waits for a timer and hears webhooks (Benchmarks/Workflows/parked). It needs no executor. The bounds for one
# sender or address are no part of what is measured.
PARKED = """\
sandbox: true
store: {{path: {folder}/magnetiq.db}}
workflows: {{path: {root}/Benchmarks/Workflows/parked}}
credentials: {{path: {folder}/credentials}}
control: {{path: {folder}/run/control, admin_path: {folder}/run/control-admin}}
ingress:
  listen: 127.0.0.1:{port}
  rate: 1000000
  burst: 100000
  in_flight: 4096
  connections: {{at_once: 512, of_one_address: 512, rate: 1000000, burst: 100000}}
  quota: {{events_per_source: 10000000}}
  sites: [{{name: website, token: website-token}}]
  collections: {{parked: parked}}
  sources: [{{name: bench, scheme: hmac-sha256, secrets: [bench-secret], header: X-Signature}}]
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def new_folder():
    return pathlib.Path(tempfile.mkdtemp(prefix="magnetiq-bench-", dir=os.environ.get("BENCH_FOLDER")))


class Daemon:
    """`settings` is a text with {folder}, {root} and {port}. The store is `magnetiq.db` in the folder."""

    def __init__(self, build, settings=PARKED, folder=None):
        self.build = pathlib.Path(build).resolve()
        self.folder = folder or new_folder()
        self.port = free_port()
        for name in ("run", "credentials"):
            (self.folder / name).mkdir(mode=0o700, exist_ok=True)
        secrets = {path.name: path.read_text() for path in (ROOT / "config/sandbox-credentials").iterdir()}
        for name, secret in {**secrets, "bench-secret": SECRET, "capability-key": "5a" * 32}.items():
            path = self.folder / "credentials" / name
            path.write_text(secret)
            path.chmod(0o600)
        (self.folder / "settings.yaml").write_text(settings.format(folder=self.folder, root=ROOT, port=self.port))
        self.starts = 0

    @property
    def log(self):
        return self.folder / f"magnetiqd-{self.starts}.log"

    def start(self, environment=None):
        """Starts the process and waits until it tells systemd that it is ready; the seconds that it took."""
        self.starts += 1
        with tempfile.TemporaryDirectory() as place, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
            path = self.notify_path = f"{place}/notify"
            notified.bind(path)
            begin = time.monotonic()
            with open(self.log, "w") as log:
                self.process = subprocess.Popen(
                    [self.build / "magnetiqd", "--config", self.folder / "settings.yaml"], stdout=log, stderr=log,
                    env={**os.environ, "NOTIFY_SOCKET": path, **(environment or {})})
            notified.settimeout(0.1)
            while True:
                try:
                    if b"READY=1" in notified.recv(4096):
                        return time.monotonic() - begin
                except TimeoutError:
                    if self.process.poll() is not None:
                        sys.exit(f"bench: magnetiqd did not start: {self.log.read_text()[-3000:]}")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        if self.process.wait(60) != 0:
            sys.exit(f"bench: magnetiqd ended with {self.process.returncode}: {self.log.read_text()[-3000:]}")

    def remove(self):
        shutil.rmtree(self.folder)

    def cpu(self):
        """Seconds of all threads."""
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / TICK

    def written(self):
        """Bytes that were handed to the disk."""
        io = pathlib.Path(f"/proc/{self.process.pid}/io").read_text()
        return int(re.search(r"^write_bytes: (\d+)", io, re.M).group(1))

    def commits(self):
        """Commits since the start; each is one sync, and a copy of the log into the file adds two."""
        answer = subprocess.run(
            [self.build / "magnetiqctl", "status", "--socket", self.folder / "run/control", "--output", "json"], check=True,
            stdout=subprocess.PIPE)
        return json.loads(answer.stdout)["turns"]

    def anonymous(self):
        """Anonymous memory in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", status).group(1)) / 1024


def bench_program():
    program = pathlib.Path(os.environ.get("BENCH_PROGRAM", ROOT / "Benchmarks/.build/release/DaemonBenchmark"))
    if not program.exists():
        sys.exit(f"bench: no {program}; `make bench` builds it")
    return program


def park(store, far, near=0, rate=2000, delay=10, prefix=""):
    """Starts instances `PREFIXfar-0` … and `PREFIXnear-0` … in a store without a daemon. The figures, and when the first of the near ones
    is due."""
    done = subprocess.run(
        [bench_program(), "park", "--workflow", ROOT / "Benchmarks/Workflows/parked", "--store", store, "--far", str(far),
         "--near", str(near), "--rate", str(rate), "--delay", str(delay), "--prefix", prefix], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def arguments(parser):
    parser.add_argument("--build", default=ROOT / ".build/release", type=pathlib.Path)
    return parser.parse_args()
