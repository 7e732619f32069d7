#!/usr/bin/env python3
"""Runs the example of every command's help, word for word, as somebody would who tries them in turn.

    examples_help_test.py TBCTL WEBHOOK_SERVER TESTS_SUPPORT_DIR EXCHANGE_SIM TESTS_EXCHANGE_DIR
"""

import json
import os
import re
import shlex
import struct
import subprocess
import sys
from pathlib import Path

TBCTL, WEBHOOK_SERVER = sys.argv[1], sys.argv[2]
sys.path.insert(0, sys.argv[3])
sys.path.insert(0, sys.argv[5])
from simulator import Simulator  # noqa: E402
from tap import Tap  # noqa: E402
from webhook_server import PUSHED_PRICE, Home, Server, generated_bars  # noqa: E402

# Refused, as their help says, while a server runs; what stands here runs before the server starts, or behind it.
BEFORE = ["db migrate", "candles import", "candles show", "candles resample", "candles fetch", "candles gaps"]
BEHIND = ["db backup", "db restore", "db prune"]
# While it runs: these first, for what the others need; all that is not named comes in the order of the help.
FIRST = ["price push", "book record"]
LAST = ["halt", "flatten", "resume"]  # nobody trades in between
MARKET = ["ticker", "multiprice"]  # they find their exchanges in the configuration
# A simulated one stands in.
AT_EXCHANGE = ["candles fetch", "exchange test", "exchange ticker", "exchange book", "exchange balance"]
TIMEOUT_S = 60  # nothing waits that long unless it hangs


class Terminal:
    """Somebody's shell: a folder to work in, and the programs on the path."""

    def __init__(self, home):
        self.folder = home.path / "work"
        self.folder.mkdir()
        programs = home.path / "bin"
        programs.mkdir()
        (programs / "tbctl").symlink_to(Path(TBCTL).resolve())
        self.exchange = []  # how to reach the simulated one
        self.market = []  # the same as settings
        self.environment = {"PATH": f"{programs}:{os.environ['PATH']}", "TRADE_HOME": str(home.path), "LC_ALL": "C.UTF-8"}

    def run(self, *words):
        return subprocess.run(words, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, errors="replace", timeout=TIMEOUT_S)

    def answer(self, *words):
        return json.loads(self.run("tbctl", "--json", *words).stdout)


def command_names(terminal):
    """Of the table in the main help, in its order: those without a space first."""
    section = terminal.run("tbctl", "--help").stdout.split("\nCommands\n", 1)[1].split("\nOptions", 1)[0]
    return re.findall(r"^  ([a-z]+(?: [a-z]+)?)  ", section, re.M)


def example_of(terminal, name):
    shown = terminal.run("tbctl", *name.split(), "--help").stdout
    found = re.search(r"\nExample\n  (\S.*)\n", shown)
    return found.group(1) if found else None


def first_id(answer):
    """Of a list's rows: the member that later commands name a row by."""
    rows = next((value for value in answer.values() if isinstance(value, list)), [])
    return next((row.get("block_id") or row.get("order_id") or row.get("id") for row in rows), None)


def existing(terminal, name, words):
    """An example cannot know the ids of this database: the last word becomes one that is there."""
    lists = {"order show": ["order", "list"], "order cancel": ["order", "list", "--status", "open"],
             "order amend": ["order", "list", "--status", "open"], "block show": ["block", "list"],
             "block cancel": ["block", "list"], "block amend": ["block", "list"],
             "key revoke": ["key", "list"]}
    if name in lists:
        words = words[:-1] + [first_id(terminal.answer(*lists[name])) or words[-1]]
    if name in MARKET:
        words = words + terminal.market
    if name in AT_EXCHANGE:
        words = words + terminal.exchange
    if "Asks before it runs" in terminal.run("tbctl", *name.split(), "--help").stdout:
        words.append("--yes")  # nobody sits here to be asked
    return words


def make_checkout(folder):
    """What `indicator new` looks for: the folders of the sources, and the list of names."""
    for name in ("libtrade/indicator", "tests/golden/indicator"):
        (folder / name).mkdir(parents=True)
    (folder / "libtrade/indicator/meson.build").write_text("indicators = []\n")


def make_book_files(folder):
    """A scenario with an iceberg in it, and a stream of two orders that trade."""
    (folder / "iceberg.scn").write_text(
        "config\n> new id=1 side=sell type=limit qty=10 price=100 display=4\n"
        "< accepted id=1\n< booked id=1 side=sell price=100 open=10 shown=4\n")
    orders = [struct.pack("<BBBBIQqq", 1, side, 0, 0, 1, order_id, 100, 5) for order_id, side in ((1, 0), (2, 1))]
    (folder / "small.ofl").write_bytes(
        b"OFLOW1\0\0" + struct.pack("<IIQQQqqQ", 1, 32, len(orders), 0, 1, 100, 100, 2) + b"".join(orders))


def make_request(terminal):
    """An order to be signed, and a key that opens nothing."""
    (terminal.folder / "order.json").write_text(json.dumps(
        {"api": "private", "method": "POST", "path": "order", "params": {"symbol": "BTCUSDT", "side": "BUY"}}))
    terminal.environment["BINANCE_API_KEY"] = terminal.environment["BINANCE_SECRET"] = "no-key-of-anybody"


def make_key_files(folder):
    """What the keystore is opened with, and a secret to keep: for our eyes only."""
    for name in ("passphrase.txt", "secret.txt"):
        (folder / name).write_text("no-secret-of-anybody\n")
        (folder / name).chmod(0o600)


def run_example(tap, terminal, name):
    example = example_of(terminal, name)
    title = f"{name.replace(' ', '_')}_example_works"
    if example is None or not example.startswith(f"tbctl {name}"):
        tap.case(title, [f"the help of {name} has no example of it: {example}"])
        return
    words = existing(terminal, name, shlex.split(example))
    done = terminal.run(*words)
    wanted = 3 if name == "golive check" else 0  # this home is not ready, and it says so
    tap.case(title, [] if done.returncode == wanted else [f"{shlex.join(words)}: exit {done.returncode}", done.stdout, done.stderr])


def verify_case(tap, terminal, title):
    done = terminal.run("tbctl", "verify")
    tap.case(title, [] if done.returncode == 0 else [done.stdout, done.stderr])


def main():
    tap = Tap()
    home = Home(PUSHED_PRICE)
    try:
        terminal = Terminal(home)
        (terminal.folder / "btcusd_1m.csv").write_text(generated_bars())
        make_checkout(terminal.folder)
        make_book_files(terminal.folder)
        make_request(terminal)
        make_key_files(terminal.folder)
        names = command_names(terminal)
        tap.case("main_help_names_commands", [] if len(names) > 20 else [str(names)])
        with Simulator(sys.argv[4], terminal.folder) as exchange:
            exchange.script("binance", "account demo\nkey demo id=no-key-of-anybody secret=no-key-of-anybody\nhistory BTC/USDT 300\n")
            terminal.exchange = ["--host", exchange.url, "--ca-file", str(exchange.certificate)]
            for setting in ("trading.exchanges=binance", f"exchanges.binance.url={exchange.url}",
                            f"exchanges.binance.ca_file={exchange.certificate}"):
                terminal.market += ["--set", setting]
            for name in BEFORE:
                run_example(tap, terminal, name)
            with Server(WEBHOOK_SERVER, home) as server:
                terminal.environment["WEB_SERVER_PORT"] = str(server.port)
                for name in FIRST + [name for name in names if name not in BEFORE + FIRST + LAST + BEHIND] + LAST:
                    run_example(tap, terminal, name)
        for name in BEHIND:
            run_example(tap, terminal, name)
        verify_case(tap, terminal, "log_is_proven_from_the_snapshot_of_the_prune")
        with Server(WEBHOOK_SERVER, home):
            for name in ["price push", "order buy", "order cancel"]:
                terminal.run(*existing(terminal, name, shlex.split(example_of(terminal, name))))
        verify_case(tap, terminal, "log_that_goes_on_behind_a_snapshot_is_proven")
    finally:
        home.remove()
    return tap.done()


sys.exit(main())
