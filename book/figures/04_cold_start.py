"""Draw 04_cold_start.svg: where a cold start goes, measured in fresh processes while the figure is drawn.

Run `python book/figures/render.py` after an edit; the SVG is committed beside this file.
"""

from pathlib import Path

from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rehydrate.evaluate import evaluate

INK, BLUE, ORANGE, GREEN, GREY = "#1f2937", "#2563a8", "#c2571a", "#2f7d4f", "#6b7280"
LEFT, WIDTH, BAR = 40, 680, 30
PARTS = (("imports", BLUE), ("read", ORANGE), ("first_predict", GREEN))


def measured():
    """Return for each model its name, the three parts of a cold start and a later answer, in seconds."""
    X, y = load_iris(return_X_y=True)
    models = {
        "a scaler and a logistic regression": make_pipeline(StandardScaler(), LogisticRegression()),
        "a forest of 500 trees": RandomForestClassifier(500, random_state=0),
    }
    for name, model in models.items():
        result = evaluate(model.fit(X, y), X, formats=["joblib"], repeats=5, workers=0, sizes=(1,))["joblib"]
        assert result.fidelity.same
        parts = {part: getattr(result, part).median for part, _ in PARTS}
        yield name, parts, result.warm_load.median, result.latency[1].median


def text(x, y, words, *, colour=INK, anchor="start", size=13):
    """Return one line of text."""
    style = f'fill="{colour}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{words}</text>'


def block(x, y, width, colour):
    """Return one part of a bar."""
    return f'<rect x="{x:.2f}" y="{y}" width="{width:.2f}" height="{BAR}" fill="{colour}"/>'


def amount(seconds):
    """Write a duration with two digits, in seconds or milliseconds."""
    value, unit = (seconds, "s") if seconds >= 0.5 else (seconds * 1e3, "ms")
    return f"{value:.0f} {unit}" if value >= 9.5 else f"{value:.2g} {unit}"


def bars(top, name, parts, warm_load, later, longest):
    """Return one model: its whole cold start to scale, and below it the end of the bar, enlarged."""
    total, rest = sum(parts.values()), parts["read"] + parts["first_predict"]
    scale = WIDTH / longest
    joint, end = LEFT + parts["imports"] * scale, LEFT + total * scale
    below = top + BAR + 34
    share = parts["read"] / rest * WIDTH
    shape = f"{joint:.1f},{top + BAR} {end:.1f},{top + BAR} {LEFT + WIDTH},{below} {LEFT},{below}"
    yield text(LEFT, top - 10, name, size=15)
    yield f'<polygon points="{shape}" fill="#f3f4f6"/>'
    yield block(LEFT, top, parts["imports"] * scale, BLUE)
    yield text(LEFT + 10, top + 20, f"imports {amount(parts['imports'])}", colour="#ffffff")
    x, y = joint, top
    for part, colour in PARTS[1:]:
        yield block(x, y, max(parts[part] * scale, 1.2), colour)
        x += max(parts[part] * scale, 1.2)
    yield block(LEFT, below, share, ORANGE)
    yield block(LEFT + share, below, WIDTH - share, GREEN)
    words = f"enlarged {WIDTH / (rest * scale):.0f} times"
    yield text(LEFT + WIDTH / 2, below - 8, words, colour=GREY, anchor="middle", size=12)
    under = below + BAR + 18
    yield text(LEFT, under, f"read the file {amount(parts['read'])}", colour=ORANGE)
    yield text(
        LEFT + WIDTH, under, f"first answer {amount(parts['first_predict'])}", colour=GREEN, anchor="end"
    )
    words = f"warm, for comparison: load {amount(warm_load)}, a later answer {amount(later)}"
    yield text(LEFT + WIDTH / 2, under, words, colour=GREY, anchor="middle", size=12)


def draw():
    """Return the whole picture as SVG text."""
    models = list(measured())
    longest = max(sum(parts.values()) for _, parts, _, _ in models)
    body = "\n".join(
        part for number, model in enumerate(models) for part in bars(44 + 178 * number, *model, longest)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 362" width="760" role="img" '
        'font-family="DejaVu Sans, Helvetica, Arial, sans-serif"><title>Where a cold start goes: imports, '
        "reading the file, the first answer</title>\n"
        '<rect width="760" height="362" rx="10" fill="#ffffff"/>\n'
        f"{body}\n</svg>\n"
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
