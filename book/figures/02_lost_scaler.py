"""Draw 02_lost_scaler.svg: fifty classifiers, asked with and without the scaler they were trained with.

Run `python book/figures/render.py` after an edit; the SVG is committed beside this file.
"""

from collections import Counter
from pathlib import Path

from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

INK, BLUE, ORANGE, GREY = "#1f2937", "#2563a8", "#c2571a", "#6b7280"
LEFT, WIDTH, AXIS = 60, 640, 186


def accuracies():
    """Return the accuracy with and without the scaler for fifty splits of the iris rows."""
    X, y = load_iris(return_X_y=True)
    with_scaler, without = [], []
    for seed in range(50):
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=seed)
        scaler = StandardScaler().fit(X_train)
        classifier = LogisticRegression().fit(scaler.transform(X_train), y_train)
        with_scaler.append(classifier.score(scaler.transform(X_test), y_test))
        without.append(classifier.score(X_test, y_test))
    return with_scaler, without


def text(x, y, words, *, colour=INK, anchor="start", size=13):
    """Return one line of text."""
    style = f'fill="{colour}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text x="{x:.1f}" y="{y}" {style}>{words}</text>'


def line(x1, y1, x2, y2, colour, more=""):
    """Return a straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1}" x2="{x2:.1f}" y2="{y2}" stroke="{colour}" {more}/>'


def dots(values, colour, *, up):
    """Return one dot for each value; equal values are stacked on the axis or hang below one another."""
    parts = []
    for value, count in sorted(Counter(round(value, 4) for value in values).items()):
        for i in range(count):
            y = AXIS - 10 - 9 * i if up else AXIS + 34 + 9 * i
            parts.append(f'<circle cx="{LEFT + WIDTH * value:.1f}" cy="{y}" r="3.8" fill="{colour}"/>')
    return "".join(parts)


def draw():
    """Return the whole picture as SVG text."""
    with_scaler, without = accuracies()
    guess, end = LEFT + WIDTH / 3, LEFT + WIDTH
    places = [(t / 10, LEFT + WIDTH * t / 10) for t in range(0, 11, 2)]
    parts = [
        line(LEFT, AXIS, end, AXIS, INK, 'stroke-width="1.5"'),
        *(line(x, AXIS, x, AXIS + 5, INK) for _, x in places),
        *(text(x, AXIS + 20, f"{value:.1f}", anchor="middle", size=12) for value, x in places),
        text(end, AXIS + 38, "accuracy on 30 held-out rows", anchor="end", colour=GREY, size=12),
        line(guess, 30, guess, AXIS, GREY, 'stroke-dasharray="4 4"'),
        text(guess, 22, "guessing", anchor="middle", colour=GREY, size=12),
        text(LEFT, 80, "with the scaler", colour=BLUE, size=14),
        text(LEFT, 100, "one dot: one of 50 splits", colour=GREY, size=12),
        dots(with_scaler, BLUE, up=True),
        text(LEFT, AXIS + 70, "raw rows,", colour=ORANGE, size=14),
        text(LEFT, AXIS + 88, "no scaler", colour=ORANGE, size=14),
        dots(without, ORANGE, up=False),
    ]
    body = "\n".join(parts)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 318" width="760" role="img" '
        'font-family="DejaVu Sans, Helvetica, Arial, sans-serif"><title>Accuracy of fifty '
        "classifiers with and without their scaler</title>\n"
        '<rect width="760" height="318" rx="10" fill="#ffffff"/>\n'
        f"{body}\n</svg>\n"
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
