"""Order statistics, kurtosis and volatilities, in exact fractions where the formula allows."""
import itertools
import math
from fractions import Fraction

from make_basics import exact
from reference import Bars, Case, each, ema, lagged, rma, rolling, sma, stddev


def kurtosis(window):
    n, mean = len(window), sum(window) / len(window)
    second, fourth = sum((x - mean) ** 2 for x in window), sum((x - mean) ** 4 for x in window)
    if second == 0:
        return math.nan
    variance = second / (n - 1)
    return float(Fraction(n * (n + 1), (n - 1) * (n - 2) * (n - 3)) * fourth / variance ** 2
                 - Fraction(3 * (n - 1) ** 2, (n - 2) * (n - 3)))


def median(window):
    w, n = sorted(window), len(window)
    return w[n // 2] if n % 2 else (w[n // 2 - 1] + w[n // 2]) / 2


def percentile(window, share):
    rank = math.ceil(share * len(window) / 100)
    return sorted(window)[min(max(rank, 1), len(window)) - 1]


def bands(series, period, up, down, average):
    middle, scatter = average(series, period), stddev(series, period)
    return (each(lambda m, s: m + up * s, middle, scatter), middle, each(lambda m, s: m - down * s, middle, scatter))


def bar_variance(bars):
    return [math.log(h / c) * math.log(h / o) + math.log(l / c) * math.log(l / o)
            for o, h, l, c in zip(bars.open, bars.high, bars.low, bars.close)]


def relative_volatility(series, period, stddev_period, average=rma):
    scatter, before = stddev(series, stddev_period), lagged(series, 1)
    up = average(each(lambda s, x, y: s if x > y else 0.0, scatter, series, before), period)
    down = average(each(lambda s, x, y: s if x < y else 0.0, scatter, series, before), period)
    return each(lambda u, d: 100 * u / (u + d) if u + d > 0 else 50.0, up, down)


def cases():
    bars = Bars("walk")
    close = bars.close
    for p in (4, 30, 101):
        yield Case("kurtosis", bars, "close", {"kurtosis": rolling(exact(close), p, kurtosis)}, label=f"p{p}", period=p)
    for p in (1, 2, 7, 30, 400):
        yield Case("median", bars, "close", {"median": rolling(close, p, median)}, label=f"p{p}", period=p)
    for p, share in ((30, 50.0), (20, 80.0), (7, 0.0), (7, 100.0), (10, 33.3)):
        yield Case("percentile", bars, "close", {"percentile": rolling(close, p, lambda w: percentile(w, share))},
                   label=f"p{p}", period=p, percentile=share)
    for p in (1, 14, 100):
        for preset, counts in (("talib", lambda a, b: a < b), ("tradingview", lambda a, b: a <= b)):
            rank = rolling(close, p + 1, lambda w: 100 * sum(counts(x, w[-1]) for x in w[:-1]) / p)
            yield Case("percentrank", bars, "close", {"percentrank": rank}, preset=preset, label=f"p{p}", period=p)
    yield Case("cumsum", bars, "close", {"cumsum": [float(x) for x in itertools.accumulate(exact(close))]})
    for p in (1, 14):
        ranges = [h - l for h, l in zip(bars.high, bars.low)]
        yield Case("adr", bars, "high|low", {"adr": sma(ranges, p)}, label=f"p{p}", period=p)
        variance = rolling(bar_variance(bars), p, math.fsum)
        for scale in (252.0, 1.0):
            yield Case("rogerssatchell", bars, "open|high|low|close",
                       {"rogerssatchell": each(lambda s: math.sqrt(max(s, 0) * scale / p), variance)},
                       label=f"p{p}", period=p, annualization=scale)
    for p, up, down in ((20, 2.0, 2.0), (7, 1.5, 0.5)):
        top, middle, bottom = bands(close, p, up, down, sma)
        params = {"period": p, "nb_dev_up": up, "nb_dev_dn": down, "ma_type": 0}
        yield Case("bbw", bars, "close", {"bbw": each(lambda a, b, c: (a - c) / b, top, middle, bottom)},
                   label=f"p{p}", **params)
        # Where a window is flat both bands meet but for rounding; the walk has none that long.
        place = each(lambda x, a, c: (x - c) / (a - c) if a > c else 0.5, close, top, bottom)
        yield Case("percentb", bars, "close", {"percentb": place}, label=f"p{p}", **params)
    for p, s in ((14, 10), (1, 2), (5, 30)):
        params = {"period": p, "stddev_period": s}
        yield Case("rvi", bars, "close", {"rvi": relative_volatility(close, p, s)}, label=f"p{p}", **params)
        both = each(lambda a, b: (a + b) / 2, relative_volatility(bars.high, p, s), relative_volatility(bars.low, p, s))
        yield Case("rvir", bars, "high|low", {"rvir": both}, label=f"p{p}", **params)
    # pandas-ta: one period for both, exponential, from the sample deviation, which is the same share of everything.
    yield Case("rvi", bars, "close", {"rvi": relative_volatility(close, 14, 14, ema)}, preset="pandas")
