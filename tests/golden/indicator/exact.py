"""Arithmetic in fractions, rounded to two hundred binary places where something remembers for ever: sixty digits.

What comes out differs from the definition by less than any double shows; so what libtrade is held against is the
definition and not another program's rounding.
"""
import math
from fractions import Fraction

from reference import each, lagged, rolling, shifted

PLACES = 200


def exact(series):
    """As the file has them: prices that are equal in decimals are equal here."""
    return [Fraction(str(x)) for x in series]


def near(x):
    return Fraction(round(x * 2 ** PLACES), 2 ** PLACES)


def root(x):
    return Fraction(math.isqrt(math.floor(x * 4 ** PLACES)), 2 ** PLACES)


def doubles(series):
    return [None if x is None else float(x) for x in series]


def mean(window):
    return sum(window) / len(window)


def scatter(window):
    """Sum of the squared distances from the mean."""
    middle = mean(window)
    return sum((x - middle) ** 2 for x in window)


def sma(series, period):
    return rolling(series, period, mean)


def wma(series, period):
    weights = range(1, period + 1)
    return rolling(series, period, lambda w: sum(k * x for k, x in zip(weights, w)) / sum(weights))


def smoothed(series, period, factor, seed):
    """From the mean of the first `seed` values on, each step `factor` of the way."""
    def run(x):
        out = [None] * len(x)
        for i in range(seed - 1, len(x)):
            out[i] = mean(x[:seed]) if i == seed - 1 else near(out[i - 1] + factor * (x[i] - out[i - 1]))
        return out
    return shifted(series, run)


def ema(series, period, from_first=False):
    return smoothed(series, period, Fraction(2, period + 1), 1 if from_first else period)


def wilder(series, period):
    return smoothed(series, period, Fraction(1, period), period)


def steps(series):
    return each(lambda x, before: x - before, series, lagged(series, 1))


def gains(series):
    return each(lambda s: max(s, Fraction(0)), steps(series)), each(lambda s: max(-s, Fraction(0)), steps(series))


def rsi(series, period):
    up, down = gains(series)
    return each(lambda g, l: 100 * g / (g + l) if g + l else Fraction(0), wilder(up, period), wilder(down, period))


def true_range(bars):
    """None at bar 0, which has no close before it."""
    high, low, close = exact(bars.high), exact(bars.low), exact(bars.close)
    return each(lambda h, l, before: max(h, before) - min(l, before), high, low, lagged(close, 1))


AVERAGES = {0: sma, 1: ema, 2: wma}
