#!/usr/bin/env python3
"""Trading live against the scripted exchange over real TLS: what must be right before, orders under faults, restarts."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from tap import Tap  # noqa: E402
from tbctl_home import Home  # noqa: E402

TBCTL, SIM = sys.argv[1], sys.argv[2]
KEYS = {"BINANCE_API_KEY": "demo-key", "BINANCE_SECRET": "ZGVtby1zZWNyZXQ="}
SCRIPT = ("account demo\nkey demo id=demo-key secret=ZGVtby1zZWNyZXQ=\n"
          "key demo id=rich-key secret=ZGVtby1zZWNyZXQ= rights=read,trade,withdraw\n"
          "fund demo BTC 1\nexchange binance\nfund demo USDT 100000\nprice BTC/USDT 50000 depth=1\n")
CONFIG = """trading:
  exchanges: [binance]
  symbols: [BTC/USDT]
paper:
  enabled: false
exchanges:
  binance:
    live: true
    url: "{url}"
    ca_file: "{ca}"
"""


class Exchange:
    """The scripted exchange, and its truth."""

    def __init__(self, folder):
        self.certificate = Path(folder) / "exchange.pem"
        script = Path(folder) / "begin.script"
        script.write_text(SCRIPT)
        self.process = subprocess.Popen([SIM, "--certificate", str(self.certificate), "--script", str(script)],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[1]
        self.control = self.process.stdout.readline().split()[1]

    def script(self, text):
        request = urllib.request.Request(self.control + "/script", data=text.encode(), method="POST")
        urllib.request.urlopen(request, timeout=20).read()

    def orders(self):
        truth = json.loads(urllib.request.urlopen(self.control + "/truth", timeout=20).read())
        return truth["binance"]["orders"]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)
            raise


def buy(home, *words, code=0):
    text = home.run("order", "buy", "BTC/USDT", "0.01", *words, "--account", "binance", "--yes", "--json", code=code, **KEYS)
    return json.loads(text) if text else {}


def listed(home):
    text = home.run("order", "list", "--json", **KEYS)  # the account is that of the live exchange
    return {row["order_id"]: row["state"] for row in json.loads(text)["orders"]} if text else {}


def check_points(home, exchange):
    answer = json.loads(home.run("golive", "check", "--json", **KEYS))
    states = {point["point"]: point["state"] for point in answer["points"]}
    home.want(answer["ready"] is True, answer)
    for point in ("live", "paper", "key", "reach", "clock", "account", "rights", "withdrawal", "instruments", "BTC/USDT"):
        home.want(states.get(point) == "ok", f"{point}: {states.get(point)}")


def check_withdrawal(home, exchange):
    keys = {**KEYS, "BINANCE_API_KEY": "rich-key"}
    answer = json.loads(home.run("golive", "check", "--json", code=3, **keys))
    states = {point["point"]: point["state"] for point in answer["points"]}
    home.want(answer["ready"] is False and states.get("withdrawal") == "failed", answer)
    home.run("order", "buy", "BTC/USDT", "0.01", "--account", "binance", "--yes", code=None, **keys)
    home.want("can withdraw" in home.stderr, home.stderr)
    home.want(exchange.orders() == [], "an order was sent with a key that can withdraw")


def check_orders(home, exchange):
    taken = buy(home)
    rested = buy(home, "--type", "limit", "--price", "49000")
    home.want(len(exchange.orders()) == 2, exchange.orders())
    home.want(rested.get("state") == "working", rested)
    exchange.script("exchange binance\nprice BTC/USDT 48900 depth=1\n")
    states = listed(home)
    buy(home, "--type", "limit", "--price", "40000")  # an owner opens, and looks up what was open
    home.run("price", "push", "BTC/USDT", "1", code=None, **KEYS)
    home.want("come from binance alone" in home.stderr, home.stderr)
    states = listed(home)
    home.want(states.get(taken.get("order_id")) == "filled" and states.get(rested.get("order_id")) == "filled", states)


def check_faults(home, exchange):
    """Done or not, the answer is lost: afterwards there is one order or none, and our record says which."""
    for fault, count in (("drop_after on=place", 1), ("drop_before on=place", 0), ("reset_answer at=40 on=place", 1),
                         ("timeout executed=yes on=place", 1), ("busy on=place", 0)):
        before = len(exchange.orders())
        exchange.script(f"exchange binance\nfault {fault}\n")
        answer = buy(home)
        home.want(len(exchange.orders()) == before + count, f"{fault}: {exchange.orders()[before:]}")
        wanted = ("filled", "working") if count == 1 else ("failed",)
        home.want(answer.get("state") in wanted, f"{fault}: {answer}")
    buy(home)  # whatever was still unknown is looked up by now
    states = sorted(listed(home).values())
    home.want("sending" not in states, states)
    text = home.run("verify", **KEYS)
    home.want("finding count  0" in text or '"finding_count":0' in text, text)


def reconciled(home, policy="default"):
    return json.loads(home.run("reconcile", "--account", "binance", "--policy", policy, "--yes", "--json", **KEYS))


def kinds(answer):
    return [(difference["difference"], difference["done"]) for difference in answer["differences"]]


def put_back(home, act):
    """A store of before an act: as if a backup had been put back."""
    before = home.path.with_name(home.path.name + "-before")
    shutil.copytree(home.path, before)
    act()
    shutil.rmtree(home.path)
    before.rename(home.path)


def check_reconcile(home, exchange):
    """What works there is what works here; an order with our tag that no book of ours holds stops new entries."""
    buy(home, "--type", "limit", "--price", "49000")
    answer = reconciled(home)
    home.want(answer["orders"] == 1 and answer["differences"] == [], answer)
    put_back(home, lambda: buy(home, "--type", "limit", "--price", "48000"))
    answer = reconciled(home)
    home.want(answer["orders"] == 2 and kinds(answer) == [("order_stray", "stopped")], answer)
    text = home.run("order", "buy", "BTC/USDT", "0.01", "--account", "binance", "--yes", "--json", code=None, **KEYS)
    home.want("halt" in (text + home.stderr).lower(), text + home.stderr)
    home.want(len(exchange.orders()) == 2, exchange.orders())


def check_stray_cancelled(home, exchange):
    """Cancelled at the exchange; asked again, there is nothing left to say, and nothing else was touched."""
    buy(home, "--type", "limit", "--price", "49000")
    put_back(home, lambda: buy(home, "--type", "limit", "--price", "48000"))
    first = reconciled(home, "cancel")
    home.want(kinds(first) == [("order_stray", "cancelled")] and first["is_settled"] is True, first)
    home.want(sorted(order["status"] for order in exchange.orders()) == ["cancelled", "open"], exchange.orders())
    second, third = reconciled(home, "cancel"), reconciled(home, "cancel")
    home.want(second["differences"] == [] and second["orders"] == 1, second)
    home.want({**second, "rounds": 0} == {**third, "rounds": 0}, third)
    home.want("open" in [order["status"] for order in exchange.orders()], exchange.orders())


def check_stray_adopted(home, exchange):
    """Ours again: it fills, is booked, and the balances agree."""
    buy(home, "--type", "limit", "--price", "49500")
    put_back(home, lambda: buy(home, "--type", "limit", "--price", "49000"))
    answer = reconciled(home, "adopt")
    home.want(kinds(answer) == [("order_stray", "adopted")], answer)
    home.run("resume", "--reason", "the stray is ours again", "--account", "binance", "--yes", **KEYS)
    exchange.script("exchange binance\nprice BTC/USDT 48900 depth=1\n")
    buy(home, "--type", "limit", "--price", "40000")
    states = sorted(listed(home).values())
    home.want(states == ["filled", "filled", "working"], states)
    home.want(reconciled(home)["differences"] == [], "adopted, filled, and still different")


def check_holdings(home, exchange):
    """Executions, balances: what agrees is not talked about, what came from outside is booked as that, a stray's fill stops."""
    buy(home)
    answer = reconciled(home)
    home.want(answer["differences"] == [] and answer["fills"] >= 1 and answer["balances"] == 2, answer)
    exchange.script("exchange binance\nfund demo USDT 500\n")
    answer = reconciled(home)
    home.want(kinds(answer) in ([], [("balance", "adopted")]), answer)  # the owner may have been first
    answer = reconciled(home, "report")
    home.want(answer["differences"] == [], answer)
    put_back(home, lambda: buy(home))
    answer = reconciled(home)
    home.want(("fill_stray", "stopped") in kinds(answer), answer)
    text = home.run("verify", **KEYS)
    home.want("finding count  0" in text or '"finding_count":0' in text, text)


def check_database(home, exchange):
    """Books of paper, of another network, of another exchange: never in one database with these."""
    buy(home, "--type", "limit", "--price", "49000")
    config = home.path / "config" / "config.yaml"
    live = config.read_text()
    for other, named in ((live.replace("live: true", "live: false").replace(
            "enabled: false", "enabled: true\n  prices:\n    - symbol: BTC/USDT\n      source: fixed\n      price: 50000"),
            "paper is to be traded"),
                         (live.replace("live: true", "live: true\n    sandbox: false"), "binance is to be traded")):
        config.write_text(other)
        home.run("order", "buy", "BTC/USDT", "0.01", "--yes", "--json", code=1, **KEYS)
        home.want("holds the books of binance (test network)" in home.stderr and named in home.stderr,
                  home.stderr)
    config.write_text(live)
    home.want(len(exchange.orders()) == 1 and list(listed(home).values()) == ["working"], exchange.orders())


def check_switch(home, exchange):
    """A dead-man switch that is not there is said; one that its exchange cannot wait for is no way to go live."""
    config = home.path / "config" / "config.yaml"
    live = config.read_text()
    config.write_text(live + "risk: {kill_switch: {dead_man: 60s}}\n")
    states = {point["point"]: point for point in json.loads(home.run("golive", "check", "--json", **KEYS))["points"]}
    home.want("no dead-man switch" in states.get("dead man", {}).get("found", ""), states.get("dead man"))
    config.write_text(live.replace("binance", "kraken") + "risk: {kill_switch: {dead_man: 60s}}\n")
    keys = {name.replace("BINANCE", "KRAKEN"): value for name, value in KEYS.items()}
    exchange.script("exchange kraken\nfund demo USDT 100000\nprice BTC/USDT 50000 depth=1\n")
    home.run("order", "buy", "BTC/USDT", "0.01", "--type", "limit", "--price", "49000", "--account", "kraken", "--yes", **keys)
    home.want("could not be set" not in home.stderr, home.stderr)


def main():
    tap = Tap()
    for name, check in (("every_point_is_looked_at_before_going_live", check_points),
                        ("a_key_that_can_withdraw_is_refused", check_withdrawal),
                        ("orders_are_filled_and_found_again_by_the_next_owner", check_orders),
                        ("a_lost_answer_makes_neither_a_double_nor_a_loss", check_faults),
                        ("an_order_that_only_the_exchange_knows_is_found", check_reconcile),
                        ("a_stray_order_is_cancelled_once", check_stray_cancelled),
                        ("a_stray_order_is_taken_over", check_stray_adopted),
                        ("executions_and_balances_are_compared", check_holdings),
                        ("one_database_holds_the_books_of_one_exchange", check_database),
                        ("a_dead_man_switch_is_looked_at_before", check_switch)):
        folder = tempfile.mkdtemp(prefix="live-")
        exchange = Exchange(folder)
        home = Home(TBCTL, CONFIG.format(url=exchange.url, ca=exchange.certificate))
        try:
            check(home, exchange)
        finally:
            exchange.stop()
            shutil.rmtree(folder)
            shutil.rmtree(home.path)
        tap.case(name, home.problems)
    return tap.done()


os.umask(0o077)
sys.exit(main())
