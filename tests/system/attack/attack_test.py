#!/usr/bin/env python3
"""What a hostile or hurried user does to an installation: wrong words, two programs at once, other names of a file."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
import threading

PROGRAM, TBCTL = sys.argv[1:3]
sys.path.insert(0, sys.argv[3])
from tap import Tap  # noqa: E402
from webhook_server import PUSHED_PRICE, SECRET, Home, Server  # noqa: E402

TIMEOUT_S = 120


def tbctl(home, *words, path=None):
    clean = {name: value for name, value in os.environ.items() if not re.match(r"TRADE_|LOG_|TRADINGVIEW_|DATABASE_", name)}
    return subprocess.run([TBCTL, "--home", str(path or home.path), *words], env=clean, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=TIMEOUT_S)


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def expect(is_so, what):
    if not is_so:
        raise AssertionError(what)


def eight_orders_at_once_without_a_server_wait_their_turn(home):
    began = [subprocess.Popen([TBCTL, "--home", str(home.path), "--json", "order", "buy", "BTC/USD", "0.01", "--key", f"k{i}"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for i in range(8)]
    answers = [one.communicate(timeout=TIMEOUT_S) for one in began]
    expect([one.returncode for one in began] == [0] * 8, answers)
    expect(home.count("order") == 8, home.count("order"))


def copies_are_for_their_owner_alone_whatever_the_umask(home):
    expect(tbctl(home, "order", "buy", "BTC/USD", "0.01").returncode == 0, "no order")
    backup = home.path / "backup.db"
    before = os.umask(0)
    try:
        expect(tbctl(home, "db", "backup", str(backup)).returncode == 0, "no backup")
        expect(mode(backup) == 0o600, oct(mode(backup)))
        backup.chmod(0o644)
        expect(tbctl(home, "db", "restore", str(backup), "--yes").returncode == 0, "no restore")
        for path in home.data.iterdir():
            expect(mode(path) == 0o600, f"{path.name} {oct(mode(path))}")
    finally:
        os.umask(before)


def a_second_name_of_the_database_makes_no_second_owner(home):
    other = Home()
    try:
        with Server(PROGRAM, home):
            (other.data / "trade.db").symlink_to(home.database)
            process = subprocess.run([PROGRAM, "--home", str(other.path), "--port", "0"], capture_output=True,
                                     timeout=TIMEOUT_S)
            expect(process.returncode == 1 and b"is owned by process" in process.stderr, process)
    finally:
        other.remove()


def verify_proves_one_moment_while_orders_come_in(home):
    with Server(PROGRAM, home) as server:
        key = server.home.add_key()
        is_over = threading.Event()

        def trade(side):
            connection = server.connect()
            while not is_over.is_set():
                server.ask("POST", "/orders/create", {"symbol": "BTCUSD", "side": side, "order_type": "market",
                                                      "quantity": "0.01"}, key=key, connection=connection)
            connection.close()

        traders = [threading.Thread(target=trade, args=(side,)) for side in ("buy", "sell", "buy")]
        for trader in traders:
            trader.start()
        try:
            answers = [tbctl(home, "--json", "verify") for _ in range(12)]
        finally:
            is_over.set()
            for trader in traders:
                trader.join()
        for answer in answers:
            expect(answer.returncode == 0, answer)


def every_answer_under_json_is_one_json_text(home):
    with Server(PROGRAM, home) as server:
        expect(server.alert(id="first", quantity=0.01).status == 200, "no alert")
        for words, code in [(["status"], 0), (["tail", "--limit", "3"], 0), (["order", "list"], 0), (["db", "status"], 0),
                            (["config", "check"], 0), (["config", "show"], 0), (["config", "explain", "risk.max_positions"], 0),
                            (["config", "explain", "paper.prices"], 1), (["version"], 0), (["verify"], 0), (["key", "list"], 0),
                            (["webhook", "url"], 0), (["balance", "list"], 0), (["signal", "list"], 0), (["price", "show"], 0),
                            (["queue", "stats"], 0), (["position", "list"], 0), (["candles", "show", "BTC/USD"], 0),
                            (["order", "buy", "BTC/USD", "100000"], 3), (["order", "buy", "BTC/USD", "many"], 2),
                            (["order", "buy", b"BTC\xff/USD", "1"], 2), (["order"], 0), (["burn"], 2), (["order", "burn"], 2),
                            (["status", "--colour"], 2), (["status", "more"], 2), (["db", "prune"], 2),
                            (["order", "show", "a" * 26], 2), (["webhook", "test"], 2)]:
            answer = tbctl(home, *words, "--json")
            expect(answer.returncode == code, (words, answer))
            if words == ["order"]:
                continue  # help is for people
            try:
                json.loads(answer.stdout)
            except ValueError:
                raise AssertionError((words, answer)) from None


def curl_may_say_of_an_alert_what_it_says_of_every_body(home):
    with Server(PROGRAM, home) as server:
        body = json.dumps({"secret": SECRET, "symbol": "BTCUSD", "action": "buy", "price": 650})
        answer = server.ask("POST", "/webhooks/tradingview", body, headers={"Content-Type": "application/x-www-form-urlencoded"})
        expect(answer.status == 200, (answer.status, answer.body))


def without_a_market_the_message_says_what_to_write_where(home):
    (home.config / "config.yaml").write_text("logging: { level: info }\n")
    for answer in (tbctl(home, "order", "buy", "BTC/USD", "1"),
                   subprocess.run([PROGRAM, "--home", str(home.path), "--port", "0"], capture_output=True, timeout=TIMEOUT_S)):
        expect(answer.returncode == 1 and b"paper.prices names no market" in answer.stderr, answer)
    expect(not home.database.exists(), "a database was made all the same")


def an_argument_cannot_steer_the_terminal(home):
    for words in (["foo\033[31m"], ["order", "show", "\033]0;x\007"], ["status", "--\033[2J"]):
        answer = tbctl(home, *words)
        expect(answer.returncode == 2 and b"\033" not in answer.stderr, answer)


def strangers_leave_the_descriptors_that_the_store_needs(home):
    with Server(PROGRAM, home, descriptor_max=100) as server:
        expect(server.await_log(rb"too few descriptors"), "no warning")
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(150)]
        try:
            expect(tbctl(home, "order", "buy", "BTC/USD", "0.01").returncode == 0, "no order over the local socket")
            expect(b"for want of descriptors" not in server.log, server.log)
        finally:
            for one in held:
                one.close()
        expect(server.ask("GET", "/livez").status == 200, "not alive")


def a_secret_that_can_be_guessed_is_warned_of(home):
    home.write_secret("hunter2")
    answer = tbctl(home, "config", "check")
    expect(answer.returncode == 0 and b"short enough to be guessed" in answer.stdout, answer)
    expect(b"hunter2" not in answer.stdout + answer.stderr, answer)


CASES = [eight_orders_at_once_without_a_server_wait_their_turn, copies_are_for_their_owner_alone_whatever_the_umask,
         a_second_name_of_the_database_makes_no_second_owner, verify_proves_one_moment_while_orders_come_in,
         every_answer_under_json_is_one_json_text, curl_may_say_of_an_alert_what_it_says_of_every_body,
         without_a_market_the_message_says_what_to_write_where, an_argument_cannot_steer_the_terminal,
         strangers_leave_the_descriptors_that_the_store_needs, a_secret_that_can_be_guessed_is_warned_of]


def main():
    tap = Tap()
    for case in CASES:
        home = Home(prices=PUSHED_PRICE)
        problems = []
        try:
            case(home)
        except Exception as problem:  # each is one failed case
            problems = [f"{type(problem).__name__}: {problem}"]
        finally:
            home.remove()
        tap.case(case.__name__.replace("_", " "), problems)
    return tap.done()


sys.exit(main())
