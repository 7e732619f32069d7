"""Smoothers that only the pandas libraries have, by their formulas: whole windows, whole recursions."""
import math

from reference import Bars, Case, ema, rma, rolling, sma


def weighted(series, weights):
    """Weights from the oldest value of the window to the newest."""
    whole = math.fsum(weights)
    return rolling(series, len(weights), lambda w: math.fsum(a * b for a, b in zip(w, weights)) / whole)


def fibonacci(count):
    numbers = [1, 1]
    while len(numbers) < count:
        numbers.append(numbers[-1] + numbers[-2])
    return numbers[:count]


def triangle(count):
    return [min(k + 1, count - k) for k in range(count)]


def super_smoother(series, period, averages_two):
    angle = math.pi * math.sqrt(2) / period
    a, b = math.exp(-angle), 2 * math.exp(-angle) * math.cos(angle)
    out = series[:2]
    for i in range(2, len(series)):
        x = (series[i] + series[i - 1]) / 2 if averages_two else series[i]
        out.append((1 - b + a * a) * x + b * out[i - 1] - a * a * out[i - 2])
    return out


def super_smoother_3(series, period):
    a = math.exp(-math.pi / period)
    b = 2 * a * math.cos(math.sqrt(3) * math.pi / period)
    d2, d3, d4 = b + a ** 2, -a ** 2 * (1 + b), a ** 4
    out = series[:3]
    for i in range(3, len(series)):
        out.append((1 - d2 - d3 - d4) * series[i] + d2 * out[i - 1] + d3 * out[i - 2] + d4 * out[i - 3])
    return out


def holt_winters(series, na=0.2, nb=0.1, nc=0.1):
    f, v, a, out = [series[0]], [0.0], [0.0], []
    for x in series:
        f.append((1 - na) * (f[-1] + v[-1] + 0.5 * a[-1]) + na * x)
        v.append((1 - nb) * (v[-1] + a[-1]) + nb * (f[-1] - f[-2]))
        a.append((1 - nc) * a[-1] + nc * (v[-1] - v[-2]))
        out.append(f[-1] + v[-1] + 0.5 * a[-1])
    return out


def holt_winters_channel(series, nd, multiplier):
    middle, variance = holt_winters(series), [0.0, 0.0]
    for i in range(1, len(series)):
        variance.append((1 - nd) * variance[-1] + nd * (series[i - 1] - middle[i - 1]) ** 2)
    half = [multiplier * math.sqrt(v) for v in variance[:len(series)]]
    upper = [m + h for m, h in zip(middle, half)]
    lower = [m - h for m, h in zip(middle, half)]
    place = [(x - l) / (u - l) if h else 0.5 for x, l, u, h in zip(series, lower, upper, half)]
    return {"middle": middle, "upper": upper, "lower": lower, "width": [2 * h for h in half], "position": place}


def jurik(series, period, phase):
    half = 0.5 * (period - 1)
    one = max(math.log2(math.sqrt(half)) + 2, 0) if half else 0.0
    power = max(one - 2, 0.5)
    two = one * math.sqrt(half)
    snap, slow = two / (two + 1), 0.45 * (period - 1) / (0.45 * (period - 1) + 2)
    ratio = 1.5 + phase * 0.01
    upper = lower = ma1 = series[0]
    volatility, sums, det0, det1, out = [0.0], [0.0], 0.0, 0.0, [series[0]]
    for i in range(1, len(series)):
        x = series[i]
        d1, d2 = x - upper, x - lower
        volatility.append(max(abs(d1), abs(d2)) if abs(d1) != abs(d2) else 0.0)
        sums.append(math.fsum(volatility[max(0, i - 9):]) / 10)
        recent = sums[max(0, i - 65):]
        mean = math.fsum(recent) / len(recent)
        relative = max(1.0, min(one ** (1 / power), volatility[i] / mean if mean else 0.0))
        bend = relative ** power
        upper = x if d1 > 0 else x - snap ** math.sqrt(bend) * d1
        lower = x if d2 < 0 else x - snap ** math.sqrt(bend) * d2
        alpha = slow ** bend
        ma1 = (1 - alpha) * x + alpha * ma1
        det0 = (x - ma1) * (1 - slow) + slow * det0
        det1 = (ma1 + ratio * det0 - out[-1]) * (1 - alpha) ** 2 + alpha ** 2 * det1
        out.append(out[-1] + det1)
    return [None] * (period - 1) + out[period - 1:]


def cases():
    bars = Bars("walk")
    x = bars.close
    for label, period in (("default", 10), ("short", 3), ("long", 40)):
        yield Case("fwma", bars, "close", {"fwma": weighted(x, fibonacci(period))}, label=label, period=period)
        row = [math.comb(period - 1, k) for k in range(period)]
        yield Case("pwma", bars, "close", {"pwma": weighted(x, row)}, label=label, period=period)
        yield Case("swma", bars, "close", {"swma": weighted(x, triangle(period))}, label=label, period=period)
        sines = [math.sin((k + 1) * math.pi / (period + 1)) for k in range(period)]
        yield Case("sinwma", bars, "close", {"sinwma": weighted(x, sines)}, label=label, period=period)
        yield Case("ssf", bars, "close", {"ssf": super_smoother(x, period, True)}, label=label, period=period)
        yield Case("ssf3", bars, "close", {"ssf3": super_smoother_3(x, period)}, label=label, period=period)
    yield Case("sinwma", bars, "close", {"sinwma": weighted(x, [math.sin((k + 1) * math.pi / 15) for k in range(14)])})
    yield Case("swma", bars, "close", {"swma": weighted(x, [1, 2, 2, 1])}, preset="tradingview", label="tradingview")
    yield Case("ssf", bars, "close", {"ssf": super_smoother(x, 10, False)}, preset="pandas", label="pandas")
    yield Case("ssf", bars, "close", {"ssf": super_smoother(x, 20, True)}, label="initial")
    yield Case("ssf3", bars, "close", {"ssf3": super_smoother_3(x, 20)}, label="initial")
    yield Case("hwma", bars, "close", {"hwma": holt_winters(x)})
    yield Case("hwma", bars, "close", {"hwma": holt_winters(x, 0.5, 0.3, 0.02)}, label="quick", na=0.5, nb=0.3, nc=0.02)
    yield Case("hwc", bars, "close", holt_winters_channel(x, 0.1, 1))
    yield Case("hwc", bars, "close", holt_winters_channel(x, 0.3, 2.5), label="wide", nd=0.3, multiplier=2.5)
    for label, period, phase in (("default", 7, 0), ("quick", 2, 50), ("one", 1, 0), ("long", 30, -80)):
        yield Case("jma", bars, "close", {"jma": jurik(x, period, phase)}, label=label, period=period, phase=phase)
    for label, periods in (("default", (13, 8, 5)), ("turned", (2, 30, 9))):
        lines = {name: rma(x, period) for name, period in zip(("jaw", "teeth", "lips"), periods)}
        yield Case("alligator", bars, "close", lines, label=label, jaw_period=periods[0], teeth_period=periods[1],
                   lips_period=periods[2])
    for label, first, step in (("default", 10, 5), ("near", 3, 1)):
        lines = {f"ribbon_{k + 1}": ema(x, first + k * step) for k in range(6)}
        yield Case("mmar", bars, "close", lines, label=label, period=first, step=step)
    for label, period in (("default", 2), ("five", 5)):
        lines, line = {}, x
        for k in range(10):
            line = sma(line, period)
            lines[f"ribbon_{k + 1}"] = line
        yield Case("rainbow", bars, "close", lines, label=label, period=period)
