"""Draw 01_what_a_file_holds.svg: state, code and environment, and what a model file holds of each.

Run: python book/figures/01_what_a_file_holds.py
"""

from pathlib import Path
from xml.sax.saxutils import escape

INK, GREY, PALE_GREY, WHITE = "#1f2937", "#6b7280", "#f3f4f6", "#ffffff"
COLUMNS = [
    # title, colour, pale fill, lines in each of the three rows
    (
        "State",
        "#2563a8",
        "#e8f0f9",
        ["coef_, intercept_", "support vectors, trees", "C, max_iter"],
        ["all of it", "a full copy,", "value by value"],
        ["the file", "exactly as it was"],
    ),
    (
        "Code",
        "#c2571a",
        "#fdeee3",
        ["class LogisticRegression", "def predict_proba", "your own classes"],
        ["its name", "sklearn.linear_model.", "_logistic.LogisticRegression"],
        ["an import", "as installed now"],
    ),
    (
        "Environment",
        "#2f7d4f",
        "#e7f3ec",
        ["Python, scikit-learn", "NumPy, BLAS", "processor"],
        ["a note", "_sklearn_version:", "1.9.1"],
        ["where it runs", "whatever is there"],
    ),
]
ROWS = [
    # label, top, height, index of its lines in a column
    ("A model at work", 64, 92, 3),
    ("In the file", 196, 92, 4),
    ("After loading,", 328, 72, 5),
]
LEFT, WIDTH, GAP = 166, 206, 12


def text(x, y, words, *, size=15, fill=INK, weight="normal", anchor="middle"):
    """Return one line of text, centred on x unless told otherwise."""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def box(x, y, width, height, fill, stroke, dash=""):
    """Return a rectangle with rounded corners."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="1.5"{dashes}/>'
    )


def arrow(x, top, bottom, colour, dash=""):
    """Return a vertical arrow; a dashed one carries a name or a note, not the thing itself."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    head = f"M{x - 5},{bottom - 8} L{x},{bottom} L{x + 5},{bottom - 8} Z"
    return (
        f'<path d="M{x},{top} V{bottom - 8}" stroke="{colour}" stroke-width="2" fill="none"{dashes}/>'
        f'<path d="{head}" fill="{colour}"/>'
    )


def column(index):
    """Return the three cells of one column and the arrows between them."""
    title, colour, pale, *contents = COLUMNS[index]
    x = LEFT + index * (WIDTH + GAP)
    middle = x + WIDTH / 2
    dash = "" if title == "State" else "5 4"
    parts = [text(middle, 44, title, size=20, fill=colour, weight="bold")]
    for (_, top, height, _), lines in zip(ROWS, contents, strict=True):
        only_named = dash and top == 196
        parts.append(
            box(x, top, WIDTH, height, WHITE if only_named else pale, colour, dash if only_named else "")
        )
        first = top + height / 2 - 10 * (len(lines) - 1) + 5
        for number, line in enumerate(lines):
            heading = top != 64 and number == 0
            size, weight = (16, "bold") if heading else (14, "normal")
            parts.append(text(middle, first + 21 * number, line, size=size, weight=weight))
    parts += [arrow(middle, 158, 194, colour, dash), arrow(middle, 290, 326, colour, dash)]
    return parts


def labels():
    """Return the words to the left of the rows and the frame that stands for the file."""
    parts = [box(LEFT - 10, 182, 3 * WIDTH + 2 * GAP + 20, 120, PALE_GREY, GREY)]
    for words, top, height, _ in ROWS:
        middle = top + height / 2 + 5
        parts.append(
            text(12, middle - (9 if words.endswith(",") else 0), words, weight="bold", anchor="start")
        )
        if words.endswith(","):
            parts.append(text(12, middle + 9, "it comes from", weight="bold", anchor="start"))
    parts.append(text(12, 266, "model.joblib", size=14, fill=GREY, anchor="start"))
    return parts


def draw():
    """Return the whole picture as SVG text."""
    parts = labels() + [part for index in range(3) for part in column(index)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 830 420" width="830" height="420" '
        'font-family="DejaVu Sans, Helvetica, Arial, sans-serif" role="img">\n'
        "<title>State, code and environment, and what a model file holds of each</title>\n"
        f'<rect width="830" height="420" rx="10" fill="{WHITE}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
