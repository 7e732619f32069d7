"""Statistics and volumes that only the pandas libraries have, by their formulas."""
import math
from fractions import Fraction

from reference import Bars, Case, change, each, ema, highest, lagged, rolling, sma, stddev, total
from make_strength import line_end


def entropy(series, period, base):
    shares = each(lambda x, s: x / s, series, total(series, period))
    return rolling(shares, period, lambda w: math.fsum(-p * math.log(p, base) for p in w))


def skewness(window):
    n = len(window)
    exact = [Fraction(x) for x in window]
    mean = sum(exact) / n
    m2, m3 = sum((x - mean) ** 2 for x in exact) / n, sum((x - mean) ** 3 for x in exact) / n
    return math.sqrt(n * (n - 1)) / (n - 2) * float(m3) / float(m2) ** 1.5 if m2 else 0.0


def quantile(window, q):
    ordered, place = sorted(window), q * (len(window) - 1)
    low = math.floor(place)
    high = min(low + 1, len(window) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def channel(series, period, widths, ddof):
    def deviation(w):
        mean = math.fsum(w) / period
        return math.sqrt(math.fsum((x - mean) ** 2 for x in w) / (period - ddof))
    line, spread = rolling(series, period, line_end), rolling(series, period, deviation)
    out = {"line": line}
    for k, width in enumerate(widths):
        out[f"lower_{k + 1}"] = each(lambda m, s: m - width * s, line, spread)
        out[f"upper_{k + 1}"] = each(lambda m, s: m + width * s, line, spread)
    return out


def ulcer(series, period):
    fall = each(lambda x, h: (100 * (x - h) / h) ** 2, series, highest(series, period))
    return each(math.sqrt, sma(fall, period))


def z_score(window, deviations):
    n = len(window)
    mean = math.fsum(window) / n
    spread = deviations * math.sqrt(math.fsum((x - mean) ** 2 for x in window) / (n - 1))
    return (window[-1] - mean) / spread if min(window) < max(window) else 0.0


def volume_average(series, volume, period):
    paid = total(each(lambda x, v: x * v, series, volume), period)
    return each(lambda a, b: a / b, paid, total(volume, period))


def volume_macd(bars, fast, slow, signal):
    line = each(lambda a, b: a - b, volume_average(bars.close, bars.volume, fast),
                volume_average(bars.close, bars.volume, slow))
    average = volume_average(line, bars.volume, signal)
    return {"vwmacd": line, "signal": average, "histogram": each(lambda a, b: a - b, line, average)}


def volume_flow(bars, period, factor, volume_factor, smooth):
    typical = bars.typical()
    step = [None] + [math.log(b) - math.log(a) for a, b in zip(typical, typical[1:])]
    quiet, usual = stddev(step, 30), lagged(sma(bars.volume, period), 1)
    counted = []
    for i in range(bars.count):
        if quiet[i] is None or usual[i] is None:
            counted.append(None)
            continue
        move, cutoff = typical[i] - typical[i - 1], factor * quiet[i] * bars.close[i]
        volume = min(bars.volume[i], volume_factor * usual[i])
        counted.append(volume if move > cutoff else -volume if move < -cutoff else 0.0)
    return ema(each(lambda s, u: s / u if u else 0.0, total(counted, period), usual), smooth)


def profile(bars, period, width, held):
    names = ("poc", "value_low", "value_high", "positive", "negative")
    out = {name: [None] * period for name in names}
    for i in range(period, bars.count):
        closes, volumes = bars.close[i + 1 - period:i + 1], bars.volume[i + 1 - period:i + 1]
        low, height = min(closes), (max(closes) - min(closes)) / width
        rows = [0.0] * width
        for c, v in zip(closes, volumes):
            rows[min(width - 1, int((c - low) / height)) if height else 0] += v
        top = bottom = rows.index(max(rows))
        wanted, area = held / 100 * sum(rows), rows[top]
        while area < wanted and (bottom > 0 or top < width - 1):
            above = rows[top + 1] if top < width - 1 else -1
            below = rows[bottom - 1] if bottom > 0 else -1
            if above >= below:
                top += 1
                area += above
            else:
                bottom -= 1
                area += below
        sides = [0.0, 0.0]
        for k in range(i + 1 - period, i + 1):
            if bars.close[k] != bars.close[k - 1]:
                sides[bars.close[k] < bars.close[k - 1]] += bars.volume[k]
        row = (low + height * (rows.index(max(rows)) + 0.5), low + height * bottom, low + height * (top + 1), *sides)
        for name, value in zip(names, row):
            out[name].append(value)
    return out


def cases():
    bars = Bars("walk")
    x, volume = bars.close, bars.volume
    steps = [None] + [math.log(b / a) for a, b in zip(x, x[1:])]
    for label, period in (("default", 20), ("short", 2)):
        yield Case("avolume", bars, "close", {"avolume": each(lambda s: s * math.sqrt(252), stddev(steps, period))},
                   label=label, period=period)
    tops = [max(x[:i + 1]) for i in range(bars.count)]
    yield Case("drawdown", bars, "close", {"drawdown": each(lambda h, v: h - v, tops, x), "ratio": each(lambda h, v: 1 - v / h, tops, x),
               "log": each(lambda h, v: math.log(h) - math.log(v), tops, x)})
    for label, period, base in (("default", 10, 2.0), ("nats", 3, math.e)):
        yield Case("entropy", bars, "close", {"entropy": entropy(x, period, base)}, label=label, period=period, base=base)
    for period in (1, 20):
        before = lagged(x, period)
        yield Case("log_return", bars, "close", {"log_return": each(lambda a, b: math.log(a) - math.log(b), x, before)},
                   label=f"p{period}", period=period)
        yield Case("percent_return", bars, "close", {"percent_return": each(lambda a, b: (a - b) / b, x, before)},
                   label=f"p{period}", period=period)
        slope = each(lambda a, b: (a - b) / period, x, before)
        for angle, function in ((0, lambda s: s), (1, math.atan), (2, lambda s: math.degrees(math.atan(s)))):
            yield Case("slope", bars, "close", {"slope": each(function, slope)}, label=f"p{period}_{angle}", period=period,
                       angle=angle)
    yield Case("log_return", bars, "close", {"log_return": [math.log(a) - math.log(x[0]) for a in x]}, label="whole", cumulative=1)
    yield Case("percent_return", bars, "close", {"percent_return": [(a - x[0]) / x[0] for a in x]}, label="whole", cumulative=1)
    way = [None] + [2 * (bars.high[i] - bars.low[i]) + abs(bars.open[i] - x[i - 1]) - abs(x[i] - bars.open[i])
                    for i in range(1, bars.count)]
    yield Case("pdist", bars, "open|high|low|close", {"pdist": way})
    for label, period in (("default", 30), ("short", 3)):
        yield Case("skew", bars, "close", {"skew": rolling(x, period, skewness)}, label=label, period=period)
        yield Case("zscore", bars, "close", {"zscore": rolling(x, period, lambda w: z_score(w, 1.5))}, label=label,
                   period=period, deviations=1.5)
        yield Case("ui", bars, "close", {"ui": ulcer(x, period)}, label=label, period=period)
        for q in (0.5, 0.17, 1.0):
            yield Case("quantile", bars, "close", {"quantile": rolling(x, period, lambda w: quantile(w, q))},
                       label=f"{label}_{q}", period=period, q=q)
    yield Case("ui", bars, "close", {"ui": ulcer(x, 14)}, label="initial")
    yield Case("tos_stdevall", bars, "close", channel(x, 30, (1, 2, 3), 1))
    yield Case("tos_stdevall", bars, "close", channel(x, 9, (0.5, 1.5, 4), 0), label="narrow", period=9, width_1=0.5,
               width_2=1.5, width_3=4.0, ddof=0)
    for label, period in (("default", 12), ("short", 2)):
        yield Case("vwmacd", bars, "close|volume", volume_macd(bars, period, 26, 9), label=label, fast_period=period)
    heat = each(lambda v, m, s: (v - m) / s if s else 0.0, volume, sma(volume, 50), stddev(volume, 30))
    yield Case("vhm", bars, "volume", {"vhm": heat}, label="short", period=50, deviation_period=30)
    for label, period, factor, most, smooth in (("default", 130, 0.2, 2.5, 3), ("short", 9, 0.1, 1.5, 6)):
        yield Case("vfi", bars, "high|low|close|volume", {"vfi": volume_flow(bars, period, factor, most, smooth)}, label=label,
                   period=period, factor=factor, volume_factor=most, smooth_period=smooth)
    for label, period, width, held in (("default", 100, 10, 70.0), ("fine", 30, 50, 40.0)):
        yield Case("vp", bars, "close|volume", profile(bars, period, width, held), label=label, period=period, width=width,
                   value_area=held)
    paid = each(lambda v, s: v * s, volume, change(x))
    for label, period, signal in (("default", 18, 10), ("short", 2, 3)):
        tsv = total(paid, period)
        average = sma(tsv, signal)
        yield Case("wb_tsv", bars, "close|volume", {"tsv": tsv, "signal": average, "ratio": each(lambda a, b: a / b if b else 0.0, tsv, average)},
                   label=label, period=period, signal_period=signal)
    yield Case("pvol", bars, "close|volume", {"pvol": each(lambda a, b: a * b, x, volume)})
    signs = each(lambda s: (s > 0) - (s < 0), change(x))
    yield Case("pvol", bars, "close|volume", {"pvol": each(lambda a, b, s: a * b * s, x, volume, signs)}, label="signed", is_signed=1)
    ranks = {(False, False): 1, (False, True): 2, (True, False): 3, (True, True): 4}
    yield Case("pvr", bars, "close|volume", {"pvr": [None] + [ranks[x[i] < x[i - 1], volume[i] < volume[i - 1]]
                                                           for i in range(1, bars.count)]}, integers=("pvr",))
