#!/usr/bin/env python3
"""The command line as people and scripts use it: the real program, a home of its own, a real terminal."""

import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from tap import Tap  # noqa: E402
from tbctl_home import Home, plain  # noqa: E402

TBCTL, COMPLETION = sys.argv[1], sys.argv[2]
CONFIG = """\
paper:
  prices:
    - symbol: "BTC/USD"
      source: fixed
      price: 65000
    - symbol: "ETH/USD"
"""
CSV = "time,open,high,low,close,volume\n" + "".join(
    f"2026-01-01T{i // 60:02}:{i % 60:02}:00Z,{100 + i},{101 + i},{99 + i},{100.5 + i},1.5\n" for i in range(125))


def check_help(home):
    overview = home.run("--help")
    for words in ("order buy", "config check", "Exit codes", "--json"):
        home.want(words in overview, f"no {words} in the overview")
    home.want("order sell" in home.run("order"), "a family's name alone shows its commands")
    names = re.findall(r"^  ([a-z]+(?: [a-z]+)?)(?:  |$)", overview, re.M)
    home.want(len(names) > 25, f"few commands: {names}")
    for name in names:
        text = home.run(*name.split(), "--help")
        home.want(text.startswith(f"tbctl {name}: ") and f"  tbctl {name}" in text, f"help of {name}: {text[:80]}")
        home.want("Example" in text, f"no example for {name}")
        # An example is shown as it is typed.
        wide = [line for line in text.split("\n")[:-1] if len(line) > 80 and not line.startswith("  tbctl ")]
        home.want(not wide, f"{name}: wider than 80 columns: {wide}")
    text = home.run("order", "buy", "--help")
    choices = "(market|limit|stop|stop_limit|touch|touch_limit|trailing); default market"
    home.want(choices in " ".join(text.split()).replace("| ", "|"), text)
    home.want("(above 0)" in text, text)
    home.want(home.run("help", "order", "buy") == text, "\"help order buy\" is another text")
    shown, _ = home.screen("order", "buy", "--help", columns=72)
    wide = [line for line in plain(shown).split("\n") if len(line) > 72]
    home.want(not wide, f"wider than the terminal: {wide}")


def check_usage(home):
    for words, part in [
        (["ordr", "buy"], 'did you mean "order buy"?'),
        (["buy"], "order buy"),
        (["book", "BTC/USD"], "there are: book run, book replay, book record, book show, book bench, exchange book"),
        (["balance", "binance"], "there are: balance list, exchange balance"),
        (["order", "buy", "BTC/USD"], "quantity is missing"),
        (["order", "buy", "BTC/USD", "1", "2"], "one argument too many"),
        (["order", "buy", "BTC/USD", "0"], "above 0"),
        (["order", "buy", "BTC/USD", "1e99"], "a number"),
        (["order", "buy", "BTC/USD", "1", "--type", "magic"], "market|limit|stop|stop_limit"),
        (["order", "buy", "BTC/USD", "1", "--stoploss", "5"], "did you mean --stop-loss?"),
        (["order", "buy", "BTC/USD", "1", "--price"], "needs a value"),
        (["order", "buy", "BTC/USD", "1", "--key", "a", "--key", "b"], "twice"),
        (["order", "show", "short"], "26 characters"),
        (["status", "--color", "pink"], "auto|always|never"),
        (["status", "--set", "nothing"], "NAME=VALUE"),
        (["order", "buy", "BTC/USD", "0.001", "--type", "limit"], "price is missing"),
        (["-x"], "no option -x"),
    ]:
        out = home.run(*words, code=2)
        home.want(part in home.stderr, f"{words}: {home.stderr}")
        home.want(out == "", f"{words} printed {out}")


def check_orders(home):
    home.run("status", code=1)
    home.want("db migrate" in home.stderr, home.stderr)
    home.run("db", "migrate")
    home.run("order", "list", code=1)
    home.want("webhook-server opens it" in home.stderr, home.stderr)
    bought = home.json("order", "buy", "BTC/USD", "0.001", "--key", "k1", "--notes", "first")
    home.want(bought.get("status") == "executed" and bought.get("executed_price") == "65032.5", bought)
    again = home.json("order", "buy", "BTC/USD", "0.001", "--key", "k1")
    home.want(again.get("duplicate") is True and again.get("order_id") == bought.get("order_id"), again)
    refused = home.json("order", "buy", "BTCUSD", "0.1", code=3)
    home.want(refused.get("error", {}).get("status") == "refused", refused)
    home.want("risk_per_trade" in refused["error"]["message"] and refused["answer"]["state"] == "refused", refused)
    home.run("order", "buy", "BTC/USD", "0.001", "--stop-loss", "60000", code=3)
    home.want("no program runs that would watch" in home.stderr, home.stderr)
    home.run("order", "buy", "ETH/USD", "0.001", code=3)
    home.want("no market price of ETH/USD yet" in home.stderr, home.stderr)
    home.json("order", "buy", "ETH/USD", "0.001", "--set", "paper.prices.1.price=3000")
    waiting = home.json("order", "buy", "BTC/USD", "0.001", "--on-signal", "--unwatched")
    home.want(waiting.get("state") == "waiting", waiting)
    home.want(home.json("order", "list", "--status", "open").get("total") == 1, "one order is open")
    home.want(home.json("order", "cancel", waiting["order_id"], "--yes").get("status") == "cancelled", "cancelled")
    home.json("order", "cancel", waiting["order_id"], "--yes", code=1)
    home.json("order", "show", "0" * 26, code=1)
    shown = home.json("order", "show", bought["order_id"])
    home.want(len(shown.get("fills", [])) == 1 and shown.get("notes") == "first", shown)
    first = home.json("order", "list", "--limit", "2")
    rest = home.json("order", "list", "--limit", "200", "--after", first["next"])
    ids = [order["order_id"] for order in first["orders"] + rest["orders"]]
    home.want(len(ids) == len(set(ids)) == 5 and "next" not in rest, ids)
    home.want(home.json("status").get("executed_orders") == 2, "two orders are executed")
    events = home.json("tail", "--limit", "1000")["events"]
    home.want([event["seq"] for event in events] == list(range(1, len(events) + 1)), "the log has gaps")
    home.want(home.json("verify").get("finding_count") == 0, "verify finds nothing")
    key = home.json("key", "create", "--label", "test")
    home.want(re.fullmatch(r"tk_[A-Za-z0-9_-]{43}", key.get("key", "")), key)
    home.run("key", "revoke", key["id"], code=2)
    home.want("--yes" in home.stderr, home.stderr)
    home.run("key", "revoke", key["id"], "--yes")
    home.want(home.json("key", "list")["keys"][0]["revoked_at"] is not None, "the key is revoked")


def check_replay(home):
    """A market that is replayed opens before the order that made tbctl its owner."""
    (home.path / "data/candles").mkdir(parents=True)
    (home.path / "data/candles/bars.csv").write_text(CSV)
    market = ["--set", "paper.prices.0.source=replay", "--set", "paper.prices.0.file=candles/bars.csv"]
    for _ in range(10):
        bought = home.json("order", "buy", "BTC/USD", "0.001", *market)
        home.want(bought.get("status") == "executed", bought)


def check_screen(home):
    shown, code = home.screen("order", "list")
    home.want(code == 0 and "\033[" in shown, "a terminal has colours")
    wide = [line for line in plain(shown).split("\n") if len(line) > 80]
    home.want(not wide, f"wider than 80 columns: {wide}")
    home.want("more columns" in shown, "a narrow screen says that it leaves columns out")
    home.want("CREATED" in plain(home.screen("order", "list", columns=160)[0]), "a wide screen shows them")
    for columns in (60, 44, 40):
        shown = plain(home.screen("order", "list", columns=columns)[0])
        ids = re.findall(r"^[0-9a-v]{26}(?= |$)", shown, re.M)
        home.want(len(ids) == home.json("order", "list")["total"], f"an id is cut at {columns} columns: {shown}")
        wide = [line for line in shown.split("\n")[2:-2] if len(line) > columns]
        home.want(not wide, f"wider than {columns} columns: {wide}")
    shown = plain(home.screen("exchange", "show", "binance", columns=60)[0])
    home.want("\u2026" not in shown and "time, instruments, ticker," in shown, f"the last column is cut: {shown}")
    wide = [line for line in shown.split("\n") if len(line) > 60]
    home.want(not wide, f"wider than 60 columns: {wide}")
    home.json("order", "buy", "BTC/USD", "0.002", "--set", "paper.prices.0.price=64321")
    shown = plain(home.screen("position", "list", columns=160)[0])
    home.want(re.search(r"\d\.\d{8}\u2026 ", shown), f"a quotient shows all its digits: {shown}")
    piped = home.run("position", "list")
    home.want(re.search(r"\d\.\d{12,}", piped) and "\u2026" not in piped, f"a pipe gets not every digit: {piped}")
    home.want("No orders." in home.screen("order", "list", "--symbol", "ETH/USD", "--status", "cancelled")[0], "empty on a screen")
    full, empty = home.run("order", "list"), home.run("order", "list", "--symbol", "ETH/USD", "--status", "cancelled")
    home.want(full.split("\n")[2].split() == empty.split("\n")[2].split() and empty.count("\n") == 3,
              f"a pipe gets the same titles of an empty list: {empty}")
    home.want(home.json("order", "list", "--symbol", "ETH/USD", "--status", "cancelled")["orders"] == [], "an empty list is []")
    home.want("\033[" not in home.screen("order", "list", NO_COLOR="1")[0], "NO_COLOR is heeded")
    home.want("\033[" in home.run("order", "list", "--color", "always"), "--color always")
    text = home.run("order", "list")
    home.want("\033" not in text and "CREATED" in text, "a pipe gets every column and no colours")
    rows = [line for line in text.split("\n") if "BTC/USD" in line]
    home.want(len({line.index("BTC/USD") for line in rows}) == 1, "columns line up")
    target = str(home.path / "copy.db")
    home.run("db", "backup", target)
    shown, code = home.screen("db", "restore", target, typed="n\n")
    home.want(code == 2 and "Go on? [y/N]" in shown and target[:60] in shown, shown)
    home.want("no paper trading" not in shown, shown)
    shown, _ = home.screen("position", "close", "BTC/USD", "--set", "paper.enabled=false", typed="n\n")
    home.want("BTC/USD" in shown and "no paper trading: it goes to an exchange" in shown, shown)
    shown, code = home.screen("db", "restore", target, typed="y\n")
    home.want(code == 0, shown)


def check_risk(home):
    shown = home.json("risk", "show")
    home.want({"max_daily_loss", "max_order_value"} <= {line["limit"] for line in shown.get("limits", [])}, shown)
    home.run("risk", "set", "max_order_value", "5", code=2)
    home.want("say --yes" in home.stderr, home.stderr)
    made = home.json("risk", "set", "max_order_value", "5", "--reason", "small", "--yes")
    home.want(made.get("by") == "trader" and made.get("reason") == "small", made)
    asked = home.json("risk", "check", "buy", "BTC/USD", "0.001", "--stop-loss", "60000")
    home.want(asked.get("allowed") is False and (asked.get("rule"), asked.get("scope")) == ("notional", "account"), asked)
    home.run("order", "buy", "BTC/USD", "0.001", code=3)
    home.want("limit of account paper" in home.stderr, home.stderr)
    home.json("risk", "set", "max_order_value", "configured", "--yes")
    bought = home.json("order", "buy", "BTC/USD", "0.001")
    home.want(bought.get("status") == "executed", bought)
    home.json("flatten", "--reason", "enough", "--yes")
    home.want(home.json("position", "list").get("positions") == [], "nothing is held")
    home.run("order", "buy", "BTC/USD", "0.001", code=3)
    home.want("halt" in home.stderr, home.stderr)
    home.want("halt flatten" in home.run("tail"), "the halt is in the log")
    home.json("resume", "--yes")
    home.json("order", "buy", "BTC/USD", "0.001")
    home.run("risk", "set", "max_nothing", "1", "--yes", code=2)
    home.run("halt", "--scope", "symbol", "--yes", code=2)
    home.run("halt", "--scope", "symbol", "--name", "NO/USD", "--yes", code=1)
    home.want(home.json("verify").get("finding_count") == 0, "the tables are what the log says")


def check_config(home):
    home.want(home.run("config", "check").startswith("good:"), "the configuration is good")
    bad = home.path / "config/config.yaml"
    bad.write_text(CONFIG + "risk:\n  max_daily_loss: 7\n  nothing: 1\n")
    text = home.run("config", "check", code=1)
    home.want(f"{bad}:8:" in text and f"{bad}:9:" in text and "max_daily_loss" in text, text)
    problems = home.json("config", "check", code=1).get("answer", {}).get("problems", [])
    home.want([problem["line"] for problem in problems] == [8, 9], problems)
    home.run("status", code=1)
    home.want(f"{bad}:8: " in home.stderr and home.stderr.count(f"{bad}:") == 2, "each error, once: " + home.stderr)
    home.want("2 errors" in home.stderr, home.stderr)
    bad.write_text(CONFIG)
    explained = home.json("config", "explain", "risk.max_daily_loss")
    home.want(explained.get("value") == "0.05" and explained.get("from") == "default", explained)
    text = home.run("config", "show", TRADINGVIEW_WEBHOOK_SECRET="hush-hush")
    home.want("***" in text and "hush-hush" not in text, "secrets are masked")
    home.run("config", "explain", "risk.max_daily_los", code=1)
    home.want("max_daily_loss" in home.stderr, home.stderr)
    for name in ("config.yaml", "web_config.yaml", ".env"):
        home.want(len(home.run("config", "sample", name)) > 1000, f"a sample of {name}")


def check_database(home):
    made = home.json("db", "migrate")
    home.want(made.get("version_before") == 0 and made.get("version", 0) >= 1, made)
    state = home.json("db", "status")
    home.want(state.get("intact") is True and state.get("owned") is False, state)
    target = str(home.path / "copy.db")
    home.run("order", "buy", "BTC/USD", "0.001")
    home.run("db", "backup", target)
    home.run("db", "backup", target, code=1)
    home.run("order", "buy", "BTC/USD", "0.001")
    home.run("db", "restore", target, code=2)
    kept = home.json("db", "restore", target, "--yes").get("kept_as")
    home.want(kept and Path(kept).exists(), kept)
    home.want(home.json("order", "list").get("total") == 1, "the restored database has one order")
    home.want(home.json("db", "prune", "--older-than", "1h", "--yes").get("events") == 0, "nothing is old")
    home.run("order", "sell", "BTC/USD", "0.0004")
    home.want(home.json("verify").get("finding_count") == 0, "verify finds nothing")
    (home.path / "data/trade.db").write_bytes(b"not a database, but long enough to look like one " * 100)
    home.run("db", "status", code=1)
    home.run("order", "list", code=1)


def check_profit_outlives_pruning(home):
    def profits():
        return [home.json("pnl", "--method", method, *more).get("rows") for method in ("average", "fifo", "lifo", "hifo")
                for more in ((), ("--by", "day"), ("--symbol", "BTC/USD", "--from", began))]

    began = "2020-01-01T00:00:00Z"
    for side, quantity, price in (("buy", "0.003", 100), ("buy", "0.002", 300), ("sell", "0.001", 200), ("buy", "0.004", 150)):
        home.json("order", side, "BTC/USD", quantity, "--set", f"paper.prices.0.price={price}")
    before = profits()
    home.want(len({rows[0]["realised"] for rows in before[::3]}) > 2, f"the methods do not differ: {before[::3]}")
    database = sqlite3.connect(home.path / "data/trade.db")
    with database:
        database.execute("UPDATE \"order\" SET updated_ns = 1 WHERE id IN (SELECT id FROM \"order\" ORDER BY created_ns LIMIT 3)")
    database.close()
    home.want(home.json("db", "prune", "--older-than", "1h", "--yes").get("orders") == 3, "three orders are old")
    home.want(home.json("order", "list").get("total") == 1, "one order remains")
    home.want(profits() == before, "profits and lots are as they were")
    home.want(home.json("pnl").get("is_complete") is True, "nothing is missing")
    sold = home.json("order", "sell", "BTC/USD", "0.008", "--set", "paper.prices.0.price=250")
    home.want(sold.get("state") == "filled", sold)
    last = {rows[0]["realised"] for rows in profits()[::3]}
    home.want(len(last) == 1, f"flat, and the methods differ: {last}")


def check_candles(home):
    source = home.path / "bars.csv"
    source.write_text(CSV)
    stored = home.json("candles", "import", str(source), "--symbol", "BTC/USD", "--timeframe", "1m")
    home.want(stored.get("bars") == 125 and stored.get("gaps") == 0, stored)
    made = home.json("candles", "resample", "BTC/USD", "--timeframe", "1m", "--to", "1h")
    home.want(made.get("bars") == 2, made)
    bars = home.json("candles", "show", "BTC/USD", "--timeframe", "1h").get("bars", [])
    home.want([(bar["open"], bar["high"], bar["low"], bar["close"], bar["volume"]) for bar in bars]
              == [(100, 160, 99, 159.5, 90), (160, 220, 159, 219.5, 90)], bars)
    text = home.run("candles", "show", "BTC/USD", "--limit", "1000", "--csv")
    home.want(text == CSV.replace(".0,", ","), "CSV out is CSV in")
    last = home.json("candles", "show", "BTC/USD", "--limit", "3").get("bars", [])
    home.want([bar["open"] for bar in last] == [222, 223, 224], last)
    some = home.json("candles", "show", "BTC/USD", "--from", "2026-01-01T01:00:00Z", "--limit", "2").get("bars", [])
    home.want([bar["open"] for bar in some] == [160, 161], some)
    source.write_text(CSV + "2026-01-01T00:00:00Z,1,1,1,1,1\n")
    home.run("candles", "import", str(source), "--symbol", "BTC/USD", "--timeframe", "1m", code=1)
    home.want("line 127" in home.stderr, home.stderr)
    home.run("candles", "import", "/no/such/file", "--symbol", "BTC/USD", "--timeframe", "1m", code=1)
    home.run("candles", "import", str(source), "--symbol", "nonsense", "--timeframe", "1m", code=1)


def check_sizes_by_stored_bars(home):
    hour = int(time.time()) // 3600 * 3600  # bars count while they are recent
    bars = home.path / "bars.csv"
    bars.write_text("time,open,high,low,close,volume\n" + "".join(
        f"{hour - (20 - i) * 3600},65000,65200,64800,65000,1\n" for i in range(20)))
    (home.path / "config/web_config.yaml").write_text(
        "tradingview:\n  sizing:\n    trend:\n      method: volatility\n      risk: 0.0001\n")
    home.json("candles", "import", str(bars), "--symbol", "BTC/USD", "--timeframe", "1h")
    effects = home.json("signal", "test", "BTCUSD", "buy", "--strategy", "trend").get("effects", [{}])
    home.want(effects[0].get("quantity") == "0.00125", f"1 USD over twice 400: {effects}")
    home.want(home.json("verify").get("finding_count") == 0, "verify finds nothing")


def check_webhook(home):
    text = home.run("webhook", "url", "--host", "trade.example.com")
    home.want("https://trade.example.com/webhooks/tradingview" in text and "{{ticker}}" in text, text)
    home.want("answers 503" in text, "it says that no secret is set")
    home.want("answers 503" not in home.run("webhook", "url", TRADINGVIEW_WEBHOOK_SECRET="hush-hush"), "a secret is set")
    home.run("webhook", "test", "BTCUSD", "65000", code=1)
    home.want("TRADINGVIEW_WEBHOOK_SECRET" in home.stderr, home.stderr)
    home.run("webhook", "test", "BTCUSD", "65000", "--url", "http://127.0.0.1:9/", code=1,
             TRADINGVIEW_WEBHOOK_SECRET="hush-hush")
    home.want("hush-hush" not in home.stderr, "the secret is never shown")


def check_generated(home):
    script = ('source "$1"; complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tbctl; '
              'echo "${COMPREPLY[*]}"; }; '
              'complete_words tbctl ord; complete_words tbctl order ""; complete_words tbctl order buy --ty; '
              'complete_words tbctl order buy BTC/USD 1 --type ""; complete_words tbctl --ho; '
              'complete_words tbctl config sample w')
    done = subprocess.run(["bash", "-euc", script, "bash", COMPLETION], capture_output=True, text=True, timeout=60)
    wanted = ["order", "buy sell show list amend cancel", "--type",
              "market limit stop stop_limit touch touch_limit trailing", "--home", "web_config.yaml"]
    home.want(done.stdout.split("\n")[:-1] == wanted, f"{done.stdout}{done.stderr}")
    home.want(home.run("completion", "bash") == Path(COMPLETION).read_text(), "the installed script is another one")
    page = home.run("man")
    home.want(page.startswith(".TH TBCTL 1") and ".SS tbctl order buy" in page, page[:80])
    if shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-b"], input=page, capture_output=True, text=True,
                              timeout=60)
        home.want(done.stderr == "", done.stderr)
    home.want(re.fullmatch(r"tbctl [\d.]+, libtrade [\d.]+\n", home.run("version")), "version")
    home.want(home.run("--version") == home.run("version"), "--version")


CASES = [
    ("help_is_there_for_every_command_and_fits_the_terminal", check_help),
    ("wrong_usage_ends_with_2_and_says_what_is_allowed", check_usage),
    ("orders_work_without_a_server", check_orders),
    ("replayed_market_opens_before_the_first_order", check_replay),
    ("limits_and_halts_are_shown_set_and_lifted", check_risk),
    ("configuration_problems_name_file_and_line", check_config),
    ("database_is_made_copied_put_back_and_judged", check_database),
    ("profit_outlives_pruning_by_every_method", check_profit_outlives_pruning),
    ("bars_are_imported_resampled_and_shown", check_candles),
    ("stored_bars_size_the_first_order_by_volatility", check_sizes_by_stored_bars),
    ("webhook_shows_the_alert_and_never_the_secret", check_webhook),
    ("completion_and_manual_come_from_the_table", check_generated),
]


def main():
    tap = Tap()
    for name, check in CASES:
        home = Home(TBCTL, CONFIG)
        try:
            check(home)
            if check is check_orders:
                tap.case(name, home.take())
                name = "terminal_gets_colours_and_a_width_a_pipe_gets_neither"
                check_screen(home)
        except (KeyError, IndexError, ValueError, subprocess.TimeoutExpired) as problem:
            home.problems.append(repr(problem))
        finally:
            shutil.rmtree(home.path)
        tap.case(name, home.take())
    return tap.done()


sys.exit(main())
