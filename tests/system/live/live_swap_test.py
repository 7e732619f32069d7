#!/usr/bin/env python3
"""A swap's life as a user lives it: a webhook-server that trades linear perpetuals at the scripted exchange over TLS.

    live_swap_test.py WEBHOOK_SERVER TBCTL SIMULATOR TESTS_SUPPORT_DIR SIMULATOR_DIR

A long is opened by alert with its stop, funded, added to, turned by a reversal, closed by hand and flattened; the server is killed in between,
and with an order and a funding payment under way. A position that somebody closed at the exchange is taken over when asked. Leverage that is not the configured one lets nothing in until somebody makes them equal.
Afterwards the books agree with the exchange's to the last digit, and nothing came from outside.
"""

import hashlib
import hmac
import json
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from decimal import Decimal
from pathlib import Path

WEBHOOK_SERVER, TBCTL, SIMULATOR = sys.argv[1:4]
sys.path.insert(0, sys.argv[4])
sys.path.insert(0, sys.argv[5])
from simulator import Simulator  # noqa: E402
from tap import Tap  # noqa: E402
from tbctl_home import Home, environment  # noqa: E402
from webhook_server import SECRET, Server  # noqa: E402

SYMBOL = "BTC/USDT:USDT"
KEY = "ZGVtby1zZWNyZXQ="
SCRIPT = f"""account demo
key demo id=demo-key secret={KEY}
fund demo USDT 1000000 wallet=margin
price {SYMBOL} 50000 depth=1
"""
CONFIG = """trading: {{exchanges: [{name}], symbols: ["{symbol}"], leverage: {leverage}}}
paper: {{enabled: false}}
exchanges:
  {name}: {{live: true, url: "{url}", ca_file: "{ca}"}}
keystore: {{file: "{home}/data/keys.tks", passphrase_file: "{home}/phrase"}}
tradingview: {{account: {name}}}
logging: {{level: info}}
"""
TURNS = 400  # of a question asked again until the answer is there


def private(path, text):
    path.write_text(text)
    path.chmod(0o600)
    return str(path)


class Swaps(Home):
    """A home whose account trades swaps at an exchange of this name, with this leverage."""

    def __init__(self, simulator, name, leverage):
        super().__init__(TBCTL)
        self.exchange, self.name = simulator, name
        (self.path / "data").mkdir(exist_ok=True)
        simulator.script(name, SCRIPT)
        self.configure(leverage)
        private(self.path / "config/.env", f"TRADINGVIEW_WEBHOOK_SECRET={SECRET}\n")
        phrase = private(self.path / "phrase", "a phrase of the test\n")
        self.run("keys", "add", name, "--id", "demo-key", "--secret-file", private(self.path / "secret", KEY),
                 "--passphrase-file", phrase)

    def configure(self, leverage):
        (self.path / "config/config.yaml").write_text(
            CONFIG.format(name=self.name, symbol=SYMBOL, leverage=leverage, url=self.exchange.url, ca=self.exchange.certificate,
                          home=self.path))

    def serve(self):
        return Server(WEBHOOK_SERVER, self)

    def order(self, side, *words):
        return self.json("order", side, SYMBOL, *words, "--account", self.name, "--yes")

    def position(self):
        rows = self.json("position", "list", "--account", self.name).get("positions", [])
        return rows[0] if rows else {}

    def held(self):
        return Decimal(self.position().get("quantity", "0"))

    def await_held(self, quantity):
        for _ in range(TURNS):
            if self.held() == Decimal(quantity):
                return
        self.want(False, f"held {self.held()}, wanted {quantity}")

    def fund(self, rate):
        self.exchange.script(self.name, f"funding {SYMBOL} {rate}")

    def events(self, kind):
        return self.json("tail", "--account", self.name, "--event", kind, "--limit", "1000").get("events", [])

    def reconcile(self):
        return self.json("reconcile", "--account", self.name)

    def prove(self):
        """The exchange's wallet and position are the books' own, and no money came from outside."""
        answer = self.reconcile()
        self.want(answer.get("is_settled") is True and answer.get("differences") == [], f"reconcile: {answer}")
        verified = self.json("verify")
        self.want(verified.get("finding_count") == 0, f"verify: {verified}")
        ours = {row["asset"]: Decimal(row["total"]) for row in self.json("balance", "list", "--account", self.name)["balances"]}
        outside = [event for event in self.events("difference_found") if "'balance'" in str(event) or "'position'" in str(event)]
        self.want(outside == [], f"money from outside: {outside}")
        return ours["USDT"]


def life(home):
    with home.serve() as server:
        answer = server.alert(symbol=SYMBOL, quantity=0.2, price=50000, stop_loss=48000, take_profit=60000, id="open")
        home.want(answer.status == 200 and len(answer.json()["orders"]) == 1, answer.body)
        home.await_held("0.2")
        facts = {row["fact"]: row["value"] for row in home.json("exchange", "show", home.name)["facts"] if row["kind"] == "live"}
        home.want(facts.get("answering") == "yes" and int(facts.get("sent", "0")) > 0 and any("limit" in fact for fact in facts),
                  f"exchange show: {facts}")
        other = home.json("exchange", "show", "kraken")["facts"]
        home.want(not any(row["kind"] == "live" for row in other), "live figures of an exchange that is not traded on")
        home.fund("0.0001")
        home.reconcile()
        home.fund("-0.0003")
        first = home.reconcile()
        again = home.reconcile()
        paid = home.events("funding_paid")
        home.want(len(paid) == 2, f"funding: {paid}, {first}, {again}")
        home.want(Decimal(home.position()["funding"]) > 0, f"funding received: {home.position()}")
        home.prove()
        bought = home.order("buy", "0.1")
        home.want(bought.get("state") in ("filled", "working", "sending"), bought)
        home.await_held("0.3")
        turned = server.alert(symbol=SYMBOL, action="reverse", quantity=0.1, price=50000, id="turn")
        home.want(turned.status == 200, turned.body)
        home.await_held("-0.1")
        home.fund("0.0002")  # a short receives
        home.reconcile()
        home.want(len(home.events("funding_paid")) == 3, "the short's funding")
        home.prove()
        closed = home.json("position", "close", SYMBOL, "--account", home.name, "--yes")
        home.want("order_id" in closed, closed)
        home.await_held("0")
        sent = [row for row in home.exchange.truth(home.name)["orders"]][-1]
        home.want(sent.get("is_reduce_only") is True, f"the close: {sent}")
        home.order("sell", "0.05")
        home.await_held("-0.05")
        server.alert(symbol=SYMBOL, action="close", price=50000, id="close")
        home.await_held("0")
        home.order("buy", "0.05")
        home.await_held("0.05")
        home.json("flatten", "--account", home.name, "--yes")
        home.await_held("0")
        home.prove()
        sent = home.exchange.truth(home.name)["orders"]
        closing = [row["is_reduce_only"] for row in sent if row["type"] == "market" and row["stop_price"] == "0"]
        # Open, add, turn; close by hand; sell, close by alert; buy, flatten.
        home.want(closing == [False, False, False, True, False, True, False, True], f"reduce-only: {sent}")
        home.want(server.stop() == 0, "it did not end well")


# Binance's lists weigh much: a few starts use up what it allows in a minute.
UNDER_WAY = {"binance": ("drop_after", "delay_answer ms=2000"),
             "bybit": ("delay_answer ms=2000", "drop_after", "drop_before", "reset_answer at=30")}


def kill(home):
    """kill -9 with an order under way and a payment that nobody has read; each is booked once."""
    server, payments, wanted = home.serve(), 0, Decimal("0")
    for fault in UNDER_WAY[home.name]:
        home.exchange.script(home.name, f"fault {fault} on=place")
        seen = len(server.log)
        command = subprocess.Popen([TBCTL, "--home", str(home.path), "order", "buy", SYMBOL, "0.01", "--account", home.name, "--yes"],
                                   env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with server.grew:
            server.grew.wait_for(lambda: b"order accepted" in server.log[seen:] or server.has_ended, 60)
        server.signal(signal.SIGKILL)
        server.wait()
        command.wait(60)
        home.exchange.script(home.name, "clear")
        held = sum(Decimal(row["filled"]) for row in home.exchange.truth(home.name)["orders"])
        if held > 0:
            home.fund("0.0001")
            payments += 1
        server = home.serve()
        home.want(server.port != 0, f"{fault}: it did not start again: {server.log[-300:]}")
        for _ in range(TURNS):
            states = {row["state"] for row in home.json("order", "list", "--account", home.name, "--limit", "100").get("orders", [])}
            if states <= {"filled", "failed", "cancelled", "refused", "expired"}:
                break
        home.reconcile()
        wanted = sum(Decimal(row["filled"]) for row in home.exchange.truth(home.name)["orders"])
        home.await_held(wanted)
        home.want(len(home.events("funding_paid")) == payments, f"{fault}: {home.events('funding_paid')}, wanted {payments}")
        home.prove()
    home.want(server.stop() == 0, f"it did not end well: {server.log[-300:]}")


def leverage(home):
    """The exchange has another leverage than the configuration: told by the check, and nothing is let in; what is held can be closed."""
    with home.serve() as server:
        home.order("buy", "0.1")
        home.await_held("0.1")
        home.want(server.stop() == 0, "it did not end well")
    home.configure(7)
    check = home.run("golive", "check", home.name, code=3)
    home.want("trading.leverage is 7" in " ".join(check.split()), f"golive: {check}")
    with home.serve() as server:
        home.want(b"entries are halted" in server.log, "the start does not say it")
        home.run("order", "buy", SYMBOL, "0.1", "--account", home.name, "--yes", code=3)
        shown = home.json("risk", "show", "--account", home.name)
        home.want("trading.leverage" in str(shown), f"risk show: {shown}")
        home.json("position", "close", SYMBOL, "--account", home.name, "--yes")
        home.await_held("0")
        home.want(server.stop() == 0, "it did not end well")


def by_hand(home, side, quantity):
    """What a user does in bybit's own application: an order with the account's key that is none of ours."""
    body = json.dumps({"category": "linear", "symbol": "BTCUSDT", "side": side, "orderType": "Market", "qty": quantity})
    now = str(time.time_ns() // 1000000)
    headers = {"Content-Type": "application/json", "X-BAPI-API-KEY": "demo-key", "X-BAPI-TIMESTAMP": now, "X-BAPI-RECV-WINDOW": "5000",
               "X-BAPI-SIGN": hmac.new(KEY.encode(), f"{now}demo-key5000{body}".encode(), hashlib.sha256).hexdigest()}
    request = urllib.request.Request(f"{home.exchange.url}/v5/order/create", body.encode(), headers)
    with urllib.request.urlopen(request, context=ssl.create_default_context(cafile=home.exchange.certificate)) as answer:
        said = json.load(answer)
    home.want(said.get("retCode") == 0, f"by hand: {said}")


def closed_by_hand(home):
    """A position that was closed at the exchange lets no entry in until it is taken over; then trading goes on."""
    with home.serve() as server:
        home.order("buy", "0.2", "--stop-loss", "40000")
        home.await_held("0.2")
        by_hand(home, "Sell", "0.2")
        kinds = [one["difference"] for one in home.reconcile().get("differences", [])]
        home.want("position" in kinds, f"differences: {kinds}")
        home.json("reconcile", "--account", home.name, "--policy", "stop", "--yes")
        home.run("order", "buy", SYMBOL, "0.1", "--account", home.name, "--yes", code=3)
        home.json("reconcile", "--account", home.name, "--policy", "adopt", "--yes")
        home.await_held("0")
        home.want(home.reconcile().get("differences") == [], f"afterwards: {home.reconcile()}")
        home.json("resume", "--account", home.name, "--yes")
        home.order("buy", "0.1")
        home.await_held("0.1")
        home.want(home.json("verify").get("finding_count") == 0, "the tables are what the log says")
        home.want(server.stop() == 0, "it did not end well")


def unread_funding():
    """Where funding cannot be read the books would drift: such swaps are not traded live."""
    home = Home(TBCTL, f"""trading: {{exchanges: [mexc], symbols: ["{SYMBOL}"]}}
paper: {{enabled: false}}
exchanges: {{mexc: {{sandbox: false, url: "https://127.0.0.1:1"}}}}
""")
    said = " ".join(home.run("golive", "check", "mexc", code=3).split())
    home.want("funding cannot be read" in said, said)
    shutil.rmtree(home.path)
    return home.take()


def main():
    tap = Tap()
    tap.case("an_exchange_whose_funding_cannot_be_read_is_not_traded_on", unread_funding())
    both = ("binance", "bybit")
    for what, case, names in (("a_swap_is_opened_funded_turned_and_closed_live", life, both),
                              ("a_kill_with_an_order_and_funding_under_way_books_each_once", kill, both),
                              ("another_leverage_than_the_configured_one_lets_nothing_in", leverage, both),
                              ("a_position_that_was_closed_by_hand_is_taken_over", closed_by_hand, ("bybit",))):
        for name in names:
            folder = Path(tempfile.mkdtemp(prefix="live-swap-"))
            with Simulator(SIMULATOR, folder) as simulator:
                home = Swaps(simulator, name, 10)
                try:
                    case(home)
                except (KeyError, ValueError, OSError, RuntimeError, IndexError) as problem:
                    home.problems.append(repr(problem))
                shutil.rmtree(home.path)
            shutil.rmtree(folder)
            tap.case(f"{name}: {what}", home.take())
    return tap.done()


sys.exit(main())
