"""What the others are made of, in exact fractions: averages and deviations of decimal prices."""
from fractions import Fraction

from reference import Bars, Case, rolling, rsi


def exact(series):
    return [Fraction(str(x)) for x in series]


def average(series, period):
    return [None if x is None else float(x) for x in rolling(series, period, lambda w: sum(w) / period)]


def exponential(series, period):
    out, value = [], None
    for i, x in enumerate(series):
        if i == period - 1:
            value = sum(series[:period]) / period
        elif i >= period:
            # Fractions double their digits every few bars; 300 bits are far beyond a double's 53.
            value += (x - value) * Fraction(2, period + 1)
            value = Fraction(round(value * 2 ** 300), 2 ** 300)
        out.append(None if value is None else float(value))
    return out


def variance(series, period):
    def of(window):
        mean = sum(window) / period
        return float(sum((x - mean) ** 2 for x in window) / period)
    return rolling(series, period, of)


def cases():
    bars = Bars("walk")
    close = exact(bars.close)
    for period in (1, 2, 14, 100):
        yield Case("ma", bars, "close", {"ma": average(close, period)}, label=f"sma{period}", period=period, ma_type=0)
    for period in (2, 14, 100):
        yield Case("ema", bars, "close", {"ema": exponential(close, period)}, label=f"p{period}", period=period)
        yield Case("var", bars, "close", {"var": variance(close, period)}, label=f"p{period}", period=period)
    yield Case("rsi", bars, "close", {"rsi": rsi(bars.close, 14)}, period=14)
