"""Signed webhooks at a steady rate, whatever the daemon's answers take: a late answer delays no other request, and counts from the instant
for which its request was planned."""
import asyncio
import collections
import hashlib
import hmac
import itertools
import json
import multiprocessing
import time

from bench_daemon import SECRET

numbers = itertools.count()


def webhook(reference, run):
    body = json.dumps(
        {"id": f"evt-{run}-{next(numbers)}", "type": "tick", "reference": reference, "n": 1}, separators=(",", ":")).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return (f"POST /webhooks/bench HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nX-Signature: {signature}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def health(*_):
    return b"GET /healthz HTTP/1.1\r\nHost: bench\r\n\r\n"


class Connection(asyncio.Protocol):
    """One request at a time."""

    def __init__(self, load):
        self.load, self.data, self.planned = load, b"", None

    def connection_made(self, transport):
        self.transport = transport

    def send(self, request, planned):
        self.planned = planned
        self.transport.write(request)

    def data_received(self, data):
        self.data += data
        head, found, rest = self.data.partition(b"\r\n\r\n")
        if not found:
            return
        length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
        if len(rest) < length:
            return
        self.data = b""
        self.load.answered(self, int(head[9:12]))

    def connection_lost(self, error):
        if self.planned is not None:
            self.load.said["closed"] += 1


class Load:
    def __init__(self, port, make, rate, seconds, references, connections):
        self.port, self.make, self.rate, self.seconds = port, make, rate, seconds
        self.references, self.connections = references, connections
        self.free, self.waiting = collections.deque(), collections.deque()
        self.times, self.said = [], collections.Counter()

    def answered(self, connection, status):
        self.said[status] += 1
        self.times.append((connection.planned, time.monotonic() - connection.planned))
        connection.planned = None
        if self.waiting:
            connection.send(*self.waiting.popleft())
        else:
            self.free.append(connection)

    async def run(self):
        loop = asyncio.get_running_loop()
        for _ in range(self.connections):
            _, connection = await loop.create_connection(lambda: Connection(self), "127.0.0.1", self.port)
            self.free.append(connection)
        run = time.monotonic_ns()
        begin = time.monotonic() + 0.1
        total = int(self.rate * self.seconds)
        for number in range(total):
            planned = begin + number / self.rate
            request = self.make(self.references[number % len(self.references)], run)
            pause = planned - time.monotonic()
            if pause > 0:
                await asyncio.sleep(pause)
            elif number % 16 == 0:
                await asyncio.sleep(0)
            if self.free:
                self.free.popleft().send(request, planned)
            else:
                self.waiting.append((request, planned))
        end = time.monotonic() + 30
        while sum(self.said.values()) < total and time.monotonic() < end:
            await asyncio.sleep(0.01)


def _work(results, *given):
    load = Load(*given)
    asyncio.run(load.run())
    results.put((load.times, dict(load.said)))


def begin(port, references, rate, seconds, make=webhook, connections=256):
    """Starts it in a process of its own; the function that waits for its end gives [(planned, seconds)], by answer."""
    results = multiprocessing.Queue()
    process = multiprocessing.Process(
        target=_work, args=(results, port, make, rate, seconds, references, connections), daemon=True)
    process.start()
    return lambda: results.get(timeout=seconds + 120)


def quantiles(times):
    """p50, p99 and most, in ms."""
    ordered = sorted(1000 * took for _, took in times)
    if not ordered:
        return 0, 0, 0
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], ordered[-1]
