"""Momentum, ranges, trends and volumes by their definitions, in exact fractions."""
from fractions import Fraction

from exact import AVERAGES, doubles, ema, exact, gains, mean, near, rsi, sma, smoothed, steps, true_range, wilder
from reference import Bars, Case, each, highest, lagged, lowest, rolling, shifted

ZERO = Fraction(0)


# ---- one series -----------------------------------------------------------------------------------


def macd(series, fast, slow, signal):
    """Both averages have their first value at the same bar: the fast one begins that much later."""
    late = slow - fast
    quick = [None] * late + ema(series[late:], fast)
    difference = each(lambda a, b: a - b, quick, ema(series, slow))
    smooth = ema(difference, signal)
    return difference, smooth, each(lambda a, b: a - b, difference, smooth)


def masked(series, other):
    """Nothing where the other has nothing yet."""
    return each(lambda x, _: x, series, other)


def trix(series, period):
    thrice = ema(ema(ema(series, period), period), period)
    return each(lambda x, before: 100 * (x - before) / before, thrice, lagged(thrice, 1))


def cmo(series, period):
    up, down = gains(series)
    return each(lambda g, l: 100 * (g - l) / (g + l) if g + l else ZERO, wilder(up, period), wilder(down, period))


def place(x, low, high):
    return 100 * (x - low) / (high - low) if high > low else ZERO


def stochastic_rsi(series, period, window, smoothing):
    strength = rsi(series, period)
    fast = each(place, strength, lowest(strength, window), highest(strength, window))
    return fast, sma(fast, smoothing)


# ---- bars -----------------------------------------------------------------------------------------


def average_range(bars, period):
    return wilder(true_range(bars), period)


def fast_k(bars, period):
    return each(place, exact(bars.close), lowest(exact(bars.low), period), highest(exact(bars.high), period))


def below_top(bars, period):
    """Williams' percent range; a window without a range has none."""
    return each(lambda c, l, h: 100 * (c - h) / (h - l) if h > l else ZERO, exact(bars.close),
                lowest(exact(bars.low), period), highest(exact(bars.high), period))


def movements(bars):
    """Directional movement up and down, bar by bar; None at bar 0."""
    up, down = steps(exact(bars.high)), each(lambda s: -s, steps(exact(bars.low)))
    return (each(lambda a, b: a if a > b and a > 0 else ZERO, up, down),
            each(lambda a, b: b if b > a and b > 0 else ZERO, up, down))


def book_sum(series, period):
    """Wilder's running total: the first period - 1 added up, then before - before / period + new."""
    def run(x):
        out = [None] * len(x)
        for i in range(period - 2, len(x)):
            out[i] = sum(x[:i + 1]) if i == period - 2 else near(out[i - 1] - out[i - 1] / period + x[i])
        return out
    return shifted(series, run)


def direction(bars, period):
    """plus_di, minus_di, dx and adx; the first total alone gives no ratio yet."""
    plus, minus = movements(bars)
    ranges = book_sum(true_range(bars), period)
    first = next(i for i, x in enumerate(ranges) if x is not None)
    ranges[first] = None
    plus, minus = book_sum(plus, period), book_sum(minus, period)
    plus_di = each(lambda d, r: 100 * d / r if r else ZERO, plus, ranges)
    minus_di = each(lambda d, r: 100 * d / r if r else ZERO, minus, ranges)
    dx = each(lambda a, b: near(100 * abs(a - b) / (a + b)), plus_di, minus_di)
    return plus_di, minus_di, dx, wilder(dx, period)


def commodity_channel(bars, period):
    typical = typical_price(bars)

    def of(window):
        middle = mean(window)
        spread = mean([abs(x - middle) for x in window])
        return (window[-1] - middle) / (Fraction("0.015") * spread) if spread else ZERO
    return rolling(typical, period, of)


def typical_price(bars):
    return each(lambda h, l, c: (h + l + c) / 3, exact(bars.high), exact(bars.low), exact(bars.close))


def money_flow(bars, period):
    """Which way a bar went is told by typical prices as doubles: rounding decides where decimals are equal."""
    rounded = bars.typical()
    moves = each(lambda p, before, price, v: (p - before, price * v), rounded, lagged(rounded, 1), typical_price(bars),
                 exact(bars.volume))

    def of(window):
        up, down = (sum(flow for move, flow in window if move * sign > 0) for sign in (1, -1))
        return 100 * up / (up + down) if up + down else ZERO
    return rolling(moves, period, of)


def balance(bars):
    out, close, volume = [], exact(bars.close), exact(bars.volume)
    for i, price in enumerate(close):
        before = out[-1] if out else ZERO
        sign = 1 if i == 0 or price > close[i - 1] else -1 if price < close[i - 1] else 0
        out.append(before + sign * volume[i])
    return out


def distribution(bars):
    out, running = [], ZERO
    for h, l, c, v in zip(exact(bars.high), exact(bars.low), exact(bars.close), exact(bars.volume)):
        running += ((c - l) - (h - c)) / (h - l) * v if h > l else ZERO
        running = near(running)
        out.append(running)
    return out


def aroon(bars, period):
    """Of equal extremes the newest counts."""
    def since(window, extreme):
        return 100 * Fraction(period - window[::-1].index(extreme(window)), period)
    return (rolling(bars.low, period + 1, lambda w: since(w, min)), rolling(bars.high, period + 1, lambda w: since(w, max)))


def ultimate(bars, periods):
    low = each(min, exact(bars.low), lagged(exact(bars.close), 1))
    pressure = each(lambda c, l: c - l, exact(bars.close), low)
    parts = []
    for period in sorted(periods):
        parts.append(each(lambda p, r: p / r if r else ZERO, rolling(pressure, period, sum),
                          rolling(true_range(bars), period, sum)))
    return each(lambda a, b, c: 100 * (4 * a + 2 * b + c) / 7, *parts)


class Stop:
    """One side of the parabola: up follows the highs from below. `sign` turns the picture over."""

    def __init__(self, sign, stop, extreme, step):
        self.sign, self.stop, self.extreme, self.step = sign, stop, extreme, step

    def move(self, limit, acceleration, maximum, best):
        """A bar that did not touch: a new extreme quickens, and the stop stays outside of the last two bars."""
        if self.sign * best > self.sign * self.extreme:
            self.extreme, self.step = best, min(self.step + acceleration, maximum)
        self.advance(limit)

    def advance(self, limit):
        self.stop = near(self.stop + self.step * (self.extreme - self.stop))
        self.stop = min(self.stop, limit) if self.sign > 0 else max(self.stop, limit)


def parabola(bars, acceleration, maximum):
    high, low = exact(bars.high), exact(bars.low)
    acceleration, maximum = Fraction(acceleration), Fraction(maximum)
    falls = low[0] - low[1] > 0 and low[0] - low[1] > high[1] - high[0]
    side = Stop(-1, high[0], low[1], acceleration) if falls else Stop(1, low[0], high[1], acceleration)
    out = [None]
    for i in range(1, len(high)):
        last = max(i - 1, 1)
        bottom, top = min(low[last], low[i]), max(high[last], high[i])
        if (low[i] <= side.stop) if side.sign > 0 else (high[i] >= side.stop):
            stop = max(side.extreme, top) if side.sign > 0 else min(side.extreme, bottom)
            out.append(stop)
            side = Stop(-side.sign, stop, low[i] if side.sign > 0 else high[i], acceleration)
            side.advance(bottom if side.sign > 0 else top)
        else:
            out.append(side.stop)
            if side.sign > 0:
                side.move(bottom, acceleration, maximum, high[i])
            else:
                side.move(top, acceleration, maximum, low[i])
    return out


def cases():
    bars = Bars("walk")
    close = exact(bars.close)
    hlc = "high|low|close"

    def one(name, values, label="default", inputs="close", **params):
        return Case(name, bars, inputs, {name: doubles(values)}, label=label, **params)

    def many(name, inputs, label, outputs, **params):
        return Case(name, bars, inputs, {key: doubles(values) for key, values in outputs.items()}, label=label, **params)

    for period in (2, 14):
        label = f"p{period}"
        plus, minus = movements(bars)
        plus_di, minus_di, dx, adx = direction(bars, period)
        down, up = aroon(bars, period)
        atr = average_range(bars, period)
        yield one("rsi", rsi(close, period), label, period=period)
        yield one("cmo", cmo(close, period), label, period=period)
        yield one("trix", trix(close, period), label, period=period)
        yield one("mom", each(lambda x, b: x - b, close, lagged(close, period)), label, period=period)
        yield one("roc", each(lambda x, b: 100 * (x / b - 1), close, lagged(close, period)), label, period=period)
        yield one("rocp", each(lambda x, b: x / b - 1, close, lagged(close, period)), label, period=period)
        yield one("rocr", each(lambda x, b: x / b, close, lagged(close, period)), label, period=period)
        yield one("atr", atr, label, hlc, period=period)
        yield one("natr", each(lambda a, c: 100 * a / c, atr, close), label, hlc, period=period)
        yield one("cci", commodity_channel(bars, period), label, hlc, period=period)
        yield one("willr", below_top(bars, period), label, hlc, period=period)
        yield one("plus_dm", book_sum(plus, period), label, "high|low", period=period)
        yield one("minus_dm", book_sum(minus, period), label, "high|low", period=period)
        yield one("plus_di", plus_di, label, hlc, period=period)
        yield one("minus_di", minus_di, label, hlc, period=period)
        yield one("dx", dx, label, hlc, period=period)
        yield one("adx", adx, label, hlc, period=period)
        yield one("mfi", money_flow(bars, period), label, hlc + "|volume", period=period)
        yield many("aroon", "high|low", label, {"down": down, "up": up}, period=period)
        yield one("aroonosc", each(lambda u, d: u - d, up, down), label, "high|low", period=period)
    for fast, slow, signal in ((12, 26, 9), (3, 8, 2)):
        line, smooth, difference = macd(close, fast, slow, signal)
        yield many("macd", "close", f"p{fast}", {"macd": masked(line, smooth), "signal": smooth, "histogram": difference},
                   fast_period=fast, slow_period=slow, signal_period=signal)
    for average in (0, 1, 2):
        quick, steady = AVERAGES[average](close, 5), AVERAGES[average](close, 13)
        params = {"fast_period": 5, "slow_period": 13, "ma_type": average}
        yield one("apo", each(lambda a, b: a - b, quick, steady), f"ma{average}", **params)
        yield one("ppo", each(lambda a, b: 100 * (a - b) / b, quick, steady), f"ma{average}", **params)
    for period, slowing, smoothing in ((5, 3, 3), (14, 1, 5)):
        slow_k = sma(fast_k(bars, period), slowing)
        slow_d = sma(slow_k, smoothing)
        yield many("stoch", hlc, f"p{period}", {"slow_k": masked(slow_k, slow_d), "slow_d": slow_d}, fastk_period=period,
                   slowk_period=slowing, slowk_ma_type=0, slowd_period=smoothing, slowd_ma_type=0)
        fast = fast_k(bars, period)
        fast_d = sma(fast, smoothing)
        yield many("stochf", hlc, f"p{period}", {"fast_k": masked(fast, fast_d), "fast_d": fast_d}, fastk_period=period,
                   fastd_period=smoothing, fastd_ma_type=0)
    fast, fast_d = stochastic_rsi(close, 14, 5, 3)
    yield many("stochrsi", "close", "default", {"fast_k": masked(fast, fast_d), "fast_d": fast_d}, period=14, fastk_period=5,
               fastd_period=3, fastd_ma_type=0)
    for acceleration, maximum in ((0.02, 0.2), (0.1, 0.5)):
        yield one("sar", parabola(bars, acceleration, maximum), f"a{acceleration}", "high|low", acceleration=acceleration,
                  maximum=maximum)
    yield one("ultosc", ultimate(bars, (7, 14, 28)), "default", hlc, period1=7, period2=14, period3=28)
    yield one("trange", true_range(bars), "default", hlc)
    yield one("obv", balance(bars), "default", "close|volume")
    line = distribution(bars)
    yield one("ad", line, "default", hlc + "|volume")
    quick, steady = (smoothed(line, p, Fraction(2, p + 1), 1) for p in (3, 10))
    oscillator = each(lambda a, b: a - b, quick, steady)
    yield one("adosc", [None] * 9 + oscillator[9:], "default", hlc + "|volume", fast_period=3, slow_period=10)
    yield one("bop", each(lambda o, h, l, c: (c - o) / (h - l) if h > l else ZERO, exact(bars.open), exact(bars.high),
                          exact(bars.low), close), "default", "open|" + hlc)
