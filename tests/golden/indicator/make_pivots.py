"""Pivot points and the central range, from tables of what each session was like."""
from reference import Bars, Case
from make_sessions import session_marks


def sessions(bars, kind, offset):
    """For each bar: the session before it (open, high, low, close) or None, and its own session so far."""
    marks = list(session_marks(bars, kind, offset))
    whole, order, out = {}, [], []
    for i, mark in enumerate(marks):
        if not order or order[-1] != mark:
            order.append(mark)
        begin = marks.index(mark)
        whole[mark] = (bars.open[begin], max(bars.high[begin:i + 1]), min(bars.low[begin:i + 1]), bars.close[i])
        out.append((whole[order[-2]] if len(order) > 1 else None, whole[mark]))
    return out


def traditional(o, h, l, c, now):
    p = (h + l + c) / 3
    return (p, 2 * p - h, p - (h - l), 2 * p - (2 * h - l), 3 * p - (3 * h - l),
            2 * p - l, p + (h - l), 2 * p + (h - 2 * l), 3 * p + (h - 3 * l))


def fibonacci(o, h, l, c, now):
    p, d = (h + l + c) / 3, h - l
    return (p, p - 0.382 * d, p - 0.618 * d, p - d, p - d, p + 0.382 * d, p + 0.618 * d, p + d, p + d)


def woodie(o, h, l, c, now):
    p, d = (h + l + 2 * now) / 4, h - l
    s3, r3 = l - 2 * (h - p), h + 2 * (p - l)
    return (p, 2 * p - h, p - d, s3, s3 - d, 2 * p - l, p + d, r3, r3 + d)


def classic(o, h, l, c, now):
    p, d = (h + l + c) / 3, h - l
    return (p, 2 * p - h, p - d, p - 2 * d, p - 3 * d, 2 * p - l, p + d, p + 2 * d, p + 3 * d)


def demark(o, h, l, c, now):
    x = h + l + 2 * c if c == o else 2 * h + l + c if c > o else h + 2 * l + c
    return (x / 4, *[x / 2 - h] * 4, *[x / 2 - l] * 4)


def camarilla(o, h, l, c, now):
    d = h - l
    return ((h + l + c) / 3, *[c - d * 1.1 / n for n in (12, 6, 4, 2)], *[c + d * 1.1 / n for n in (12, 6, 4, 2)])


def pivots(bars, method, kind, offset):
    names = ("pivot", "s1", "s2", "s3", "s4", "r1", "r2", "r3", "r4")
    rows = []
    for before, now in sessions(bars, kind, offset):
        rows.append(method(*before, now[0]) if before else [(now[1] + now[2]) / 2] * 9)
    return {name: [row[k] for row in rows] for k, name in enumerate(names)}


def central_range(bars, method, kind, offset, narrow, wide):
    rows = []
    for (before, now), close in zip(sessions(bars, kind, offset), bars.close):
        o, h, l, c = before or [(now[1] + now[2]) / 2] * 4
        p = (h + l + 2 * c) / 4 if method == 3 else (h + l + c) / 3
        sides = sorted(((h + l) / 2, 2 * p - (h + l) / 2))
        levels = (2 * p - l, p + (h - l), 2 * p - h, p - (h - l))
        if method == 1:
            levels = tuple(c + (h - l) * 1.1 / n for n in (12, 6, -12, -6))
        if method == 2:
            levels = tuple(p + (h - l) * f for f in (0.382, 0.618, -0.382, -0.618))
        width = (sides[1] - sides[0]) / p * 100
        rows.append((sides[1], p, sides[0], *levels, width, 1 if width > wide else -1 if width < narrow else 0,
                     1 if close > sides[1] else -1 if close < sides[0] else 0))
    names = ("top", "pivot", "bottom", "r1", "r2", "s1", "s2", "width", "width_class", "place")
    return {name: [row[k] for row in rows] for k, name in enumerate(names)}


def cases():
    bars = Bars("walk")
    inputs = "time|open|high|low|close"
    for n, method in enumerate((traditional, fibonacci, woodie, classic, demark, camarilla)):
        for kind, offset in ((0, 0), (n % 3, 420 - 200 * n)):
            yield Case("pivots", bars, inputs, pivots(bars, method, kind, offset), label=f"{method.__name__}{kind}_{offset}", method=n,
                       session=kind, offset_minutes=offset)
    for method in range(4):
        for kind, offset in ((0, 0), (1, -300), (2, 60)):
            yield Case("cpr", bars, inputs, central_range(bars, method, kind, offset, 0.2, 0.9), label=f"m{method}s{kind}",
                       integers=("width_class", "place"), method=method, session=kind, offset_minutes=offset, narrow=0.2, wide=0.9)
