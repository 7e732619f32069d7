"""Indicators by their definitions, naively: the numbers that golden_indicators holds libtrade against.

Every make_*.py of this folder states formulas of one group in plain Python, from their sources and without a look at the
C code: whole windows are added up again at each bar, nothing is updated. `./make.py` writes the case files
(NAME.csv, the format of README.md), `./make.py --check` computes them again and compares.

A series is a list with one value per bar; None stands where there is none yet.
"""
import csv
import datetime
import math
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "ohlcv"


class Bars:
    """Columns of a dataset: time (seconds since 1970 UTC), open, high, low, close, volume."""

    def __init__(self, name, count=None):
        self.name = name
        self.time, self.open, self.high, self.low, self.close, self.volume = ([] for _ in range(6))
        with open(DATA / f"{name}.csv", newline="") as file:
            for row in list(csv.DictReader(file))[:count]:
                stamp = datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
                self.time.append(stamp.timestamp())
                for column in ("open", "high", "low", "close", "volume"):
                    getattr(self, column).append(float(row[column]))
        self.count = len(self.close)

    def typical(self):
        return [(h + l + c) / 3 for h, l, c in zip(self.high, self.low, self.close)]

    def median(self):
        return [(h + l) / 2 for h, l in zip(self.high, self.low)]


class Case:
    """One run of an indicator: its parameters and what must come out, output by output."""

    def __init__(self, indicator, bars, inputs, outputs, preset="talib", label="default", integers=(), **params):
        self.indicator, self.bars, self.inputs, self.outputs = indicator, bars, inputs, outputs
        self.preset, self.label, self.integers, self.params = preset, label, integers, params

    def text(self):
        count = self.bars.count
        for name, series in self.outputs.items():
            assert len(series) == count, f"{self.indicator}: {name} has {len(series)} of {count} bars"
        begin = max(next((i for i, x in enumerate(s) if x is not None), count) for s in self.outputs.values())
        assert begin < count, f"{self.indicator}: no output"
        params = "".join(f" {name}={value!r}" for name, value in self.params.items())
        columns = ",".join(f"{n}:{'int' if n in self.integers else 'double'}" for n in self.outputs)
        lines = [f"#case dataset={self.bars.name} bars={count} inputs={self.inputs} set={self.label} preset={self.preset}"
                 f"{params} ret=0 lookback={begin} begIndex={begin} nbElement={count - begin} columns={columns}"]
        for i in range(begin, count):
            lines.append(",".join(number(s[i]) for s in self.outputs.values()))
        return "\n".join(lines) + "\n"


def number(x):
    return "nan" if x is None or math.isnan(x) else f"{x:.17g}"


def shifted(series, function):
    """`function` over the part of a series that is there; None in front of it."""
    begin = next((i for i, x in enumerate(series) if x is not None), len(series))
    return [None] * begin + function(series[begin:])


def rolling(series, period, function):
    """function(window) at each bar that has `period` values; windows with a gap give None."""
    out = []
    for i in range(len(series)):
        window = series[max(0, i + 1 - period):i + 1]
        out.append(function(window) if len(window) == period and None not in window else None)
    return out


def each(function, *series):
    """function(a[i], b[i], ...) wherever all of them are there."""
    return [None if None in values else function(*values) for values in zip(*series)]


def lagged(series, bars):
    return [None] * min(bars, len(series)) + series[:max(0, len(series) - bars)]


def change(series, bars=1):
    return each(lambda x, before: x - before, series, lagged(series, bars))


def sma(series, period):
    return rolling(series, period, lambda w: math.fsum(w) / period)


def total(series, period):
    return rolling(series, period, math.fsum)


def highest(series, period):
    return rolling(series, period, max)


def lowest(series, period):
    return rolling(series, period, min)


def wma(series, period):
    weight = period * (period + 1) / 2
    return rolling(series, period, lambda w: math.fsum((k + 1) * x for k, x in enumerate(w)) / weight)


def smoothed(series, period, factor, from_first=False):
    """Exponential average with a factor: from the mean of the first `period`, or from the first value."""
    def run(x):
        seed = 1 if from_first else period
        out = [None] * len(x)
        for i in range(seed - 1, len(x)):
            out[i] = math.fsum(x[:seed]) / seed if i == seed - 1 else out[i - 1] + factor * (x[i] - out[i - 1])
        return out
    return shifted(series, run)


def ema(series, period, from_first=False):
    return smoothed(series, period, 2 / (period + 1), from_first)


def rma(series, period, from_first=False):
    return smoothed(series, period, 1 / period, from_first)


def stddev(series, period, sample=False):
    def deviation(w):
        mean = math.fsum(w) / period
        return math.sqrt(math.fsum((x - mean) ** 2 for x in w) / (period - 1 if sample else period))
    return rolling(series, period, deviation)


def true_range(bars):
    """None at bar 0, which has no close before it."""
    return [None] + [max(bars.high[i], bars.close[i - 1]) - min(bars.low[i], bars.close[i - 1])
                     for i in range(1, bars.count)]


def rsi(series, period):
    """Wilder's: from the means of the first `period` changes; 50 where nothing moved is the caller's business."""
    moves = change(series)
    up = rma(each(lambda m: max(m, 0.0), moves), period)
    down = rma(each(lambda m: max(-m, 0.0), moves), period)
    return each(lambda u, d: 100 * u / (u + d) if u + d > 0 else 0.0, up, down)
