#!/usr/bin/env python3
"""`tbctl indicator` as people use it: on candles, on any columns, with what they get wrong."""

import csv
import io
import json
import math
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import tree  # noqa: E402
from tap import Tap  # noqa: E402
from tbctl_home import Home, environment, plain  # noqa: E402

TBCTL = str(Path(sys.argv[1]).resolve())
CORE, BUILT, *COMPILER = sys.argv[2:]  # libtrade-core.a, the folder it was built in, how to compile C
SHARED = Path(os.environ.get("TRADE_SHARED", tree.ROOT / ".." / "shared")) / "data" / "ohlcv"
SEED = 20
BARS = 400


def candles(path):
    """A walk of minute bars, written as people's files are; the closes."""
    chance, price, closes, lines = random.Random(SEED), 100.0, [], ["time,open,high,low,close,volume"]
    for i in range(BARS):
        opened, price = price, round(price * (1 + 0.02 * (chance.random() - 0.5)), 2)
        high, low = round(max(opened, price) + chance.random(), 2), round(min(opened, price) - chance.random(), 2)
        lines.append(f"2026-01-01T{i // 60:02}:{i % 60:02}:00Z,{opened},{high},{low},{price},{chance.randrange(1000)}")
        closes.append(price)
    path.write_text("\n".join(lines) + "\n")
    return closes


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def rsi(closes, period):
    """From its definition: Wilder's averages of gains and losses."""
    steps = [b - a for a, b in zip(closes, closes[1:])]
    gain = math.fsum(max(step, 0) for step in steps[:period]) / period
    loss = math.fsum(max(-step, 0) for step in steps[:period]) / period
    values = [None] * period + [100 * gain / (gain + loss)]
    for step in steps[period:]:
        gain = (gain * (period - 1) + max(step, 0)) / period
        loss = (loss * (period - 1) + max(-step, 0)) / period
        values.append(100 * gain / (gain + loss))
    return values


def check_list(home):
    listed = home.json("indicator", "list").get("indicators", [])
    home.want(len(listed) > 190, f"{len(listed)} indicators")
    names = [row["name"] for row in listed]
    home.want(names == sorted(names) and "rsi" in names, "names in order")
    for row in listed:
        home.want(all(row[key] for key in ("title", "group", "inputs", "outputs", "formula", "source")), row)
    bbands = next(row for row in listed if row["name"] == "bbands")
    home.want([row["name"] for row in bbands["outputs"]] == ["upper", "middle", "lower"], bbands)
    home.want(bbands["parameters"][0] == {"name": "period", "kind": "integer", "min": 2, "max": 100000, "default": {
        "talib": 5, "tradingview": 20, "tulip": 20, "pandas": bbands["parameters"][0]["default"]["pandas"]}},
        bbands["parameters"][0])
    home.want(bbands["parameters"][3]["default"]["talib"] == "sma", "an average is told by its name")
    volatility = home.run("indicator", "list", "volatility")
    home.want("atr" in volatility and "rsi " not in volatility, volatility)
    home.run("indicator", "list", "magic", code=2)
    home.want('group is "magic", allowed: ' in home.stderr and "momentum" in home.stderr, home.stderr)
    shown, _ = home.screen("indicator", "list", columns=60)
    wide = [line for line in plain(shown).split("\n") if len(line) > 60]
    home.want(not wide, f"wider than the terminal: {wide[:3]}")


def check_show(home):
    text = home.run("indicator", "show", "rsi")
    for part in ("rsi: Relative strength index", "100 g / (g + l)", "2 to 100000, default 14", "1978", "14 bars before"):
        home.want(part in text, f"no {part}: {text}")
    home.want(home.run("indicator", "show", "RSI") == text, "any case")
    home.want("bbands: " in home.run("indicator", "show", "BBANDS"), "another library's name")
    home.want("a moving average, default sma" in home.run("indicator", "show", "bbands"), "the kind of average")
    home.want("talib" in home.json("indicator", "show", "macd")["parameters"][0]["default"], "as JSON")
    for row in home.json("indicator", "list").get("indicators", []):
        text = home.run("indicator", "show", row["name"])
        wide = [line for line in text.split("\n") if len(line) > 80]
        home.want(not wide, f"{row['name']} is wider than 80 columns: {wide}")
        home.want("On made-up bars" in text and any("\u2801" <= c <= "\u28ff" or c in "\u25b2\u25bc" for c in text), f"no picture: {text}")


def check_run(home):
    path = home.path / "bars.csv"
    closes = candles(path)
    for period in (14, 2):
        got = rows(home.run("indicator", "run", "rsi", "--input", str(path), "--set", f"period={period}"))
        home.want(got[0] == ["time", "rsi"] and len(got) == BARS + 1, got[0])
        home.want(got[1] == ["2026-01-01T00:00:00Z", ""], got[1])
        for row, want in zip(got[1:], rsi(closes, period)):
            right = row[1] == "" if want is None else row[1] != "" and abs(float(row[1]) - want) < 1e-9
            home.want(right, f"period {period}: {row}, wanted {want}")
    got = rows(home.run("indicator", "run", "bbands", "--input", str(path), "--set", "period=20", "--set", "ma_type=ema"))
    home.want(got[0] == ["time", "upper", "middle", "lower"], got[0])
    average = rows(home.run("indicator", "run", "ema", "--input", str(path), "--set", "period=20"))
    home.want([row[2] for row in got[1:]] == [row[1] for row in average[1:]], "ma_type=ema is another average")
    tulip = rows(home.run("indicator", "run", "ema", "--input", str(path), "--set", "period=20", "--preset", "tulip"))
    home.want(tulip[1][1] == f"{closes[0]:g}" and average[1][1] == "", f"the preset's first value: {tulip[1]}")


def check_round_trip(home):
    path = home.path / "bars.csv"
    candles(path)
    text = rows(home.run("indicator", "run", "macd", "--input", str(path)))
    read = home.json("indicator", "run", "macd", "--input", str(path))
    home.want(read["parameters"] == {"fast_period": 12, "slow_period": 26, "signal_period": 9}, read["parameters"])
    home.want(read["lookback"] == 33 and read["preset"] == "talib" and len(read["rows"]) == BARS, read["lookback"])
    for row, values in zip(text[1:], read["rows"]):
        home.want(values == {"time": row[0], **{name: float(x) if x else None for name, x in zip(text[0][1:], row[1:])}},
                  f"{row} {values}")
        # The shortest text of a double is what repr writes, but for the exponent's form.
        home.want(all(x == "" or len(x) <= len(repr(float(x))) for x in row[1:]), f"not the shortest: {row}")
    named = home.run("indicator", "run", "macd", "--input", str(path), "--output", "json")
    home.want(json.loads(named) == read, "--output json is another text than --json")


def check_stream(home):
    path = home.path / "bars.csv"
    candles(path)
    for words in (["rsi"], ["stoch"], ["obv"], ["kama"], ["cdldoji"], ["sar"], ["correl", "--columns", "high,low"],
                  ["ht_sine"], ["bbands", "--output", "json"]):
        batch = home.run("indicator", "run", *words, "--input", str(path))
        home.want(batch and home.run("indicator", "run", *words, "--input", str(path), "--stream") == batch,
                  f"{words}: bar by bar prints other bytes")
    done = subprocess.run([TBCTL, "indicator", "run", "rsi", "--input", "-"], env=environment(), timeout=60,
                          input=path.read_text(), capture_output=True, text=True)
    home.want(done.stdout == home.run("indicator", "run", "rsi", "--input", str(path)), "standard input differs")


def check_columns(home):
    path = home.path / "odd.csv"
    path.write_text('Date,Close,"Adj, Close",x y\r\n"Jan 1, 2026",1,10,5\r\n"Jan 2, 2026",3, 30 ,6\r\n\r\n'
                    '"a ""b"" c",nan,20,7\r\n"Jan 4, 2026",5,,8\r\n')
    run = lambda *words, code=0: home.run("indicator", "run", *words, "--input", str(path), code=code)
    got = rows(run("sma", "--set", "period=1"))
    home.want(got == [["time", "sma"], ["Jan 1, 2026", "1"], ["Jan 2, 2026", "3"], ['a "b" c', ""], ["Jan 4, 2026", "5"]],
              got)
    home.want([row[1] for row in rows(run("sma", "--set", "period=1", "--columns", "X Y"))] == ["sma", "5", "6", "7", "8"],
              "a column by its name in any case")
    home.want([row[1] for row in rows(run("add", "--columns", "close,x y"))] == ["add", "6", "9", "", "13"], "two series")
    home.want([row[1] for row in rows(run("sma", "--set", "period=2", "--bad-bar", "skip"))] == ["sma", "", "2", "", "4"],
              "a bad row is skipped")
    home.want([row[1] for row in rows(run("sma", "--set", "period=2"))] == ["sma", "", "2", "", ""], "a bad row blanks")
    run("sma", "--set", "period=2", "--bad-bar", "refuse", code=1)
    home.want("odd.csv, line 5: " in home.stderr, home.stderr)
    read = json.loads(run("sma", "--set", "period=1", "--output", "json"))
    home.want([row["time"] for row in read["rows"]][2] == 'a "b" c', read)
    for time, seconds in [("2026-01-02", 1767312000), ("2026-01-02T00:00:01.5Z", 1767312001.5), ("1767312000", 1767312000)]:
        path.write_text(f"time,close\n{time},1\n")
        got = rows(run("sma", "--set", "period=1", "--columns", "time"))
        home.want(float(got[1][1]) == seconds, f"{time} as a number is {got[1][1]}")
    path.write_text("price\n1\n2\n")
    home.want(rows(run("sma", "--set", "period=2")) == [["bar", "sma"], ["0", ""], ["1", "1.5"]], "the only column there is")


def check_wrong(home):
    path = home.path / "bars.csv"
    candles(path)
    for words, code, part in [
        (["rsii"], 2, 'no indicator "rsii"; did you mean rsi'),
        (["bollinger"], 2, "did you mean bbands"),
        (["qqqqqqqq"], 2, "tbctl indicator list"),
        (["rsi", "--set", "period=1"], 2, "rsi: period is 1, allowed 2..100000"),
        (["rsi", "--set", "period=14.5"], 2, "rsi: period is 14.5, allowed whole numbers only"),
        (["rsi", "--set", "period=ten"], 2, 'rsi: period is "ten", allowed is a whole number from 2 to 100000'),
        (["rsi", "--set", "period="], 2, 'rsi: period is ""'),
        (["rsi", "--set", "length=14"], 2, 'rsi has no parameter "length"; it has period'),
        (["obv", "--set", "period=14"], 2, "obv has no parameters"),
        (["rsi", "--set", "period"], 2, "NAME=VALUE"),
        (["bbands", "--set", "ma_type=magic"], 2, "allowed is a moving average like sma"),
        (["rsi", "--columns", "closse"], 2, 'has no column "closse"; it has time, open, high, low, close, volume'),
        (["rsi", "--columns", "high,low"], 2, "rsi takes 1 column (series), --columns names 2"),
        (["atr", "--columns", "high"], 2, "atr takes 3 columns (high, low, close), --columns names 1"),
        (["correl"], 2, "correl takes 2 series: say which, for instance --columns high,low"),
        (["rsi", "--preset", "excel"], 2, "talib|tradingview|tulip|pandas"),
        (["rsi", "--output", "xml"], 2, "csv|json"),
        (["rsi", "--plot", "--output", "csv"], 2, "choose one"),
        (["rsi", "--bars", "50"], 2, "--bars is for --plot"),
        (["rsi", "--plot", "--bars", "1"], 2, "2 to 10000000"),
    ]:
        out = home.run("indicator", "run", *words, "--input", str(path), code=code)
        home.want(part in home.stderr, f"{words}: {home.stderr}")
        home.want(out == "", f"{words} printed {out[:200]}")
    home.run("indicator", "run", "rsi", code=2)
    home.want("input is missing" in home.stderr, home.stderr)
    home.run("indicator", "run", "rsi", "--input", "nowhere.csv", code=1)
    home.want("nowhere.csv: No such file" in home.stderr, home.stderr)


def check_malformed(home):
    path = home.path / "bad.csv"
    head = "time,close\n2026-01-01T00:00:00Z,1\n"
    for text, part in [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("time,close\n", "has no rows"),
        (head + "2026-01-01T00:01:00Z,two\n", 'line 3, column close: "two" is not a finite number'),
        (head + "2026-01-01T00:01:00Z,inf\n", 'line 3, column close: "inf"'),
        (head + "\n\n2026-01-01T00:01:00Z,1,2\n", "line 5: 3 fields, but the header has 2"),
        (head + "2026-01-01T00:01:00Z\n", "line 3: 1 fields, but the header has 2"),
        (head + '"2026-01-01T00:01:00Z,1\n', "line 3, field 1: a quote is not closed"),
        (head + '2026-01-01T00:01:00Z,"1"2\n', "line 3, field 2: text behind a closing quote"),
        (head + "\033[2J,1\n", "line 3, column time: not a time"),
        (head + "2026-01-01T00:01:00Z,1e200\n", "line 3: "),
        ("time,close,Close\n1,2,3\n", "line 1, field 3: a column of this name is there already"),
        ("time,open\n1,2\n3,4\n", None),
    ]:
        path.write_text(text)
        out = home.run("indicator", "run", "sma", "--set", "period=1", "--input", str(path), code=0 if part is None else 1)
        home.want(part is None or (part in home.stderr and out == ""), f"{text!r}: {home.stderr}{out}")
    path.write_text("time,open,high\n1,2,3\n")
    home.run("indicator", "run", "atr", "--input", str(path), code=1)
    home.want('has no column "low": name others with --columns; it has time, open, high' in home.stderr, home.stderr)
    refused = home.json("indicator", "run", "rsi", "--input", str(path), code=1)
    home.want(refused["error"]["status"] == "not_found", refused)


PROBE = """
#include <stdio.h>
#include <stdlib.h>
#include <trade/indicator.h>
int main(void)
{
    tr_indicator_config config;
    tr_indicator *indicator = NULL;
    size_t size = 0;
    double x[6] = { 1, 2, 4, 8, 16, 32 }, out[6];
    if (tr_indicator_config_init(tr_indicator_find("zz_mean"), TR_INDICATOR_TALIB, &config, NULL) != TR_OK ||
        tr_indicator_config_set(&config, "period", 2, NULL) != TR_OK ||
        tr_indicator_memory_size(&config, &size, NULL) != TR_OK ||
        tr_indicator_init(&config, malloc(size), size, &indicator, NULL) != TR_OK)
        return 1;
    for (int i = 0; i < 6; i++) {
        tr_indicator_run(indicator, (const double *[]){ x + i }, 1, (double *[]){ out }, NULL, NULL);
        printf("%g ", out[0]);
    }
    return 0;
}
"""


def sources_copy(home):
    """What `indicator new` writes into and reads of a checkout."""
    copy = home.path / "checkout"
    shutil.copytree(tree.ROOT / "include", copy / "include")
    (copy / "libtrade" / "indicator").mkdir(parents=True)
    shutil.copy(tree.ROOT / "libtrade/indicator/meson.build", copy / "libtrade/indicator")
    (copy / "tests/golden/indicator").mkdir(parents=True)
    for name in ("make.py", "reference.py"):
        shutil.copy(tree.ROOT / "tests/golden/indicator" / name, copy / "tests/golden/indicator")
    shutil.copytree(tree.ROOT / "tests/golden/ohlcv", copy / "tests/golden/ohlcv")
    return copy


def build_and_run(home, copy):
    """The new source, and a table with its name in it, in front of the library's own."""
    table = copy / "table" / "indicator"
    table.mkdir(parents=True)
    rows = (Path(BUILT) / "libtrade/indicator/registry.inc").read_text().rstrip() + "\nINDICATOR(zz_mean)\n"
    (table / "registry.inc").write_text(rows)
    (copy / "probe.c").write_text(PROBE)
    program = copy / "probe"
    done = subprocess.run([*COMPILER, "-std=c11", "-D_GNU_SOURCE", "-DTR__HAS_AVX=0", "-Wall", "-Wextra", "-Wpedantic",
                           "-Wconversion", "-Wshadow", "-Wmissing-prototypes", "-Werror", "-Wno-unknown-warning-option",
                           f"-I{copy}/table", f"-I{tree.ROOT}/libtrade", f"-I{tree.ROOT}/include",
                           copy / "probe.c", copy / "libtrade/indicator/zz_mean.c",
                           tree.ROOT / "libtrade/indicator/registry.c", CORE, "-lm", "-o", program],
                          capture_output=True, text=True, timeout=120)
    home.want(done.returncode == 0, done.stderr)
    if done.returncode != 0:
        return
    done = subprocess.run([program], capture_output=True, text=True, timeout=60,
                          env=environment(ASAN_OPTIONS="detect_leaks=0"))
    home.want(done.stdout == "nan 1.5 3 6 12 24 ", f"the new indicator prints {done.stdout}{done.stderr}")


def check_new(home):
    copy = sources_copy(home)
    text = home.run("indicator", "new", "zz_mean", "--title", "Mean of the end", "--checkout", str(copy))
    for part in ("Wrote libtrade/indicator/zz_mean.c", "make_zz_mean.py", "Put 'zz_mean', into the list `indicators`",
                 "at its end", "indicator_calls --write ."):
        home.want(part in text, text)
    done = subprocess.run([TBCTL, "indicator", "new", "ema_of_sma"], cwd=copy / "libtrade", env=environment(), timeout=60,
                          capture_output=True, text=True)
    home.want(done.returncode == 0 and "in front of 'e" in done.stdout, f"from inside the checkout: {done.stdout}{done.stderr}")
    (copy / "tests/golden/indicator/make_ema_of_sma.py").unlink()
    build_and_run(home, copy)
    done = subprocess.run([sys.executable, "-B", copy / "tests/golden/indicator/make.py"], capture_output=True, text=True,
                          timeout=60)
    numbers = copy / "tests/golden/indicator/zz_mean.csv"
    home.want(done.stdout == "wrote zz_mean.csv\n" and numbers.exists() and numbers.read_text().count("#case ") == 3,
              f"{done.stdout}{done.stderr}")
    for name, part in [("zz_mean", "zz_mean.c: File exists"), ("rsi", "there is an indicator rsi already"),
                       ("EWMA", "small letters"), ("ewma", "there is an indicator ema already"), ("2nd", "small letters"),
                       ("../../etc", "small letters"), ("run", "tr_indicator_run is the name of another call"),
                       ("a" * 32, "2 to 31")]:
        code = 1 if "exists" in part else 2
        home.run("indicator", "new", name, "--checkout", str(copy), code=code)
        home.want(part in home.stderr, f"{name}: {home.stderr}")
    home.run("indicator", "new", "other", "--title", 'a "b"', "--checkout", str(copy), code=2)
    home.want("without quotes" in home.stderr, home.stderr)
    home.run("indicator", "new", "other", "--checkout", str(home.path), code=1)
    home.want("holds no libtrade/indicator/meson.build" in home.stderr, home.stderr)
    shutil.rmtree(copy / "tests/golden/indicator")
    home.run("indicator", "new", "other", "--checkout", str(copy), code=1)
    home.want(not (copy / "libtrade/indicator/other.c").exists(), "one file of two is left behind")


def check_plot(home):
    path = home.path / "bars.csv"
    closes = candles(path)
    for words, parts in [(["bbands", "--set", "period=20"], ["upper ", "lower ", "close "]),
                         (["macd"], ["histogram ", "signal "]), (["cdldoji"], ["\u25b2"])]:
        text = home.run("indicator", "run", *words, "--input", str(path), "--plot")
        home.want("\033" not in text, "colours in a pipe")
        home.want(all(part in text for part in parts), f"{words}: {text}")
        home.want("2026-01-01 06:39" in text and f"of {BARS} bars" in text, text)
        home.want(max(map(len, text.split("\n"))) <= 80, "wider than 80 columns")
    home.want(f"close {closes[-1]:.2f}" in text, f"the last value {closes[-1]}: {text}")
    for columns in (40, 72, 132):
        shown, code = home.screen("indicator", "run", "stoch", "--input", str(path), "--plot", columns=columns)
        lengths = [len(line) for line in plain(shown).split("\n")]
        home.want(code == 0 and columns - 12 <= max(lengths) <= columns, f"{columns} columns: {max(lengths)}")
        home.want("\033[36m" in shown, "no colours on a terminal")
    shown, _ = home.screen("indicator", "run", "rsi", "--input", str(path), "--plot", NO_COLOR="1")
    home.want("\033" not in shown, "NO_COLOR is not heeded")
    every = home.run("indicator", "run", "rsi", "--input", str(path), "--plot", "--bars", "1000")
    home.want("2026-01-01 00:00" in every and "bars shows more" not in every, every)
    path.write_text("time,close\n" + "".join(f"{1600000000 + 60 * i},{i % 7}\n" for i in range(30)))
    home.want("2020-09-13 12:26" in home.run("indicator", "run", "sma", "--set", "period=5", "--input", str(path), "--plot"),
              "epochs are shown as times")
    path.write_text("close\n" + "7\n" * 30)
    home.want("sma 7" in home.run("indicator", "run", "sma", "--set", "period=5", "--input", str(path), "--plot"),
              "a line without any movement")


def check_why(home):
    path = home.path / "bars.csv"
    candles(path)
    fired = rows(home.run("indicator", "run", "cdlengulfing", "--input", str(path)))[1:]
    home.want(len(fired) == BARS and any(row[1] == "80" for row in fired), "no engulfing at all")
    for bar in range(2, 40):
        told = home.json("indicator", "why", "cdlengulfing", "--input", str(path), "--bar", str(bar))
        home.want(told["answer"] == int(fired[bar][1]) and told["bar"] == bar, told)
        home.want(told["time"] == fired[bar][0], told)
        met = {}
        for condition in told["conditions"]:
            left, right = condition["left"], condition["right"]
            is_met = {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}[condition["relation"]]
            home.want(is_met == condition["is_met"], condition)
            met[condition["case"]] = met.get(condition["case"], True) and is_met
        home.want((told["answer"] != 0) == any(met.values()), told)
    text = home.run("indicator", "why", "hammer", "--preset", "tulip", "--input", str(path))
    home.want(text.startswith(f"Hammer at bar {BARS - 1} (2026-01-01T06:39:00Z): ") and "body 0 < short 0 (" in text, text)
    told = home.json("indicator", "why", "cdldoji", "--input", str(path), "--set", "body_doji.factor=1000000")
    home.want(told["answer"] == 100, f"no doji with a generous measure: {told}")
    told = home.json("indicator", "why", "cdldoji", "--input", str(path), "--set", "body_doji.factor=0")
    home.want(told["conditions"][0]["right"] == 0, told)
    right = {}
    for share in ("0", "0.5"):
        told = home.json("indicator", "why", "cdldarkcloudcover", "--input", str(path), "--set", f"penetration={share}")
        right[share] = [condition["right"] for condition in told["conditions"]]
    home.want(right["0"] != right["0.5"], f"the penetration changes nothing: {right}")
    for words, code, part in [
        (["cdldoji", "--set", "body_doji.factor=-1"], 2, 'body_doji.factor is "-1", allowed is a number from 0 to 3e37'),
        (["cdldoji", "--set", "body_doji.period=2.5"], 2, 'body_doji.period is "2.5", allowed is a whole number from 0 to 1000'),
        (["cdldoji", "--set", "near.range=wide"], 2, 'near.range is "wide", allowed: body, high_low, shadows'),
        (["cdldoji", "--set", "near.width=1"], 2, "a measure has period, factor and range"),
        (["cdldoji", "--set", "wide.factor=1"], 2, 'no measure "wide.factor"; there are body_long'),
        (["cdldoji", "--set", "penetration=1"], 2, "cdldoji has no parameters"),
        (["cdldarkcloudcover", "--set", "penetration=-1"], 2, "penetration is -1, allowed 0..3e37"),
        (["rsi"], 2, "rsi is no candlestick pattern"),
        (["cdl_star"], 2, "cdl_star has no definition under the preset talib"),
        (["cdlhammer", "--bar", "400"], 2, "bar is 400, allowed 0..399"),
        (["cdlhammer", "--bar", "3"], 1, "cdlhammer needs 12 bars, there are 4"),
        (["cdlhamer"], 2, "did you mean cdlhammer"),
    ]:
        home.run("indicator", "why", *words, "--input", str(path), code=code)
        home.want(part in home.stderr, f"{words}: {home.stderr}")
    path.write_text("time,open,high,low\n2026-01-01,1,2,3\n")
    home.run("indicator", "why", "cdldoji", "--input", str(path), code=1)
    home.want('has no column "close"; it has time, open, high, low' in home.stderr, home.stderr)


def check_real(home):
    for name in ("btcusd_1m.csv", "eurusd_1h.csv", "msft_daily.csv"):
        path = SHARED / name
        count = sum(1 for _ in path.open()) - 1
        for words in (["bbands"], ["atr", "--set", "period=21"], ["obv"], ["ht_trendline"], ["cdlengulfing"]):
            batch = home.run("indicator", "run", *words, "--input", str(path))
            home.want(len(batch.split("\n")) == count + 2, f"{name} {words}: {len(batch)} bytes")
            home.want(home.run("indicator", "run", *words, "--input", str(path), "--stream") == batch,
                      f"{name} {words}: bar by bar prints other bytes")


CASES = [
    ("list_tells_every_indicator_with_its_parameters_and_outputs", check_list),
    ("show_fits_80_columns_and_has_a_picture_for_every_indicator", check_show),
    ("run_gives_the_values_of_the_definition", check_run),
    ("numbers_round_trip_as_csv_and_json", check_round_trip),
    ("bar_by_bar_prints_the_same_bytes", check_stream),
    ("any_columns_will_do", check_columns),
    ("wrong_usage_names_what_is_wrong_and_what_is_allowed", check_wrong),
    ("malformed_files_are_named_by_line", check_malformed),
    ("plots_fit_the_terminal_and_end_in_the_last_value", check_plot),
    ("new_indicator_builds_and_is_right_before_it_is_changed", check_new),
    ("why_names_conditions_that_agree_with_the_answer", check_why),
    ("real_candles_go_through", check_real),
]


def main():
    tap = Tap()
    for name, check in CASES:
        if check is check_real and not SHARED.is_dir():
            tap.skip(name, "no shared/data/ohlcv beside the checkout")
            continue
        home = Home(TBCTL)
        try:
            check(home)
        except (KeyError, IndexError, ValueError, subprocess.TimeoutExpired) as problem:
            home.problems.append(repr(problem))
        finally:
            shutil.rmtree(home.path)
        tap.case(name, home.take())
    return tap.done()


sys.exit(main())
