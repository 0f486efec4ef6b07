"""Draw 05_sieves.svg: seven formats as lanes, six needs as sieves across them.

Which cell is closed is asked of the formats. Run `python book/figures/render.py` after an edit; the
SVG is committed beside this file.
"""

import tempfile
from pathlib import Path

import numpy as np
from sklearn.preprocessing import FunctionTransformer

from rehydrate import formats
from rehydrate.errors import FormatError

INK, BLUE, PALE, ORANGE, GREY, LINE = "#1f2937", "#2563a8", "#e8f0f9", "#c2571a", "#6b7280", "#d1d5db"
NAMES = ["pickle", "joblib", "cloudpickle", "hickle", "skops", "npz_linear", "onnx"]
LEFT, STEP, TOP, ROW, RIGHT = 268, 70, 74, 46, 24


def holds_a_notebook(fmt):
    """Say whether a format keeps a function that no module has: by trying."""
    model = FunctionTransformer(lambda X: X).fit(np.zeros((2, 2)))
    with tempfile.TemporaryDirectory() as folder:
        try:
            fmt.dump(model, Path(folder) / f"model{fmt.suffix}")
        except FormatError:
            return False
    return True


NEEDS = [
    ("the writer is not trusted", "loading must run nothing", lambda fmt: not fmt.runs_code_on_load),
    ("no Python where it predicts", "a browser, another language", lambda fmt: "browser" in fmt.consumers),
    ("it will be trained further", "the estimator comes back", lambda fmt: fmt.gives_back == "object"),
    ("it is kept for years", "later versions promise to read it", lambda fmt: fmt.outlives_versions),
    ("every bit must agree", "no other precision", lambda fmt: fmt.tolerance == 0),
    ("a function of a notebook is in it", "code that no module has", holds_a_notebook),
]


def text(x, y, words, *, colour=INK, anchor="start", size=13, more=""):
    """Return one line of text."""
    style = f'fill="{colour}" text-anchor="{anchor}" font-size="{size}" {more}'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{words}</text>'


def sieve(x, y, is_open):
    """Return one cell: a gap that lets the lane through, or a bar across it."""
    if is_open:
        return f'<circle cx="{x}" cy="{y}" r="6" fill="{PALE}" stroke="{BLUE}" stroke-width="2"/>'
    bar = f'<rect x="{x - 26}" y="{y - 7}" width="52" height="14" rx="3" fill="{ORANGE}"/>'
    return bar + text(x, y + 4.5, "no", colour="#ffffff", anchor="middle", size=12)


def draw():
    """Return the whole picture as SVG text."""
    places = [LEFT + 36 + STEP * i for i in range(len(NAMES))]
    bottom = TOP + ROW * len(NEEDS)
    width, height = places[-1] + 36 + RIGHT, bottom + 62
    parts = []
    for x, name in zip(places, NAMES, strict=True):
        parts.append(text(x, TOP - 34, name, anchor="middle", size=12, more='font-weight="bold"'))
        parts.append(
            f'<line x1="{x}" y1="{TOP - 24}" x2="{x}" y2="{bottom + 4}" stroke="{LINE}" stroke-width="3"/>'
        )
    for row, (need, why, passes) in enumerate(NEEDS):
        y = TOP + ROW * row + 12
        parts.append(text(16, y + 1, need))
        parts.append(text(16, y + 17, why, colour=GREY, size=12))
        parts += [sieve(x, y + 4, passes(formats.get(n))) for x, n in zip(places, NAMES, strict=True)]
    parts.append(
        text(16, bottom + 28, "Take the rows that are asked of you, all of them, and read down the lanes.")
    )
    closing = "A lane without an orange bar in these rows will do. If there is none, a need has to go."
    parts.append(text(16, bottom + 47, closing, colour=GREY))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        'font-family="DejaVu Sans, Helvetica, Arial, sans-serif"><title>Formats as lanes, needs as '
        "sieves</title>\n"
        f'<rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
