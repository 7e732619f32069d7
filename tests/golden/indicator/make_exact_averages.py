"""Averages, bands, lines and deviations by their definitions, in exact fractions."""
import math
from fractions import Fraction

from exact import AVERAGES, ema, exact, doubles, mean, near, root, scatter, sma, wilder, wma
from reference import Bars, Case, each, highest, lagged, lowest, rolling


def dema(series, period):
    once = ema(series, period)
    return each(lambda a, b: 2 * a - b, once, ema(once, period))


def tema(series, period):
    once = ema(series, period)
    twice = ema(once, period)
    return each(lambda a, b, c: 3 * a - 3 * b + c, once, twice, ema(twice, period))


def trima(series, period):
    half = (period + 1) // 2
    weights = [min(k, period + 1 - k) for k in range(1, period + 1)]
    assert max(weights) == half
    return rolling(series, period, lambda w: sum(k * x for k, x in zip(weights, w)) / sum(weights))


def t3(series, period, factor):
    stages = [series]
    for _ in range(6):
        stages.append(ema(stages[-1], period))
    v = Fraction(factor)
    c1, c2, c3 = -v ** 3, 3 * v ** 2 + 3 * v ** 3, -6 * v ** 2 - 3 * v - 3 * v ** 3
    c4 = 1 + 3 * v + v ** 3 + 3 * v ** 2
    return each(lambda e3, e4, e5, e6: c1 * e6 + c2 * e5 + c3 * e4 + c4 * e3, *stages[3:7])


def kama(series, period):
    """The first value, at bar `period`, starts from the bar before it."""
    out = [None] * len(series)
    fast, slow = Fraction(2, 3), Fraction(2, 31)
    for i in range(period, len(series)):
        path = sum(abs(series[k] - series[k - 1]) for k in range(i - period + 1, i + 1))
        e = abs(series[i] - series[i - period]) / path if path else Fraction(1)
        before = series[i - 1] if i == period else out[i - 1]
        out[i] = near(before + (e * (fast - slow) + slow) ** 2 * (series[i] - before))
    return out


def variance(series, period):
    return rolling(series, period, lambda w: scatter(w) / period)


def deviation(series, period):
    return each(root, variance(series, period))


def bands(series, period, up, down, average):
    middle, width = AVERAGES[average](series, period), deviation(series, period)
    return (each(lambda m, d: m + Fraction(up) * d, middle, width), middle,
            each(lambda m, d: m - Fraction(down) * d, middle, width))


def line(window):
    """Value at the oldest bar, and slope, of the least-squares line."""
    n = len(window)
    middle = Fraction(n - 1, 2)
    slope = (sum((k - middle) * x for k, x in enumerate(window)) / sum((k - middle) ** 2 for k in range(n)))
    return mean(window) - slope * middle, slope


def line_at(series, period, position):
    def value(window):
        begin, slope = line(window)
        return begin + slope * position
    return rolling(series, period, value)


def slope(series, period):
    return rolling(series, period, lambda w: line(w)[1])


def products(x, y):
    mx, my = mean(x), mean(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y))


def paired(x, y, period, function):
    windows = rolling(list(zip(x, y)), period, lambda w: tuple(zip(*w)))
    return [None if w is None or None in w[0] else function(*w) for w in windows]


def correlation(x, y):
    both = scatter(x) * scatter(y)
    return products(x, y) / root(both) if both else Fraction(0)


def beta(x, y):
    return products(x, y) / scatter(x) if scatter(x) else Fraction(0)


def returns(series):
    return each(lambda x, before: x / before - 1, series, lagged(series, 1))


def cases():
    bars = Bars("walk")
    close, high, low = exact(bars.close), exact(bars.high), exact(bars.low)

    def one(name, values, label, inputs="close", output=None, preset="talib", **params):
        return Case(name, bars, inputs, {output or name: doubles(values)}, preset=preset, label=label, **params)

    for period in (2, 14, 33):
        label = f"p{period}"
        for name, function in (("sma", sma), ("wma", wma), ("ema", ema), ("dema", dema), ("tema", tema),
                               ("trima", trima), ("kama", kama), ("rma", wilder), ("linearreg_slope", slope),
                               ("stddev", deviation), ("var", variance), ("max", highest), ("min", lowest)):
            yield one(name, function(close, period), label, period=period)
        yield one("linearreg", line_at(close, period, period - 1), label, period=period)
        yield one("linearreg_intercept", line_at(close, period, 0), label, period=period)
        yield one("tsf", line_at(close, period, period), label, period=period)
        yield one("linearreg_angle", each(lambda s: math.degrees(math.atan(s)), slope(close, period)), label, period=period)
        yield one("correl", paired(high, low, period, correlation), label, "high|low", period=period)
        yield one("beta", paired(returns(high), returns(low), period, beta), label, "high|low", period=period)
        yield one("midpoint", each(lambda a, b: (a + b) / 2, highest(close, period), lowest(close, period)), label,
                  period=period)
        yield one("midprice", each(lambda a, b: (a + b) / 2, highest(high, period), lowest(low, period)), label,
                  "high|low", period=period)
        yield one("t3", t3(close, period, 0.7), label, period=period, vfactor=0.7)
    for period in (1, 21):
        yield one("ema", ema(close, period, from_first=True), f"first{period}", preset="tulip", period=period)
    for period, up, down, average in ((5, 2.0, 2.0, 0), (20, 1.5, 2.5, 1)):
        upper, middle, lower = bands(close, period, up, down, average)
        yield Case("bbands", bars, "close", {"upper": doubles(upper), "middle": doubles(middle), "lower": doubles(lower)},
                   label=f"p{period}", period=period, nb_dev_up=up, nb_dev_dn=down, ma_type=average)
