#!/usr/bin/env python3
"""`tbctl candles fetch|gaps` against simulated exchanges, held against what their own interfaces tell.

    fetch_test.py TBCTL EXCHANGE_SIM TESTS_EXCHANGE_DIR WEBHOOK_SERVER
"""

import json
import os
import pty
import signal
import ssl
import subprocess
import sys
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
sys.path.insert(0, sys.argv[3])
from simulator import Simulator  # noqa: E402
from tap import Tap  # noqa: E402
from webhook_server import PUSHED_PRICE, Home, Server  # noqa: E402

TBCTL = os.path.abspath(sys.argv[1])
MINUTE = 60
MADE = 2500  # minute bars made up at binance: three pages
TIMEOUT_S = 60  # nothing waits that long unless it hangs


def text_of(second):
    return datetime.fromtimestamp(second, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def second_of(text):
    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def wrong(what, is_right):
    return [] if is_right else [str(what)]


class Shell:
    def __init__(self, home, exchange):
        self.home = home
        self.exchange = exchange
        kept = ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment.update(TRADE_HOME=str(home.path), LC_ALL="C.UTF-8", TERM="xterm")
        self.reach = ["--host", exchange.url, "--ca-file", str(exchange.certificate)]

    def run(self, *words):
        return subprocess.run([TBCTL, *words], env=self.environment, timeout=TIMEOUT_S, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)

    def fetch(self, *words):
        return self.run("candles", "fetch", *words, *self.reach)

    def answer(self, *words):
        done = self.fetch(*words, "--json")
        return json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stdout + done.stderr}

    def stored(self, symbol, timeframe="1m"):
        done = self.run("candles", "show", symbol, "--timeframe", timeframe, "--limit", "100000", "--json")
        bars = json.loads(done.stdout).get("bars", [])
        return {second_of(bar["time"]): [bar[name] for name in ("open", "high", "low", "close", "volume")] for bar in bars}

    def told(self, path):
        """The exchange's own answer."""
        context = ssl.create_default_context(cafile=str(self.exchange.certificate))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
        with opener.open(self.exchange.url + path, timeout=TIMEOUT_S) as answer:
            return json.load(answer)

    def binance(self, begin):
        """All bars from a second on, the forming one too."""
        found = {}
        while True:
            rows = self.told(f"/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000&startTime={begin * 1000}")
            found.update({row[0] // 1000: [float(value) for value in row[1:6]] for row in rows})
            if len(rows) < 1000:
                return found
            begin = rows[-1][0] // 1000 + MINUTE

    def kraken(self):
        rows = self.told("/0/public/OHLC?pair=XBTUSD&interval=1")["result"]
        bars = next(value for name, value in rows.items() if name != "last")
        return [row[0] for row in bars]


def same_bars(stored, before, after):
    """Stored is every closed bar: those before the fetch, none that still formed after it."""
    closed = sorted(before)[:-1]
    problems = [f"not stored: {text_of(at)}" for at in closed if at not in stored]
    problems += [f"stored, but forming or never told: {text_of(at)}" for at in stored if at not in sorted(after)[:-1]]
    # One who reads a decimal as a double reads the same double.
    problems += [f"{text_of(at)}: {stored[at]} is not {before[at]}" for at in closed if stored.get(at) != before[at]]
    return problems[:5]


def paging_cases(tap, shell, begin):
    at = text_of(begin)
    before = shell.binance(begin)
    found = shell.answer("binance", "BTC/USDT", "1m", "--from", at)
    stored = shell.stored("BTC/USDT")
    tap.case("all_closed_bars_are_stored_and_the_forming_one_is_not", same_bars(stored, before, shell.binance(begin)))
    is_counted = found.get("fetched") == len(stored) == found.get("bars") and found["pages"] == 3
    tap.case("bars_come_in_the_exchanges_own_pages", wrong(found, is_counted and found["missing"] == 0 and found["gaps"] == []))
    again = shell.answer("binance", "BTC/USDT", "1m", "--from", at, "--to", found["to"])
    is_kept = again.get("fetched") == 0 and again["pages"] == 0 and again["bars"] == len(stored)
    tap.case("stored_bars_are_not_asked_for_again", wrong(again, is_kept))
    anew = shell.answer("binance", "BTC/USDT", "1m", "--from", at, "--to", found["to"], "--again")
    tap.case("again_fetches_anew", wrong(anew, anew.get("fetched") == len(stored) and anew["pages"] == 3))
    part = shell.answer("binance", "BTC/USDT", "1m", "--from", at, "--to", text_of(begin + 10 * MINUTE), "--again")
    tap.case("to_is_where_the_range_ends", wrong(part, part.get("fetched") == 10 and part["last"] == text_of(begin + 9 * MINUTE)))
    done = shell.fetch("binance", "BTC/USDT", "1m", "--from", at)
    is_plain = done.returncode == 0 and "fetched" in done.stdout.lower() and "\033" not in done.stdout + done.stderr and "#" not in done.stderr
    tap.case("no_progress_bar_is_drawn_into_a_pipe", wrong(done, is_plain))


def hole_cases(tap, shell, begin):
    """What is missing between stored bars is asked for as what is missing behind them is."""
    begin += -begin % (15 * MINUTE)
    times = [text_of(begin + hours * 60 * MINUTE) for hours in (0, 2, 4, 6, 7)]
    for first, last in ((0, 1), (2, 3)):
        shell.answer("binance", "BTC/USDT", "15m", "--from", times[first], "--to", times[last])
    found = shell.answer("binance", "BTC/USDT", "15m", "--from", times[0], "--to", times[4])
    is_whole = found.get("missing") == 0 and found["bars"] == 28
    tap.case("holes_between_stored_bars_are_filled", wrong(found, is_whole and found["fetched"] == 8 + 4 and found["pages"] == 2))
    done = shell.fetch("bybit", "BTC/USDT", "15m", "--from", times[0], "--to", times[1])
    stored = shell.stored("BTC/USDT", "15m")
    is_refused = done.returncode == 1 and "of binance" in done.stderr and len(stored) == 28
    tap.case("bars_of_two_exchanges_are_not_mixed", wrong(done, is_refused))


def failure_cases(tap, shell, begin):
    shell.exchange.script("bybit", f"history BTC/USDT {MADE}\nfault status code=500 on=bars times=1000\n")
    words = ["bybit", "BTC/USDT", "5m", "--from", text_of(begin - begin % 300), "--json"]
    done = shell.fetch(*words)
    tap.case("exchange_that_fails_is_a_failure", wrong(done, done.returncode == 1 and "error" in json.loads(done.stdout)))
    shell.exchange.script("bybit", "clear\n")
    done = shell.fetch(*words)
    tap.case("bybit_tells_the_newest_first_and_is_stored_in_order", wrong(done, done.returncode == 0 and json.loads(done.stdout)["missing"] == 0))


def interruption_case(tap, shell, begin):
    """On a terminal: the bar is drawn once a page is stored, the next page does not come, Ctrl-C."""
    shell.exchange.script("binance", f"price ETH/USDT 3000\nhistory ETH/USDT {MADE}\nfault delay_answer ms=50000 on=bars skip=1\n")
    words = ["candles", "fetch", "binance", "ETH/USDT", "1m", "--from", text_of(begin + 100 * MINUTE)]
    ours, theirs = pty.openpty()
    process = subprocess.Popen([TBCTL, *words, *shell.reach], env=shell.environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while b"1000 bars" not in seen:
            seen += os.read(ours, 4096)
        process.send_signal(signal.SIGINT)
        while True:
            seen += os.read(ours, 4096)
    except OSError:  # the other side is closed
        pass
    code = process.wait(timeout=TIMEOUT_S)
    os.close(ours)
    shown = seen.decode(errors="replace")
    tap.case("progress_is_drawn_on_a_terminal", wrong(shown, "\r[" in shown and "#" in shown and "%" in shown))
    is_said = code == 1 and "interrupted; 1000 bars are stored: the same command goes on" in " ".join(shown.split())
    tap.case("interrupted_it_says_how_to_go_on", wrong((code, shown), is_said))
    kept = shell.stored("ETH/USDT")
    tap.case("interrupted_it_keeps_the_pages_it_has", wrong(len(kept), len(kept) == 1000))
    shell.exchange.script("binance", "clear\n")
    rest = shell.answer(*words[2:])
    stored = shell.stored("ETH/USDT")
    is_rest = rest.get("fetched") == len(stored) - 1000 and rest["missing"] == 0 and rest["pages"] == 2
    tap.case("the_same_command_fetches_only_the_rest", wrong(rest, is_rest))


def runs_missing(opens):
    """(from, to, count) of the minutes that are not there."""
    pairs = zip(opens, opens[1:])
    return [(text_of(a + MINUTE), text_of(b), (b - a) // MINUTE - 1) for a, b in pairs if b - a > MINUTE]


def gap_cases(tap, shell):
    price = shell.told("/0/public/Ticker?pair=XBTUSD")["result"]
    last = next(iter(price.values()))["c"][0]
    shell.exchange.script("kraken", f"history BTC/USD 300\nclock 3600000\nprice BTC/USD {last}\nclock 60000\nprice BTC/USD {last}\n"
                                    f"clock 300000\nprice BTC/USD {last}\nclock 60000\nprice BTC/USD {last}\n")
    opens = shell.kraken()
    expected = runs_missing(opens[:-1])
    words = ["kraken", "BTC/USD", "1m", "--from", text_of(opens[0]), "--to", text_of(opens[-1])]
    found = shell.answer(*words)
    rows = [(row["from"], row["to"], row["count"]) for row in found.get("gaps", [])]
    tap.case("missing_bars_of_kraken_are_named", wrong((found, expected), len(rows) >= 2 and rows[:len(expected)] == expected))
    is_summed = found.get("missing") == sum(row[2] for row in rows) and found["fetched"] == len(opens) - 1
    tap.case("missing_bars_are_counted", wrong(found, is_summed))
    tap.case("kraken_bars_are_those_told", wrong("", sorted(shell.stored("BTC/USD")) == opens[:-1]))
    done = shell.run("candles", "gaps", "BTC/USD", "1m", "--json")
    same = [(row["from"], row["to"], row["count"]) for row in json.loads(done.stdout)["gaps"]]
    tap.case("candles_gaps_names_the_same", wrong(done, same == expected))
    early = text_of(opens[0] - 5 * MINUTE)
    done = shell.run("candles", "gaps", "BTC/USD", "1m", "--from", early, "--to", text_of(opens[0] + MINUTE), "--json")
    head = [(row["from"], row["to"], row["count"]) for row in json.loads(done.stdout)["gaps"]]
    tap.case("a_gap_may_lie_at_the_beginning", wrong(done, head == [(early, text_of(opens[0]), 5)]))
    done = shell.fetch(*words)
    tap.case("gaps_are_a_table_for_people", wrong(done, "MISSING FROM" in done.stdout and rows[0][0].rstrip("Z") in done.stdout))
    done = shell.run("candles", "gaps", "NIL/USD", "1m")
    tap.case("gaps_of_nothing_are_a_failure", wrong(done, done.returncode == 1 and "no bars of NIL/USD" in done.stderr))


def input_cases(tap, shell, begin):
    at = text_of(begin)
    cases = [
        ("unknown_exchange_names_those_there_are", ["mtgox", "BTC/USDT", "1m", "--from", at], 1, "kraken"),
        ("unknown_symbol_is_named", ["binance", "NIL/USDT", "1m", "--from", at], 1, "NIL/USDT"),
        ("timeframe_names_those_the_exchange_has", ["binance", "BTC/USDT", "7m", "--from", at], 1, "1h"),
        ("timeframe_that_is_none_is_misuse", ["binance", "BTC/USDT", "7x", "--from", at], 2, "timeframe"),
        ("range_that_ends_before_it_begins", ["binance", "BTC/USDT", "1m", "--from", at, "--to", at], 1, "--to"),
        ("range_in_the_future", ["binance", "BTC/USDT", "1m", "--from", "2200-01-01T00:00:00Z"], 1, "no bar of 1m"),
        ("range_before_all_time", ["binance", "BTC/USDT", "1m", "--from", "1960-01-01T00:00:00Z"], 1, "--from"),
        ("no_from_is_misuse", ["binance", "BTC/USDT", "1m"], 2, "from"),
    ]
    for name, words, code, text in cases:
        done = shell.fetch(*words)
        tap.case(name, wrong(done, done.returncode == code and text in done.stderr))


def main():
    tap = Tap()
    home = Home(PUSHED_PRICE)
    try:
        with Simulator(sys.argv[2], home.path) as exchange:
            shell = Shell(home, exchange)
            exchange.script("binance", f"history BTC/USDT {MADE}\n")
            begin = shell.told("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1")[0][0] // 1000 - (MADE - 100) * MINUTE
            paging_cases(tap, shell, begin)
            hole_cases(tap, shell, begin)
            failure_cases(tap, shell, begin)
            interruption_case(tap, shell, begin)
            gap_cases(tap, shell)
            input_cases(tap, shell, begin)
            with Server(sys.argv[4], home):
                done = shell.fetch("binance", "BTC/USDT", "1m", "--from", text_of(begin))
                tap.case("refused_while_a_server_owns_the_database", wrong(done, done.returncode == 1 and "server" in done.stderr))
    finally:
        home.remove()
    return tap.done()


sys.exit(main())
