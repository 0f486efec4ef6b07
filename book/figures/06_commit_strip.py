"""Draw 06_commit_strip.svg: a save as a comic strip of states, and what a reader finds in each of them.

Run `python book/figures/render.py` after an edit; the SVG is committed beside this file.
"""

from pathlib import Path

INK, BLUE, ORANGE, GREEN, GREY = "#1f2937", "#2563a8", "#c2571a", "#2f7d4f", "#6b7280"
PALE_BLUE, PALE_ORANGE, PALE_GREEN, PALE_GREY = "#e8f0f9", "#fdeee3", "#e7f3ec", "#f3f4f6"
ALT = (
    "Six panels, read like a comic strip. Each shows the folder of a store, and what a reader finds. One: a "
    "part is opened beside version 6; the reader finds 6. Two: the part is written, its bytes are in memory "
    "only; 6. Three: after fsync its bytes are on the disk; 6. Four: after the link it is called 7 as well; "
    "the reader finds 7. Five: after the fsync of the folder the name is on the disk too; 7. Six: the name "
    "of the part is removed; 7. A kill in the first three panels leaves version 6, in the others version 7."
)
WIDTH, HEIGHT, GAP = 244, 196, 14
PANELS = (
    ("1", "open the part", 'open(".7.part", "xb")', 6),
    ("2", "write, flush", "the bytes are in memory", 6),
    ("3", "fsync the file", "the bytes are on the disk", 6),
    ("4", "link", "it is called 7, or refused", 7),
    ("5", "fsync the folder", "the name is on the disk", 7),
    ("6", "unlink the part", "one file, one name", 7),
)


def box(x, y, width, height, fill, stroke, *, dash="", radius=6):
    """Return a rounded rectangle."""
    style = f'stroke-dasharray="{dash}" ' if dash else ""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="1.6" {style}/>'
    )


def words(x, y, text, *, size=13, colour=INK, weight="normal", anchor="start"):
    """Return a line of text."""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{text}</text>'
    )


def tag(x, y, text, *, safe):
    """Return a name in the folder: with a full line if it would survive a power cut."""
    colour, fill, dash = (BLUE, PALE_BLUE, "") if safe else (GREY, PALE_GREY, "4 3")
    return box(x, y, 84, 22, fill, colour, dash=dash) + words(
        x + 42, y + 15, text, size=12, colour=colour, anchor="middle"
    )


def block(x, y, *, full, safe):
    """Return the bytes of a file: four squares, filled as far as they are written."""
    colour, fill = (BLUE, PALE_BLUE) if safe else (GREY, "#d1d5db")
    dash = "" if safe else "4 3"
    return "".join(
        box(x + 15 * n, y, 13, 22, fill if n < full else "#ffffff", colour, dash=dash, radius=2)
        for n in range(4)
    )


def line(x1, y1, x2, y2):
    """Return the line from a name to its bytes."""
    return f'<path d="M{x1} {y1} L{x2} {y2}" stroke="{INK}" stroke-width="1.4"/>'


def panel(n, x, y):
    """Return one panel of the strip."""
    number, title, note, found = PANELS[n]
    names_x, bytes_x = x + 14, x + 166
    parts = [
        box(x, y, WIDTH, HEIGHT, "#ffffff", INK),
        words(x + 12, y + 24, f"{number}  {title}", size=14, weight="bold"),
        words(x + 12, y + 42, note, size=11.5, colour=GREY),
        tag(names_x, y + 56, "6.pickle", safe=True),
        line(names_x + 84, y + 67, bytes_x - 4, y + 67),
        block(bytes_x, y + 56, full=4, safe=True),
    ]
    if n < 5:
        parts += [
            tag(names_x, y + 88, ".7.part", safe=n == 4),
            line(names_x + 84, y + 99, bytes_x - 4, y + 99),
        ]
    parts.append(block(bytes_x, y + 88, full=0 if n == 0 else 4, safe=n >= 2))
    if n >= 3:
        parts += [
            tag(names_x, y + 120, "7.pickle", safe=n >= 4),
            line(names_x + 84, y + 131, bytes_x - 4, y + 103),
        ]
    colour, fill = (ORANGE, PALE_ORANGE) if found == 6 else (GREEN, PALE_GREEN)
    parts += [
        box(x + 10, y + HEIGHT - 42, WIDTH - 20, 30, fill, colour),
        words(
            x + WIDTH / 2,
            y + HEIGHT - 22,
            f"killed here: readers find {found}",
            size=12.5,
            colour=colour,
            weight="bold",
            anchor="middle",
        ),
    ]
    return "".join(parts)


def draw():
    """Return the whole picture as SVG text."""
    rows = []
    for n in range(6):
        rows.append(panel(n, 10 + (n % 3) * (WIDTH + GAP), 12 + (n // 3) * (HEIGHT + 52)))
    middle = 12 + HEIGHT + 26
    commit = [
        f'<path d="M10 {middle} L780 {middle}" stroke="{GREEN}" stroke-width="2.4"/>',
        box(205, middle - 14, 380, 28, "#ffffff", GREEN),
        words(
            395,
            middle + 5,
            "the link is the commit: one step, refused if taken",
            size=12,
            colour=GREEN,
            weight="bold",
            anchor="middle",
        ),
    ]
    foot = 12 + 2 * HEIGHT + 52 + 24
    legend = [
        tag(10, foot - 15, "blue", safe=True),
        words(104, foot, "on the disk: survives a power cut", size=12),
        tag(400, foot - 15, "grey", safe=False),
        words(494, foot, "in memory: survives a kill, not a power cut", size=12),
    ]
    body = "\n".join([*rows, *commit, *legend])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 790 {foot + 14}" width="790" role="img" '
        f'font-family="DejaVu Sans, Helvetica, Arial, sans-serif"><title>{ALT}</title>\n'
        f'<rect width="790" height="{foot + 14}" rx="10" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8")
