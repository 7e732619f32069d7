"""Volume weighted average prices from anchors, and market regimes."""
import datetime
import math

from reference import Bars, Case, each, ema, lagged, rolling, rsi, sma


def weighted(bars, begins, width):
    """begins[i] is the bar that the average of bar i starts from."""
    price = bars.typical()
    out = {"vwap": [], "upper": [], "lower": []}
    for i, begin in enumerate(begins):
        if begin is None:
            for series in out.values():
                series.append(None)
            continue
        weights, values = bars.volume[begin:i + 1], price[begin:i + 1]
        volume = math.fsum(weights)
        mean = math.fsum(w * x for w, x in zip(weights, values)) / volume if volume else price[i]
        spread = math.sqrt(math.fsum(w * (x - mean) ** 2 for w, x in zip(weights, values)) / volume) if volume else 0.0
        out["vwap"].append(mean)
        out["upper"].append(mean + width * spread)
        out["lower"].append(mean - width * spread)
    return out


def begins_of(marks):
    """The first bar of each run of equal marks."""
    out = []
    for i, mark in enumerate(marks):
        out.append(out[-1] if i and mark == marks[i - 1] else i)
    return out


def session_marks(bars, kind, offset_minutes):
    for time in bars.time:
        at = datetime.datetime.fromtimestamp(time, datetime.timezone.utc) + datetime.timedelta(minutes=offset_minutes)
        yield (at.date(), at.isocalendar()[:2], (at.year, at.month))[kind]


def quantile(window, share):
    """Between ranks, as spreadsheets and pandas have it."""
    w = sorted(window)
    position = (len(w) - 1) * share / 100
    low = min(int(position), len(w) - 1)
    high = min(low + 1, len(w) - 1)
    return w[low] + (position - low) * (w[high] - w[low])


def sample_deviation(window):
    mean = math.fsum(window) / len(window)
    return math.sqrt(math.fsum((x - mean) ** 2 for x in window) / (len(window) - 1))


def regime(bars, window, calm, quiet):
    close = bars.close
    returns = each(lambda x, before: x / before - 1, close, lagged(close, 1))
    move = each(lambda x, before: x / before - 1, close, lagged(close, 20))
    volatility = rolling(returns, 20, sample_deviation)
    strength = each(abs, move)
    is_wild = rolling(volatility, window, lambda w: w[-1] > quantile(w, calm))
    is_trend = rolling(strength, window, lambda w: w[-1] > quantile(w, quiet))
    code = each(lambda v, t, m: 3.0 if v else (1.0 if m > 0 else 2.0) if t else 0.0, is_wild, is_trend, move)
    # The fast average of the line begins so that both end their warm-up together.
    macd = each(lambda a, b: a - b, [None] * 14 + ema(close[14:], 12), ema(close, 26))
    out = {"regime": code, "volatility": volatility, "trend_strength": strength,
           "volume_ratio": each(lambda v, m: v / m if m > 0 else 0.0, bars.volume, sma(bars.volume, 20)),
           "rsi": rsi(close, 14), "macd": macd, "ema_ratio": each(lambda a, b: a / b, ema(close, 9), ema(close, 50))}
    return out


def simple_regime(series, period, wild, trend):
    def of(w):
        mean = math.fsum(w) / period
        deviation = 100 * math.sqrt(math.fsum((x - mean) ** 2 for x in w) / period) / abs(mean)
        move = 100 * (w[-1] / w[0] - 1)
        return (3.0 if deviation > wild else 1.0 if move > trend else 2.0 if move < -trend else 0.0, deviation, move)
    rows = rolling(series, period, of)
    return {name: [None if r is None else r[k] for r in rows] for k, name in enumerate(("regime", "deviation", "move"))}


def cases():
    bars = Bars("walk")
    for anchor, width in ((0, 1.0), (123, 2.5)):
        begins = [anchor if i >= anchor else None for i in range(bars.count)]
        yield Case("vwap", bars, "high|low|close|volume", weighted(bars, begins, width), label=f"a{anchor}",
                   anchor_bar=anchor, nb_dev=width)
    for kind in (0, 1, 2):
        for offset in (0, 420, -300):
            begins = begins_of(list(session_marks(bars, kind, offset)))
            yield Case("vwap_session", bars, "time|high|low|close|volume", weighted(bars, begins, 2.0),
                       label=f"s{kind}o{offset}", session=kind, offset_minutes=offset, nb_dev=2.0)
    begins = [0 if i < 7 else i - (i - 7) % 60 for i in range(bars.count)]
    yield Case("vwap_anchored", bars, "high|low|close|volume|anchors", weighted(bars, begins, 1.0))
    for window, calm, quiet in ((100, 80.0, 70.0), (20, 50.0, 33.0), (250, 95.0, 5.0)):
        yield Case("regime", bars, "close|volume", regime(bars, window, calm, quiet), label=f"w{window}",
                   integers=("regime",), window=window, volatility_percentile=calm, trend_percentile=quiet)
    for period, wild, trend in ((50, 5.0, 3.0), (10, 1.5, 2.0)):
        yield Case("regime_simple", bars, "close", simple_regime(bars.close, period, wild, trend), label=f"p{period}",
                   integers=("regime",), period=period, volatile_percent=wild, trend_percent=trend)
