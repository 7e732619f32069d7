"""Volume indicators, by their published definitions."""
import math

from reference import Bars, Case, each, ema, lagged, sma, total


def money_flow(bars):
    return [((c - l) - (h - c)) / (h - l) * v if h > l else 0.0
            for h, l, c, v in zip(bars.high, bars.low, bars.close, bars.volume)]


def price_volume(bars, scale):
    steps = [0.0] + [scale * v * (c - before) / before
                     for c, before, v in zip(bars.close[1:], bars.close, bars.volume[1:])]
    return [math.fsum(steps[:i + 1]) for i in range(bars.count)]


def oscillator(series, fast, slow, average):
    return each(lambda a, b: 100 * (a - b) / b if b else 0.0, average(series, fast), average(series, slow))


def cases():
    bars = Bars("walk")
    for p in (1, 20):
        flow = each(lambda f, v: f / v if v > 0 else 0.0, total(money_flow(bars), p), total(bars.volume, p))
        yield Case("cmf", bars, "high|low|close|volume", {"cmf": flow}, label=f"p{p}", period=p)
        base = sma(lagged(bars.volume, 1), p)
        yield Case("rvol", bars, "volume", {"rvol": each(lambda v, b: v / b if b > 0 else math.nan, bars.volume, base)},
                   label=f"p{p}", period=p)
    for p in (1, 13):
        for preset in ("talib", "tradingview"):
            force = each(lambda c, before, v: (c - before) * v, bars.close, lagged(bars.close, 1), bars.volume)
            yield Case("efi", bars, "close|volume", {"efi": ema(force, p, preset == "tradingview")}, preset=preset,
                       label=f"p{p}", period=p)
    for kind, average in ((1, ema), (0, sma)):
        yield Case("pvo", bars, "volume", {"pvo": oscillator(bars.volume, 12, 26, average)}, label=f"t{kind}",
                   fast_period=12, slow_period=26, ma_type=kind)
    yield Case("pvt", bars, "close|volume", {"pvt": price_volume(bars, 1)})
    yield Case("pvt", bars, "close|volume", {"pvt": [None] + price_volume(bars, 100)[1:]}, preset="pandas")
