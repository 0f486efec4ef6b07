"""The book: it is built without a warning, opens from a file, and says nothing that is not so."""

import importlib.util
import re
import shutil
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from rehydrate.errors import CourseError
from rehydrate.lab import book, quiz

ROOT = Path(__file__).resolve().parents[1]
QUIZZES = sorted((ROOT / "book" / "quizzes").glob("*.toml"))
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser", "chrome"))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
PHONE = 390  # pixels
INSIDE = ("file:", "data:", "blob:")


def module(path):
    """Import a file that is in no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


figures = module(ROOT / "book" / "figures" / "render.py")
mathml = module(ROOT / "book" / "_ext" / "mathml.py")


class Page(HTMLParser):
    """The links, the anchors and the sources of scripts and pictures on one page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.loads, self.anchors = [], [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.anchors |= {found[name] for name in ("id", "name") if found.get(name)}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "link" and found.get("rel") not in ("next", "prev", "index", "search", "canonical"):
            self.loads.append(found["href"])
        elif found.get("src"):
            self.loads.append(found["src"])


parsed = cache(Page)


@pytest.fixture(scope="session")
def site():
    """The folder of the book's pages, built if it is not what the sources say."""
    if not book.is_current(ROOT):
        book.build(ROOT)
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def pages(site):
    """Every page of the book; the one at the root only leads to the first."""
    found = (path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts)
    return [path for path in found if path != site / "index.html"]


@pytest.fixture(scope="session")
def browser():
    """A browser that can reach no host."""
    if BROWSER is None:
        pytest.skip("no browser is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visits(browser, pages):
    """Of each page, seen on a phone: what it complained of or asked the network for, and its width."""
    return {path.relative_to(ROOT): visit(browser, path) for path in pages}


def visit(browser, path):
    """Open a page and return what was heard of it, and its width."""
    heard = []
    with browser.new_context(viewport={"width": PHONE, "height": 800}) as context:
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("requestfailed", lambda request: heard.append(f"failed: {request.url}"))
        page.on("request", lambda asked: None if asked.url.startswith(INSIDE) else heard.append(asked.url))
        page.goto(path.as_uri())
        return heard, page.evaluate("document.documentElement.scrollWidth")


def test_every_chapter_lab_and_exercise_is_a_page(site):
    sources = [*ROOT.glob("book/[0-9]*.md"), *ROOT.glob("lessons/*.py"), *ROOT.glob("exercises/*/README.md")]
    missing = [path for path in sources if not (site / path.relative_to(ROOT)).with_suffix(".html").exists()]
    assert sources and not missing


def test_no_page_shows_a_solution(pages):
    assert not [path for path in pages if "solutions" in path.parts]


def test_every_page_opens_from_a_file_in_silence_and_loads_nothing_from_outside(visits):
    assert not {str(path): heard for path, (heard, _) in visits.items() if heard}


def test_no_page_is_wider_than_a_phone(visits):
    assert not {str(path): width for path, (_, width) in visits.items() if width > PHONE}


def test_a_quiz_is_answered_with_the_keyboard_and_without_a_script(site, browser):
    chapter = min((site / "book").glob("[0-9]*.html"))
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(chapter.as_uri())
        option = page.locator(".quiz details").first
        answer = option.locator(".quiz-answer")
        assert not answer.is_visible()
        option.locator("summary").focus()
        page.keyboard.press("Enter")
        assert answer.is_visible()
        assert re.match(r"Right\.|Not this one\.|It printed", answer.inner_text())


def test_every_link_picture_and_anchor_inside_the_book_resolves(pages):
    broken = []
    for path in pages:
        for url in parsed(path).links + parsed(path).loads:
            parts = urlsplit(url)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            inside = anchor and target.suffix == ".html"
            if not target.exists() or (inside and anchor not in parsed(target).anchors):
                broken.append(f"{path.name}: {url}")
    assert not broken


def test_formulas_need_no_script(pages):
    texts = {path.name: path.read_text(encoding="utf-8") for path in pages}
    assert any("<math " in text for text in texts.values())
    script = re.compile(r"<script[^>]*mathjax", re.IGNORECASE)
    assert not [name for name, text in texts.items() if script.search(text)]


def test_every_page_is_small_and_names_no_folder_of_the_machine_it_was_built_on(pages):
    for path in pages:
        assert path.stat().st_size < 500_000, path.name
        assert str(ROOT) not in path.read_text(encoding="utf-8"), path.name


def test_every_picture_has_a_text_alternative(pages):
    for path in pages:
        for picture in re.findall(r"<img [^>]*>", path.read_text(encoding="utf-8")):
            assert re.search(r'alt="[^"]+"', picture), f"{path.name}: {picture}"


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_a_quiz_has_six_items_and_one_to_predict(path):
    items = quiz.load(path)
    assert len(items) >= 6
    assert any(item.program for item in items)
    assert all(len(item.options) >= 3 for item in items if item.options)


def test_quiz_ids_are_unique_over_the_course():
    assert quiz.load_all(ROOT)


@pytest.mark.parametrize("source", figures.sources(), ids=lambda path: path.name)
def test_a_picture_was_rendered_from_its_source_as_it_is_now(source):
    assert figures.is_fresh(source), "run: python book/figures/render.py"


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        (r"\frac12", ["<mn>1</mn>", "<mn>2</mn>"]),
        (r"\sum_{i=1}^n x_i", ["<munderover>", "∑"]),
        (r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}", ['class="cases"', "otherwise"]),
        (r"\begin{align*} a &= b \\ c &= d \end{align*}", ['class="ams-align"', "<mtr>"]),
        (r"\lVert w \rVert", ['stretchy="false">‖']),
        (r"a \iff b", ["⟺"]),
        (r"\argmax_k p_k", ["arg"]),
        (r"\log p_k", ["<mspace"]),
    ],
)
def test_a_formula_becomes_mathml(tex, parts):
    code = mathml.to_mathml(tex, as_block=True)
    assert code.startswith("<math ") and 'alttext="' in code
    assert all(part in code for part in parts)


def test_a_formula_that_is_not_understood_is_refused():
    with pytest.raises(mathml.MathError):
        mathml.to_mathml(r"\nosuchcommand", as_block=True)


@pytest.fixture
def small(tmp_path):
    """A course with a book of one page and no cells."""
    for name in ("book", "exercises", "lessons"):
        (tmp_path / name).mkdir()
    (tmp_path / "book" / "_config.yml").write_text("title: Small\n")
    (tmp_path / "book" / "_toc.yml").write_text("format: jb-book\nroot: book/index\n")
    (tmp_path / "book" / "index.md").write_text("# Small\n")
    return tmp_path


def test_a_book_is_built_page_by_page_and_then_current(small):
    steps = []
    built = book.build(small, steps.append)
    assert built.index.exists() and built.n_run == 0
    assert [(step.phase, step.page, step.share) for step in steps] == [
        ("read", "book/index", 1.0),
        ("write", "book/index", 1.0),
    ]
    assert book.is_current(small)
    (small / "book" / "index.md").write_text("# Changed\n")
    assert not book.is_current(small)


def test_a_failed_build_quotes_the_page_and_stays_failed(small):
    (small / "book" / "index.md").write_text("# Small\n\n[nowhere](nowhere.md)\n")
    for _ in range(2):  # Sphinx would forget the warning the second time, and call it a success
        with pytest.raises(CourseError) as error:
            book.build(small)
        assert "book/index.md:3" in str(error.value) and "nowhere.md" in str(error.value)
        assert str(small) not in error.value.why
    assert not book.is_current(small)


def test_outputs_are_forgotten_when_code_changes_and_kept_when_prose_does(small):
    (small / "src" / "rehydrate").mkdir(parents=True)
    (small / "src" / "rehydrate" / "a.py").write_text("x = 1\n")
    before = book._state(small)
    (small / "book" / "index.md").write_text("# Other words\n")
    prose = book._state(small)
    (small / "src" / "rehydrate" / "a.py").write_text("x = 2\n")
    assert prose["code"] == before["code"] and prose["pages"] != before["pages"]
    assert book._state(small)["code"] != before["code"]


def test_without_jupyter_book_the_command_to_install_it_is_named(small, monkeypatch):
    monkeypatch.setattr(book.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(book.RehydrateError, match=r"pip install .*\[book\]"):
        book.build(small)


def test_a_folder_without_a_book_is_refused(tmp_path):
    with pytest.raises(book.RehydrateError, match=r"no book/_config.yml"):
        book.build(tmp_path)


def test_the_command_prints_a_line_for_each_page_and_where_the_book_is(small, monkeypatch):
    import typer
    from typer.testing import CliRunner

    from rehydrate.cli import book as command

    monkeypatch.setenv("REHYDRATE_COURSE", str(small))
    app = typer.Typer()
    app.command()(command.book)
    result = CliRunner().invoke(app, [])
    assert result.exit_code == 0
    assert "reading book/index\nwriting book/index\n" in result.output
    assert result.output.strip().endswith((small / "_build/html/book/index.html").as_uri())
