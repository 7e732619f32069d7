#!/usr/bin/env python3
"""bench_indicator_table.py LOG

Prints the tables of libtrade/indicator/README.md from what `meson test -C build --benchmark indicator` wrote
(build/meson-logs/testlog.txt), and which functions lie below 0.9.
"""
import pathlib
import re
import sys

SHOWN = """sma ema dema tema trix t3 macd atr rsi adx bbands stddev wma linearreg linearreg_slope correl max stoch mfi obv sar willr
cci ultosc aroon kama ht_dcperiod ht_dcphase ht_sine ht_trendmode mama add sin exp ln""".split()
TULIP_NAMES = {"linearreg": "linreg", "linearreg_slope": "linregslope", "sar": "psar"}
ROW = re.compile(r"\| ([a-z0-9_]+) ?\*? \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|")
MEAN = re.compile(r"\| (candles|the rest) \| (1 M|10 k|real) \| (\d+) \| ([\d.]+) \| ([\d.]+ \w+) \|")


def read(text):
    """Rows by name, one dictionary for TA-Lib and one for Tulip, and the geometric means in their order."""
    rows, now, means = {"TA-Lib": {}, "Tulip": {}}, None, []
    for line in text.split("## malloc as it is")[0].split("\n"):
        if line.startswith("| bar by bar"):
            now = None
        for name in rows:
            if line.startswith(f"| {name}"):
                now = rows[name]
        row, mean = ROW.match(line), MEAN.match(line)
        if row and now is not None:
            now[row[1]] = [float(value) for value in row.groups()[1:]]
        if mean:
            means.append(mean.groups())
    return rows, means


def main():
    rows, means = read(pathlib.Path(sys.argv[1]).read_text())
    for what, bars, count, mean, least in means:
        print(f"{what}, {bars}: {count} functions, {mean}, least {least}")
    print("\n| ns a bar at 1 M | ours | TA-Lib | ratio 1 M | 10 k | Tulip: ratio 1 M |\n|---|---|---|---|---|---|")
    for name in SHOWN:
        if name in rows["TA-Lib"]:
            ours, theirs, long, short, _ = rows["TA-Lib"][name]
            tulip = rows["Tulip"].get(TULIP_NAMES.get(name, name))
            print(f"| {name} | {ours:.1f} | {theirs:.1f} | {long:.2f} | {short:.2f} | {f'{tulip[2]:.2f}' if tulip else '-'} |")
    for library, named in rows.items():
        below = [f"{name} {row[2]:.2f}" for name, row in named.items() if row[2] < 0.9]
        print(f"\nbelow 0.9 of {library} at 1 M, {len(below)} of {len(named)}: {', '.join(below)}")


main()
