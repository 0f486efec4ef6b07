"""Draws 00_two_processes.svg: the verdict on one side of a border, the learner's code on the other."""

from pathlib import Path

INK, BLUE, ORANGE, GREEN, GREY = "#1f2937", "#2563a8", "#c2571a", "#2f7d4f", "#6b7280"
PALE_BLUE, PALE_ORANGE, PALE_GREY = "#e8f0f9", "#fdeee3", "#f3f4f6"


def box(x, y, width, height, fill, stroke):
    place = f'x="{x}" y="{y}" width="{width}" height="{height}" rx="8"'
    return f'<rect {place} fill="{fill}" stroke="{stroke}" stroke-width="1.6"/>'


def text(x, y, words, size=15, colour=INK, anchor="middle", weight="normal"):
    look = f'font-size="{size}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}"'
    return f'<text x="{x}" y="{y}" {look}>{words}</text>'


def arrow(x1, x2, y, colour):
    head = 9 if x2 > x1 else -9
    return (
        f'<line x1="{x1}" y1="{y}" x2="{x2 - head}" y2="{y}" stroke="{colour}" stroke-width="2"/>'
        f'<path d="M{x2},{y} l{-head},-5 v10 z" fill="{colour}"/>'
    )


parts = [
    box(10, 10, 290, 280, PALE_BLUE, BLUE),
    text(155, 40, "verdict process", 17, BLUE, weight="bold"),
    box(22, 60, 266, 54, "#ffffff", BLUE),
    text(155, 83, "the checks and what they expect"),
    text(155, 103, "test_exercise.py, run by pytest", 13, GREY),
    box(22, 130, 266, 54, "#ffffff", BLUE),
    text(155, 153, "the outcome of every check"),
    text(155, 173, "no answer is not a pass", 12, GREY),
    box(22, 200, 266, 70, "#ffffff", BLUE),
    text(155, 223, "your message"),
    text(155, 243, "NOT STARTED, NOT YET,", 12, GREY),
    text(155, 260, "PASSED or COURSE BUG", 12, GREY),
    box(500, 10, 290, 130, PALE_ORANGE, ORANGE),
    text(645, 40, "student process", 17, ORANGE, weight="bold"),
    box(525, 60, 240, 54, "#ffffff", ORANGE),
    text(645, 83, "your file, imported"),
    text(645, 103, "answer.py", 13, GREY),
    box(500, 160, 290, 130, PALE_ORANGE, ORANGE),
    text(645, 190, "a new process", 17, ORANGE, weight="bold"),
    box(525, 210, 240, 54, "#ffffff", ORANGE),
    text(645, 233, "your file again, and nothing"),
    text(645, 253, "that the first process remembers", 13, GREY),
    f'<line x1="400" y1="10" x2="400" y2="290" stroke="{GREY}" stroke-width="2" stroke-dasharray="7 6"/>',
    arrow(300, 500, 66, BLUE),
    text(400, 56, "questions: calls and data", 13, BLUE),
    arrow(500, 300, 104, ORANGE),
    text(400, 124, "answers: plain data, arrays", 13, ORANGE),
    arrow(300, 500, 216, BLUE),
    text(400, 206, "the file is loaded here", 13, BLUE),
    arrow(500, 300, 254, ORANGE),
    text(400, 274, "what it predicts", 13, ORANGE),
]
# the labels sit on the dashed border: a pale card behind each keeps them readable
cards = [(312, 43), (312, 111), (312, 193), (312, 261)]
behind = [f'<rect x="{x}" y="{y}" width="176" height="18" fill="#ffffff"/>' for x, y in cards]
border = parts.index(next(part for part in parts if "dasharray" in part))
drawing = parts[: border + 1] + behind + parts[border + 1 :]
svg = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 300" role="img" '
    'font-family="DejaVu Sans, Helvetica, Arial, sans-serif">'
    '<rect width="800" height="300" fill="#ffffff"/>' + "".join(drawing) + "</svg>\n"
)
Path(__file__).with_suffix(".svg").write_text(svg, encoding="utf-8")
