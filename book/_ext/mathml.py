"""Write formulas as MathML, which every current browser draws by itself: no script and no network.

The translation from TeX is docutils' own. What it does not know is a warning, and so an error of the build.
"""

import html
import re

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

LOGGER = logging.getLogger(__name__)
# amsmath environments -> the ones docutils knows. Numbering is Sphinx's affair: starred forms are the same.
ENVIRONMENTS = {"align": "aligned", "split": "aligned", "gather": "matrix", "equation": ""}
COMMANDS = {
    "argmax": r"\operatorname*{arg\,max}",
    "argmin": r"\operatorname*{arg\,min}",
    "dots": r"\ldots",
    "iff": r"\quad\Longleftrightarrow\quad",
}


def to_mathml(tex, *, as_block):
    """Translate TeX; raise ``MathError`` with what is not understood."""
    for name, known in ENVIRONMENTS.items():
        for edge in ("begin", "end"):
            replacement = rf"\{edge}{{{known}}}" if known else ""
            tex = re.sub(rf"\\{edge}\{{{name}\*?\}}", lambda _, text=replacement: text, tex)
    for name, known in COMMANDS.items():
        tex = re.sub(rf"\\{name}(?![a-zA-Z])", lambda _, text=known: text + " ", tex)
    tex = re.sub(r"\\([dt]?frac)(\d)(\d)", r"\\\1{\2}{\3}", tex)  # docutils would read one number, 12
    code = tex2mathml(tex.strip(), as_block=as_block)
    thin = r'\1<mspace width="0.17em"></mspace>'  # between a function and an argument without parentheses
    code = re.sub(r"(<mo>&ApplyFunction;</mo>\s*)(?=<m(?!o\b|row\b))", thin, code)
    if r"\left" not in tex:  # bars that nobody asked to grow stay as high as a letter
        code = re.sub(r'<mo(?: class="\w+")?>([|‖])</mo>', r'<mo stretchy="false">\1</mo>', code)
    return code.replace("<math ", f'<math alttext="{html.escape(tex.strip())}" ', 1)


def visit_math(self, node):
    """Write a formula inside a line."""
    self.body.append(f'<span class="math notranslate">{_translate(node, as_block=False)}</span>')
    raise nodes.SkipNode


def visit_math_block(self, node):
    """Write a formula of its own, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate"))
    self.body.append(_translate(node, as_block=True))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _translate(node, *, as_block):
    try:
        return to_mathml(node.astext(), as_block=as_block)
    except MathError as error:
        LOGGER.warning("formula %r: %s", node.astext(), error, location=node, type="mathml")
        return f"<code>{html.escape(node.astext())}</code>"


def setup(app):
    """Register the renderer; ``html_math_renderer: mathml`` chooses it."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
