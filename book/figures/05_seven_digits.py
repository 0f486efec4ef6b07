"""Draw 05_seven_digits.svg: petal lengths that begin at 100,000,000, as float64 and as float32 know them.

Run `python book/figures/render.py` after an edit; the SVG is committed beside this file.
"""

from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.datasets import load_iris

INK, GREY, LINE = "#1f2937", "#6b7280", "#d1d5db"
COLOURS = ["#2563a8", "#c2571a", "#15803d"]
OFFSET, LEFT, WIDTH = 100_000_000, 60, 600
ABOVE, BELOW = 160, 240  # the two axes


def text(x, y, words, *, colour=INK, anchor="start", size=13):
    """Return one line of text."""
    style = f'fill="{colour}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{words}</text>'


def place(value):
    """Return where a value lies, in pixels from the left; the axis shows 10 units."""
    return LEFT + WIDTH * (value - OFFSET + 1) / 10


def axis(y):
    """Return an axis."""
    return f'<line x1="{LEFT}" y1="{y}" x2="{LEFT + WIDTH}" y2="{y}" stroke="{INK}" stroke-width="1.5"/>'


def draw():
    """Return the whole picture as SVG text."""
    X, y = load_iris(return_X_y=True)
    lengths = X[:, 2] + OFFSET
    rounded = np.float32(lengths)
    names = load_iris().target_names
    parts = [
        axis(ABOVE),
        text(LEFT + WIDTH, 92, "float64: every flower where it is", anchor="end", colour=GREY, size=12),
        axis(BELOW),
        text(LEFT, BELOW + 44, "float32: the two places that are left", colour=GREY, size=12),
    ]
    height = Counter()
    for length, seen, kind in sorted(zip(lengths, rounded, y, strict=True)):
        x = place(length)
        stack = height[round(length, 2)]
        height[round(length, 2)] += 1
        dot = ABOVE - 7 - 7 * stack
        parts.append(
            f'<line x1="{x:.1f}" y1="{ABOVE}" x2="{place(float(seen)):.1f}" y2="{BELOW}" stroke="{LINE}"/>'
        )
        parts.append(f'<circle cx="{x:.1f}" cy="{dot}" r="3.2" fill="{COLOURS[kind]}"/>')
    for value in sorted({float(v) for v in rounded}):
        x = place(value)
        parts.append(f'<rect x="{x - 7:.1f}" y="{BELOW - 7}" width="14" height="14" fill="{INK}"/>')
        parts.append(text(x, BELOW + 22, f"{value:,.0f}", anchor="middle", size=12))
    for i, name in enumerate(names):
        parts.append(f'<circle cx="{LEFT + 6 + 110 * i}" cy="24" r="4.5" fill="{COLOURS[i]}"/>')
        parts.append(text(LEFT + 16 + 110 * i, 28.5, name, size=12))
    parts.append(text(LEFT + WIDTH, 28.5, "petal length + 100,000,000", anchor="end", colour=GREY, size=12))
    body = "\n".join(parts)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300" width="720" role="img" '
        'font-family="DejaVu Sans, Helvetica, Arial, sans-serif"><title>What float32 keeps of a column with '
        "an offset</title>\n"
        f'<rect width="720" height="300" rx="10" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
