#!/usr/bin/env python3
"""A real file system that is full, and one that becomes read-only, under a real server.

    disk_test.py WEBHOOK_SERVER HTTP_LOAD TBCTL TESTS_SUPPORT_DIR

A small tmpfs is mounted over the data folder in a mount namespace of this test's own, which ends with it: nothing of it
is seen outside, and nothing is left. Where namespaces are not allowed the cases are skipped.
"""

import os
import subprocess
import sys

server_program, load, tbctl, support = sys.argv[1:]
sys.path.insert(0, support)
from tap import Tap  # noqa: E402
from webhook_server import SECRET, TIMEOUT_S, Home, Server  # noqa: E402

INSIDE = "TRADE_TEST_IN_NAMESPACE"


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


def load_until_refused(server, home, prefix, key):
    """Alerts and orders until the first refusal; the names of those acknowledged."""
    acks = home.path / f"{prefix}.acks"
    subprocess.run([load, "--port", str(server.port), "--secret", SECRET, "--key", key, "--prefix", prefix, "--connections",
                    "16", "--orders-every", "3", "--quantity-every", "5", "--count", "6000", "--acks", str(acks)],
                   stdout=subprocess.PIPE, timeout=10 * TIMEOUT_S, check=False)
    return [line.split(" ", 1) for line in acks.read_text().splitlines()]


def stored_names(home):
    alerts = [key[3:] for (key,) in home.rows("SELECT dedup_key FROM alert")]
    orders = [key for (key,) in home.rows('SELECT idempotency_key FROM "order"')]
    return {"alert": alerts, "order": orders}


def missing(home, acked):
    stored = stored_names(home)
    problems = [f"{kind} {name} was acknowledged and is not there" for kind, name in acked if name not in set(stored[kind])]
    for kind, names in stored.items():
        named = [name for name in names if name]
        if len(named) != len(set(named)):
            problems.append(f"{kind}s are there twice")
    return problems[:5]


def verify_problems(home):
    done = subprocess.run([tbctl, "--home", str(home.path), "verify"], capture_output=True, text=True, timeout=TIMEOUT_S)
    return [] if done.returncode == 0 else [f"tbctl verify ends with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}"]


def await_ready(server):
    """Asks until the server is ready again, for as long as nothing hangs."""
    for _ in range(200000):
        if server.ask("GET", "/readyz").status == 200:
            return []
    return ["the server does not become ready again"]


def refused_meanwhile(server, acked):
    """The refusal when nothing fits any more: opening anew may have made room for a few, which count as taken."""
    for number in range(3000):
        answer = server.alert(id=f"meanwhile-{number}", notes="x" * 500)
        if answer.status != 200:
            break
        acked.append(["alert", f"meanwhile-{number}"])
    problems = [] if answer.status == 503 else [f"an alert meanwhile: {answer.status} {answer.body[:200]!r}"]
    alive = server.ask("GET", "/livez")
    return problems + ([] if alive.status == 200 else [f"liveness {alive.status}"])


def full_disk(tap):
    home = Home()
    try:
        mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", str(home.data))
        with Server(server_program, home):
            pass
        key = home.add_key()
        with Server(server_program, home) as server:
            acked = load_until_refused(server, home, "full", key)
            problems = [] if len(acked) > 100 else [f"only {len(acked)} were taken before the disk was full"]
            problems += refused_meanwhile(server, acked)
            mount("-o", "remount,size=64m", str(home.data))
            problems += await_ready(server)
            after = server.alert(id="after")
            problems += [] if after.status == 200 else [f"an alert once there is room: {after.status} {after.body[:200]!r}"]
            problems += missing(home, acked + [["alert", "after"]])
            tap.case(f"a full disk is said, loses none of {len(acked)} acknowledgements, and room is enough to go on", problems)
        tap.case("the tables are what the log says after a full disk", verify_problems(home))
    finally:
        subprocess.run(["umount", str(home.data)], check=False, capture_output=True)
        home.remove()


def read_only(tap):
    home = Home()
    try:
        mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", str(home.data))
        with Server(server_program, home):
            pass
        key = home.add_key()
        with Server(server_program, home) as server:
            acked = [["alert", f"before-{n}"] for n in range(50) if server.alert(id=f"before-{n}").status == 200]
        # While the server has files open for writing the kernel does not let the file system become read-only.
        mount("-o", "remount,ro", str(home.data))
        started = subprocess.run([server_program, "--home", str(home.path), "--port", "0"], capture_output=True, text=True,
                                 timeout=TIMEOUT_S)
        said = started.stdout + started.stderr
        tap.case("a server does not start on a read-only file system, and says why",
                 [] if started.returncode == 1 and "read" in said.lower() else [f"{started.returncode}: {said}"])
        done = subprocess.run([tbctl, "--home", str(home.path), "--yes", "order", "buy", "BTC/USD", "0.001"], capture_output=True,
                              text=True, timeout=TIMEOUT_S)
        tap.case("tbctl says so as well", [] if done.returncode == 1 and "read" in (done.stdout + done.stderr).lower()
                 else [f"{done.returncode}: {done.stdout}{done.stderr}"])
        mount("-o", "remount,rw", str(home.data))
        with Server(server_program, home) as server:
            problems = [] if len(acked) == 50 else [f"only {len(acked)} of 50 were taken before"]
            problems += missing(home, acked)
            answer = server.alert(id="before-7")
            problems += [] if answer.status == 200 and answer.json()["duplicate"] else ["an alert from before is taken again"]
            tap.case("once it can be written everything is there and goes on", problems)
    finally:
        subprocess.run(["umount", str(home.data)], check=False, capture_output=True)
        home.remove()


def main():
    tap = Tap()
    if INSIDE not in os.environ:
        allowed = subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0
        if allowed:
            os.execvpe("unshare", ["unshare", "--mount", sys.executable, *sys.argv], {**os.environ, INSIDE: "1"})
        tap.skip("a full and a read-only file system", "mount namespaces are not allowed here")
        return tap.done()
    full_disk(tap)
    read_only(tap)
    return tap.done()


sys.exit(main())
