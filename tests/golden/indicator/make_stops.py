"""Bands, stops and trend lines that only the pandas libraries have, by their formulas."""
import math

from reference import Bars, Case, each, ema, highest, lagged, lowest, rma, rsi, sma, true_range


def wilder_range(bars, period):
    return rma(true_range(bars), period)


def flow_index(bars, period):
    typical, flow = bars.typical(), []
    for i in range(bars.count):
        flow.append(None if i == 0 else math.copysign(typical[i] * bars.volume[i], typical[i] - typical[i - 1])
                    if typical[i] != typical[i - 1] else 0.0)
    out = []
    for i in range(bars.count):
        if i < period:
            out.append(None)
            continue
        window = flow[i + 1 - period:i + 1]
        up, down = math.fsum(f for f in window if f > 0), math.fsum(-f for f in window if f < 0)
        out.append(100 * up / (up + down) if up + down else 0.0)
    return out


def alphatrend(bars, period, multiplier, threshold, momentum, lag):
    spread = sma(true_range(bars), period)
    out = []
    for i in range(bars.count):
        if spread[i] is None or momentum[i] is None:
            out.append(None)
            continue
        before = out[-1]
        if momentum[i] >= threshold:
            band = bars.low[i] - multiplier * spread[i]
            out.append(band if before is None else max(band, before))
        else:
            band = bars.high[i] + multiplier * spread[i]
            out.append(band if before is None else min(band, before))
    return {"alphatrend": out, "lagged": lagged(out, lag)}


def trailing_stop(bars, period, ma_period, multiplier):
    spread, average, out = wilder_range(bars, period), ema(bars.close, ma_period), []
    for i in range(bars.count):
        if i < max(period, ma_period) or spread[i] is None or average[i] is None:
            out.append(None)
            continue
        x, before = bars.close[i], out[-1]
        stop = x - multiplier * spread[i] if x > average[i] else x + multiplier * spread[i]
        if before is not None:
            stop = max(stop, before) if x > average[i] else min(stop, before)
        out.append(stop)
    return out


def chandelier(bars, high_period, low_period, atr_period, multiplier, use_close=False):
    top, bottom = (bars.close, bars.close) if use_close else (bars.high, bars.low)
    if use_close:
        high_period = low_period = max(high_period, low_period)
    spread = wilder_range(bars, atr_period)
    up = each(lambda h, s: h - multiplier * s, highest(top, high_period), spread)
    down = each(lambda l, s: l + multiplier * s, lowest(bottom, low_period), spread)
    begin = next(i for i in range(bars.count) if up[i] is not None and down[i] is not None)
    direction = [None] * begin + [1]
    for i in range(begin + 1, bars.count):
        sign = (bars.close[i] > up[i - 1]) - (bars.close[i] < down[i - 1])
        direction.append(sign if sign else direction[-1])
    return {"long": up, "short": down, "direction": direction}


def activator(bars, high_period, low_period, average=sma):
    top, bottom = average(bars.high, high_period), average(bars.low, low_period)
    hilo, trend = [], []
    for i in range(bars.count):
        if i == 0 or top[i - 1] is None or bottom[i - 1] is None:
            row = (None, None)
        elif bars.close[i] > top[i - 1]:
            row = (bottom[i], 1)
        elif bars.close[i] < bottom[i - 1]:
            row = (top[i], -1)
        else:
            row = (bottom[i], 1) if hilo[-1] is None else (hilo[-1], trend[-1])
        hilo.append(row[0])
        trend.append(row[1])
    return {"hilo": hilo, "trend": trend}


def ichimoku(bars, tenkan, kijun, senkou, displacement):
    def middle(period):
        return each(lambda h, l: (h + l) / 2, highest(bars.high, period), lowest(bars.low, period))
    a = each(lambda t, k: (t + k) / 2, middle(tenkan), middle(kijun))
    b = middle(senkou)
    return {"tenkan": middle(tenkan), "kijun": middle(kijun), "span_a": lagged(a, displacement),
            "span_b": lagged(b, displacement), "lead_a": a, "lead_b": b, "chikou": bars.close}


def profit_maximizer(bars, period, multiplier, is_script):
    average = ema(bars.median() if is_script else bars.close, period, from_first=is_script)
    spread = wilder_range(bars, period)
    lower, upper, trend, out = [], [], [], []
    for i in range(bars.count):
        if average[i] is None or spread[i] is None:
            for series in (lower, upper, trend, out):
                series.append(None)
            continue
        low, high, side = average[i] - multiplier * spread[i], average[i] + multiplier * spread[i], 1
        if trend[-1] is not None:
            price = average[i] if is_script else bars.close[i]
            price_before = average[i] if is_script else bars.close[i - 1]
            side = 1 if price > upper[-1] else -1 if price < lower[-1] else trend[-1]
            if price_before > lower[-1]:
                low = max(low, lower[-1])
            if price_before < upper[-1]:
                high = min(high, upper[-1])
        for series, value in zip((lower, upper, trend, out), (low, high, side, low if side == 1 else high)):
            series.append(value)
    return {"pmax": out, "trend": trend}


def zigzag(bars, period, deviation):
    """Told as events: swings in the order in which they become known, then pivots out of swings."""
    half = period // 2
    pivots, leg, rows = [], None, []
    for i in range(bars.count):
        signal = 0
        if i < 2 * half:
            rows.append((None,) * 8)
            continue
        at = i - half
        found = []
        if bars.low[at] == min(bars.low[at - half:at + half + 1]):
            found.append((-1, bars.low[at], at))
        if bars.high[at] == max(bars.high[at - half:at + half + 1]):
            found.append((1, bars.high[at], at))
        for swing in found:
            if leg is None:
                leg = swing
            elif swing[0] == leg[0]:
                if swing[0] * swing[1] > leg[0] * leg[1]:
                    leg = swing
            elif swing[0] * (swing[1] - leg[1]) > 0 and 100 * abs(swing[1] - leg[1]) / leg[1] > deviation:
                pivots.append(leg)
                signal += leg[0]
                leg = swing
        pivot = pivots[-1] if pivots else (0, 0, 0)
        way = 100 * abs(leg[1] - pivot[1]) / pivot[1] if pivots else 0
        rows.append((signal, *pivot, way, *(leg or (0, 0, 0))))
    names = ("signal", "type", "value", "index", "deviation", "leg_type", "leg_value", "leg_index")
    return {name: [row[k] for row in rows] for k, name in enumerate(names)}


def cases():
    bars = Bars("walk")
    hlc, ohlc = "high|low|close", "high|low|close|volume"
    for label, period, atr_period in (("default", 5, 15), ("turned", 30, 4)):
        middle, spread = sma(bars.typical(), period), wilder_range(bars, atr_period)
        yield Case("aberration", bars, hlc, {"middle": middle, "upper": each(lambda m, s: m + s, middle, spread),
                   "lower": each(lambda m, s: m - s, middle, spread), "atr": spread}, label=label, period=period,
                   atr_period=atr_period)
    for label, period, multiplier, threshold, kind, lag in (("default", 14, 1.0, 50.0, 1, 2), ("rsi", 9, 2.0, 45.0, 2, 5)):
        momentum = flow_index(bars, period) if kind == 1 else rsi(bars.close, period)
        yield Case("alphatrend", bars, ohlc, alphatrend(bars, period, multiplier, threshold, momentum, lag), label=label,
                   period=period, multiplier=multiplier, threshold=threshold, momentum=kind, lag=lag)
    for label, period, ma_period, multiplier in (("default", 14, 20, 3.0), ("turned", 30, 5, 1.5)):
        yield Case("atrts", bars, hlc, {"atrts": trailing_stop(bars, period, ma_period, multiplier)}, label=label,
                   period=period, ma_period=ma_period, multiplier=multiplier)
    yield Case("chandelier_exit", bars, hlc, chandelier(bars, 22, 22, 14, 2), integers=("direction",))
    yield Case("chandelier_exit", bars, hlc, chandelier(bars, 22, 22, 22, 3), preset="tradingview", label="book",
               integers=("direction",))
    yield Case("chandelier_exit", bars, hlc, chandelier(bars, 9, 30, 5, 1.25, True), label="close", integers=("direction",),
               high_period=9, low_period=30, atr_period=5, multiplier=1.25, use_close=1)
    yield Case("hilo", bars, hlc, activator(bars, 13, 21), integers=("trend",))
    yield Case("hilo", bars, hlc, activator(bars, 3, 3, ema), label="ema", integers=("trend",), high_period=3, low_period=3, ma_type=1)
    yield Case("ichimoku", bars, hlc, ichimoku(bars, 9, 26, 52, 26))
    yield Case("ichimoku", bars, hlc, ichimoku(bars, 9, 26, 52, 25), preset="tradingview", label="tradingview")
    yield Case("ichimoku", bars, hlc, ichimoku(bars, 30, 7, 12, 60), label="turned", tenkan_period=30, kijun_period=7,
               senkou_period=12, displacement=60)
    for label, period, multiplier, preset in (("default", 10, 3, "talib"), ("near", 5, 1, "talib"),
                                              ("script", 10, 3, "tradingview"), ("script_near", 5, 1, "tradingview")):
        yield Case("pmax", bars, hlc, profit_maximizer(bars, period, multiplier, preset == "tradingview"), preset=preset,
                   label=label, integers=("trend",), period=period, multiplier=multiplier)
    for label, period, deviation in (("default", 10, 5.0), ("quick", 3, 1.0)):
        yield Case("zigzag", bars, "high|low", zigzag(bars, period, deviation), label=label,
                   integers=("signal", "type", "index", "leg_type", "leg_index"), period=period, deviation=deviation)
