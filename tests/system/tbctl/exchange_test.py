#!/usr/bin/env python3
"""`tbctl exchange ...`: the tables of the ten exchanges, and questions to simulated ones over TLS."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
sys.path.insert(0, sys.argv[3])
from simulator import Simulator  # noqa: E402
from tap import Tap  # noqa: E402

TBCTL = os.path.abspath(sys.argv[1])
NAMES = ["binance", "bitget", "bybit", "coinbase", "gate", "htx", "kraken", "kucoin", "mexc", "okx"]
SECRET = "ZGVtby1zZWNyZXQ="  # of nobody; base64, as kraken wants it
ACCOUNT = f"account demo\nkey demo id=demo-key secret={SECRET}\nfund demo BTC 1.5\n"
MARKETS = {"binance": "BTC/USDT", "bybit": "BTC/USDT", "coinbase": "BTC/USD", "kraken": "BTC/USD"}


class Shell:
    """tbctl in an empty home; what it prints and how it ends."""

    def __init__(self, folder):
        self.folder = folder
        kept = ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment.update(TRADE_HOME=str(folder), LC_ALL="C.UTF-8")
        self.exchange = []

    def run(self, *words):
        return subprocess.run([TBCTL, "exchange", *words], env=self.environment, cwd=self.folder, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)

    def top(self, *words):
        return subprocess.run([TBCTL, *words], env=self.environment, cwd=self.folder, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)

    def ask(self, *words):
        return self.run(*words, *self.exchange)

    def json(self, *words):
        done = self.ask(*words, "--json")
        return json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr}


def wrong(what, is_right):
    return [] if is_right else [str(what)]


def table_cases(tap, shell):
    rows = json.loads(shell.run("list", "--json").stdout)["exchanges"]
    tap.case("list_has_all_exchanges", wrong(rows, sorted(row["name"] for row in rows) == NAMES))
    for name in NAMES:
        done = shell.run("show", name)
        tap.case(f"show_tells_of_{name}", wrong(done, done.returncode == 0 and "client id" in done.stdout))
    network_cases(tap, shell)
    done = shell.run("show", "mtgox")
    tap.case("show_names_the_exchanges_there_are", wrong(done, done.returncode == 1 and "kraken" in done.stderr))


def network_cases(tap, shell):
    """Asked is the network that the configuration trades on: the test network, unless it says otherwise."""
    done = shell.run("test", "kraken", "--public")
    tap.case("an_exchange_without_a_test_network_is_not_asked_for_real_unasked",
             wrong(done, done.returncode != 0 and "has no test network" in done.stderr and "--real" in done.stderr))
    done = shell.run("test", "binance", "--public", "--real", "--sandbox")
    tap.case("two_networks_at_once_are_refused", wrong(done, done.returncode == 2 and "either --real or --sandbox" in done.stderr))


def market_cases(tap, shell, name, symbol):
    found = shell.json("ticker", name, symbol)
    tap.case(f"ticker_of_{name}", wrong(found, found.get("symbol") == symbol and "bid" in found and "ask" in found))
    levels = shell.json("book", name, symbol, "--depth", "3").get("levels", [])
    tap.case(f"book_of_{name}", wrong(levels, [level["side"] for level in levels] == ["bid"] * 3 + ["ask"] * 3))
    done = shell.ask("ticker", name, "NIL/USD")
    tap.case(f"unknown_instrument_of_{name}", wrong(done, done.returncode == 1 and "NIL/USD" in done.stderr))
    checks = shell.json("test", name, "--public").get("checks", [])
    tap.case(f"public_test_of_{name}", wrong(checks, [check["result"] for check in checks] == ["ok", "ok", "ok"]))
    tap.case(f"the_test_of_{name}_says_where_it_asked", wrong(checks, checks[0]["check"] == "network" and "127.0.0.1" in checks[0]["text"]))


def key_cases(tap, shell, name):
    done = shell.ask("balance", name)
    tap.case(f"no_key_no_balance_of_{name}", wrong(done, done.returncode != 0 and "no API key" in done.stderr))
    shell.environment.update({f"{name.upper()}_API_KEY": "demo-key", f"{name.upper()}_API_SECRET": SECRET})
    rows = shell.json("balance", name).get("balances", [])
    bitcoin = {"asset": "BTC", "total": "1.5", "free": "1.5", "held": "0"}
    tap.case(f"balance_of_{name}", wrong(rows, bitcoin in rows))
    checks = shell.json("test", name).get("checks", [])
    tap.case(f"test_of_{name}", wrong(checks, [check["result"] for check in checks] == ["ok"] * 5))
    shell.environment[f"{name.upper()}_API_KEY"] = "other-key"
    done = shell.ask("test", name)
    is_told = done.returncode == 1 and "failed" in done.stdout and SECRET not in done.stdout + done.stderr
    tap.case(f"wrong_key_of_{name}", wrong(done, is_told))


def failover_cases(tap, shell, url, certificate):
    """Prices come from the first exchange, in the order of preference, that answers; an unused port answers nobody."""
    folder = shell.folder / "config"
    folder.mkdir(exist_ok=True)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = f"https://127.0.0.1:{unused.getsockname()[1]}"
        for at, (first, second) in enumerate((("binance", "kraken"), ("kraken", "binance"))):
            answers = {first: dead, second: url}
            lines = [f"trading:\n  default_exchange: {first}\n  exchanges: [{first}, {second}]\nexchanges:"]
            lines += [f'  {name}:\n    url: "{there}"\n    ca_file: "{certificate}"' for name, there in answers.items()]
            (folder / "config.yaml").write_text("\n".join(lines) + "\n")
            done = shell.top("ticker", "BTC/USDT")
            is_right = done.returncode == 0 and second in done.stdout and f"trying {second}" in done.stderr
            tap.case(f"ticker_fails_over_in_the_order_of_preference_{at + 1}", wrong(done, is_right))
            done = shell.top("ticker", "BTC/USDT", first)
            tap.case(f"an_exchange_that_is_named_is_not_replaced_{at + 1}", wrong(done, done.returncode == 1))
    (folder / "config.yaml").unlink()


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="tbctl-exchange-") as path:
        folder = Path(path)
        shell = Shell(folder)
        table_cases(tap, shell)
        with Simulator(sys.argv[2], folder) as exchange:
            shell.exchange = ["--host", exchange.url, "--ca-file", str(exchange.certificate)]
            for name, symbol in MARKETS.items():
                market_cases(tap, shell, name, symbol)
            failover_cases(tap, shell, exchange.url, exchange.certificate)
            (folder / "config" / "config.yaml").write_text(f"exchanges:\n  binance:\n    url: \"{exchange.url}\"\n"
                                                f"    ca_file: \"{exchange.certificate}\"\n")
            done = shell.run("ticker", "binance", MARKETS["binance"], "--json")
            tap.case("address_of_the_configuration_is_asked_unless_another_one_is_named", wrong(done, done.returncode == 0))
            (folder / "config" / "config.yaml").unlink()
            for name in ("binance", "bybit", "kraken"):
                exchange.script(name, ACCOUNT)
                key_cases(tap, shell, name)
            exchange.script("binance", f"key demo id=rich-key secret={SECRET} rights=read,trade,withdraw\n")
            shell.environment["BINANCE_API_KEY"] = "rich-key"
            checks = shell.json("test", "binance").get("checks", [])
            results = [check["result"] for check in checks]
            tap.case("key_that_may_withdraw_is_warned_of", wrong(checks, results[3:4] == ["warning"]))
        done = shell.ask("test", "binance", "--public")
        tap.case("nobody_there_is_a_failure", wrong(done, done.returncode == 1 and "refused" in done.stderr))
    return tap.done()


sys.exit(main())
