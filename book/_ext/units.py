"""Give each chapter, lab and exercise the line under its title, from what the files already say.

The kind of a page follows from its path, as everywhere in this repository: nothing is registered. The number
also goes before the title in the sidebar, where a reader looks for it.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from rehydrate.lab import catalog

KINDS = {
    "predict": "predict what happens",
    "implement": "write it",
    "fix": "repair a program",
    "test": "write the tests",
    "measure": "measure and decide",
    "forensic": "investigate a file",
    "design": "decide and give reasons",
    "order": "put the steps in order",
}


def add_line(app, doctree):
    """Insert the line, and number the page in the sidebar."""
    docname = app.env.docname
    title = next(doctree.findall(nodes.title), None)
    match = re.match(r"(book|lessons|exercises)/(\d\d)([a-z]?)_", docname)
    if not (title and match):
        return
    place, chapter, letter = match.groups()
    number = {"book": f"{int(chapter)} ", "lessons": "Lab: ", "exercises": f"{chapter}{letter} "}[place]
    line = {"book": _chapter, "lessons": _lab, "exercises": _exercise}[place](app.env, docname, int(chapter))
    title.parent.insert(title.parent.index(title) + 1, line)
    if title.astext().startswith(number):
        return
    in_links, in_sidebar = app.env.titles[docname], next(app.env.tocs[docname].findall(nodes.reference))
    in_links.insert(0, nodes.Text(number))
    in_sidebar.insert(0, nodes.Text(number))


def _chapter(env, docname, chapter):
    return _line(nodes.Text(f"Chapter {chapter}"))


def _lab(env, docname, chapter):
    command = nodes.literal(text=f"python {docname}.py")
    return _line(nodes.Text(f"Lab of chapter {chapter}. Change it and run it: "), command)


def _exercise(env, docname, chapter):
    folder = Path(env.srcdir) / docname
    env.note_dependency(str(folder.with_name("exercise.toml")))
    by_id = {exercise.id: exercise for exercise in catalog.exercises(Path(env.srcdir))}
    exercise = by_id[folder.parent.name.split("_")[0]]
    stars = nodes.inline(text="★" * exercise.stars + "☆" * (5 - exercise.stars), classes=["stars"])
    task = f"Exercise {exercise.id}: {KINDS[exercise.kind]}. {exercise.minutes} minutes. Difficulty "
    parts = [nodes.Text(task), stars, nodes.Text(f" {exercise.stars} of 5.")]
    for other in (by_id[name] for name in exercise.requires if name in by_id):
        parts += [nodes.Text(" After "), _link(docname, other), nodes.Text(".")]
    return _line(*parts)


def _link(docname, exercise):
    target = {"refdomain": "std", "reftype": "doc", "reftarget": f"/exercises/{exercise.slug}/README"}
    text = nodes.inline(text=exercise.id)
    return addnodes.pending_xref("", text, **target, refdoc=docname, refexplicit=True, refwarn=True)


def _line(*parts):
    return nodes.paragraph("", "", *parts, classes=["unit"])


def setup(app):
    """Register the hook; 600 is after Sphinx has collected the titles."""
    app.connect("doctree-read", add_line, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
