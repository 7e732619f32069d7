#!/usr/bin/env python3
"""ccxt_test.py SIMULATOR PEER WORK SUPPORT: the real ccxt trades with the scripted exchange.

What ccxt understands of it is compared with what the exchange knows to be true: every field of every order, fill and
balance that both have, as decimals.
"""

import base64
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

PROGRAM, PEER, WORK = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
sys.path.insert(0, sys.argv[4])
sys.path.insert(0, str(Path(__file__).resolve().parent))
from simulator import Ccxt, Simulator, install_ccxt  # noqa: E402
from tap import Tap  # noqa: E402

SECRET = base64.b64encode(b"a secret that opens nothing at all").decode()
KEY = {"apiKey": "the-key", "secret": SECRET}
# name: the market, and how ccxt is set up
EXCHANGES = {
    "binance": ("BTC/USDT", KEY),
    "bybit": ("BTC/USDT", {**KEY, "options": {"fetchMarkets": {"types": ["spot"]}, "fetchCurrencies": False,
                                              "fetchOrder": {"acknowledged": True}}}),
    "coinbase": ("BTC/USD", {"apiKey": "organizations/1/apiKeys/2",
                             "options": {"fetchBalance": "v3PrivateGetBrokerageAccounts"}}),
    "kraken": ("BTC/USD", KEY),
}
# the same for linear swaps
SWAPS = {
    "binance": ("BTC/USDT:USDT", {"apiKey": "swap-key", "secret": SECRET,
                                  "options": {"fetchMarkets": {"types": ["linear"]}, "fetchCurrencies": False,
                                              "defaultType": "swap", "defaultSubType": "linear"}}),
    "bybit": ("BTC/USDT:USDT", {"apiKey": "swap-key", "secret": SECRET,
                                "options": {"fetchMarkets": {"types": ["linear"]}, "fetchCurrencies": False,
                                            "defaultType": "swap", "fetchOrder": {"acknowledged": True}}}),
}


def make_keys(name, folder):
    """The line that makes the account's key, and another secret that must not do in its place."""
    if name != "coinbase":
        return f"key demo id=the-key secret={SECRET}", SECRET, base64.b64encode(b"another secret than the right one.").decode()

    def openssl(*words):
        return subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=True).stdout
    secrets = [openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "/dev/stdout") for _ in range(2)]
    (folder / "coinbase.pem").write_text(secrets[0])
    public = openssl("ec", "-in", "coinbase.pem", "-pubout").splitlines()
    return (f"key demo id=organizations/1/apiKeys/2 scheme=es256 public={''.join(public[1:-1])}", *secrets)


class Table:
    """One exchange, one client, and what was wrong."""

    def __init__(self, simulator, client, name, symbol):
        self.simulator, self.client, self.name = simulator, client, name
        self.symbol = symbol
        self.base, self.quote = self.symbol.split("/")
        self.problems = []

    def want(self, is_right, problem):
        if not is_right:
            self.problems.append(str(problem))

    def same(self, what, left, right):
        """ccxt's numbers are doubles: equal is the double nearest to what is true."""
        self.want(left is not None and right is not None and float(left) == float(right),
                  f"{what}: ccxt has {left}, the exchange {right}")

    def take(self):
        problems, self.problems = self.problems, []
        return problems

    def script(self, text):
        self.simulator.script(self.name, text)

    def truth(self):
        truth = self.simulator.truth(self.name)
        self.want(truth["adds_up"], "the exchange's sums do not add up")
        return truth

    def order(self, number=-1):
        return self.truth()["orders"][number]

    def agree(self, order, truth=None):
        """What ccxt says of an order against what is true of it."""
        truth = truth or self.order()
        self.same("amount", order["amount"], truth["quantity"])
        self.same("filled", order["filled"], truth["filled"])
        if Decimal(truth["filled"]) > 0 and order.get("cost") is not None:
            self.same("cost", order["cost"], truth["filled_quote"])
        if truth["type"] == "limit":
            self.same("price", order["price"], truth["price"])
        self.want(order["side"] == truth["side"], f"side: {order['side']}, {truth['side']}")
        self.want(order["type"] == truth["type"], f"type: {order['type']}, {truth['type']}")
        self.want(order["symbol"] == truth["symbol"], f"symbol: {order['symbol']}, {truth['symbol']}")
        status = {"open": ("open",), "filled": ("closed",), "cancelled": ("canceled",), "expired": ("expired", "canceled", "closed")}
        self.want(order["status"] in status[truth["status"]], f"status: {order['status']}, {truth['status']}")
        if order.get("clientOrderId"):
            self.want(order["clientOrderId"] == truth["client_id"], f"{order['clientOrderId']}, {truth['client_id']}")

    def balances_agree(self):
        balance, truth = self.client.call("fetchBalance"), self.truth()["balances"]["demo"]
        for asset, held in truth.items():
            total = Decimal(held["free"]) + Decimal(held["locked"])
            shown = balance.get(asset, {"free": 0, "used": 0, "total": 0})
            self.same(f"{asset} total", shown["total"], total)
            self.same(f"{asset} free", shown["free"], held["free"])
            self.same(f"{asset} used", shown["used"], held["locked"])


# ---- cases: each takes a table ----------------------------------------------------------------------------------------


def markets_are_listed_with_their_grids(at):
    markets = at.client.call("loadMarkets")
    market = markets.get(at.symbol, {})
    at.want(at.symbol in markets, list(markets))
    at.same("tick", market.get("precision", {}).get("price"), "0.01" if at.name != "kraken" else "0.1")
    at.want(market.get("spot") is True and market.get("active") is not False, market)


def time_is_the_exchanges(at):
    at.script("clock 3600000")
    ahead = at.client.call("fetchTime")
    at.script("clock -3600000")
    back = at.client.call("fetchTime")
    at.want(3590000 < ahead - back < 3610000, f"{ahead} and {back}")


def prices_are_the_makers(at):
    at.script(f"price {at.symbol} 50000 depth=2")
    ticker = at.client.call("fetchTicker", at.symbol)
    at.same("last", ticker["last"], 50000)
    book = at.client.call("fetchOrderBook", at.symbol)
    at.want(len(book["bids"]) >= 10 and len(book["asks"]) >= 10, book)
    at.want(book["bids"][0][0] < 50000 < book["asks"][0][0], book["bids"][0])
    at.same("quantity of the best ask", book["asks"][0][1], 2)
    if ticker.get("bid") is not None:
        at.same("bid", ticker["bid"], book["bids"][0][0])
        at.same("ask", ticker["ask"], book["asks"][0][0])


def bars_join(at):
    bars = at.client.call("fetchOHLCV", at.symbol, "1m", None, 50)
    at.want(len(bars) >= 50, len(bars))
    for before, after in zip(bars, bars[1:]):
        at.want(after[0] > before[0] and after[0] % 60000 == 0, f"{before[0]}, {after[0]}")
        at.want(after[2] >= max(after[1], after[4]) and after[3] <= min(after[1], after[4]), after)
    at.same("last close", bars[-1][4], 50000)


def limit_order_rests_and_is_cancelled(at):
    made = at.client.call("createOrder", at.symbol, "limit", "buy", 0.1, 40000)
    at.want(at.truth()["orders"][-1]["status"] == "open", "it does not rest")
    at.agree(at.client.call("fetchOrder", made["id"], at.symbol))
    at.balances_agree()
    open_orders = at.client.call("fetchOpenOrders", at.symbol)
    at.want([order["id"] for order in open_orders] == [made["id"]], open_orders)
    for order in open_orders:
        at.agree(order)
    at.client.call("cancelOrder", made["id"], at.symbol)
    at.want(at.order()["status"] == "cancelled", at.order())
    at.agree(at.client.call("fetchOrder", made["id"], at.symbol))
    at.want(at.client.call("fetchOpenOrders", at.symbol) == [], "still open")
    at.balances_agree()


def market_order_fills_and_pays_its_fee(at):
    for side in ("buy", "sell"):
        words = ["createOrder", at.symbol, "market", side, 0.25]
        if at.name == "coinbase" and side == "buy":
            words = ["createOrder", at.symbol, "market", side, 12500, None, {"createMarketBuyOrderRequiresPrice": False}]
        made = at.client.call(*words)
        truth = at.order()
        at.want(truth["status"] == "filled" and truth["side"] == side, truth)
        order = at.client.call("fetchOrder", made["id"], at.symbol)
        at.same("filled", order["filled"], truth["filled"])
        at.same("cost", order["cost"], truth["filled_quote"])
        at.want(order["status"] == "closed", order["status"])
        at.balances_agree()


def resting_order_fills_in_part_and_then_whole(at):
    at.script(f"price {at.symbol} 50000 depth=0.05 refill=no")
    made = at.client.call("createOrder", at.symbol, "limit", "sell", 0.3, 51000)
    at.script(f"price {at.symbol} 51000.5 depth=0.05")
    at.agree(at.client.call("fetchOrder", made["id"], at.symbol))
    at.want(0 < Decimal(at.order()["filled"]) < Decimal("0.3"), at.order())
    at.balances_agree()
    at.script(f"price {at.symbol} 53000 depth=2 refill=yes")
    at.want(at.order()["status"] == "filled", at.order())
    at.agree(at.client.call("fetchOrder", made["id"], at.symbol))
    at.balances_agree()


def fills_are_those_of_the_ledger(at):
    trades = at.client.call("fetchMyTrades", at.symbol)
    truth = [fill for fill in at.truth()["fills"] if fill["account"] == "demo" and fill["symbol"] == at.symbol]
    at.want(len(trades) == len(truth), f"{len(trades)} and {len(truth)}")
    trades.sort(key=lambda trade: (trade["timestamp"], str(trade["id"])))
    left = sorted((Decimal(str(t["price"])), Decimal(str(t["amount"])), t["side"],
                   Decimal(str(t["fee"]["cost"])), t["fee"]["currency"], t["takerOrMaker"]) for t in trades)
    right = sorted((Decimal(f["price"]), Decimal(f["quantity"]), f["side"], Decimal(f["fee"]), f["fee_asset"],
                    "maker" if f["is_maker"] else "taker") for f in truth)
    at.want(left == right, f"{left}\n{right}")


def refusals_are_understood(at):
    before = len(at.truth()["orders"])
    at.want(at.client.error("createOrder", at.symbol, "limit", "buy", 100, 40000)[0] == "InsufficientFunds",
            at.client.error("createOrder", at.symbol, "limit", "buy", 100, 40000))
    missing = {"coinbase": "00000000-0000-4000-8000-00000000ffff", "kraken": "OAAAAA-AAAAA-ZZZZZZ"}.get(at.name, "987654")
    kind, text = at.client.error("fetchOrder", missing, at.symbol)
    wanted = {"coinbase": "ExchangeError", "kraken": "InvalidOrder"}.get(at.name, "OrderNotFound")
    at.want(kind == wanted and ("not found" in text or at.name != "coinbase"), f"{kind}: {text}")
    kind, text = at.client.error("cancelOrder", missing, at.symbol)
    at.want(kind in ("OrderNotFound", "CancelPending", "InvalidOrder", "BadRequest"), f"{kind}: {text}")
    at.want(len(at.truth()["orders"]) == before, "an order came of it")


def faults_are_seen_for_what_they_are(at):
    kinds = {"drop_before": ("NetworkError", "ExchangeNotAvailable", "RequestTimeout"),
             "reset_answer at=30": ("NetworkError", "ExchangeNotAvailable", "RequestTimeout"),
             "rate_limit": ("DDoSProtection", "RateLimitExceeded"),
             "status code=503": ("ExchangeNotAvailable", "OnMaintenance", "NetworkError"),
             "busy": ("ExchangeNotAvailable", "DDoSProtection", "OperationFailed", "ExchangeError", "NetworkError",
                      "OnMaintenance")}
    for fault, wanted in kinds.items():
        at.script(f"fault {fault} on=balance")
        kind, text = at.client.error("fetchBalance")
        at.want(kind in wanted, f"{fault}: {kind}: {text}")
    at.balances_agree()


CASES = [markets_are_listed_with_their_grids, time_is_the_exchanges, prices_are_the_makers, bars_join,
         limit_order_rests_and_is_cancelled, market_order_fills_and_pays_its_fee,
         resting_order_fills_in_part_and_then_whole, fills_are_those_of_the_ledger, refusals_are_understood,
         faults_are_seen_for_what_they_are]


# ---- swaps -------------------------------------------------------------------------------------------------------------


def positions_agree(at):
    shown = [one for one in at.client.call("fetchPositions", [at.symbol]) if one["contracts"]]
    truth = [one for one in at.truth()["positions"] if one["account"] == "swapper" and Decimal(one["quantity"]) != 0]
    at.want(len(shown) == len(truth), f"{shown}\n{truth}")
    for left, right in zip(shown, truth):
        quantity = Decimal(right["quantity"])
        at.same("contracts", left["contracts"], abs(quantity))
        at.want(left["side"] == ("long" if quantity > 0 else "short"), left["side"])
        at.same("entry", left["entryPrice"], right["entry"])
        at.same("profit", left["unrealizedPnl"], right["profit"])
    truth = at.truth()
    wallet = truth.get("margin", truth["balances"])["swapper"]["USDT"]
    total = Decimal(wallet["free"]) + Decimal(wallet["locked"])
    if at.name == "binance":  # ccxt calls the balance with the profit that is not realised the total
        total += sum(Decimal(one["profit"]) for one in truth["positions"] if one["account"] == "swapper")
    at.same("wallet", at.client.call("fetchBalance")["USDT"]["total"], total)


def swaps_are_listed(at):
    market = at.client.call("loadMarkets").get(at.symbol, {})
    at.want(market.get("linear") is True and market.get("swap") is True and market.get("settle") == "USDT", market)
    at.same("tick", market.get("precision", {}).get("price"), "0.1")
    at.same("lot", market.get("precision", {}).get("amount"), "0.001")
    rate = at.client.call("fetchFundingRate", at.symbol)
    at.same("mark", rate["markPrice"], 50000)


def swap_position_is_opened_and_turned(at):
    at.script(f"price {at.symbol} 50000 depth=3")
    made = at.client.call("createOrder", at.symbol, "market", "buy", 0.5)
    at.agree(at.client.call("fetchOrder", made["id"], at.symbol))
    positions_agree(at)
    at.script(f"price {at.symbol} 51000 depth=3")
    positions_agree(at)
    at.client.call("createOrder", at.symbol, "market", "sell", 0.8)
    at.want(at.truth()["positions"][0]["quantity"] == "-0.3", at.truth()["positions"])
    positions_agree(at)


def swap_order_rests_and_is_cancelled(at):
    made = at.client.call("createOrder", at.symbol, "limit", "buy", 0.1, 40000)
    at.agree(at.client.call("fetchOrder", made["id"], at.symbol))
    at.want([one["id"] for one in at.client.call("fetchOpenOrders", at.symbol)] == [made["id"]], "not the open one")
    at.client.call("cancelOrder", made["id"], at.symbol)
    at.want(at.order()["status"] == "cancelled", at.order())
    positions_agree(at)


def swap_funding_is_paid(at):
    before = at.truth()["positions"][0]["funding"]
    at.script(f"funding {at.symbol} 0.0001")
    paid = Decimal(at.truth()["positions"][0]["funding"]) - Decimal(before)
    at.want(paid == Decimal("0.3") * 51000 * Decimal("0.0001"), paid)
    positions_agree(at)
    history = at.client.call("fetchFundingHistory", at.symbol) if at.name == "binance" else []
    for one in history[-1:]:
        at.same("amount", one["amount"], paid)


def swap_is_closed_by_reduce_only(at):
    reduce_only = {"reduceOnly": True}
    kind, text = at.client.error("createOrder", at.symbol, "market", "sell", 0.1, None, reduce_only)
    at.want(kind in ("InvalidOrder", "OperationRejected", "ExchangeError") and ("educe" in text or "reduce-only" in text), f"{kind}: {text}")
    at.client.call("createOrder", at.symbol, "market", "buy", 0.3, None, reduce_only)
    at.want(at.order()["is_reduce_only"] is True and at.order()["status"] == "filled", at.order())
    at.want(at.truth()["positions"][0]["quantity"] == "0", at.truth()["positions"])
    positions_agree(at)


def swap_stop_waits_and_goes_off(at):
    at.client.call("createOrder", at.symbol, "market", "buy", 0.2)
    stop = {"reduceOnly": True, "stopLossPrice": 50500} if at.name == "binance" else {"reduceOnly": True, "triggerPrice": 50500,
                                                                                      "triggerDirection": "descending"}
    at.client.call("createOrder", at.symbol, "market", "sell", 0.2, None, stop)
    at.want(at.order()["is_waiting"] is True and Decimal(at.order()["stop_price"]) == 50500, at.order())
    at.script(f"price {at.symbol} 50400 depth=3")
    at.want(at.order()["status"] == "filled", at.order())
    at.want(at.truth()["positions"][0]["quantity"] == "0", at.truth()["positions"])
    positions_agree(at)


SWAP_CASES = [swaps_are_listed, swap_position_is_opened_and_turned, swap_order_rests_and_is_cancelled, swap_funding_is_paid,
              swap_is_closed_by_reduce_only, swap_stop_waits_and_goes_off]


def run_swaps(tap, simulator, name):
    symbol, settings = SWAPS[name]
    simulator.script(name, f"account swapper\nfund swapper USDT 100000 wallet=margin\nkey swapper id=swap-key secret={SECRET}\n")
    with Ccxt(WORK, name, simulator, settings) as client:
        at = Table(simulator, client, name, symbol)
        for case in SWAP_CASES:
            try:
                case(at)
            except (RuntimeError, KeyError, IndexError, TypeError, ValueError) as problem:
                at.problems.append(repr(problem))
            tap.case(f"{name}_{case.__name__}", at.take())


def wrong_key_is_refused(at, other):
    _, settings = EXCHANGES[at.name]
    with Ccxt(WORK, at.name, at.simulator, {**settings, "secret": other}) as client:
        kind, text = client.error("fetchBalance")
        at.want(kind in ("AuthenticationError", "PermissionDenied", "ExchangeError"), f"{kind}: {text}")


def run(tap, simulator, name, folder):
    symbol, settings = EXCHANGES[name]
    line, secret, other = make_keys(name, folder)
    simulator.script(name, f"account demo\nfund demo {symbol.split('/')[1]} 200000\nfund demo BTC 3\n{line}\n"
                           "limit weight=1000000 orders=1000000\n")
    with Ccxt(WORK, name, simulator, {**settings, "secret": secret}) as client:
        at = Table(simulator, client, name, symbol)
        for case in CASES:
            try:
                case(at)
            except (RuntimeError, KeyError, IndexError, TypeError, ValueError) as problem:
                at.problems.append(repr(problem))
            tap.case(f"{name}_{case.__name__}", at.take())
        wrong_key_is_refused(at, other)
        tap.case(f"{name}_wrong_key_is_refused", at.take())


def main():
    tap = Tap()
    missing = install_ccxt(PEER, Path(__file__).resolve().parent / "peer.mjs", WORK)
    if missing is not None:
        tap.skip("ccxt_trades_with_the_scripted_exchange", missing)
        return tap.done()
    with tempfile.TemporaryDirectory(prefix="exchange-sim-") as path:
        folder = Path(path)
        with Simulator(PROGRAM, folder) as simulator:
            for name in EXCHANGES:
                run(tap, simulator, name, folder)
            for name in SWAPS:
                run_swaps(tap, simulator, name)
        tap.case("it_ends_when_it_is_told_to", [] if simulator.code == 0 else [f"exit {simulator.code}"])
    return tap.done()


sys.exit(main())
