"""The tools of `scripts/test-systemd`: a container with an installed Magnetiq, checks, polling."""
import fcntl
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", ROOT / ".build" / "debug"))
PUBLIC, PROVIDER = "http://127.0.0.1:8080", "http://127.0.0.1:8420"
UNIT = "magnetiqd.service"
SECRETS = {
    "stripe-key": "sk_test_sandbox", "stripe-webhook-secret": "whsec_sandbox", "odoo-key": "odoo-sandbox",
    "linkedin-token": "linkedin-sandbox", "website-token": "site-sandbox",
}
SETTINGS = f"""\
sandbox: true
clock: {{mode: test, followers: ["{PROVIDER}/_sandbox"]}}
ingress:
  sites: [{{name: website, token: website-token}}]
  sources: [{{name: stripe, scheme: stripe, secrets: [stripe-webhook-secret], livemode: false}}]
executors:
  stripe: {{url: "{PROVIDER}", key: stripe-key}}
  email: {{url: "smtp://127.0.0.1:2525", from: bookings@magnetiq.example, domain: magnetiq.example, starttls: false}}
  odoo: {{url: "{PROVIDER}", database: crm, key: odoo-key}}
  linkedin: {{url: "{PROVIDER}", token: linkedin-token, version: "209912", author: "urn:li:organization:1"}}
"""
# Who may read, who may act, who may neither; `systemd-sysusers` makes them in the container.
USERS = "u reader -\nm reader magnetiq\nu admin -\nm admin magnetiq-admin\nm admin magnetiq\nu stranger -\n"


def prepare(script):
    """Checks the requirements, then runs the script anew in a network namespace of its own."""
    if os.geteuid() != 0:
        sys.exit("test-systemd: needs root: a container with systemd is booted. Try: sudo make test-systemd")
    for program in ("magnetiqd", "magnetiqctl", "magnetiq-sandbox"):
        if not os.access(BUILD / program, os.X_OK):
            sys.exit(f"test-systemd: no {BUILD / program}; run 'make build' first, or name another folder in BUILD")
    if not all(shutil.which(p) for p in ("systemd-nspawn", "mkfs.ext4", "sqlite3")):
        print("test-systemd: installing systemd-container", file=sys.stderr)
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
        subprocess.run([*apt, "update"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*apt, "-y", "--no-install-recommends", "install", "systemd-container", "dbus", "e2fsprogs",
                        "libnss-systemd", "sqlite3"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    os.environ["MAGNETIQ_LAB"] = "1"
    os.execvp("unshare", ["unshare", "--net", sys.executable, script, *sys.argv[1:]])


def raise_loopback():
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14x", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS: up, running


class Lab:
    def __init__(self):
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="magnetiq-lab-"))
        self.leader = ""
        self.began = time.monotonic()
        self.wrong, self.passed = [], 0

    def verb(self, *verb):
        subprocess.run([ROOT / "scripts" / "systemd-lab", self.work, *verb], check=True)
        if verb != ("down",):
            state = dict(p.split("=", 1) for p in (self.work / "state").read_text().split() if "=" in p)
            self.leader = state["LEADER"]

    def command(self, arguments, user=None):
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
        return ["nsenter", "-t", self.leader, "-m", "-u", "-i", "-p", "-C", "--", "env", "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", "LANG=C.UTF-8", "SYSTEMD_COLORS=0", "SYSTEMD_PAGER=",
                "TZ=UTC", *become, *map(str, arguments)]

    def run(self, *arguments, user=None, fails=False, stdin=None):
        done = subprocess.run(self.command(arguments, user), capture_output=True, text=True, input=stdin, timeout=60)
        if done.returncode and not fails:
            raise SystemExit(f"test-systemd: {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}\n{self.log()}")
        return (done.returncode, done.stdout + done.stderr) if fails else done.stdout

    def show(self, *names):
        text = self.run("systemctl", "show", UNIT, *[f"--property={n}" for n in names])
        found = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
        return found[names[0]] if len(names) == 1 else [found[n] for n in names]

    def is_running(self):
        return self.show("ActiveState", "SubState") == ["active", "running"]

    def journal(self, *match):
        self.run("journalctl", "--sync")
        text = self.run("journalctl", "-o", "json", "--all", "--no-pager", *match)
        return [json.loads(line) for line in text.splitlines()]

    def log(self):
        if not self.leader:
            return ""
        return subprocess.run(self.command(["journalctl", "-n", "40", "--no-pager", "-o", "short-precise"]),
                              capture_output=True, text=True).stdout

    def say(self, text):
        print(f"\n{text}  [{time.monotonic() - self.began:.1f} s]", flush=True)

    def check(self, name, is_so, found=""):
        if is_so:
            self.passed += 1
        else:
            self.wrong.append(name)
        print(f"  {'ok  ' if is_so else 'FAIL'} {name}{': ' if str(found) else ''}{found}", flush=True)

    def until(self, condition, what, seconds=20.0):
        """Polls; returns the milliseconds that it took."""
        start = time.monotonic()
        while not condition():
            if time.monotonic() - start > seconds:
                raise SystemExit(f"test-systemd: waited {seconds:.0f} s in vain until {what}\n{self.log()}")
            time.sleep(0.02)
        return round((time.monotonic() - start) * 1000)

    def install(self):
        inject = self.work / "inject"
        subprocess.run([ROOT / "scripts" / "install", BUILD, inject, "/usr"], check=True)
        (inject / "etc/magnetiq/magnetiqd.yaml").write_text(SETTINGS)
        folder = inject / "etc/magnetiq/credentials"
        folder.mkdir(mode=0o700)
        for name, secret in SECRETS.items():
            (folder / name).write_text(secret + "\n")
            (folder / name).chmod(0o600)
        users = inject / "etc/sysusers.d/lab.conf"
        users.parent.mkdir(parents=True)
        users.write_text(USERS)
        for path in [inject, *inject.rglob("*")]:
            if path.is_dir() and path != folder:
                path.chmod(0o755)


def request(method, url, body=None, headers=None):
    call = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode(), method=method)
    for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
        call.add_header(name, value)
    try:
        with urllib.request.urlopen(call, timeout=30) as response:
            text = response.read()
    except urllib.error.HTTPError as error:
        raise SystemExit(f"test-systemd: {method} {url}: {error.code} {error.read().decode()}") from None
    return json.loads(text) if text[:1] in (b"{", b"[") else text.decode()
