"""Draw 02_methods.svg: seven files that hold one model, and who decides what loading does.

Run: python book/figures/02_methods.py
"""

from pathlib import Path
from xml.sax.saxutils import escape

INK, GREY, PALE_GREY, WHITE = "#1f2937", "#6b7280", "#f3f4f6", "#ffffff"
BLUE, PALE_BLUE = "#2563a8", "#e8f0f9"
ORANGE, PALE_ORANGE = "#c2571a", "#fdeee3"
GREEN, PALE_GREEN = "#2f7d4f", "#e7f3ec"
RED, PALE_RED = "#a61b1b", "#fbe4e4"

KINDS = {
    "program": (ORANGE, PALE_ORANGE),
    "code": (RED, PALE_RED),
    "numbers": (BLUE, PALE_BLUE),
    "text": (GREEN, PALE_GREEN),
}
# name, first bytes, what wraps the parts, the parts: kind, words, share of the bar
FILES = [
    ("pickle", "80 05", "", [("program", "instructions", 5), ("numbers", "arrays, behind", 5)]),
    (
        "joblib",
        "80 04",
        "",
        [
            ("program", "instr.", 2.4),
            ("numbers", "array", 2.6),
            ("program", "instr.", 2.4),
            ("numbers", "array", 2.6),
        ],
    ),
    (
        "cloudpickle",
        "80 05",
        "",
        [("program", "instructions", 4), ("code", "bytecode", 3), ("numbers", "arrays", 3)],
    ),
    ("Hickle", "89 HDF", "HDF5", [("program", "a whole pickle", 1)]),
    (
        "skops",
        "PK",
        "zip",
        [("numbers", "array", 2.6), ("numbers", "array", 2.6), ("text", "names, as JSON", 4.8)],
    ),
    ("ONNX", "08", "", [("text", "operators", 5), ("numbers", "weights", 5)]),
    (
        "npz",
        "PK",
        "zip",
        [("text", "names, as JSON", 4.8), ("numbers", "array", 2.6), ("numbers", "array", 2.6)],
    ),
]
LEFT, RIGHT, TOP, STEP, HEIGHT = 190, 640, 52, 54, 38


def text(x, y, words, *, size=14, fill=INK, weight="normal", anchor="middle", family=""):
    """Return one line of text."""
    font = f' font-family="{family}"' if family else ""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}"{font}>{escape(words)}</text>'
    )


def box(x, y, width, height, fill, stroke):
    """Return a rectangle with rounded corners."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="5" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="1.5"/>'
    )


def row(number):
    """Return the name, the first bytes and the bar of one file."""
    name, head, shell, parts = FILES[number]
    y = TOP + number * STEP
    middle = y + HEIGHT / 2 + 5
    drawn = [
        text(12, middle, name, size=15, weight="bold", anchor="start"),
        text(LEFT - 12, middle, head, size=13, fill=GREY, anchor="end", family="DejaVu Sans Mono, monospace"),
    ]
    left, inset = LEFT, 0
    if shell:
        drawn.append(box(LEFT, y, RIGHT - LEFT, HEIGHT, PALE_GREY, GREY))
        drawn.append(text(LEFT + 26, middle, shell, size=13, fill=GREY))
        left, inset = LEFT + 52, 5
    room = RIGHT - left - inset
    share = room / sum(part[2] for part in parts)
    for kind, words, part in parts:
        stroke, fill = KINDS[kind]
        width = part * share
        drawn.append(box(left + 1, y + inset, width - 2, HEIGHT - 2 * inset, fill, stroke))
        drawn.append(text(left + width / 2, middle, words, size=13))
        left += width
    return drawn


def bracket(first, last, colour, lines):
    """Return a bracket beside some rows and what it says."""
    top, bottom = TOP + first * STEP, TOP + last * STEP + HEIGHT
    middle = (top + bottom) / 2
    x = RIGHT + 12
    path = f'<path d="M{x},{top} h8 V{bottom} h-8" fill="none" stroke="{colour}" stroke-width="2"/>'
    start = middle - 10 * (len(lines) - 1) + 5
    return [path] + [
        text(x + 18, start + 20 * i, line, fill=colour, weight="bold" if i == 0 else "normal", anchor="start")
        for i, line in enumerate(lines)
    ]


def draw():
    """Return the whole picture as SVG text."""
    height = TOP + len(FILES) * STEP + 6
    parts = [
        text(12, 30, "method", size=13, fill=GREY, anchor="start"),
        text(LEFT - 12, 30, "begins", size=13, fill=GREY, anchor="end"),
        text(LEFT, 30, "what lies in the file (not to scale)", size=13, fill=GREY, anchor="start"),
    ]
    parts += [part for number in range(len(FILES)) for part in row(number)]
    parts += bracket(0, 3, ORANGE, ["The file decides", "what runs when", "it is loaded."])
    parts += bracket(4, 6, GREEN, ["The reader decides", "what may be built", "from it."])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 830 {height}" width="830" height="{height}" '
        'font-family="DejaVu Sans, Helvetica, Arial, sans-serif" role="img">\n'
        "<title>Seven files that hold one model, and who decides what loading does</title>\n"
        f'<rect width="830" height="{height}" rx="10" fill="{WHITE}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
