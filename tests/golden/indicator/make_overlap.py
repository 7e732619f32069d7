"""Averages, channels, stops and filters that are drawn over the price, by their authors' definitions."""
import cmath
import math

from reference import Bars, Case, each, ema, highest, lowest, rma, rolling, true_range


def legoux(window, sigma, offset):
    n = len(window)
    peak, width = math.floor(offset * (n - 1)), n / sigma
    weights = [math.exp(-(j - peak) ** 2 / (2 * width ** 2)) for j in range(n)]
    return math.fsum(w * x for w, x in zip(weights, window)) / math.fsum(weights)


def legoux_pandas(series, period, sigma, offset):
    """pandas-ta: the peak counts from the newest value and is no whole number; two bars later."""
    peak, width = offset * (period - 1), period / sigma
    weights = [math.exp(-(j - peak) ** 2 / (2 * width ** 2)) for j in range(period)]
    return [None] * (period + 1) + [
        math.fsum(w * series[i - j] for j, w in enumerate(weights)) / math.fsum(weights)
        for i in range(period + 1, len(series))]


def fractal_adaptive(high, low, period):
    half, out = period // 2, []
    for t in range(len(high)):
        price = (high[t] + low[t]) / 2
        if t < 2 * half:
            out.append(price)
            continue
        newer, older = slice(t - half + 1, t + 1), slice(t - 2 * half + 1, t - half + 1)
        r1, r2 = max(high[newer]) - min(low[newer]), max(high[older]) - min(low[older])
        r = max(high[t - 2 * half + 1:t + 1]) - min(low[t - 2 * half + 1:t + 1])
        alpha = 1.0
        if r1 > 0 and r2 > 0:
            dimension = (math.log(r1 + r2) - math.log(r)) / math.log(2) + 1
            alpha = min(1.0, math.exp(-4.6 * (dimension - 1)))
        out.append(alpha * price + (1 - alpha) * out[-1])
    return [None] * (2 * half) + out[2 * half:]


def mcginley(series, period, first):
    out = [series[0]]
    for x in series[1:]:
        out.append(out[-1] + (x - out[-1]) / (period * (x / out[-1]) ** 4))
    return [None] * first + out[first:]


def atr(bars, period, from_first=False):
    ranges = true_range(bars)
    if from_first:
        ranges[0] = bars.high[0] - bars.low[0]
    return rma(ranges, period) if from_first else [None] + rma(ranges[1:], period)


def keltner(bars, period, atr_period, k, preset):
    price = bars.typical() if preset == "talib" else bars.close
    middle = ema(price, period, preset == "tradingview")
    band = atr(bars, atr_period, preset == "tradingview")
    if preset == "pandas":
        band = ema(true_range(bars), period)
    return {"upper": each(lambda m, b: m + k * b, middle, band), "middle": each(lambda m, b: m, middle, band),
            "lower": each(lambda m, b: m - k * b, middle, band)}


def supertrend(bars, period, multiplier, preset):
    range_ = atr(bars, period, preset == "tradingview")
    line, trend, upper, lower = [], [], None, None
    for i in range(bars.count):
        if range_[i] is None:
            line.append(None)
            trend.append(None)
            continue
        middle = (bars.high[i] + bars.low[i]) / 2
        top, bottom = middle + multiplier * range_[i], middle - multiplier * range_[i]
        close, before = bars.close[i], bars.close[i - 1]
        if upper is None:
            way = -1 if preset == "tradingview" else 1
        elif preset == "pandas":
            way = 1 if close > upper else -1 if close < lower else trend[-1]
            if lower <= close <= upper:
                bottom = max(bottom, lower) if way > 0 else bottom
                top = min(top, upper) if way < 0 else top
        else:
            was_down = trend[-1] < 0
            top = top if top < upper or before > upper else upper
            bottom = bottom if bottom > lower or before < lower else lower
            way = (1 if close > top else -1) if was_down else (-1 if close < bottom else 1)
        upper, lower = top, bottom
        trend.append(way)
        line.append(lower if way > 0 else upper)
    return {"supertrend": line, "trend": [None if t is None else float(t) for t in trend]}


def heikin_ashi(bars):
    o, h, l, c = [], [], [], []
    for i in range(bars.count):
        quad = (bars.open[i], bars.high[i], bars.low[i], bars.close[i])
        o.append((o[-1] + c[-1]) / 2 if i else (bars.open[0] + bars.close[0]) / 2)
        c.append(sum(quad) / 4)
        h.append(max(bars.high[i], o[-1], c[-1]))
        l.append(min(bars.low[i], o[-1], c[-1]))
    return {"open": o, "high": h, "low": l, "close": c}


def transfer(series, c0, b, a, level):
    """y = c0 (b0 x + b1 x1 + b2 x2) + a1 y1 + a2 y2, begun as if the first value had always been."""
    x = [series[0]] * 2 + series
    y = [level * series[0]] * 2
    for t in range(2, len(x)):
        y.append(c0 * (b[0] * x[t] + b[1] * x[t - 1] + b[2] * x[t - 2]) + a[0] * y[t - 1] + a[1] * y[t - 2])
    return y[2:]


def knife(series, mode, period, delta=0.1):
    """Ehlers' table: alpha, then the coefficients of the mode."""
    angle = 2 * math.pi / period
    if mode == "hp":
        alpha = (math.cos(angle) + math.sin(angle) - 1) / math.cos(angle)
        return transfer(series, 1 - alpha / 2, (1, -1, 0), (1 - alpha, 0), 0)
    if mode == "bp":
        beta, gamma = math.cos(angle), 1 / math.cos(2 * angle * delta)
        alpha = gamma - math.sqrt(gamma ** 2 - 1)
        return transfer(series, (1 - alpha) / 2, (1, 0, -1), (beta * (1 + alpha), -alpha), 0)
    beta = 2.415 * (1 - math.cos(angle))
    alpha = -beta + math.sqrt(beta ** 2 + 2 * beta)
    poles = (2 * (1 - alpha), -(1 - alpha) ** 2)
    return {"gauss": lambda: transfer(series, alpha ** 2, (1, 0, 0), poles, 1),
            "butter": lambda: transfer(series, alpha ** 2 / 4, (1, 2, 1), poles, 1),
            "2php": lambda: transfer(series, (1 - alpha / 2) ** 2, (1, -2, 1), poles, 0)}[mode]()


def response(mode, period, cycle):
    """Gain of a filter at a cycle, measured on a long sine: what tells a wrong coefficient from a right one."""
    wave = knife([math.sin(2 * math.pi * t / cycle) for t in range(4000)], mode, period)
    bins = sum(wave[t] * cmath.exp(-2j * math.pi * t / cycle) for t in range(2000, 2000 + cycle * (2000 // cycle)))
    return 2 * abs(bins) / (cycle * (2000 // cycle))


def check_filters():
    # The published properties: the band-pass passes its centre untouched, the low-passes keep what is slow and the
    # high-passes what is fast; gauss and the two-pole high-pass cut at half power.
    assert abs(response("bp", 20, 20) - 1) < 1e-6
    assert response("gauss", 20, 400) > 0.99 and response("butter", 20, 400) > 0.99
    assert response("hp", 20, 3) > 0.98 and response("2php", 20, 3) > 0.98
    assert abs(response("gauss", 20, 20) - math.sqrt(0.5)) < 0.02
    assert response("butter", 20, 2) < 1e-6 and abs(response("hp", 20, 20) - math.sqrt(0.5)) < 0.02


def cases():
    check_filters()
    bars = Bars("walk")
    close, hlc = bars.close, "high|low|close"
    for p, sigma, offset in ((9, 6.0, 0.85), (1, 6.0, 0.85), (30, 3.0, 0.2)):
        out = rolling(close, p, lambda w: legoux(w, sigma, offset))
        yield Case("alma", bars, "close", {"alma": out}, label=f"p{p}", period=p, sigma=sigma, offset=offset)
        yield Case("alma", bars, "close", {"alma": legoux_pandas(close, p, sigma, offset)}, preset="pandas",
                   label=f"p{p}", period=p, sigma=sigma, offset=offset)
    yield Case("ma", bars, "close", {"ma": rolling(close, 14, lambda w: legoux(w, 6, 0.85))}, label="alma",
               period=14, ma_type=30)
    for p in (14, 30):
        for preset in ("talib", "tradingview"):
            out = mcginley(close, p, 0 if preset == "tradingview" else p - 1)
            yield Case("mcgd", bars, "close", {"mcgd": out}, preset=preset, label=f"p{p}", period=p)
    for p in (16, 2, 41):
        yield Case("frama", bars, "high|low", {"frama": fractal_adaptive(bars.high, bars.low, p)}, label=f"p{p}", period=p)
    yield Case("ma", bars, "close", {"ma": fractal_adaptive(close, close, 16)}, label="frama", period=16, ma_type=32)
    for p in (1, 20):
        top, bottom = highest(bars.high, p), lowest(bars.low, p)
        yield Case("donchian", bars, "high|low",
                   {"upper": top, "middle": each(lambda a, b: (a + b) / 2, top, bottom), "lower": bottom},
                   label=f"p{p}", period=p)
    for p, k, q in ((10, 1.0, 9), (5, 3.0, 20), (2, 0.0, 1)):
        high_stop = each(lambda h, a: h - k * a, highest(bars.high, p), atr(bars, p))
        low_stop = each(lambda l, a: l + k * a, lowest(bars.low, p), atr(bars, p))
        yield Case("cksp", bars, hlc, {"high_stop": highest(high_stop, q), "low_stop": lowest(low_stop, q)},
                   label=f"p{p}", period=p, multiplier=k, stop_period=q)
    for preset in ("talib", "tradingview", "pandas"):
        for p, m, k in ((20, 10, 2.0), (5, 30, 1.5)):
            yield Case("kc", bars, hlc, keltner(bars, p, m, k, preset), preset=preset, label=f"p{p}",
                       period=p, atr_period=m, nb_dev=k)
        for p, k in ((10, 3.0), (7, 3.0), (3, 0.5)):
            yield Case("supertrend", bars, hlc, supertrend(bars, p, k, preset), preset=preset, label=f"p{p}",
                       integers=("trend",), period=p, multiplier=k)
    yield Case("ha", bars, "open|high|low|close", heikin_ashi(bars))
    for p in (5, 20, 100):
        for mode in ("gauss", "butter", "2php", "hp"):
            yield Case(f"swak_{mode}", bars, "close", {mode: knife(close, mode, p)}, label=f"p{p}", period=p)
        for delta in (0.1, 0.4):
            yield Case("swak_bp", bars, "close", {"bp": knife(close, "bp", p, delta)}, label=f"p{p}d{delta}",
                       period=p, delta=delta)
