#!/usr/bin/env python3
"""Write walk.csv: 500 invented bars of four hours with everything that trips indicators up."""
import datetime
import pathlib

state = 20240101


def draw():
    """Uniform in [0, 1), the same on every machine."""
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
    return (state >> 33) / 2 ** 31


def main():
    start = datetime.datetime(2024, 1, 3, tzinfo=datetime.timezone.utc)
    lines, price = ["time,open,high,low,close,volume"], 100.0
    for i in range(500):
        opened = price
        if i % 29 == 17:
            opened = price * (1 + 0.03 * (draw() - 0.5))  # a gap
        drift = 0.004 if i // 70 % 2 == 0 else -0.0035
        closed = opened * (1 + drift + 0.03 * (draw() - 0.5))
        if i == 230:
            closed = opened * 1.8
        if i == 360:
            closed = opened * 0.55
        high = max(opened, closed) * (1 + 0.012 * draw())
        low = min(opened, closed) * (1 - 0.012 * draw())
        volume = 1000 * draw() ** 2 * (3 if i % 41 == 0 else 1)
        if i % 37 == 20:
            closed = opened
        if i % 53 in (30, 31):
            opened = high = low = closed = price  # nothing happened
        if i % 47 == 11:
            volume = 0
        opened, high, low, closed = (round(x, 2) for x in (opened, high, low, closed))
        high, low = max(opened, high, closed), min(opened, low, closed)
        stamp = (start + datetime.timedelta(hours=4 * i)).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines.append(f"{stamp},{opened:.2f},{high:.2f},{low:.2f},{closed:.2f},{volume:.3f}")
        price = closed
    (pathlib.Path(__file__).parent / "walk.csv").write_text("\n".join(lines) + "\n")


main()
