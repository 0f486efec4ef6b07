"""Draw 02_round_trip.svg: two processes, one file, and what each of them must already have.

Run `python book/figures/render.py` after an edit; the SVG is committed beside this file.
"""

from pathlib import Path

INK, BLUE, ORANGE, GREEN, GREY = "#1f2937", "#2563a8", "#c2571a", "#2f7d4f", "#6b7280"
PALE_BLUE, PALE_ORANGE, PALE_GREEN, PALE_GREY = "#e8f0f9", "#fdeee3", "#e7f3ec", "#f3f4f6"
ALT = (
    "Two processes stand side by side with a file between them. The first dumps a pipeline; the second loads "
    "it. The file carries state and names of classes. Code and environment must already be on the shelf of "
    "the second process. Variables of the first process, and whatever it defined in __main__, end with it."
)


def box(x, y, width, height, fill, stroke, *, dash=""):
    """Return a rounded rectangle."""
    style = f'stroke-dasharray="{dash}" ' if dash else ""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="1.6" {style}/>'
    )


def words(x, y, lines, *, size=13, colour=INK, weight="normal", anchor="start"):
    """Return lines of text, one below the other."""
    steps = [0] + [size + 5] * (len(lines) - 1)
    spans = "".join(f'<tspan x="{x}" dy="{dy}">{line}</tspan>' for dy, line in zip(steps, lines, strict=True))
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{spans}</text>'
    )


def arrow(path, colour, *, dash=""):
    """Return a curve that ends in an arrowhead."""
    style = f'stroke-dasharray="{dash}" ' if dash else ""
    style += f'marker-end="url(#head-{colour.lstrip("#")})"'
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.4" {style}/>'


def heads():
    """Return the arrowheads, one for each colour in use."""
    shapes = [
        f'<marker id="head-{colour.lstrip("#")}" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="5" '
        f'markerHeight="5" orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="{colour}"/></marker>'
        for colour in (BLUE, GREEN, GREY)
    ]
    return "<defs>" + "".join(shapes) + "</defs>"


def process(x, title, subtitle):
    """Return the frame of one process with its heading."""
    return "".join(
        [
            box(x, 16, 232, 394, "#ffffff", INK),
            words(x + 116, 42, [title], size=15, weight="bold", anchor="middle"),
            words(x + 116, 62, [subtitle], size=12, colour=GREY, anchor="middle"),
        ]
    )


def shelf(x, heading, colour):
    """Return the shelf of code and environment that each process has of its own."""
    return "".join(
        [
            box(x + 14, 184, 204, 112, PALE_ORANGE, ORANGE),
            words(x + 26, 206, [heading], size=12, colour=colour, weight="bold"),
            words(x + 26, 228, ["code of the classes:", "scikit-learn, your features.py"], size=12),
            words(x + 26, 268, ["environment:", "Python, numpy, their versions"], size=12),
        ]
    )


def draw():
    """Return the whole picture as SVG text."""
    left, right = 14, 514
    parts = [
        process(left, "process 1", "train.py, ends tonight"),
        box(left + 14, 78, 204, 88, PALE_BLUE, BLUE),
        words(left + 26, 101, ["fitted pipeline"], weight="bold", colour=BLUE),
        words(left + 26, 123, ["means and scales, weights,", "classes, hyperparameters"], size=12),
        shelf(left, "its own shelf", ORANGE),
        box(left + 14, 312, 204, 84, PALE_GREY, GREY, dash="5 4"),
        words(left + 26, 333, ["ends with the process"], size=12, colour=GREY, weight="bold"),
        words(left + 26, 353, ["variables nobody dumped,", "all that __main__ defines"], size=12),
        process(right, "process 2", "service.py, starts tomorrow"),
        box(right + 14, 78, 204, 88, PALE_BLUE, BLUE),
        words(right + 26, 101, ["the pipeline, rebuilt"], weight="bold", colour=BLUE),
        words(right + 26, 123, ["names looked up on the shelf,", "state put back into them"], size=12),
        shelf(right, "must already be there", ORANGE),
        box(right + 14, 312, 204, 84, PALE_GREEN, GREEN),
        words(right + 26, 333, ["the proof"], size=12, colour=GREEN, weight="bold"),
        words(right + 26, 353, ["the same rows get the stored", "answers, exactly"], size=12),
        # the file
        box(288, 78, 184, 132, PALE_BLUE, BLUE),
        words(380, 102, ["iris.joblib"], weight="bold", colour=BLUE, anchor="middle"),
        words(304, 126, ["state: the numbers"], size=12),
        words(304, 148, ["names of classes:"], size=12),
        words(312, 167, ["sklearn.pipeline.Pipeline", "features.AddRatios"], size=11),
        words(380, 202, ["no code, no environment"], size=10.5, colour=GREY, anchor="middle"),
        arrow("M236 122 L284 122", BLUE),
        words(260, 112, ["dump"], size=12, colour=BLUE, anchor="middle"),
        arrow("M474 122 L522 122", BLUE),
        words(498, 112, ["load"], size=12, colour=BLUE, anchor="middle"),
        # names are looked up
        arrow("M616 183 L616 168", GREY),
        words(628, 179, ["looked up by name"], size=10.5, colour=GREY),
        # stored answers
        box(288, 318, 184, 66, PALE_GREEN, GREEN),
        words(380, 343, ["rows and answers,"], size=12, anchor="middle", colour=GREEN, weight="bold"),
        words(380, 362, ["stored at training time"], size=12, anchor="middle", colour=GREEN, weight="bold"),
        arrow("M236 150 C268 150 254 351 284 351", GREEN),
        arrow("M474 352 L522 352", GREEN),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 426" width="760" role="img" '
        f'font-family="DejaVu Sans, Helvetica, Arial, sans-serif"><title>{ALT}</title>\n'
        f'<rect width="760" height="426" rx="10" fill="#ffffff"/>\n{heads()}\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
