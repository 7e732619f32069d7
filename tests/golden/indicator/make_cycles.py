"""Oscillators made of several averages: KDJ, KST, PSO, SMI, STC, TSI, by their authors' listings."""
import math

from make_momentum import rate
from reference import Bars, Case, change, each, ema, highest, lowest, rma, rolling, shifted, sma, wma


def position(bars, period, flat):
    """The close within the range of the window, in percent."""
    return each(lambda c, h, l: 100 * (c - l) / (h - l) if h > l else flat,
                bars.close, highest(bars.high, period), lowest(bars.low, period))


def aligned(series, begin, function):
    """`function` over the part from bar `begin` on: as if the series began there."""
    return [None] * begin + function(series[begin:])


def sure_thing(series, rates, periods, average, lookback):
    """The averages begin so that all have their first value at the same bar."""
    begin = max(r + lookback(p) for r, p in zip(rates, periods))
    legs = [aligned(rate(series, r), begin - lookback(p), lambda x, p=p: average(x, p)) for r, p in zip(rates, periods)]
    return each(lambda a, b, c, d: a + 2 * b + 3 * c + 4 * d, *legs)


def cycle_stage(series, period):
    def run(x):
        out, fraction, value = [], 0.0, None
        for i in range(len(x)):
            window = x[max(0, i + 1 - period):i + 1]
            if len(window) < period:
                out.append(None)
                continue
            low, high = min(window), max(window)
            if high > low:
                fraction = 100 * (x[i] - low) / (high - low)
            value = fraction if value is None else value + 0.5 * (fraction - value)
            out.append(value)
        return out
    return shifted(series, run)


def schaff(series, fast, slow, cycle):
    fast, slow = min(fast, slow), max(fast, slow)
    line = each(lambda a, b: a - b, aligned(series, slow - fast, lambda x: ema(x, fast)), ema(series, slow))
    return cycle_stage(cycle_stage(line, cycle), cycle)


def twice(series, first, second, from_first):
    return ema(ema(series, first, from_first), second, from_first)


def cases():
    bars = Bars("walk")
    close, hlc = bars.close, "high|low|close"
    for n, k, d, kind, average in ((9, 3, 3, 10, rma), (5, 3, 4, 0, sma), (14, 1, 5, 1, ema)):
        slow_k = average(position(bars, n, 0.0), k)
        slow_d = shifted(slow_k, lambda x: average(x, d))
        yield Case("kdj", bars, hlc, {"k": slow_k, "d": slow_d, "j": each(lambda a, b: 3 * a - 2 * b, slow_k, slow_d)},
                   label=f"n{n}", fastk_period=n, slowk_period=k, slowk_ma_type=kind, slowd_period=d, slowd_ma_type=kind)
    for rates, periods, signal in (((10, 15, 20, 30), (10, 10, 10, 15), 9), ((30, 3, 7, 1), (2, 40, 1, 5), 1)):
        names = {f"roc{i + 1}_period": r for i, r in enumerate(rates)}
        kst = sure_thing(close, rates, periods, sma, lambda p: p - 1)
        yield Case("kst", bars, "close", {"kst": kst, "signal": sma(kst, signal)}, label=f"s{signal}", **names,
                   **{f"sma{i + 1}_period": p for i, p in enumerate(periods)}, signal_period=signal)
        for kind, average in ((0, sma), (1, ema), (2, wma)):
            kst = sure_thing(close, rates, periods, average, lambda p: p - 1)
            yield Case("kstext", bars, "close", {"kst": kst, "signal": shifted(kst, lambda x: average(x, signal))},
                       label=f"t{kind}", **names, **{f"ma{i + 1}_period": p for i, p in enumerate(periods)},
                       signal_period=signal, roc_ma_type=kind, signal_ma_type=kind)
    for k, e in ((8, 5), (2, 9)):
        strength = each(lambda x: 0.1 * (x - 50), position(bars, k, 50.0))
        out = each(lambda s: (math.exp(s) - 1) / (math.exp(s) + 1), twice(strength, e, e, False))
        yield Case("pso", bars, hlc, {"pso": out}, label=f"k{k}", fastk_period=k, ema_period=e)
    for preset in ("talib", "tradingview"):
        first = preset == "tradingview"
        for n, fast, slow, signal in ((13, 2, 25, 9), (5, 3, 3, 3)):
            top, bottom = highest(bars.high, n), lowest(bars.low, n)
            way = twice(each(lambda c, h, l: c - 0.5 * (h + l), close, top, bottom), slow, fast, first)
            span = twice(each(lambda h, l: h - l, top, bottom), slow, fast, first)
            smi = each(lambda a, b: 100 * a / (0.5 * b) if b > 0 else 0.0, way, span)
            yield Case("smi", bars, hlc, {"smi": smi, "signal": ema(smi, signal, first)}, preset=preset, label=f"n{n}",
                       period=n, fast_period=fast, slow_period=slow, signal_period=signal)
        for a, b in ((25, 13), (5, 20)):
            moves = change(close)
            up, all_ = twice(moves, a, b, first), twice(each(abs, moves), a, b, first)
            yield Case("tsi", bars, "close", {"tsi": each(lambda x, y: 100 * x / y if y > 0 else 0.0, up, all_)},
                       preset=preset, label=f"p{a}", first_period=a, second_period=b)
    for fast, slow, cycle in ((23, 50, 10), (20, 5, 3)):
        yield Case("stc", bars, "close", {"stc": schaff(close, fast, slow, cycle)}, label=f"c{cycle}",
                   fast_period=fast, slow_period=slow, cycle_period=cycle)
