#!/usr/bin/env python3
"""Drives a real webhook-server over real sockets: what its users do, and what its enemies do.

    server_test.py WEBHOOK_SERVER TESTS_SUPPORT_DIR
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = sys.argv[1]
sys.path.insert(0, sys.argv[2])
from tap import Tap  # noqa: E402
from webhook_server import FIXED_PRICE, PUSHED_PRICE, SECRET, Home, Server  # noqa: E402

tap = Tap()
FINAL = {"filled", "cancelled", "expired", "refused", "failed"}


class Problems(list):
    """What was not as it should be."""

    def expect(self, is_right, what):
        if not is_right:
            self.append(what)
        return is_right

    def same(self, got, wanted, what):
        return self.expect(got == wanted, f"{what}: {got!r}, expected {wanted!r}")

    def problem(self, answer, wanted, what, words=""):
        """A refusal: its status, its type, and a reason that a person can use."""
        self.expect(answer.status in (wanted if isinstance(wanted, tuple) else (wanted,)),
                    f"{what}: status {answer.status}, expected {wanted}: {answer.body[:300]!r}")
        self.same(answer.headers.get("content-type"), "application/problem+json", f"{what}: type")
        try:
            told = answer.json()
        except ValueError:
            return self.expect(False, f"{what}: {answer.body!r} is no JSON")
        self.expect(len(told.get("detail", "")) > 8, f"{what}: no reason in {told}")
        self.same(told.get("instance"), answer.headers.get("x-request-id"), f"{what}: request id")
        return self.expect(words in told.get("detail", ""), f"{what}: {words!r} is not in {told}")


def case(function):
    """Run one case; an exception is a failure of it."""
    problems = Problems()
    try:
        function(problems)
    except Exception as error:  # noqa: BLE001
        problems.append(f"{type(error).__name__}: {error}")
    tap.case(function.__name__, problems)


def await_order(server, key, order_id, states=FINAL):
    """Ask until the order is in one of these states: each question is a turn of the server's."""
    for _ in range(5000):
        order = server.ask("GET", f"/orders/status/{order_id}", key=key).json()
        if order.get("state") in states:
            break
    return order


# ---- what users do ------------------------------------------------------------------------------

def alert_with_a_quantity_is_executed_and_everything_shows_it(p):
    with Server(PROGRAM, home) as server:
        answer = server.alert(quantity=0.05, stop_loss=600, id="first")
        told = answer.json()
        if not p.same(answer.status, 200, f"status of {answer.body!r}"):
            return
        p.same((told["status"], told["duplicate"], len(told["orders"])), ("received", False, 1), "answer")
        p.expect({"signal_id", "message", "timestamp"} <= told.keys(), f"members of {told}")
        order = await_order(server, key, told["orders"][0])
        p.same((order["state"], order["status"], order["executed_quantity"]), ("filled", "executed", "0.05"), "order")
        p.expect(float(order["executed_price"]) >= 650, f"price of {order}")
        p.expect({"order_id", "user_id", "symbol", "side", "order_type", "quantity", "price", "created_at", "updated_at",
                  "executed_price", "notes"} <= order.keys(), f"members of {order.keys()}")
        positions = server.ask("GET", "/status/positions", key=key).json()["positions"]
        p.same([(row["symbol"], row["quantity"]) for row in positions], [("BTC/USD", "0.05")], "positions")
        balances = server.ask("GET", "/status/balances", key=key).json()["balances"]
        p.expect({"USD", "BTC"} <= {row["asset"] for row in balances}, f"balances {balances}")
        signals = server.ask("GET", "/status/signals?limit=1", key=key).json()["signals"]
        p.same(signals[0]["signal_id"], told["signal_id"], "newest signal")


def alert_as_text_and_with_the_secret_in_the_path_is_taken(p):
    with Server(PROGRAM, home) as server:
        text = f"secret={SECRET} symbol=BTCUSD action=sell price=650"
        answer = server.ask("POST", "/webhooks/tradingview", text, headers={"Content-Type": "text/plain; charset=utf-8"})
        p.same(answer.status, 200, f"text: {answer.body!r}")
        answer = server.ask("POST", f"/webhooks/tradingview/{SECRET}", "ticker: BTCUSD, side: long, price: 651",
                            headers={"Content-Type": "text/plain"})
        p.same(answer.status, 200, f"path: {answer.body!r}")
        connection = server.connect()
        connection.putrequest("POST", f"/webhooks/tradingview/{SECRET}")
        body = b'{"symbol":"BTCUSD","action":"close","price":"651.5"}'
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        p.same(connection.getresponse().status, 200, "without a type")
        connection.close()
        answer = server.ask("POST", "/webhooks/tradingview/wrong", '{"symbol":"BTCUSD","action":"buy","price":1}')
        p.problem(answer, 403, "a wrong path", "secret")


def redelivery_is_answered_with_the_first_id_and_does_nothing(p):
    with Server(PROGRAM, home) as server:
        orders = home.count("order")
        first = server.alert(quantity=0.01, id="again").json()
        second = server.alert(quantity=0.01, id="again")
        told = second.json()
        p.same((second.status, told["signal_id"], told["duplicate"]), (200, first["signal_id"], True), "by its id")
        p.same(told["orders"], [], "orders of the second delivery")
        plain = server.alert(strategy="by its body").json()
        told = server.alert(strategy="by its body").json()
        p.same((told["signal_id"], told["duplicate"]), (plain["signal_id"], True), "by its body")
        p.same(home.count("order"), orders + 1, "orders")
    with Server(PROGRAM, home) as server:
        told = server.alert(quantity=0.01, id="again").json()
        p.same((told["signal_id"], told["duplicate"]), (first["signal_id"], True), "after a restart")


def orders_are_created_shown_listed_and_cancelled(p):
    with Server(PROGRAM, home) as server:
        body = {"user_id": "trader", "symbol": "BTCUSD", "side": "BUY", "order_type": "Limit", "quantity": 0.25,
                "price": "500.10", "stop_price": None, "notes": "by \u00e9l\u00e8ve", "tags": ["a", "b"],
                "take_profit": "", "stop_loss": 450}
        made = server.ask("POST", "/orders/create", body, key=key)
        told = made.json()
        if not p.same(made.status, 200, f"create: {told}"):
            return
        p.same(told["status"], "queued", "status")
        p.expect({"order_id", "message", "timestamp", "state"} <= told.keys(), f"members of {told}")
        order = await_order(server, key, told["order_id"], FINAL | {"working"})
        p.same([order[name] for name in ("side", "order_type", "quantity", "price", "stop_loss", "notes", "tags", "state")],
               ["buy", "limit", "0.25", "500.1", "450", "by \u00e9l\u00e8ve", "a,b", "working"], "order")
        listed = server.ask("GET", "/orders/user/trader?limit=1", key=key).json()
        p.same((listed["user_id"], listed["total"], listed["orders"][0]["order_id"]), ("trader", 1, told["order_id"]),
               "list")
        stats = server.ask("GET", "/orders/queue/stats", key=key).json()
        p.expect({"pending_orders", "matched_orders", "executed_orders", "failed_orders", "timestamp"} <= stats.keys(),
                 f"stats {stats}")
        p.same(stats["matched_orders"], 1, "matched")
        matched = server.ask("GET", "/orders/queue/matched", key=key).json()
        p.same([order["order_id"] for order in matched["orders"]], [told["order_id"]], "queue")
        gone = server.ask("PUT", f"/orders/cancel/{told['order_id']}", key=key)
        p.same((gone.status, gone.json().get("status")), (200, "cancelled"), f"cancel: {gone.body!r}")
        p.problem(server.ask("PUT", f"/orders/cancel/{told['order_id']}", key=key), 409, "cancelled twice")
        p.problem(server.ask("GET", "/orders/status/06h05ga200dg6knlcbtjq14uas", key=key), 404, "no such order")
        p.problem(server.ask("GET", "/orders/status/nonsense", key=key), (404, 422), "no id")
        p.problem(server.ask("GET", "/orders/user/trader?limit=201", key=key), 422, "limit", "limit")
        p.problem(server.ask("GET", "/orders/user/trader?status=lost", key=key), 422, "status", "status")


def orders_are_amended_where_they_have_not_filled(p):
    with Server(PROGRAM, home) as server:
        body = {"symbol": "BTCUSD", "side": "buy", "order_type": "limit", "quantity": 0.25, "price": 500, "stop_loss": 450}
        order = server.ask("POST", "/orders/create", body, key=key).json()["order_id"]
        await_order(server, key, order, {"working"})
        path = f"/orders/amend/{order}"
        made = server.ask("PUT", path, {"price": "501.5", "quantity": 0.2, "tags": ["a", "b"]}, key=key)
        p.same(made.status, 200, f"amend: {made.body!r}")
        for _ in range(1000):  # questions that each wait for the server, until the exchange has taken it
            told = server.ask("GET", f"/orders/status/{order}", key=key).json()
            if told["price"] == "501.5":
                break
        p.same([told[name] for name in ("price", "quantity", "stop_loss", "tags", "state")],
               ["501.5", "0.2", "450", "a,b", "working"], "what is said changes, the rest stays")
        for name, change, words in (("nothing", {}, ""), ("an unknown member", {"side": "sell"}, "side"),
                                    ("no number", {"price": "much"}, "price"), ("below zero", {"quantity": -1}, "quantity"),
                                    ("both", {"no_expiry": True, "expires_at": "2030-01-01T00:00:00Z"}, "no_expiry")):
            p.problem(server.ask("PUT", path, change, key=key), (400, 422), name, words)
        p.problem(server.ask("PUT", "/orders/amend/06h05ga200dg6knlcbtjq14uas", {"price": 1}, key=key), 404, "no such order")
        p.problem(server.ask("PUT", path, {"price": 1}), 401, "nobody")
        p.problem(server.ask("PUT", path, {"price": 1}, key=home.add_key(rights=1, user="reader of amends")), 403, "a reader")
        p.same(server.ask("GET", f"/orders/status/{order}", key=key).json()["price"], "501.5", "price after refusals")
        p.same(server.ask("PUT", f"/orders/cancel/{order}", key=key).status, 200, "cancel")
        p.problem(server.ask("PUT", path, {"price": 400}, key=key), 409, "amended after its end")


def blocks_are_created_shown_listed_and_cancelled(p):
    with Server(PROGRAM, home) as server:
        body = {"symbol": "BTCUSD", "side": "Buy", "quantity": 0.01, "name": "zone", "lower": 1, "upper": 100000,
                "targets": ["200000:0.5", "300000:0.5"], "stops": None, "stop_loss": 0.5, "window": "1h",
                "conditions": ["zone one@12", "zone two@75"], "expires_at": "2200-01-01T00:00:00Z"}
        made = [server.ask("POST", "/blocks/create", body, key=key, headers={"Idempotency-Key": "zone"}) for _ in range(2)]
        told = made[0].json()
        p.same([answer.status for answer in made], [200, 200], f"create: {made[0].body!r}")
        block = told["block_id"]
        p.same((made[1].json()["block_id"], made[1].json().get("duplicate")), (block, True), "the same key")
        p.same([told[name] for name in ("name", "side", "lower", "upper", "quantity", "window_ms", "state")],
               ["zone", "buy", "1", "100000", "0.01", 3600000, "waiting"], "block")
        shown = server.ask("GET", f"/blocks/status/{block}", key=key).json()
        p.same([(row["name"], row["timeframe"], row["told_at"]) for row in shown["conditions"]],
               [("zone one", "12", None), ("zone two", "75", None)], "conditions")
        listed = server.ask("GET", "/blocks?state=waiting&limit=5", key=key).json()
        p.expect(block in [row["block_id"] for row in listed["blocks"]], f"list {listed}")
        gone = server.ask("PUT", f"/blocks/cancel/{block}", key=key)
        p.same((gone.status, gone.json().get("state")), (200, "cancelled"), f"cancel: {gone.body!r}")
        p.problem(server.ask("PUT", f"/blocks/cancel/{block}", key=key), 409, "cancelled twice")
        left = server.ask("GET", "/blocks", key=key).json()["blocks"]
        p.expect(block not in [row["block_id"] for row in left], "a cancelled block among the open ones")
        count = home.count("block")
        for name, change, words in (("no conditions", {"conditions": None}, "conditions"), ("no name", {"name": ""}, "name"),
                                    ("a side that is none", {"side": "hold"}, "side"), ("zero", {"quantity": 0}, "quantity"),
                                    ("a band upside down", {"lower": 200, "upper": 100}, ""),
                                    ("an unknown member", {"bottomPrice": 1}, "bottomPrice")):
            p.problem(server.ask("POST", "/blocks/create", {**body, **change}, key=key), (400, 422), name, words)
        p.same(home.count("block"), count, "blocks after refusals")
        p.problem(server.ask("GET", "/blocks/status/06h05ga200dg6knlcbtjq14uas", key=key), 404, "no such block")
        p.problem(server.ask("GET", "/blocks?state=lost", key=key), 422, "state", "state")
        reader = home.add_key(rights=1, user="reader of blocks")
        p.problem(server.ask("POST", "/blocks/create", body, key=reader), 403, "a reader who trades")
        p.problem(server.ask("GET", "/blocks"), 401, "nobody")


def order_that_waits_for_a_signal_is_fired_by_an_alert_once(p):
    with Server(PROGRAM, home) as server:
        body = {"symbol": "BTCUSD", "side": "buy", "order_type": "market", "quantity": "0.01",
                "trigger_condition": "signal", "strategy_match": "breakout", "wait": "settled"}
        told = server.ask("POST", "/orders/create", body, key=key).json()
        p.same(told.get("state"), "waiting", f"created {told}")
        other = server.alert(strategy="another", id="another strategy").json()
        fired = server.alert(strategy="breakout", id="the strategy").json()
        p.same((other["orders"], fired["orders"]), ([], [told["order_id"]]), "fired")
        p.same(await_order(server, key, told["order_id"])["state"], "filled", "state")
        p.same(server.alert(strategy="breakout", id="the strategy again").json()["orders"], [], "fired twice")


def same_idempotency_key_places_one_order(p):
    with Server(PROGRAM, home) as server:
        body = {"symbol": "BTCUSD", "side": "buy", "order_type": "market", "quantity": "0.01"}
        answers = [server.ask("POST", "/orders/create", body, key=key, headers={"Idempotency-Key": "once"})
                   for _ in range(3)]
        p.same({answer.status for answer in answers}, {200}, f"statuses {answers[-1].body!r}")
        p.same(len({answer.json()["order_id"] for answer in answers}), 1, "orders")
        p.same([answer.json()["duplicate"] for answer in answers], [False, True, True], "duplicates")
        other = server.ask("POST", "/orders/create", {**body, "idempotency_key": "once"}, key=key).json()
        p.same(other["order_id"], answers[0].json()["order_id"], "by the body")


def refusal_names_rule_value_and_limit(p):
    with Server(PROGRAM, home) as server:
        body = {"symbol": "BTCUSD", "side": "buy", "order_type": "market", "quantity": 15000}
        answer = server.ask("POST", "/orders/create", body, key=key)
        p.problem(answer, 422, "too large")
        told = answer.json()
        p.same(told.get("reason"), "refused", "reason")
        p.expect({"rule", "value", "limit"} <= told.keys(), f"members of {told}")


def prices_can_be_pushed_by_an_administrator(p):
    other = Home(prices=PUSHED_PRICE)
    try:
        with Server(PROGRAM, other) as server:
            pass
        admin, trader = other.add_key(), other.add_key(rights=3)
        with Server(PROGRAM, other) as server:
            body = {"symbol": "BTCUSD", "side": "buy", "order_type": "stop", "quantity": 0.01, "stop_price": 700,
                    "wait": "settled"}
            told = server.ask("POST", "/orders/create", body, key=trader).json()
            p.same(told.get("state"), "waiting", f"a stop: {told}")
            p.problem(server.ask("POST", "/prices", {"symbol": "BTCUSD", "price": 701}, key=trader), 403, "a trader")
            answer = server.ask("POST", "/prices", {"symbol": "BTCUSD", "price": 701}, key=admin)
            p.same(answer.status, 200, f"push: {answer.body!r}")
            p.same(await_order(server, trader, told["order_id"])["state"], "filled", "the stop")
            shown = server.ask("GET", "/status/trading", key=trader).json()["prices"]
            p.same([(row["symbol"], row["price"]) for row in shown], [("BTC/USD", "701")], "prices")
    finally:
        other.remove()


def health_and_presence_are_told(p):
    with Server(PROGRAM, home) as server:
        p.same(server.ask("GET", "/").json()["status"], "online", "/")
        p.same(server.ask("GET", "/livez").status, 200, "/livez")
        p.same(server.ask("GET", "/readyz").status, 200, "/readyz")
        p.same(server.ask("GET", "/webhooks/test").json()["status"], "online", "/webhooks/test")
        p.same(server.ask("POST", "/webhooks/test", '{"a": [1.10, null]}').body, b'{"a": [1.10, null]}', "echo")
        health = server.ask("GET", "/status/health", key=key).json()
        p.same(health["status"], "healthy", f"health {health}")
        p.expect({"services", "queue_stats", "uptime"} <= health.keys(), f"health {health}")
        p.same(server.ask("GET", "/status/all", key=key).json()["account"], "paper", "/status/all")
        metrics = server.ask("GET", "/metrics", key=key)
        p.expect(b"\nlibtrade_ready 1\n" in metrics.body, f"metrics {metrics.body[:300]!r}")
        lines = metrics.body.decode().splitlines()
        p.same([line for line in lines if not line.startswith("#") and len(line.split(" ")) != 2], [], "metrics lines")
        p.expect("executed_orders" in server.ask("GET", "/status/orders/summary", key=key).json(), "summary")
        p.problem(server.ask("GET", "/nothing", key=key), 404, "no such path")
        p.problem(server.ask("DELETE", "/orders/create", key=key), 405, "method")


# ---- who may ------------------------------------------------------------------------------------

def everything_but_the_open_paths_needs_a_key_with_the_right(p):
    reader = home.add_key(rights=1)
    with Server(PROGRAM, home) as server:
        for path in ("/orders/queue/stats", "/orders/user/trader", "/status/health", "/status/all", "/status/signals", "/metrics"):
            p.problem(server.ask("GET", path), 401, f"{path} without a key", "key")
            p.problem(server.ask("GET", path, key="tk_" + "A" * 43), 401, f"{path} with an unknown key")
            p.same(server.ask("GET", path, key=reader).status, 200, f"{path} with a reader's key")
        body = {"symbol": "BTCUSD", "side": "buy", "order_type": "market", "quantity": 0.01}
        p.problem(server.ask("POST", "/orders/create", body, key=reader), 403, "a reader who trades", "right")
        p.same(server.ask("GET", "/status/health", headers={"X-API-Key": reader}).status, 200, "X-API-Key")
        p.problem(server.ask("GET", "/status/health", key=reader, headers={"X-API-Key": reader}), 401, "both headers")


def users_speak_for_themselves_alone(p):
    stranger = home.add_key(user="stranger")
    with Server(PROGRAM, home) as server:
        p.problem(server.ask("GET", "/orders/user/stranger", key=key), 403, "another's list", "user_id")
        body = {"user_id": "stranger", "symbol": "BTCUSD", "side": "buy", "order_type": "market", "quantity": 0.01}
        p.problem(server.ask("POST", "/orders/create", body, key=key), 403, "another's order", "user_id")
        listed = server.ask("GET", "/orders/user/trader?limit=1", key=key).json()["orders"]
        rights = home.add_key(user="stranger", rights=3)
        p.problem(server.ask("GET", f"/orders/status/{listed[0]['order_id']}", key=rights), 404, "another's order shown")
        p.expect(server.ask("GET", "/orders/user/trader", key=stranger).status == 403, "another's list, as admin")


def revoked_key_stops_working_within_a_second(p):
    short = home.add_key()
    with Server(PROGRAM, home) as server:
        p.same(server.ask("GET", "/status/health", key=short).status, 200, "before")
        home.revoke_key(short)
        revoked_at = time.monotonic()
        is_late = False
        while not is_late and (answer := server.ask("GET", "/status/health", key=short)).status == 200:
            is_late = time.monotonic() - revoked_at > 1
        if is_late:  # asked after the second, however long the answers before took
            answer = server.ask("GET", "/status/health", key=short)
        p.problem(answer, 401, "a second after")


def wrong_keys_are_slowed_down_and_good_ones_are_not(p):
    with Server(PROGRAM, home) as server:
        p.same(server.ask("GET", "/status/health", key=key).status, 200, "a good key")
        statuses = [server.ask("GET", "/status/health", key=f"tk_{number:043}").status for number in range(40)]
        p.expect(statuses[0] == 401 and statuses[-1] == 429, f"statuses {statuses}")
        answer = server.ask("GET", "/status/health", key="tk_" + "9" * 43)
        p.problem(answer, 429, "one more", "too many")
        p.expect(int(answer.headers.get("retry-after", 0)) >= 1, f"headers {answer.headers}")
        p.same(server.ask("GET", "/status/health", key=key).status, 200, "the good key again")


def alerts_of_one_address_are_limited(p):
    other = Home(alerts_max=5)
    try:
        with Server(PROGRAM, other) as server:
            statuses = [server.alert(id=f"n{number}").status for number in range(7)]
            p.same(statuses, [200] * 5 + [429] * 2, "statuses")
    finally:
        other.remove()


def webhook_without_a_configured_secret_is_closed(p):
    other = Home(secret=None)
    try:
        with Server(PROGRAM, other) as server:
            answer = server.alert()
            p.problem(answer, 503, "closed", "secret")
            p.same(server.ask("POST", "/webhooks/tradingview/", "x").status // 100, 4, "an empty path secret")
            p.problem(server.ask("POST", "/webhooks/tradingview/x", "symbol=BTCUSD action=buy price=1"), 503, "path")
            p.same(other.count("alert"), 0, "alerts stored")
    finally:
        other.remove()


# ---- bad input ----------------------------------------------------------------------------------

GOOD = {"secret": SECRET, "symbol": "BTCUSD", "action": "buy", "price": 650, "quantity": 0.01}
DEEP = 100000


def changed(**members):
    return json.dumps({**GOOD, **members})


def raw(text):
    """The good alert with one member written by hand."""
    return json.dumps(GOOD)[:-1] + "," + text + "}"


BAD_ALERTS = [
    ("price as an object", changed(price={}), (400, 422)), ("price as an array", changed(price=[650]), (400, 422)),
    ("price as text that is no number", changed(price="dear"), 422), ("price true", changed(price=True), 422),
    ("price null", changed(price=None), 422), ("symbol a number", changed(symbol=5), 422),
    ("symbol an array", changed(symbol=["BTCUSD"]), 422), ("action a number", changed(action=1), 422),
    ("secret a number", changed(secret=1), 403), ("strategy an object", changed(strategy={}), 422),
    ("price NaN", json.dumps({**GOOD, "price": float("nan")}), 400),
    ("price Infinity", json.dumps({**GOOD, "price": float("inf")}), 400),
    ("price -Infinity", json.dumps({**GOOD, "price": float("-inf")}), 400),
    ("price \"NaN\"", changed(price="NaN"), 422), ("price \"Infinity\"", changed(price="Infinity"), 422),
    ("quantity \"-inf\"", changed(quantity="-inf"), 422),
    ("negative price", changed(price=-650), 422), ("price 0", changed(price=0), 422),
    ("negative quantity", changed(quantity=-1), 422), ("negative stop", changed(stop_loss=-1), 422),
    ("huge price", changed(price=10**40), 422), ("huge exponent", raw('"take_profit":1e999999999'), 422),
    ("too many digits", changed(price="0." + "1" * 30), 422), ("symbol too long", changed(symbol="B" * 5000), 422),
    ("symbol unknown", changed(symbol="NOSUCHCOIN"), 422), ("symbol empty", changed(symbol=""), (400, 422)),
    ("strategy too long", changed(strategy="s" * 5000), 422),
    ("symbol missing", json.dumps({k: v for k, v in GOOD.items() if k != "symbol"}), 422),
    ("action missing", json.dumps({k: v for k, v in GOOD.items() if k != "action"}), 422),
    ("price missing", json.dumps({k: v for k, v in GOOD.items() if k != "price"}), 422),
    ("nothing", b"", 400), ("blanks", b"  \r\n ", (400, 403)), ("null", b"null", (400, 422)), ("a number", b"12", (400, 403, 422)),
    ("an array", b"[]", (400, 422)), ("an empty object", b"{}", 403), ("a text", b'"buy"', (400, 403, 422)),
    ("broken off", json.dumps(GOOD)[:-5], 400), ("two values", json.dumps(GOOD) + "{}", 400),
    ("trailing comma", json.dumps(GOOD)[:-1] + ",}", 400), ("single quotes", str(GOOD), (400, 403)),
    ("a comment", "/* */" + json.dumps(GOOD), (400, 403)), ("leading zero", raw('"volume":01'), 400),
    ("unknown action", changed(action="hold"), 422), ("empty action", changed(action=""), 422),
    ("action with blanks", changed(action="buy now"), 422),
    ("duplicate key", raw('"action":"sell"'), 400), ("duplicate secret", raw('"secret":"x"'), 400),
    ("duplicate by escape", raw('"\\u0070rice":1'), 400),
    ("deep arrays", raw('"indicators":' + "[" * 200 + "]" * 200), (400, 422)),
    ("deeper objects", raw('"indicators":' + '{"a":' * 5000 + "1" + "}" * 5000), (400, 422)),
    ("invalid UTF-8", json.dumps({**GOOD, "strategy": "@"}).encode().replace(b"@", b"\xff\xfe"), 400),
    ("overlong UTF-8", json.dumps({**GOOD, "strategy": "@"}).encode().replace(b"@", b"\xc0\xaf"), 400),
    ("a lone surrogate", changed(strategy="@").replace("@", "\\ud800"), 400),
    ("UTF-16", json.dumps(GOOD).encode("utf-16"), (400, 403)), ("a mark of byte order", b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), (400, 403)),
    ("zero bytes", json.dumps(GOOD).encode() + b"\0", 400), ("a zero character", changed(symbol="BTC\0USD"), 422),
    ("control characters", changed(strategy="a\x07b"), 422),
    ("wrong secret", changed(secret="guess"), 403), ("empty secret", changed(secret=""), 403),
    ("secret and more", changed(secret=SECRET + "x"), 403), ("half the secret", changed(secret=SECRET[:-1]), 403),
    ("no secret", json.dumps({k: v for k, v in GOOD.items() if k != "secret"}), 403),
    ("too old", changed(timestamp="2020-01-01T00:00:00Z"), 422), ("too old, an epoch", changed(timestamp=1577836800), 422),
    ("from the future", changed(timestamp="2199-01-01T00:00:00Z"), 422), ("no time", changed(timestamp="yesterday"), 422),
    ("time an array", changed(timestamp=[]), 422),
]
BAD_TEXTS = [
    ("no fields", "buy bitcoin", (400, 403, 422)), ("an open quote", f'secret={SECRET} symbol="BTCUSD', (400, 422)),
    ("a name twice", f"secret={SECRET} symbol=BTCUSD action=buy price=1 price=2", (400, 422)),
    ("price NaN", f"secret={SECRET} symbol=BTCUSD action=buy price=nan", (400, 422)),
    ("wrong secret", "secret=guess symbol=BTCUSD action=buy price=1", 403),
]


def bad_alerts_are_refused_with_a_reason_and_leave_nothing(p):
    with Server(PROGRAM, home) as server:
        before = [home.count(table) for table in ("alert", "order", "fill", "event", "paper_order")]
        for name, body, wanted in BAD_ALERTS:
            p.problem(server.ask("POST", "/webhooks/tradingview", body), wanted, name)
        for name, body, wanted in BAD_TEXTS:
            p.problem(server.ask("POST", "/webhooks/tradingview", body, headers={"Content-Type": "text/plain"}), wanted,
                      f"text, {name}")
        p.problem(server.ask("POST", "/webhooks/tradingview", changed(), headers={"Content-Type": "text/xml"}), 415, "XML")
        after = [home.count(table) for table in ("alert", "order", "fill", "event", "paper_order")]
        p.same(after, before, "rows")
        p.same(server.alert(id="after the bad ones").status, 200, "a good one afterwards")


def huge_bodies_are_refused_before_they_are_read(p):
    with Server(PROGRAM, home) as server:
        before = home.count("alert")
        connection = server.connect()
        connection.putrequest("POST", "/webhooks/tradingview")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(64 << 20))
        connection.endheaders()
        try:
            for _ in range(64):
                connection.send(b" " * (1 << 20))
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            p.same(connection.getresponse().status, 413, "64 MiB")
        except (ConnectionResetError, BrokenPipeError):
            pass  # the refusal was there; what we went on sending reset it
        connection.close()
        p.problem(server.ask("POST", "/webhooks/tradingview", b"{" + b" " * 100000), 413, "100 KB")
        p.same(home.count("alert"), before, "alerts")
        p.same(server.ask("GET", "/livez").status, 200, "alive")


GOOD_ORDER = {"symbol": "BTCUSD", "side": "buy", "order_type": "market", "quantity": 0.01}


def order(**members):
    return {**GOOD_ORDER, **members}


BAD_ORDERS = [
    ("quantity as an array", order(quantity=[1]), "quantity"), ("quantity true", order(quantity=True), "quantity"),
    ("quantity no number", order(quantity="much"), "quantity"), ("quantity 0", order(quantity=0), "quantity"),
    ("quantity negative", order(quantity=-1), "quantity"), ("quantity empty", order(quantity=""), "quantity"),
    ("quantity huge", order(quantity=10**40), "quantity"), ("quantity \"inf\"", order(quantity="inf"), "quantity"),
    ("quantity missing", {k: v for k, v in GOOD_ORDER.items() if k != "quantity"}, "quantity"),
    ("symbol a number", order(symbol=1), "symbol"), ("symbol missing", {k: v for k, v in GOOD_ORDER.items() if k != "symbol"}, "symbol"),
    ("side unknown", order(side="hold"), "side"), ("side missing", {k: v for k, v in GOOD_ORDER.items() if k != "side"}, "side"),
    ("side a number", order(side=1), "side"), ("type unknown", order(order_type="iceberg"), ""),
    ("limit without price", order(order_type="limit"), "price"), ("stop without its price", order(order_type="stop"), "stop_price"),
    ("price negative", order(order_type="limit", price=-5), "price"), ("unknown member", order(leverage=100), "leverage"),
    ("notes too long", order(notes="n" * 3000), ""), ("tags of numbers", order(tags=[1]), "tags"),
    ("a condition that is none", order(trigger_condition="price > 5"), "trigger_condition"),
    ("the same twice", order(idempotency_key="a"), ""), ("a misspelt stop", order(stop_los=500), "stop_los"),
]


def bad_orders_are_refused_with_a_reason_and_leave_nothing(p):
    with Server(PROGRAM, home) as server:
        before = [home.count(table) for table in ("order", "fill", "event", "paper_order")]
        for name, body, words in BAD_ORDERS:
            headers = {"Idempotency-Key": "b"} if name == "the same twice" else {}
            p.problem(server.ask("POST", "/orders/create", body, key=key, headers=headers), 422, name, words)
        for name, body in (("NaN", json.dumps(order(quantity=float("nan")))), ("broken", "{"),
                           ("twice", '{"side":"buy","side":"sell"}'), ("deep", "[" * DEEP), ("not UTF-8", b'{"notes":"\xff"}')):
            p.problem(server.ask("POST", "/orders/create", body, key=key), (400, 413), name)
        for name, body in (("null", "null"), ("an array", "[]"), ("a text", '"x"'), ("empty", "")):
            p.problem(server.ask("POST", "/orders/create", body, key=key), 422, name)
        after = [home.count(table) for table in ("order", "fill", "event", "paper_order")]
        p.same(after, before, "rows")


def misspelt_names_are_refused_and_nothing_happens(p):
    with Server(PROGRAM, home) as server:
        placed = server.ask("POST", "/orders/create", order(order_type="limit", price=10), key=key).json()["order_id"]
        await_order(server, key, placed, {"working"})
        for method, path, body in (
                ("GET", "/orders/user/trader?limt=1", None), ("GET", "/orders/user/trader?limit=1&stat=open", None),
                ("GET", "/orders/queue/pending?lmit=1", None), ("GET", "/orders/queue/stats?acount=main", None),
                ("GET", f"/orders/status/{placed}?user=trader", None), ("GET", "/blocks?stat=open", None),
                ("GET", "/risk?aset=USD", None), ("GET", "/status/positions?symbol=BTCUSD", None),
                ("POST", "/orders/create?dry_run=true", GOOD_ORDER), ("PUT", f"/orders/cancel/{placed}?dry_run=1", None),
                ("PUT", f"/orders/cancel/{placed}", {"dry_run": True}), ("PUT", f"/orders/amend/{placed}", {"pric": 11})):
            before = home.count("order"), home.count("event")
            name = path.split("?")[-1].split("&")[-1].split("=")[0] if "?" in path else list(body)[0]
            p.problem(server.ask(method, path, body, key=key), 422, f"{method} {path}", name)
            p.same((home.count("order"), home.count("event")), before, f"{method} {path}: rows")
        p.same(server.ask("PUT", f"/orders/cancel/{placed}", {}, key=key).status, 200, "cancel with an empty object")


def profit_is_told_and_an_unknown_symbol_names_known_ones(p):
    with Server(PROGRAM, home) as server:
        told = server.ask("GET", "/status/pnl?method=fifo&from=2020-01-01", key=key)
        p.same(told.status, 200, f"{told.body[:200]!r}")
        p.same(told.json().get("method"), "fifo", "method")
        p.expect("realised" in told.body.decode(), "the sums")
        p.problem(server.ask("GET", "/status/pnl?from=2020-02-30", key=key), 422, "a date that is none", "from")
        p.problem(server.ask("GET", "/status/pnl?methd=fifo", key=key), 422, "a misspelt name", "methd")
        p.problem(server.ask("POST", "/orders/create", order(symbol="NOPE"), key=key), 422, "an unknown symbol", "BTC/USD")


def halt_and_resume_need_no_body(p):
    with Server(PROGRAM, home) as server:
        for path in ("/risk/halt", "/risk/resume"):
            answer = server.ask("POST", path, key=key)
            p.same(answer.status, 200, f"{path}: {answer.body[:200]!r}")


# ---- its life -----------------------------------------------------------------------------------

def restart_keeps_everything(p):
    with Server(PROGRAM, home) as server:
        before = [server.ask("GET", path, key=key).json() for path in
                  ("/orders/user/trader?limit=200", "/status/positions", "/status/balances", "/status/signals?limit=200")]
    with Server(PROGRAM, home) as server:
        after = [server.ask("GET", path, key=key).json() for path in
                 ("/orders/user/trader?limit=200", "/status/positions", "/status/balances", "/status/signals?limit=200")]
        for old, new in zip(before, after):
            old.pop("timestamp", None)
            new.pop("timestamp", None)
            p.expect(old == new, f"{str(old)[:200]} became {str(new)[:200]}")


def sigterm_answers_what_has_begun_and_ends_with_0(p):
    with Server(PROGRAM, home) as server:
        connections = [server.connect() for _ in range(8)]
        for number, connection in enumerate(connections):
            connection.request("POST", "/webhooks/tradingview", changed(id=f"last {number}"),
                               {"Content-Type": "application/json"})
        told = [connection.getresponse().status for connection in connections]
        server.signal(signal.SIGTERM)
        p.same(server.wait(), 0, "exit status")
        p.same(told, [200] * 8, "answers")
        p.expect(b"stopped" in server.log, "the log says so")
    with Server(PROGRAM, home) as server:
        again = [server.ask("POST", "/webhooks/tradingview", changed(id=f"last {number}")).json()["duplicate"]
                 for number in range(8)]
        p.same(again, [True] * 8, "all are there")


def sighup_takes_a_good_configuration_and_refuses_a_bad_one(p):
    other = Home()
    web = other.config / "web_config.yaml"
    try:
        with Server(PROGRAM, other) as server:
            p.same(server.alert(id="before").status, 200, "before")
            good = web.read_text()
            web.write_text(good + "  allowed_strategies: [only]\n")
            other.write_secret("another-secret-of-good-length")
            server.signal(signal.SIGHUP)
            p.expect(server.await_log(rb"configuration loaded again"), "reload in the log")
            p.problem(server.alert(id="old secret"), 403, "the old secret")
            p.problem(server.alert(id="wrong strategy", secret="another-secret-of-good-length", strategy="none"), 422,
                      "a strategy that is not allowed")
            p.same(server.alert(id="right", secret="another-secret-of-good-length", strategy="only").status, 200, "both")
            web.write_text(good + "  allowed_strategies: []\n  max_age: never\n")
            server.signal(signal.SIGHUP)
            p.expect(server.await_log(rb"reload refused"), "refusal in the log")
            p.problem(server.alert(id="still", secret="another-secret-of-good-length", strategy="none"), 422, "still the old")
    finally:
        other.remove()


def sighup_takes_risk_limits_whole_or_not_at_all(p):
    other = Home()
    main = other.config / "config.yaml"
    order = {"side": "buy", "symbol": "BTCUSD", "quantity": 0.01}
    try:
        with Server(PROGRAM, other):
            pass  # makes the database
        own = other.add_key(rights=3)
        with Server(PROGRAM, other) as server:
            def asked():
                answer = server.ask("POST", "/risk/check", {**order, "stop_loss": 640}, key=own).json()
                return answer["allowed"], answer.get("rule"), answer.get("scope")
            p.same(asked(), (True, None, None), "before")
            good = main.read_text()
            limits = "risk:\n  symbols:\n    BTC/USD: { max_order_quantity: 0.001 }\n"
            main.write_text(good.replace("risk:\n", limits))
            server.signal(signal.SIGHUP)
            p.expect(server.await_log(rb"configuration loaded again"), "reload in the log")
            p.same(asked(), (False, "quantity", "symbol"), "the new limit")
            limits = limits.replace("0.001", "1") + '  groups:\n    g: { symbols: ["NO/USD"] }\n'
            main.write_text(good.replace("risk:\n", limits))
            server.signal(signal.SIGHUP)
            p.expect(server.await_log(rb"reload refused"), "refusal in the log")
            p.same(asked(), (False, "quantity", "symbol"), "still the limit of before")
            p.same(server.ask("POST", "/risk/halt", {"reason": "test"}, key=own).status, 200, "halt")
            p.problem(server.ask("POST", "/risk/resume", {}, key=own), 403, "a trader does not resume")
            halted = server.ask("POST", "/orders/create", {"symbol": "BTCUSD", "side": "buy", "quantity": 0.0005}, key=own)
            p.problem(halted, 422, "an order while halted")
            p.expect(b"halt" in halted.body, f"the rule in {halted.body!r}")
            p.same(server.ask("GET", "/risk", key=own).json()["stop_count"], 1, "stops")
    finally:
        other.remove()


def second_server_on_one_database_says_who_owns_it(p):
    with Server(PROGRAM, home) as server:
        second = Server(PROGRAM, home)
        p.same(second.wait(), 1, "exit status")
        p.expect(b"busy" in second.log and str(server.process.pid).encode() in second.log, f"log {second.log!r}")
        p.same(server.alert(id="undisturbed").status, 200, "the first")


def secrets_are_in_no_log_line(p):
    with Server(PROGRAM, home, environment={"LOG_LEVEL": "debug"}) as server:
        server.ask("POST", f"/webhooks/tradingview/{SECRET}", '{"symbol":"BTCUSD","action":"buy","price":651}')
        server.ask("POST", f"/webhooks/tradingview/{SECRET}x", "{}")
        server.ask("POST", f"/webhooks/tradingview/{SECRET}/more", "{}")
        server.ask("POST", f"/webhook/tradingview/{SECRET}", "{}")
        server.alert(id="logged")
        server.alert(id="logged", secret=SECRET + "!")
        server.ask("GET", f"/status/health?key={key}", key=key)
        server.ask("GET", "/status/health", key=key + "x")
        server.stop()
        log = server.log
    p.expect(len(log) > 500, "there is a log")
    for name, text in (("the webhook secret", SECRET), ("the key", key), ("the key's content", key[5:20])):
        p.expect(text.encode() not in log, f"{name} is in the log")
    stored = home.rows("SELECT body FROM alert WHERE dedup_key = 'id:logged'")
    p.expect(stored and SECRET.encode() not in stored[0][0], f"stored {stored!r}")


def it_speaks_tls_with_a_certificate(p):
    with tempfile.TemporaryDirectory() as folder:
        certificate, private = f"{folder}/certificate.pem", f"{folder}/key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", certificate, "-keyout", private],
                       check=True, capture_output=True)
        with Server(PROGRAM, home, "--ssl-cert", certificate, "--ssl-key", private, tls=certificate) as server:
            p.same(server.alert(id="over TLS").status, 200, "alert")
            p.expect("strict-transport-security" in server.ask("GET", "/livez").headers, "HSTS")
            server.signal(signal.SIGHUP)
            p.expect(server.await_log(rb"configuration loaded again"), "certificate reloaded")
        half = Server(PROGRAM, home, "--ssl-cert", certificate)
        p.same(half.wait(), 1, "a certificate without its key")


def full_disk_is_said_and_nothing_acknowledged_is_lost(p):
    other = Home()
    try:
        with Server(PROGRAM, other) as server:
            pass
        size_max = 1 << 20
        acked = []
        with Server(PROGRAM, other, file_size_max=size_max) as server:
            connection = server.connect()
            answer = None
            for number in range(20000):
                answer = server.alert(connection=connection, id=f"fill {number}", notes="x" * 500)
                if answer.status != 200:
                    break
                acked.append(f"fill {number}")
            p.problem(answer, 503, "full")
            p.expect("retry-after" in answer.headers, f"headers {answer.headers}")
            ready = server.ask("GET", "/readyz")
            p.problem(ready, 503, "readiness")
            p.same(server.ask("GET", "/livez").status, 200, "liveness")
            subprocess.run(["prlimit", "--pid", str(server.process.pid), "--fsize=unlimited:unlimited"], check=True)
            for _ in range(200000):
                ready = server.ask("GET", "/readyz", connection=connection)
                if ready.status == 200:
                    break
            p.same(ready.status, 200, "readiness once there is room")
            answer = server.alert(id="after")
            p.same(answer.status, 200, f"an alert once there is room: {answer.body!r}")
            stored = [key for (key,) in other.rows("SELECT dedup_key FROM alert WHERE dedup_key LIKE 'id:fill%'")]
            p.same(len(stored), len(set(stored)), "stored once")
            lost = {f"id:{name}" for name in acked} - set(stored)
            p.expect(len(acked) > 20 and not lost, f"{len(acked)} acknowledged, {len(lost)} lost")
    finally:
        other.remove()


def arguments_and_configuration_are_checked(p):
    def run(*arguments):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60)
    p.expect("--ssl-cert" in run("--help").stdout, "--help")
    p.expect(run("--version").stdout.startswith("webhook-server "), "--version")
    p.same(run("--nonsense").returncode, 2, "an unknown argument")
    p.same(run("--port").returncode, 2, "a missing value")
    home_text = str(home.path)
    p.same(run("--check-config", "--home", home_text).returncode, 0, "a good configuration")
    bad = run("--check-config", "--home", home_text, "--set", "web_server.port=99999")
    p.expect(bad.returncode == 1 and "web_server.port" in bad.stderr, f"a bad one: {bad.stderr}")
    p.expect("65535" in bad.stderr, f"allowed values: {bad.stderr}")


home = Home(prices=FIXED_PRICE)
try:
    with Server(PROGRAM, home):
        pass  # makes the database
    key = home.add_key()
    wanted = os.environ.get("CASES", "")
    for function in (
            alert_with_a_quantity_is_executed_and_everything_shows_it,
            alert_as_text_and_with_the_secret_in_the_path_is_taken,
            redelivery_is_answered_with_the_first_id_and_does_nothing,
            orders_are_created_shown_listed_and_cancelled,
            orders_are_amended_where_they_have_not_filled,
            blocks_are_created_shown_listed_and_cancelled,
            order_that_waits_for_a_signal_is_fired_by_an_alert_once,
            same_idempotency_key_places_one_order,
            refusal_names_rule_value_and_limit,
            prices_can_be_pushed_by_an_administrator,
            health_and_presence_are_told,
            everything_but_the_open_paths_needs_a_key_with_the_right,
            users_speak_for_themselves_alone,
            revoked_key_stops_working_within_a_second,
            wrong_keys_are_slowed_down_and_good_ones_are_not,
            alerts_of_one_address_are_limited,
            webhook_without_a_configured_secret_is_closed,
            bad_alerts_are_refused_with_a_reason_and_leave_nothing,
            huge_bodies_are_refused_before_they_are_read,
            bad_orders_are_refused_with_a_reason_and_leave_nothing,
            misspelt_names_are_refused_and_nothing_happens,
            profit_is_told_and_an_unknown_symbol_names_known_ones,
            halt_and_resume_need_no_body,
            restart_keeps_everything,
            sigterm_answers_what_has_begun_and_ends_with_0,
            sighup_takes_a_good_configuration_and_refuses_a_bad_one,
            sighup_takes_risk_limits_whole_or_not_at_all,
            second_server_on_one_database_says_who_owns_it,
            secrets_are_in_no_log_line,
            it_speaks_tls_with_a_certificate,
            full_disk_is_said_and_nothing_acknowledged_is_lost,
            arguments_and_configuration_are_checked):
        if wanted in function.__name__:
            case(function)
finally:
    home.remove()
sys.exit(tap.done())
