"""Draw 07_alias_log.svg: the moves of an alias as a log, and the versions that they point at.

Run `python book/figures/render.py` after an edit; the SVG is committed beside this file.
"""

from pathlib import Path

INK, BLUE, ORANGE, GREY = "#1f2937", "#2563a8", "#c2571a", "#6b7280"
PALE_BLUE, PALE_ORANGE = "#e8f0f9", "#fdeee3"
ALT = (
    "The log of the alias production: five records from left to right. Moves 1, 2 and 3 point at versions "
    "1, 3 and 4. Move 4 is a rollback that restores move 2, move 5 one that restores move 1. Version 2 is "
    "there and no record points at it. The newest record says where the alias is."
)
VERSIONS = {1: 44, 2: 100, 3: 156, 4: 212}
"""The height of each version's row, from the top."""
MOVES = [(1, 1, 0), (2, 3, 0), (3, 4, 0), (4, 3, 2), (5, 1, 1)]
"""Number, version and restored move of each record."""
LEFT, STEP, TOP, WIDTH = 150, 118, 268, 96


def middle(number):
    """Return where a record's column has its middle."""
    return LEFT + (number - 1) * STEP + WIDTH / 2


def words(x, y, text, *, size=12, colour=INK, weight="normal", anchor="middle"):
    """Return one line of text."""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{text}</text>'
    )


def box(x, y, width, height, fill, stroke, *, thick=1.6):
    """Return a rounded rectangle."""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="7" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{thick}"/>'
    )


def rows():
    """Return a line for each version, with its name."""
    parts = []
    for number, y in VERSIONS.items():
        colour = GREY if number == 2 else INK
        parts.append(f'<line x1="112" y1="{y}" x2="744" y2="{y}" stroke="#d1d5db" stroke-width="1"/>')
        parts.append(words(16, y + 4, f"version {number}", colour=colour, weight="bold", anchor="start"))
    parts.append(words(middle(3), VERSIONS[2] - 6, "never in production", size=11, colour=GREY))
    return parts


def record(number, version, restores):
    """Return a record of the log, its line up to the version, and the arc to the move that it restores."""
    x = middle(number)
    colour, pale = (ORANGE, PALE_ORANGE) if restores else (BLUE, PALE_BLUE)
    newest = number == MOVES[-1][0]
    y = VERSIONS[version]
    parts = [
        f'<path d="M{x} {TOP} L{x} {y + 12}" stroke="{colour}" stroke-width="2.2" fill="none" '
        f'marker-end="url(#head-{colour.lstrip("#")})"/>',
        f'<circle cx="{x}" cy="{y}" r="7" fill="{colour}"/>',
        box(x - WIDTH / 2, TOP, WIDTH, 62, pale, colour, thick=3 if newest else 1.6),
        words(x, TOP + 19, f"{number}.json", weight="bold", colour=colour),
        words(x, TOP + 37, f"version {version}", size=11),
        words(x, TOP + 53, f"restores {restores}" if restores else "promoted", size=11, colour=GREY),
    ]
    if restores:
        begin, end, depth = middle(number), middle(restores), 34 + 13 * (number - restores)
        y = TOP + 62
        parts.append(
            f'<path d="M{begin} {y} C{begin} {y + depth} {end} {y + depth} {end} {y + 6}" fill="none" '
            f'stroke="{ORANGE}" stroke-width="1.8" stroke-dasharray="5 4" '
            f'marker-end="url(#head-{ORANGE.lstrip("#")})"/>'
        )
    return parts


def heads():
    """Return the arrowheads, one for each colour in use."""
    shapes = [
        f'<marker id="head-{colour.lstrip("#")}" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="5" '
        f'markerHeight="5" orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="{colour}"/></marker>'
        for colour in (BLUE, ORANGE)
    ]
    return "<defs>" + "".join(shapes) + "</defs>"


def draw():
    """Return the whole picture as SVG text."""
    parts = [heads(), *rows()]
    for move in MOVES:
        parts += record(*move)
    parts += [
        words(16, TOP + 19, "the log of", size=12, anchor="start", weight="bold"),
        words(16, TOP + 37, "production", size=12, anchor="start", weight="bold"),
        words(16, TOP + 55, "time runs to the right", size=10.5, anchor="start", colour=GREY),
        words(middle(5), 20, "here it is now", size=12, weight="bold", colour=ORANGE),
        words(16, 424, "blue: a promotion", size=11, anchor="start", colour=BLUE),
        words(
            130,
            424,
            "orange: a rollback, and the earlier move that it restores",
            size=11,
            anchor="start",
            colour=ORANGE,
        ),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 436" width="760" role="img" '
        f'font-family="DejaVu Sans, Helvetica, Arial, sans-serif"><title>{ALT}</title>\n'
        f'<rect width="760" height="436" rx="10" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
