"""Draw 03_byte_map.svg: every byte of a small joblib file, coloured by what it is.

The file is a real one: it is dumped here, and its instructions are read with pickletools.
Run `python book/figures/render.py` after an edit; the SVG is committed beside this file.
"""

import io
import pickletools
from html import escape
from pathlib import Path

import joblib
import numpy as np

INK, BLUE, ORANGE, GREEN, GREY = "#1f2937", "#2563a8", "#c2571a", "#2f7d4f", "#6b7280"
PALE_BLUE, PALE_ORANGE, PALE_GREEN, PALE_GREY = "#dbe8f6", "#fbdcc6", "#d3e8da", "#f3f4f6"
COLOURS = {
    "instruction": (PALE_GREY, GREY),
    "name": (PALE_ORANGE, ORANGE),
    "state": (PALE_BLUE, BLUE),
    "padding": ("#ffffff", "#9ca3af"),
    "array": (PALE_GREEN, GREEN),
}
CELL, COLUMNS, LEFT, TOP = 21, 32, 50, 40
ALT = (
    "A grid of 484 small squares, one for each byte of a joblib file. It begins with grey instructions, "
    "orange names such as joblib.numpy_pickle and NumpyArrayWrapper, and blue state. Then come eight bytes "
    "of padding and a solid green block of 96 bytes, the array. Instructions follow again, a second small "
    "green block, and at the end the text iris and a full stop."
)


def content():
    """Return the file, and its two arrays."""
    arrays = [np.arange(12.0).reshape(3, 4) / 8, np.array([0, 1, 2])]
    file = io.BytesIO()
    joblib.dump({"coef": arrays[0], "classes": arrays[1], "species": "iris"}, file)
    return file.getvalue(), arrays


def kinds(data, arrays):
    """Say of every byte what it is."""
    found = ["instruction"] * len(data)
    pickled, place_of = bytearray(data), list(range(len(data)))
    for array in reversed(arrays):
        start = data.find(array.tobytes())
        end, first = (
            start + array.nbytes,
            data.rfind(b"b", 0, start) + 1,
        )  # BUILD is the last instruction before
        found[first:start] = ["padding"] * (start - first)
        found[start:end] = ["array"] * array.nbytes
        del pickled[first:end], place_of[first:end]
    steps = list(pickletools.genops(bytes(pickled)))
    names = names_asked_for(steps)
    for number, (_, argument, place) in enumerate(steps[:-1]):
        if isinstance(argument, str) or (
            isinstance(argument, int) and steps[number][0].name.startswith("BININT")
        ):
            kind = "name" if number in names else "state"
            for byte in range(place + (2 if isinstance(argument, str) else 1), steps[number + 1][2]):
                found[place_of[byte]] = kind
    return found


def names_asked_for(steps):
    """Return the numbers of the instructions whose texts are looked up as module and name."""
    texts, names = [], set()
    for number, (instruction, argument, _) in enumerate(steps):
        if isinstance(argument, str):
            texts.append(number)
        elif instruction.name == "STACK_GLOBAL":
            names |= set(texts[-2:])
    return names


def cell(number, byte, kind):
    """Return the square of one byte."""
    fill, stroke = COLOURS[kind]
    x, y = LEFT + number % COLUMNS * CELL, TOP + number // COLUMNS * CELL
    is_text = kind in ("name", "state") and 32 < byte < 127
    shown, size = (escape(chr(byte)), 13) if is_text else (f"{byte:02x}", 9)
    return (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" stroke="#ffffff"/>'
        f'<text x="{x + CELL / 2}" y="{y + 14.5}" font-size="{size}" fill="{stroke}" '
        f'text-anchor="middle" font-family="DejaVu Sans Mono, monospace">{shown}</text>'
    )


def outline(first, last):
    """Return a frame around the bytes of one array, which may begin and end within a row."""

    def corner(number):
        return LEFT + number % COLUMNS * CELL, TOP + number // COLUMNS * CELL

    (x0, y0), (x1, y1) = corner(first), corner(last)
    right, x1, bottom = LEFT + COLUMNS * CELL, x1 + CELL, y1 + CELL
    if y0 == y1:
        path = f"M{x0} {y0}H{x1}V{bottom}H{x0}Z"
    elif y1 == y0 + CELL and x1 <= x0:  # two pieces that do not touch
        path = f"M{x0} {y0}H{right}V{y1}H{x0}Z M{LEFT} {y1}H{x1}V{bottom}H{LEFT}Z"
    else:
        path = f"M{x0} {y0}H{right}V{y1}H{x1}V{bottom}H{LEFT}V{y0 + CELL}H{x0}Z"
    return f'<path d="{path}" fill="none" stroke="{GREEN}" stroke-width="2.2"/>'


def legend(y):
    """Return what the colours mean."""
    rows = [
        ("instruction", "instructions, and lengths", "what to do next"),
        ("name", "names", "looked up when the file is loaded"),
        ("state", "state", "keys, texts and small numbers"),
        ("padding", "padding", "up to a multiple of 16"),
        ("array", "array", "the bytes as they lie in memory"),
    ]
    parts = []
    for number, (kind, title, meaning) in enumerate(rows):
        x, line = LEFT + number % 3 * 232, y + number // 3 * 44
        fill, stroke = COLOURS[kind]
        parts.append(
            f'<rect x="{x}" y="{line}" width="18" height="18" fill="{fill}" stroke="{stroke}"/>'
            f'<text x="{x + 26}" y="{line + 13}" font-size="13" font-weight="bold" fill="{INK}">'
            f"{title}</text>"
            f'<text x="{x + 26}" y="{line + 30}" font-size="12" fill="{GREY}">{meaning}</text>'
        )
    return "".join(parts)


def draw():
    """Return the whole picture as SVG text."""
    data, arrays = content()
    found = kinds(data, arrays)
    n_rows = -(-len(data) // COLUMNS)
    width, bottom = LEFT + COLUMNS * CELL + 16, TOP + n_rows * CELL
    parts = [
        f'<text x="{LEFT}" y="24" font-size="14" font-weight="bold" fill="{INK}">'
        f"joblib.dump of a dict with two arrays and a text: {len(data)} bytes</text>"
    ]
    parts += [
        f'<text x="{LEFT - 8}" y="{TOP + row * CELL + 14.5}" font-size="10.5" fill="{GREY}" '
        f'text-anchor="end">{row * COLUMNS}</text>'
        for row in range(n_rows)
    ]
    parts += [cell(number, byte, kind) for number, (byte, kind) in enumerate(zip(data, found, strict=True))]
    for array in arrays:
        start = data.find(array.tobytes())
        parts.append(outline(start, start + array.nbytes - 1))
    parts.append(legend(bottom + 18))
    height = bottom + 108
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'font-family="DejaVu Sans, Helvetica, Arial, sans-serif"><title>{ALT}</title>\n'
        f'<rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
