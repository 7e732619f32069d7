#!/usr/bin/env python3
"""Trading live as a user does: a webhook-server with a key from the keystore, against the scripted exchange over TLS.

    live_server_test.py WEBHOOK_SERVER TBCTL SIMULATOR TESTS_SUPPORT_DIR SIMULATOR_DIR

Orders come by alert and by tbctl, are amended in place and cancelled; the server is killed with an order under way, in each way that
an order can be. Afterwards the exchange has each order once, our record agrees, and the event log proves itself.
"""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

WEBHOOK_SERVER, TBCTL, SIMULATOR = sys.argv[1:4]
sys.path.insert(0, sys.argv[4])
sys.path.insert(0, sys.argv[5])
from simulator import Simulator  # noqa: E402
from tap import Tap  # noqa: E402
from tbctl_home import Home, environment  # noqa: E402
from webhook_server import SECRET, Server  # noqa: E402

KEY = "ZGVtby1zZWNyZXQ="
SCRIPT = f"""account demo
key demo id=demo-key secret={KEY}
fund demo USDT 100000
fund demo BTC 1
price BTC/USDT 50000 depth=1
"""
CONFIG = """trading: {{exchanges: [{name}], symbols: [BTC/USDT]}}
paper: {{enabled: false}}
exchanges:
  {name}: {{live: true, url: "{url}", ca_file: "{ca}"}}
keystore: {{file: "{home}/data/keys.tks", passphrase_file: "{home}/phrase"}}
tradingview: {{account: {name}}}
logging: {{level: info}}
"""
FINAL = ("filled", "cancelled", "failed", "refused", "expired")
TURNS = 3000  # of a question asked again until the answer is there


def private(path, text):
    path.write_text(text)
    path.chmod(0o600)
    return str(path)


class Live(Home):
    """A home whose account is at an exchange of this name, and what a person does there."""

    def __init__(self, simulator, name):
        super().__init__(TBCTL)
        self.exchange, self.name = simulator, name
        (self.path / "data").mkdir(exist_ok=True)
        simulator.script(name, SCRIPT)
        (self.path / "config/config.yaml").write_text(
            CONFIG.format(name=name, url=simulator.url, ca=simulator.certificate, home=self.path))
        private(self.path / "config/.env", f"TRADINGVIEW_WEBHOOK_SECRET={SECRET}\n")
        phrase = private(self.path / "phrase", "a phrase of the test\n")
        self.run("keys", "add", name, "--id", "demo-key", "--secret-file", private(self.path / "secret", KEY),
                 "--passphrase-file", phrase)

    def serve(self):
        return Server(WEBHOOK_SERVER, self)

    def orders(self):
        answer = self.json("order", "list", "--account", self.name, "--limit", "100")
        return {row["order_id"]: row for row in answer.get("orders", [])}

    def await_states(self, states):
        """Every order is in one of these states, at last."""
        for _ in range(TURNS):
            orders = self.orders()
            if all(order["state"] in states for order in orders.values()):
                break
        return orders

    def truth(self):
        return self.exchange.truth(self.name)["orders"]

    def compare(self):
        """Each order is there once, as our record says, and nothing else is."""
        ours = [self.json("order", "show", order_id) for order_id, order in self.orders().items()
                if order["state"] not in ("failed", "refused")]
        theirs = self.truth()
        ids = [row["exchange_order_id"] for row in ours]
        self.want(None not in ids and len(set(ids)) == len(ids) == len(theirs), f"here {ids}, there {theirs}")
        words = {"open": ("working", "partly_filled"), "filled": ("filled",), "cancelled": ("cancelled",), "expired": ("cancelled",)}
        there = sorted((row["status"], float(row["quantity"]), float(row["filled"])) for row in theirs)
        here = sorted((next(word for word, states in words.items() if row["state"] in states), float(row["quantity"]),
                       float(row["executed_quantity"])) for row in ours)
        self.want(here == there, f"here {here}, there {there}")

    def prove(self):
        answer = self.json("reconcile", "--account", self.name)
        self.want(answer.get("is_settled") is True and answer.get("differences") == [], f"reconcile: {answer}")
        verified = self.json("verify")
        self.want(verified.get("finding_count") == 0, f"verify: {verified}")


def buy(home, *words):
    return home.json("order", "buy", "BTC/USDT", *words, "--account", home.name, "--yes")


def trade(home):
    """By alert and by hand; amended where it rests, cancelled, filled."""
    with home.serve() as server:
        answer = server.alert(symbol="BTCUSDT", quantity=0.01, price=50000, id="first")
        home.want(answer.status == 200 and len(answer.json()["orders"]) == 1, answer.body)
        again = server.alert(symbol="BTCUSDT", quantity=0.01, price=50000, id="first").json()
        home.want(again.get("duplicate") is True, again)
        kept, gone = buy(home, "0.02", "--type", "limit", "--price", "49000"), buy(home, "0.05", "--type", "limit", "--price", "48000")
        home.want(kept.get("state") == "working" and gone.get("state") == "working", f"{kept} {gone}")
        before = len(home.truth())
        amended = home.json("order", "amend", kept["order_id"], "--quantity", "0.03", "--price", "48900", "--yes")
        home.want((amended.get("quantity"), amended.get("price")) == ("0.03", "48900"), amended)
        is_in_place = home.name != "binance"
        home.want(len(home.truth()) == before + (not is_in_place), f"amended: {home.truth()}")
        home.json("order", "cancel", gone["order_id"], "--yes")
        home.exchange.script(home.name, "price BTC/USDT 48850 depth=1")
        states = sorted(order["state"] for order in home.await_states(FINAL).values())
        home.want(states == sorted(["filled", "filled", "cancelled"] + ([] if is_in_place else ["cancelled"])), states)
        home.compare()
        home.prove()


# Of binance every way; the others' ids are shown seconds later, and kraken's requests are counted: a few.
UNDER_WAY = {"binance": ("delay_answer ms=2000", "delay_request ms=700", "drop_after", "drop_before", "timeout executed=yes", "busy",
                         "reset_answer at=30"),
             "bybit": ("delay_answer ms=2000", "drop_before"),
             "kraken": ("reset_answer at=30",)}


def kill(home):
    """kill -9 while an order is on its way, in every way that it can be; the next server finds out what became of it."""
    server = home.serve()
    for fault in UNDER_WAY[home.name]:
        home.exchange.script(home.name, f"fault {fault} on=place")
        seen = len(server.log)
        command = subprocess.Popen([TBCTL, "--home", str(home.path), "order", "buy", "BTC/USDT", "0.01", "--account", home.name, "--yes"],
                                   env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with server.grew:
            server.grew.wait_for(lambda: b"order accepted" in server.log[seen:] or server.has_ended, 60)
        server.signal(signal.SIGKILL)
        server.wait()
        home.want(command.wait(60) in (0, 1, 4), f"{fault}: tbctl ended with {command.returncode}")
        server = home.serve()
        home.want(server.port != 0, f"{fault}: it did not start again: {server.log[-300:]}")
        home.await_states(FINAL)
        home.exchange.script(home.name, "clear")
        home.compare()
        home.prove()
    home.want(server.stop() == 0, f"it did not end well: {server.log[-300:]}")


def main():
    tap = Tap()
    for name in UNDER_WAY:
        for what, case in (("orders_by_alert_and_by_hand_agree", trade), ("a_kill_with_an_order_under_way_loses_and_doubles_nothing", kill)):
            folder = Path(tempfile.mkdtemp(prefix="live-server-"))
            with Simulator(SIMULATOR, folder) as simulator:
                home = Live(simulator, name)
                try:
                    case(home)
                except (KeyError, ValueError, OSError, RuntimeError) as problem:
                    home.problems.append(repr(problem))
                shutil.rmtree(home.path)
            shutil.rmtree(folder)
            tap.case(f"{name}: {what}", home.take())
    return tap.done()


sys.exit(main())
