"""Momentum indicators that TA-Lib's main branch added, by the definitions of their authors."""
import math

from reference import Bars, Case, change, each, ema, highest, lagged, lowest, rolling, rsi, sma, total, true_range, wma


def swing(bars, limit):
    out = [None]
    for i in range(1, bars.count):
        o, h, l, c = bars.open[i], bars.high[i], bars.low[i], bars.close[i]
        oy, cy = bars.open[i - 1], bars.close[i - 1]
        a, b, d = abs(h - cy), abs(l - cy), abs(h - l)
        if a >= b and a >= d:
            r = a - 0.5 * b + 0.25 * abs(cy - oy)
        elif b >= d:
            r = b - 0.5 * a + 0.25 * abs(cy - oy)
        else:
            r = d + 0.25 * abs(cy - oy)
        n = (c - cy) + 0.5 * (c - o) + 0.25 * (cy - oy)
        out.append(50 * n / r * max(a, b) / limit if r else 0.0)
    return out


def gravity(window):
    newest_first = window[::-1]
    below = math.fsum(newest_first)
    above = math.fsum((k + 1) * x for k, x in enumerate(newest_first))
    return -above / below if below else -(len(window) + 1) / 2


def choppiness(bars, period, top, bottom):
    ways = total(true_range(bars), period)
    boxes = each(lambda a, b: a - b, highest(top, period), lowest(bottom, period))
    return each(lambda s, r: 100 * math.log10(s / r) / math.log10(period) if s > 0 and r > 0 else 100.0, ways, boxes)


def momentum_of_sums(series, period):
    def of(steps):
        up, down = math.fsum(s for s in steps if s > 0), math.fsum(-s for s in steps if s < 0)
        return 100 * (up - down) / (up + down) if up + down else 0.0
    return rolling(change(series), period, of)


def rate(series, period):
    return each(lambda x, before: (x / before - 1) * 100 if before else 0.0, series, lagged(series, period))


def streak(series):
    out = [None]
    for x, before in zip(series[1:], series):
        last = out[-1] or 0
        out.append(float(max(last, 0) + 1 if x > before else min(last, 0) - 1 if x < before else 0))
    return out


def connors(series, period, streak_period, rank_period, ties):
    returns = each(lambda x, before: (x - before) / before, series, lagged(series, 1))
    rank = rolling(returns, rank_period + 1,
                   lambda w: 100 * sum(r < w[-1] or (ties and r == w[-1]) for r in w[:-1]) / rank_period)
    run = [None] + rsi(streak(series)[1:], streak_period)
    return each(lambda a, b, c: (a + b + c) / 3, rsi(series, period), run, rank)


def correlation(window):
    n = len(window)
    my, mx = math.fsum(window) / n, (n - 1) / 2
    xy = math.fsum((k - mx) * (y - my) for k, y in enumerate(window))
    xx, yy = math.fsum((k - mx) ** 2 for k in range(n)), math.fsum((y - my) ** 2 for y in window)
    return xy / math.sqrt(xx * yy) if yy else 0.0


def efficiency(window):
    path = math.fsum(abs(b - a) for a, b in zip(window, window[1:]))
    return min(1.0, abs(window[-1] - window[0]) / path) if path else 1.0


def fractal(series, left, right, sign, ties):
    out = []
    for i in range(len(series)):
        c = i - right
        if c < left:
            out.append(None)
            continue
        older = [sign * x for x in series[c - left:c]]
        newer = [sign * x for x in series[c + 1:i + 1]]
        pivot = sign * series[c]
        fine = all(pivot >= x for x in older) if ties else all(pivot > x for x in older)
        out.append(100.0 if fine and all(pivot > x for x in newer) else 0.0)
    return out


def vortex(bars, reach, period):
    return each(lambda s, w: s / w if w else 0.0, total(reach, period), total(true_range(bars), period))


def accelerator(bars, fast, slow, signal):
    middle = bars.median()
    osc = each(lambda a, b: a - b, sma(middle, fast), sma(middle, slow))
    return each(lambda a, b: a - b, osc, sma(osc, signal))


def cases():
    bars = Bars("walk")
    close = bars.close
    hlc, ohlc = "high|low|close", "open|high|low|close"
    yield Case("ibs", bars, hlc, {"ibs": [(c - l) / (h - l) if h > l else 0.5
                                          for h, l, c in zip(bars.high, bars.low, close)]})
    for f, s, g in ((5, 34, 5), (3, 10, 16), (12, 4, 2)):
        yield Case("ac", bars, "high|low", {"ac": accelerator(bars, f, s, g)}, label=f"p{f}",
                   fast_period=f, slow_period=s, signal_period=g)
    for limit in (3.0, 0.5):
        si = swing(bars, limit)
        yield Case("si", bars, ohlc, {"si": si}, label=f"l{limit}", limit_move=limit)
        asi = [math.fsum(si[1:i + 1]) for i in range(bars.count)]
        yield Case("asi", bars, ohlc, {"asi": asi}, label=f"l{limit}", limit_move=limit)
    true_high = [None] + [max(bars.high[i], close[i - 1]) for i in range(1, bars.count)]
    true_low = [None] + [min(bars.low[i], close[i - 1]) for i in range(1, bars.count)]
    for p in (14, 2, 37):
        yield Case("cg", bars, "close", {"cg": rolling(close, p, gravity)}, label=f"p{p}", period=p)
        yield Case("chop", bars, hlc, {"chop": choppiness(bars, p, bars.high, bars.low)}, label=f"p{p}", period=p)
        yield Case("choptr", bars, hlc, {"choptr": choppiness(bars, p, true_high, true_low)}, label=f"p{p}", period=p)
        yield Case("cmou", bars, "close", {"cmou": momentum_of_sums(close, p)}, label=f"p{p}", period=p)
        yield Case("cti", bars, "close", {"cti": rolling(close, p, correlation)}, label=f"p{p}", period=p)
        yield Case("er", bars, "close", {"er": rolling(close, p + 1, efficiency)}, label=f"p{p}", period=p)
        up = each(lambda h, before: abs(h - before), bars.high, lagged(bars.low, 1))
        down = each(lambda l, before: abs(l - before), bars.low, lagged(bars.high, 1))
        yield Case("vortex", bars, hlc, {"plus_vi": vortex(bars, up, p), "minus_vi": vortex(bars, down, p)},
                   label=f"p{p}", period=p)
        for preset in ("talib", "tradingview"):
            e = ema(close, p, preset == "tradingview")
            yield Case("eri", bars, hlc, {"bull_power": each(lambda h, a: h - a, bars.high, e),
                                          "bear_power": each(lambda l, a: l - a, bars.low, e)},
                       preset=preset, label=f"p{p}", period=p)
    for a, b, w in ((11, 14, 10), (14, 3, 1)):
        both = each(lambda x, y: x + y, rate(close, a), rate(close, b))
        yield Case("coppock", bars, "close", {"coppock": wma(both, w)}, label=f"p{w}",
                   wma_period=w, roc1_period=a, roc2_period=b)
    for p, s, r in ((3, 2, 100), (14, 5, 3)):
        for preset in ("talib", "tradingview"):
            yield Case("crsi", bars, "close", {"crsi": connors(close, p, s, r, preset == "tradingview")},
                       preset=preset, label=f"p{p}", period=p, streak_period=s, rank_period=r)
    for left, right in ((2, 2), (1, 5), (7, 1)):
        for preset in ("talib", "tradingview"):
            ties = preset == "tradingview"
            yield Case("fractal", bars, "high|low",
                       {"swing_high": fractal(bars.high, left, right, 1, ties),
                        "swing_low": fractal(bars.low, left, right, -1, ties)},
                       preset=preset, label=f"l{left}", integers=("swing_high", "swing_low"),
                       left_bars=left, right_bars=right)
