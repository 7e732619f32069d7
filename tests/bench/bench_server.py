#!/usr/bin/env python3
"""Figures of the webhook-server, for the table in its README.

    bench_server.py WEBHOOK_SERVER HTTP_LOAD TESTS_SUPPORT_DIR

Start to ready, memory at rest, durable alerts a second at 64 connections with their latencies, and what one fsync
costs in the same folder, without which the rest says little.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

SERVER, LOAD = sys.argv[1], sys.argv[2]
sys.path.insert(0, sys.argv[3])
from webhook_server import SECRET, Home, Server  # noqa: E402

STARTS, LOADS, ALERTS, SYNCS = 11, 5, 50000, 300


def median_ms(values):
    return statistics.median(values) * 1000


def fsync_times(folder):
    times = []
    with open(Path(folder) / "fsync", "wb") as file:
        for _ in range(SYNCS):
            file.write(bytes(4096))
            file.flush()
            started = time.monotonic()
            os.fdatasync(file.fileno())
            times.append(time.monotonic() - started)
    return times


def start_times(home):
    """From before the process exists until its readiness is answered."""
    times = []
    for _ in range(STARTS):
        started = time.monotonic()
        with Server(SERVER, home) as server:
            assert server.ask("GET", "/readyz").status == 200
            times.append(time.monotonic() - started)
    return times


def resident_mb(server):
    text = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024


def load(server, run, *arguments):
    done = subprocess.run([LOAD, "--port", str(server.port), "--secret", SECRET, "--connections", "64", "--count",
                           str(ALERTS), "--prefix", f"bench{run}", *arguments], capture_output=True, text=True, check=True)
    words = done.stdout.split()
    told = dict(zip(words[::2], words[1::2]))
    assert told["acked"] == str(ALERTS), done.stdout
    return float(told["rate"]), int(told["p50_us"]) / 1000, int(told["p99_us"]) / 1000


def show(name, value):
    print(f"| {name} | {value} |", flush=True)


def loads(server, name, *arguments):
    runs = sorted(load(server, f"-{name}-{number}", *arguments) for number in range(LOADS))
    rate, p50, p99 = runs[len(runs) // 2]
    return f"{rate:,.0f}/s, p50 {p50:.1f} ms, p99 {p99:.1f} ms (median of {LOADS} runs, {runs[0][0]:,.0f} to {runs[-1][0]:,.0f}/s)"


def main():
    home = Home()
    try:
        show("fsync of 4 KiB (median)", f"{median_ms(fsync_times(home.path)):.2f} ms")
        times = start_times(home)
        show("first start to ready, with the database's making", f"{times[0] * 1000:.0f} ms")
        show("start to ready (median of 10)", f"{median_ms(times[1:]):.0f} ms")
        with Server(SERVER, home) as server:
            server.ask("GET", "/readyz")
            show("resident memory at rest", f"{resident_mb(server):.1f} MB")
            show("durable alerts, 64 connections", loads(server, "plain"))
            show("durable alerts, every 7th an order that is executed", loads(server, "trade", "--quantity-every", "7"))
            show("resident memory after 500,000 alerts", f"{resident_mb(server):.1f} MB")
    finally:
        home.remove()


main()
