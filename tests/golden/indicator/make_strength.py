"""Oscillators that only the pandas libraries have, by their formulas."""
import math

from reference import (Bars, Case, change, each, ema, highest, lagged, lowest, rma, rolling, rsi, shifted, sma, stddev, total,
                       true_range)
from make_smoothers import super_smoother, triangle, weighted


def line_end(window):
    n = len(window)
    mean, middle = math.fsum(window) / n, (n - 1) / 2
    slope = math.fsum((k - middle) * (y - mean) for k, y in enumerate(window)) / math.fsum((k - middle) ** 2 for k in range(n))
    return mean + slope * middle


def regression(series, period):
    return rolling(series, period, line_end)


def share(part, whole):
    return part / whole if whole else 0.0


def intentions(bars, period):
    before = lagged(bars.close, 1)
    up = each(lambda h, y: max(h - y, 0.0), bars.high, before)
    down = each(lambda l, y: max(y - l, 0.0), bars.low, before)
    ar = each(lambda a, b: 100 * share(a, b), total(each(lambda h, o: h - o, bars.high, bars.open), period),
              total(each(lambda o, l: o - l, bars.open, bars.low), period))
    return {"ar": ar, "br": each(lambda a, b: 100 * share(a, b), total(up, period), total(down, period))}


def sinewave(series, period, smooth):
    angle = 2 * math.pi / period
    a = (1 - math.sin(angle)) / math.cos(angle)
    high = [0.0]
    for i in range(1, len(series)):
        high.append(0.5 * (1 + a) * (series[i] - series[i - 1]) + a * high[-1])
    pole = math.sqrt(2) * math.pi / smooth
    b, c = 2 * math.exp(-pole) * math.cos(pole), math.exp(-2 * pole)
    f = [0.0, 0.0, 0.0]
    for i in range(1, len(series)):
        f.append((1 - b + c) * (high[i] + high[i - 1]) / 2 + b * f[-1] - c * f[-2])
    out = []
    for i in range(len(series)):
        window = f[i:i + 3]
        power = math.fsum(v * v for v in window) / 3
        out.append(share(math.fsum(window) / 3, math.sqrt(power)))
    return [None] * period + out[period:]


def sequence(series, period, sign):
    out = [None] * period
    for i in range(period, len(series)):
        length = 0
        while i - length >= period and sign * (series[i - length] - series[i - length - period]) > 0:
            length += 1
        out.append(length)
    return out


def shown(counts, cap, is_all):
    def show(count):
        count = min(count, cap) if cap else count
        return count if is_all or 6 <= count <= 9 else 0
    return each(show, counts)


def inertia(series, period, rvi_period):
    deviation, step = stddev(series, rvi_period), change(series)
    up = ema(each(lambda s, d: d if s > 0 else 0.0, step, deviation), rvi_period)
    down = ema(each(lambda s, d: d if s < 0 else 0.0, step, deviation), rvi_period)
    index = each(lambda u, d: 100 * u / (u + d) if u + d else 50.0, up, down)
    return shifted(index, lambda s: regression(s, period))


def laguerre(series, gamma):
    lines = [(series[0],) * 4]
    for x in series:
        old = lines[-1]
        new = [(1 - gamma) * x + gamma * old[0]]
        for k in range(1, 4):
            new.append(-gamma * new[k - 1] + old[k - 1] + gamma * old[k])
        lines.append(tuple(new))
    out = []
    for line in lines[1:]:
        gaps = [a - b for a, b in zip(line, line[1:])]
        out.append(100 * share(math.fsum(g for g in gaps if g > 0), math.fsum(abs(g) for g in gaps)))
    return out


def pretty_good(bars, period):
    spread = ema(rma(true_range(bars), period), period)
    return each(lambda c, m, s: share(c - m, s), bars.close, sma(bars.close, period), spread)


def qualitative(series, period, smooth, factor):
    basis = ema(rsi(series, period), smooth)
    wilder = 2 * period - 1
    band = ema(ema(each(abs, change(basis)), wilder), wilder)
    begin = next(i for i, b in enumerate(band) if b is not None)
    long, short, trend = {}, {}, 1
    out = {name: [None] * begin for name in ("qqe", "basis", "long", "short", "trend")}
    out["basis"] = basis
    for i in range(begin, len(series)):
        x, before, low, high = basis[i], basis[i - 1], basis[i] - factor * band[i], basis[i] + factor * band[i]
        if i > begin:
            low = max(low, long[i - 1]) if before > long[i - 1] and x > long[i - 1] else low
            high = min(high, short[i - 1]) if before < short[i - 1] and x < short[i - 1] else high
        if i > begin + 1:
            if (x > short[i - 1] and before < short[i - 2]) or (x <= short[i - 1] and before >= short[i - 2]):
                trend = 1
            elif (x > long[i - 1] and before < long[i - 2]) or (x <= long[i - 1] and before >= long[i - 2]):
                trend = -1
        long[i], short[i] = low, high
        out["qqe"].append(low if trend == 1 else high)
        out["long"].append(low)
        out["short"].append(high)
        out["trend"].append(trend)
    return out


def flex(series, period, smooth, alpha, is_reflex):
    f = super_smoother(series, smooth / 2, True)
    out, power = [None] * period, 0.0
    for i in range(period, len(series)):
        slope = (f[i - period] - f[i]) / period if is_reflex else 0.0
        mean = math.fsum(f[i] + k * slope - f[i - k] for k in range(1, period + 1)) / period
        power = alpha * mean * mean + (1 - alpha) * power
        out.append(share(mean, math.sqrt(power)))
    return out


def jurik_strength(series, period):
    k = 3 / (period + 2)

    def filtered(values):
        for _ in range(3):
            a, b, next_values = 0.0, 0.0, []
            for v in values:
                a = k * v + (1 - k) * a
                b = k * a + (1 - k) * b
                next_values.append(1.5 * a - 0.5 * b)
            values = next_values
        return values
    steps = [b - a for a, b in zip(series, series[1:])]
    moves, sizes = filtered(steps), filtered([abs(s) for s in steps])
    out = [50.0] + [min(100.0, max(0.0, 50 * (m / s + 1))) if s > 0 else 50.0 for m, s in zip(moves, sizes)]
    begin = max(period - 1, 5)
    return [None] * begin + out[begin:]


def vigor(bars, period, smooth):
    body = weighted(each(lambda c, o: c - o, bars.close, bars.open), triangle(smooth))
    spread = weighted(each(lambda h, l: h - l, bars.high, bars.low), triangle(smooth))
    out = each(share, total(body, period), total(spread, period))
    return {"rvgi": out, "signal": weighted(out, triangle(smooth))}


def random_walk(bars, period):
    walk = each(lambda r: r * math.sqrt(period), rma(true_range(bars), period))
    return {"high": each(lambda h, l, w: share(h - l, w), bars.high, lagged(bars.low, period), walk),
            "low": each(lambda h, l, w: share(h - l, w), lagged(bars.high, period), bars.low, walk)}


def squeeze_parts(bars, bb_period, kc_period, momentum, smooth, use_tr, average):
    spread = true_range(bars) if use_tr else each(lambda h, l: h - l, bars.high, bars.low)
    return (average(bars.close, bb_period), stddev(bars.close, bb_period), average(bars.close, kc_period),
            average(spread, kc_period), average(change(bars.close, momentum), smooth))


def side(parts, width, scalar):
    def of(middle, deviation, basis, spread, _):
        is_inside = middle - width * deviation > basis - scalar * spread and middle + width * deviation < basis + scalar * spread
        is_outside = middle - width * deviation < basis - scalar * spread and middle + width * deviation > basis + scalar * spread
        return 1 if is_inside else -1 if is_outside else 0
    return each(of, *parts)


def is_equal(series, *wanted):
    return each(lambda s: int(s in wanted), series)


def squeeze(bars, bb_period=20, bb_dev=2, kc_period=20, scalar=1.5, momentum=12, smooth=6, use_tr=True, average=sma, lazybear=False):
    parts = squeeze_parts(bars, bb_period, kc_period, momentum, smooth, use_tr, average)
    line = parts[4]
    if lazybear:
        middle = each(lambda h, l: (h + l) / 2, highest(bars.high, kc_period), lowest(bars.low, kc_period))
        line = regression(each(lambda c, m, b: c - (m + b) / 2, bars.close, middle, parts[2]), kc_period)
    sides = side(parts[:4] + (bars.close,), bb_dev, scalar)
    return {"squeeze": line, "on": is_equal(sides, 1), "off": is_equal(sides, -1), "no": is_equal(sides, 0)}


def squeeze_pro(bars, wide, normal, narrow):
    parts = squeeze_parts(bars, 20, 20, 12, 6, True, sma)
    sides = [side(parts[:4] + (bars.close,), 2, s) for s in (wide, normal, narrow)]
    return {"squeeze": parts[4], "on_wide": is_equal(sides[0], 1), "on_normal": is_equal(sides[1], 1),
            "on_narrow": is_equal(sides[2], 1), "off": is_equal(sides[0], -1), "no": is_equal(sides[0], 0)}


def true_momentum(bars, period, calc, smooth):
    raw = [None] * period
    for i in range(period, bars.count):
        raw.append(sum((bars.close[i] > o) - (bars.close[i] < o) for o in bars.open[i - period:i]))
    line = ema(ema(raw, calc), smooth)
    return {"tmo": line, "signal": ema(line, smooth)}


def cases():
    bars = Bars("walk")
    x, ohlc, hlc = bars.close, "open|high|low|close", "high|low|close"
    for label, period in (("default", 26), ("short", 3)):
        yield Case("bias", bars, "close", {"bias": each(lambda a, m: a / m - 1, x, sma(x, period))}, label=label, period=period)
        yield Case("brar", bars, ohlc, intentions(bars, period), label=label, period=period)
    for label, period in (("default", 9), ("long", 40)):
        line = regression(x, period)
        yield Case("cfo", bars, "close", {"cfo": each(lambda a, l: 100 * (a - l) / a, x, line)}, label=label, period=period)
        yield Case("po", bars, "close", {"po": each(lambda a, l: 100 * (a - l) / l, x, line)}, label=label, period=period)
        yield Case("dsp", bars, "close", {"dsp": each(lambda a, m: a - m, x, ema(x, period))}, label=label, period=period)
        yield Case("pgo", bars, hlc, {"pgo": pretty_good(bars, period)}, label=label, period=period)
        yield Case("rwi", bars, hlc, random_walk(bars, period), label=label, period=period)
        rises = rolling([None] + [int(b > a) for a, b in zip(x, x[1:])], period, lambda w: 100 * sum(w) / len(w))
        yield Case("psl", bars, "close", {"psl": rises}, label=label, period=period)
    for label, period, smooth in (("default", 40, 10), ("quick", 11, 4)):
        yield Case("ebsw", bars, "close", {"ebsw": sinewave(x, period, smooth)}, label=label, period=period, smooth_period=smooth)
    for label, period, cap, is_all in (("default", 4, 13, 1), ("some", 2, 0, 0)):
        yield Case("exhc", bars, "close", {name: shown(sequence(x, period, sign), cap, is_all)
                   for name, sign in (("down", -1), ("up", 1))}, label=label, integers=("down", "up"), period=period, cap=cap,
                   show_all=is_all)
        yield Case("td_seq", bars, "close", {name: shown(sequence(x, 4, sign), 13, is_all)
                   for name, sign in (("up", 1), ("down", -1))}, label=label, integers=("down", "up"), show_all=is_all)
    for label, period, rvi_period in (("default", 20, 14), ("short", 5, 3)):
        yield Case("inertia", bars, "close", {"inertia": inertia(x, period, rvi_period)}, label=label, period=period,
                   rvi_period=rvi_period)
    for label, gamma in (("default", 0.5), ("slow", 0.8)):
        yield Case("lrsi", bars, "close", {"lrsi": laguerre(x, gamma)}, label=label, gamma=gamma)
    for label, period, smooth, factor in (("default", 14, 5, 4.236), ("near", 6, 2, 1.5)):
        yield Case("qqe", bars, "close", qualitative(x, period, smooth, factor), label=label, integers=("trend",), period=period,
                   smooth_period=smooth, factor=factor)
    for label, period, smooth, alpha in (("default", 20, 20, 0.04), ("quick", 7, 5, 0.1)):
        for name in ("reflex", "trendflex"):
            yield Case(name, bars, "close", {name: flex(x, period, smooth, alpha, name == "reflex")}, label=label,
                       period=period, smooth_period=smooth, alpha=alpha)
    for label, period in (("default", 14), ("short", 3)):
        yield Case("rsx", bars, "close", {"rsx": jurik_strength(x, period)}, label=label, period=period)
        yield Case("rvgi", bars, ohlc, vigor(bars, period, 4), label=label, period=period)
    yield Case("rvgi", bars, ohlc, vigor(bars, 10, 7), label="smooth", period=10, smooth_period=7)
    states = ("on", "off", "no")
    yield Case("squeeze", bars, hlc, squeeze(bars), integers=states)
    yield Case("squeeze", bars, hlc, squeeze(bars, lazybear=True), label="lazybear", integers=states, lazybear=1)
    yield Case("squeeze", bars, hlc, squeeze(bars, 12, 1.5, 30, 1.1, 5, 3, False, ema), label="ranges", integers=states,
               bb_period=12, bb_dev=1.5, kc_period=30, kc_scalar=1.1, momentum_period=5, smooth_period=3, use_tr=0, ma_type=1)
    states = ("on_wide", "on_normal", "on_narrow", "off", "no")
    yield Case("squeeze_pro", bars, hlc, squeeze_pro(bars, 2, 1.5, 1), integers=states)
    yield Case("squeeze_pro", bars, hlc, squeeze_pro(bars, 1.2, 1.1, 0.7), label="near", integers=states, kc_scalar_wide=1.2,
               kc_scalar_normal=1.1, kc_scalar_narrow=0.7)
    for label, period, calc, smooth in (("default", 14, 5, 3), ("long", 30, 2, 8)):
        yield Case("tmo", bars, "open|close", true_momentum(bars, period, calc, smooth), label=label, period=period,
                   calc_period=calc, smooth_period=smooth)
