#!/usr/bin/env python3
"""Kills a real server at random moments under load; whatever it acknowledged is there afterwards, exactly once.

    kill_test.py WEBHOOK_SERVER HTTP_LOAD TBCTL TESTS_SUPPORT_DIR [--kills N] [--acked MIN MAX] [--orders-every N] [--seed N]

Alerts come as TradingView sends them, orders over HTTP, by curl and by tbctl. The seed, which is printed, draws
after how many acknowledgements each kill comes. Halfway to it the process is stopped, another server must not get its
database meanwhile, and it goes on.
"""

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
from decimal import Decimal

arguments = argparse.ArgumentParser()
for name in ("server", "load", "tbctl", "support"):
    arguments.add_argument(name)
arguments.add_argument("--kills", type=int, default=50)
arguments.add_argument("--acked", type=int, nargs=2, default=(1000, 2500), help="acknowledgements in a round")
arguments.add_argument("--orders-every", type=int, default=10, help="each so manieth request is an order; the rest are alerts")
arguments.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
options = arguments.parse_args()
sys.path.insert(0, options.support)
from tap import Tap  # noqa: E402
from webhook_server import REPLAY, SECRET, TIMEOUT_S, Home, Server  # noqa: E402

REPEATED = 20  # requests of the round before that are sent again

tap = Tap()
chance = random.Random(options.seed)
print(f"# seed {options.seed}", flush=True)


class ByHand(threading.Thread):
    """Places orders with curl and with tbctl, one after the other, until the server is gone."""

    def __init__(self, server, home, key, prefix):
        super().__init__(daemon=True)
        self.server, self.home, self.key, self.prefix = server, home, key, prefix
        self.acked = []

    def command(self, number, name):
        if number % 2 == 0:
            body = json.dumps({"symbol": "BTCUSD", "side": "buy", "order_type": "market", "quantity": "0.0001",
                               "idempotency_key": name})
            return ["curl", "-sf", "--max-time", "20", "-H", f"Authorization: Bearer {self.key}",
                    "-H", "Content-Type: application/json", "-d", body,
                    f"http://127.0.0.1:{self.server.port}/orders/create"]
        return [options.tbctl, "--home", str(self.home.path), "--json", "order", "buy", "BTC/USD", "0.0001",
                "--key", name, "--wait", "stored"]

    def run(self):
        number = 0
        while self.server.process.poll() is None and not self.server.has_ended:
            name = f"{self.prefix}-hand-{number}"
            if subprocess.run(self.command(number, name), capture_output=True, timeout=TIMEOUT_S).returncode == 0:
                self.acked.append(name)
            number += 1


def read_acks(path):
    alerts, orders = [], []
    for line in path.read_text().splitlines() if path.exists() else []:
        kind, name = line.split(" ", 1)
        (alerts if kind == "alert" else orders).append(name)
    return alerts, orders


def named(home, table, column, lead, prefix):
    """Names of rows that begin with the prefix, one for each row."""
    start = lead + prefix
    found = home.rows(f'SELECT {column} FROM "{table}" WHERE account = ? AND {column} >= ? AND {column} < ?', "paper",
                      start, start + "~")
    return [name[len(lead):] for (name,) in found]


def missing_or_doubled(what, acked, stored):
    problems = []
    lost = set(acked) - set(stored)
    if lost:
        problems.append(f"{len(lost)} of {len(acked)} acknowledged {what} are lost: {sorted(lost)[:3]}")
    if len(stored) != len(set(stored)):
        problems.append(f"{len(stored) - len(set(stored))} {what} are there twice")
    return problems


def execution_problems(home, prefix):
    """No order of this round has filled more than once over, and both sides tell the same."""
    problems = []
    (first,), = home.rows('SELECT min(id) FROM (SELECT id FROM alert WHERE account = ? AND dedup_key >= ? AND dedup_key < ? '
                          'UNION ALL SELECT id FROM "order" WHERE account = ? AND idempotency_key >= ? AND idempotency_key < ?)',
                          "paper", f"id:{prefix}", f"id:{prefix}~", "paper", prefix, f"{prefix}~")
    # Ids begin with their millisecond: everything since a little before the round.
    since = (int.from_bytes(first[:6], "big") - 1000).to_bytes(6, "big") + bytes(10)
    orders = home.rows('SELECT id, quantity, filled_quantity FROM "order" WHERE id >= ?', since)
    rows = home.rows("SELECT order_id, exchange_fill_id, quantity FROM fill WHERE id >= ?", since)
    filled = {order: [Decimal(quantity), Decimal(told), Decimal(0)] for order, quantity, told in orders}
    fills = set()
    for order, fill, part in rows:
        if fill in fills:
            problems.append(f"fill {fill} is there twice")
        fills.add(fill)
        if order in filled:
            filled[order][2] += Decimal(part)
    for order, (quantity, told, together) in filled.items():
        if told != together or together > quantity:
            problems.append(f"order {order.hex()}: of {quantity} it says {told}, its fills say {together}")
    return problems[:5]


# accepted, claimed, sending, unknown, cancelling, and market orders that the exchange holds: soon something else. But for
# stops that rest there until their price comes.
ON_THE_WAY = ('SELECT count(*) FROM "order" WHERE account = ? AND (state IN (1, 3, 4, 5, 9) OR '
              "(state IN (6, 7) AND type = 0 AND stop_at <> 1))")


def settle_problems(home):
    """Wait until what the kill interrupted has gone on to its end."""
    for _ in range(20000):
        (count,), = home.rows(ON_THE_WAY, "paper")
        if count == 0:
            return []
    return [f"{count} orders stay on their way"]


def repeat_problems(server, names):
    """What was acknowledged is a duplicate when it comes again."""
    problems = []
    connection = server.connect()
    for name in names:
        number = int(name.rsplit("-", 1)[1])
        trade = {"quantity": "0.0001"} if number % 7 == 0 else {}
        answer = server.alert(connection=connection, id=name, price=650.25, strategy="load", timeframe="1m", **trade)
        if answer.status != 200 or not answer.json()["duplicate"]:
            problems.append(f"{name} again: {answer.status} {answer.body[:200]!r}")
    connection.close()
    return problems[:5]


def verify_problems(home):
    done = subprocess.run([options.tbctl, "--home", str(home.path), "verify"], capture_output=True, text=True, timeout=TIMEOUT_S)
    return [] if done.returncode == 0 else [f"tbctl verify ends with {done.returncode}:", done.stdout[-2000:], done.stderr[-2000:]]


def round_problems(server, home, prefix, alerts, orders, by_hand):
    problems = missing_or_doubled("alerts", alerts, named(home, "alert", "dedup_key", "id:", prefix))
    problems += missing_or_doubled("orders", orders + by_hand, named(home, "order", "idempotency_key", "", prefix))
    problems += settle_problems(home)
    problems += execution_problems(home, prefix)
    repeated = chance.sample(alerts, min(REPEATED, len(alerts)))
    before = home.count("order"), home.count("fill"), home.count("alert")
    problems += repeat_problems(server, repeated)
    if (after := (home.count("order"), home.count("fill"), home.count("alert"))) != before:
        problems.append(f"redeliveries changed orders, fills, alerts from {before} to {after}")
    return problems + verify_problems(home)


def stop_once(server, home):
    """A stopped process keeps its database: another one is told so, and leaves."""
    server.signal(signal.SIGSTOP)
    try:
        other = subprocess.run([options.server, "--home", str(home.path), "--port", "0"], capture_output=True, text=True,
                               timeout=60)
    finally:
        server.signal(signal.SIGCONT)
    said = other.stdout + other.stderr
    return [] if other.returncode == 1 and "own" in said else [f"a second server ended with {other.returncode}: {said}"]


def kill_once(server, home, key, prefix, acked_wanted):
    """Load until so many are acknowledged, stopped and continued on the way, then SIGKILL. What was acknowledged."""
    acks = home.path / f"{prefix}.acks"
    load = subprocess.Popen([options.load, "--port", str(server.port), "--secret", SECRET, "--key", key, "--prefix", prefix,
                             "--connections", "64", "--orders-every", str(options.orders_every), "--quantity-every", "7",
                             "--acks", str(acks), "--halfway-at", str(acked_wanted // 2), "--say-at", str(acked_wanted)], stdout=subprocess.PIPE, text=True)
    hand = ByHand(server, home, key, prefix)
    hand.start()
    told = load.stdout.readline()
    problems = stop_once(server, home) if "halfway" in told else []
    told = load.stdout.readline() or told
    server.kill()
    load.stdout.read()
    load.wait(TIMEOUT_S)
    hand.join(TIMEOUT_S)
    if "reached" not in told:
        raise RuntimeError(f"the load ended early: {told}; the server said {server.log[-1000:].decode(errors='replace')}")
    return (*read_acks(acks), hand.acked, problems)


def main():
    home = Home(prices=REPLAY)
    total = 0
    by_hand_count = 0
    prefixes = []
    try:
        with Server(options.server, home):
            pass
        key = home.add_key()
        before = None
        for number in range(options.kills + 1):
            with Server(options.server, home, environment={"LOG_LEVEL": "info"}) as server:
                if before:
                    prefix, alerts, orders, by_hand, stop_problems = before
                    count = len(alerts) + len(orders) + len(by_hand)
                    problems = stop_problems + round_problems(server, home, prefix, alerts, orders, by_hand)
                    if count < options.acked[0]:
                        problems.append(f"only {count} acknowledgements")
                    total += count
                    by_hand_count += len(by_hand)
                    tap.case(f"kill {number} after {count} acknowledgements loses and doubles nothing", problems)
                if number == options.kills:
                    break
                prefix = f"s{options.seed}r{number:03}"
                prefixes.append(prefix)
                before = prefix, *kill_once(server, home, key, prefix, chance.randint(*options.acked))
        every = [(prefix, *read_acks(home.path / f"{prefix}.acks")) for prefix in prefixes]
        tap.case("all acknowledgements of all rounds are still there, once", [
            problem for prefix, alerts, orders in every for problem in
            missing_or_doubled("alerts", alerts, named(home, "alert", "dedup_key", "id:", prefix)) +
            missing_or_doubled("orders", orders, [name for name in named(home, "order", "idempotency_key", "", prefix)
                                                  if "-hand-" not in name])])
        fills = home.count("fill")
        print(f"# {options.kills} kills and stops, {total} acknowledgements ({by_hand_count} by curl and tbctl), "
              f"{home.count('order')} orders, {fills} fills")
        tap.case("orders were executed, over HTTP, by curl and by tbctl", [] if fills > 0 and by_hand_count > 0 else
                 [f"{fills} fills, {by_hand_count} by hand"])
    except (RuntimeError, OSError) as error:
        tap.case("the run goes to its end", [error])
    finally:
        if tap.failed:
            kept = home.path.with_name(home.path.name + "-failed")
            shutil.move(home.path, kept)
            print(f"# seed {options.seed}; everything is kept in {kept}")
        home.remove()
    return tap.done()


sys.exit(main())
