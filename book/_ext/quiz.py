"""The directive ``{quiz} 02``: a chapter's quiz as plain HTML, answered by opening the option you believe in.

There is no script: an option is a ``<details>`` element, so it works from a file, with a keyboard and in a
screen reader, and paper shows the questions without the answers.
"""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from rehydrate.errors import RehydrateError
from rehydrate.lab import quiz


class details(nodes.General, nodes.Element):
    """A part of the page that opens."""


class summary(nodes.General, nodes.Element):
    """The line that opens it."""


class QuizDirective(SphinxDirective):
    """Show the quiz of the chapter whose number is the argument."""

    required_arguments = 1

    def run(self):
        """Return the quiz, or one error that names the item."""
        path = Path(self.env.srcdir) / "book" / "quizzes" / f"{self.arguments[0]}.toml"
        self.env.note_dependency(str(path))
        try:
            items = quiz.load(path)
            shown = [self.show(item, f"{number} of {len(items)}") for number, item in enumerate(items, 1)]
        except RehydrateError as error:
            raise self.error(str(error)) from error
        how = f"Choose an answer by opening it. To be asked again later: `rehydrate quiz {items[0].chapter}`."
        return [nodes.container("", *self.parse(how), *shown, classes=["quiz"])]

    def show(self, item, number):
        """Build one question."""
        label = nodes.paragraph(text=f"Question {number}", classes=["quiz-number"])
        box = nodes.container("", label, *self.parse(item.question), classes=["quiz-item"])
        box += self.predict(item) if item.program else [self.choose(*pair) for pair in item.lettered.items()]
        return box

    def choose(self, letter, option):
        """Build one option and, folded below it, what to say about it."""
        verdict = "Right." if option.correct else "Not this one."
        mark = nodes.inline(text=letter, classes=["quiz-letter"])
        head = summary("", mark, nodes.inline("", "", *self.phrase(option.text)))
        return details("", head, *self.answer(verdict, option.feedback, option.correct))

    def predict(self, item):
        """Build the program and, folded, the number it printed while this page was built."""
        within = f", and anything within {item.tolerance:g} of it counts" if item.tolerance else ""
        verdict = f"It printed {quiz.run_program(item):g}{within}."
        head = summary("", nodes.inline(text="Write your number down, then open this to see what it printed"))
        program = nodes.literal_block(item.program.strip(), item.program.strip(), language="python")
        return [program, details("", head, *self.answer(verdict, item.feedback, True))]

    def answer(self, verdict, feedback, correct):
        """Build what is said after the choice: the verdict in words, then the reason."""
        kind = "quiz-right" if correct else "quiz-wrong"
        said = self.parse(feedback)
        said[0].insert(0, [nodes.strong(text=verdict), nodes.Text(" ")])
        return [nodes.container("", *said, classes=["quiz-answer", kind])]

    def parse(self, text):
        """Parse Markdown into blocks."""
        parent = nodes.Element()
        self.state.nested_parse(StringList(text.strip().splitlines(), source=self.env.docname), 0, parent)
        return parent.children

    def phrase(self, text):
        """Parse Markdown that stands inside a line."""
        blocks = self.parse(text)
        return blocks[0].children if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph) else blocks


def _tag(name):
    def visit(self, node):
        self.body.append(self.starttag(node, name, ""))

    def depart(self, node):
        self.body.append(f"</{name}>\n")

    return visit, depart


def setup(app):
    """Register the directive and its two nodes."""
    app.add_node(details, html=_tag("details"))
    app.add_node(summary, html=_tag("summary"))
    app.add_directive("quiz", QuizDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
