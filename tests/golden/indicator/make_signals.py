"""Signals and transforms that only the pandas libraries have, by their formulas."""
import math

from reference import Bars, Case, change, each, ema, highest, lagged, lowest, rolling, sma


def norm(bars):
    """The input "norm" of the runner: where close lies between low and high, 0.5 where they are equal."""
    return [(c - l) / (h - l) if h > l else 0.5 for h, l, c in zip(bars.high, bars.low, bars.close)]


def with_signal(name, series):
    return {name: [None] + series[1:], "signal": lagged(series, 1)}


def moves(series, period, sign, percent):
    factor = 1 + sign * percent / 100
    return each(lambda x, y: int(sign * (x - factor * y) > 0), series, lagged(series, period))


def strict_moves(series, period, sign, percent):
    one = moves(series, 1, sign, percent)
    return rolling(one, max(1, period - 1), lambda w: int(all(w)))


def runs(fast, slow, period):
    f, s = change(fast, period), change(slow, period)
    return {"long_run": each(lambda a, b: int(a > 0 and (b < 0 or b > 0)), f, s),
            "short_run": each(lambda a, b: int(a < 0 and (b < 0 or b > 0)), f, s)}


def volume_balance(bars):
    out = [bars.volume[0]]
    for i in range(1, bars.count):
        step = bars.close[i] - bars.close[i - 1]
        out.append(out[-1] + math.copysign(1, step) * bars.volume[i] if step else out[-1])
    return out


def archer_volume(bars, fast, slow, low, high, run):
    balance = volume_balance(bars)
    a, b = ema(balance, fast), ema(balance, slow)
    return {"obv": balance, "lowest": lowest(balance, low), "highest": highest(balance, high), "fast": a, "slow": b,
            **runs(a, b, run)}


def sweep(bars, period, wick):
    out = [None] * period
    for i in range(period, bars.count):
        o, h, l, c = bars.open[i], bars.high[i], bars.low[i], bars.close[i]
        bottom, top, body = min(bars.low[i - period:i]), max(bars.high[i - period:i]), abs(c - o)
        is_bull = l < bottom < c and c > o and min(o, c) - l > wick * body
        is_bear = h > top > c and c < o and h - max(o, c) > wick * body
        out.append(int(is_bull) - int(is_bear))
    return out


def thermometer(bars, period, quiet, hot):
    size = [None] + [max(abs(bars.high[i] - bars.high[i - 1]), abs(bars.low[i] - bars.low[i - 1]))
                     for i in range(1, bars.count)]
    average = ema(size, period)
    return {"thermo": size, "average": average, "quiet": each(lambda s, a: int(s < a * quiet), size, average),
            "hot": each(lambda s, a: int(s > a * hot), size, average)}


def trades(trend):
    moved = [None] + [b - a for a, b in zip(trend, trend[1:])]
    return {"trend": trend, "trade": moved, "entry": each(lambda m: int(m > 0), moved), "exit": each(lambda m: int(m < 0), moved)}


def late_trades(trend, offset):
    late = {name: lagged(series, offset) if name != "trend" else series for name, series in trades(trend).items()}
    return late


def crossings(x, a, b, above, long):
    trend, value = [0 if long else 1], 0
    for i in range(1, len(x)):
        def crosses(y, upward):
            if upward:
                return x[i] > y[i] and x[i - 1] < y[i - 1]
            return not x[i] > y[i] and not x[i - 1] < y[i - 1]
        score = crosses(a, above) - crosses(b, not above)
        value = 1 if score > 0 else 0 if score < 0 else value
        trend.append(value if long else 1 - value)
    return trades(trend)


def cases():
    bars = Bars("walk")
    x, place = bars.close, norm(bars)
    yield Case("cube", bars, "norm", with_signal("cube", [v ** 3 for v in place]))
    yield Case("cube", bars, "norm", with_signal("cube", [v ** 4.5 for v in place]), label="more", power=4.5)
    yield Case("ifisher", bars, "norm", with_signal("ifisher", [(math.exp(v) - 1) / (math.exp(v) + 1) for v in place]))
    yield Case("ifisher", bars, "norm", with_signal("ifisher", [(math.exp(2 * v) - 1) / (math.exp(2 * v) + 1) for v in place]),
               preset="tradingview", label="author")
    yield Case("remap", bars, "norm", {"remap": [-1 + 2 * v / 100 for v in place]})
    yield Case("remap", bars, "close", {"remap": [10 - 5 * (v - 50) / 200 for v in x]}, label="down", from_min=50.0,
               from_max=250.0, to_min=10.0, to_max=5.0)
    for name, sign in (("increasing", 1), ("decreasing", -1)):
        for period, percent in ((1, 0), (4, 0), (3, 1.5)):
            yield Case(name, bars, "close", {name: moves(x, period, sign, percent)}, label=f"p{period}", integers=(name,),
                       period=period, percent=percent)
            yield Case(name, bars, "close", {name: strict_moves(x, period, sign, percent)}, label=f"strict{period}",
                       integers=(name,), period=period, percent=percent, strict=1)
    fast, slow = bars.high, bars.low
    for period in (1, 2, 9):
        both = runs(fast, slow, period)
        for name in both:
            yield Case(name, bars, "high|low", {name: both[name]}, label=f"p{period}", integers=(name,), period=period)
    for label, fast, slow, run, average in (("default", 8, 21, 2, ema), ("simple", 3, 5, 7, sma)):
        yield Case("amat", bars, "close", runs(average(x, fast), average(x, slow), run), label=label,
                   integers=("long_run", "short_run"), fast_period=fast, slow_period=slow, run_period=run,
                   ma_type=1 if average is ema else 0)
    for label, periods in (("default", (4, 12, 2, 2, 2)), ("turned", (20, 3, 40, 7, 5))):
        names = ("fast_period", "slow_period", "min_period", "max_period", "run_period")
        yield Case("aobv", bars, "close|volume", archer_volume(bars, *periods), label=label,
                   integers=("long_run", "short_run"), **dict(zip(names, periods)))
    for label, period, wick in (("default", 15, 1.5), ("often", 3, 0.1)):
        yield Case("smc_sweep", bars, "open|high|low|close", {"smc_sweep": sweep(bars, period, wick)}, label=label,
                   integers=("smc_sweep",), period=period, wick=wick)
    for label, period, quiet, hot in (("default", 20, 2.0, 0.5), ("short", 3, 1.1, 0.9)):
        yield Case("thermo", bars, "high|low", thermometer(bars, period, quiet, hot), label=label, integers=("quiet", "hot"),
                   period=period, long_factor=quiet, short_factor=hot)
    for label, period in (("default", 6), ("one", 1), ("long", 50)):
        trend = each(lambda c, m: 1 if c > m else -1, x, sma(bars.median(), period))
        yield Case("ttm_trend", bars, "high|low|close", {"ttm_trend": trend}, label=label, integers=("ttm_trend",),
                   period=period)
    whole = [math.trunc(v) for v in x]
    names = ("trend", "trade", "entry", "exit")
    for offset in (0, 1, 5):
        yield Case("tsignals", bars, "close", late_trades(whole, offset), label=f"late{offset}", integers=names,
                   trade_offset=offset)
    for above in (1, 0):
        for long in (1, 0):
            yield Case("xsignals", bars, "close|open|high", crossings(x, bars.open, bars.high, bool(above), bool(long)),
                       label=f"{above}{long}", integers=names, above=above, is_long=long)
