"""Who may import whom: every module imports only from floors before its own."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = [
    {"topicmap.errors", "topicmap.latex", "topicmap.word_lists"},
    {"topicmap.settings", "topicmap.words", "topicmap.cleaning", "topicmap.colors",
     "topicmap.progress", "topicmap.places", "topicmap.swap", "topicmap.map_files",
     "topicmap.spreadsheets", "topicmap.consensus", "topicmap.arrow",
     "topicmap.bibtex_text",
     "topicmap.contours", "topicmap.lettering", "topicmap.phrases",
     "topicmap.endpoint", "topicmap.web", "topicmap.roles", "topicmap.postings"},
    {"topicmap.papers", "topicmap.topic_map", "topicmap.cache", "topicmap.hierarchy",
     "topicmap.keywords", "topicmap.spelling", "topicmap.language_model"},
    {"topicmap.readers", "topicmap.writers", "topicmap.embedders", "topicmap.layout",
     "topicmap.topics", "topicmap.labels", "topicmap.bundle", "topicmap.search",
     "topicmap.scene", "topicmap.scores", "topicmap.trends", "topicmap.namer",
     "topicmap.relations", "topicmap.kinds", "topicmap.cells",
     "topicmap.wording"},
    {"topicmap.quality", "topicmap.explanation", "topicmap.placing", "topicmap.scene_file",
     "topicmap.quality_words"},
    {"topicmap.cards"},
    {"topicmap.build", "topicmap.export"},
    {"topicmap"},
    {"topicmap.account", "topicmap.console", "topicmap.hosting", "topicmap.options"},
    {"topicmap.serve"},
    {"topicmap.cli"},
    {"topicmap.__main__"},
    {"dashboard"},
    {"dashboard.shelf"},
    {"dashboard.areas", "dashboard.filters"},
    {"dashboard.view"},
    {"dashboard.words", "dashboard.snapshot"},
    {"dashboard.listing", "dashboard.meaning", "dashboard.trend_tables"},
    {"dashboard.charts"},
    {"dashboard.tables"},
    {"dashboard.visit"},
    {"dashboard.state", "dashboard.store", "dashboard.access"},
    {"dashboard.components"},
    {"dashboard.screens"},
    {"dashboard.app"},
    {"dashboard.deploy"},
]  # fmt: skip
OUTSIDE = {
    "streamlit": {"dashboard.state", "dashboard.store", "dashboard.components",
                  "dashboard.access", "dashboard.screens", "dashboard.app"},
    "plotly": {"dashboard.charts", "dashboard.store"},
    "bertopic": {"topicmap.topics"},
    "hdbscan": {"topicmap.topics"},
    "umap": {"topicmap.layout"},
    "pynndescent": {"topicmap.layout"},
    "onnxruntime": {"topicmap.embedders"},
    "tokenizers": {"topicmap.embedders"},
    "sentence_transformers": {"topicmap.embedders"},
    "torch": {"topicmap.embedders"},
    "matplotlib": {"topicmap.export"},
    "fontTools": {"topicmap.export"},
    "pptx": {"topicmap.export"},
    "typer": {"topicmap.cli", "topicmap.options"},
    "rich": {"topicmap.account", "topicmap.console"},
}  # fmt: skip
MODULES = sorted(
    path for package in ("topicmap", "dashboard") for path in (ROOT / package).rglob("*.py")
)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    """The name of the floor plan's entry that a module belongs to."""
    known = set().union(*FLOORS)
    parts = module.split(".")
    return next(
        (name for end in range(len(parts), 0, -1) if (name := ".".join(parts[:end])) in known),
        module,
    )


def floor(module: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room(module) in rooms)


def imports(path: Path) -> set[str]:
    """Every module that a file imports, inside functions too, but not for type checking only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: a relative import hides its floor"
            base = node.module or ""
            found |= {
                f"{base}.{alias.name}" if is_module(f"{base}.{alias.name}") else base
                for alias in node.names
            }
    return found


def is_module(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_come_from_lower_floors(path):
    own = module_name(path)
    for name in imports(path):
        if name.partition(".")[0] in ("topicmap", "dashboard") and room(name) != room(own):
            assert floor(name) < floor(own), f"{own} may not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_outside_packages_have_named_users(path):
    own = module_name(path)
    for name in imports(path):
        users = OUTSIDE.get(name.partition(".")[0])
        assert users is None or room(own) in users, f"{own} may not import {name}"


def test_every_module_has_a_floor():
    known = set().union(*FLOORS)
    assert [m for m in map(module_name, MODULES) if room(m) not in known] == []


def test_no_group_is_repeated_possessively():
    """Python up to 3.11.4 (Debian 12 has 3.11.2) then misses what it should find: gh-106052."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]+\})\+")
    patterns = {
        value.pattern if isinstance(value.pattern, str) else value.pattern.decode("latin-1")
        for name in map(module_name, MODULES)
        if name.startswith("topicmap") and name != "topicmap.__main__"
        for value in vars(import_module(name)).values()
        if isinstance(value, re.Pattern)
    }
    assert len(patterns) > 150
    assert not [pattern for pattern in patterns if possessive.search(pattern)]


def test_session_state_and_caching_have_one_home():
    for path in MODULES:
        text, own = path.read_text(encoding="utf-8"), module_name(path)
        if own != "dashboard.state":
            assert "session_state" not in text, own
            assert "query_params" not in text, own
        if own != "dashboard.store":
            assert "st.cache_" not in text, own


@pytest.mark.parametrize(
    "statement",
    ["import topicmap", "from topicmap import load_map, TopicMap", "import topicmap.cli"],
)
def test_looking_at_maps_is_light(statement):
    code = f"{statement}; import sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    heavy = {
        "umap",
        "numba",
        "bertopic",
        "hdbscan",
        "onnxruntime",
        "sklearn",
        "streamlit",
        "matplotlib",
        "pptx",
    }
    assert not loaded & heavy


def test_sizes():
    for path in MODULES:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 300, f"{module_name(path)} has {len(lines)} lines"
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno - node.lineno < 60, f"{module_name(path)}.{node.name}"
                count = len(node.args.args) + len(node.args.kwonlyargs)
                assert count < 8 or module_name(path) == "topicmap.cli", (
                    f"{module_name(path)}.{node.name} has {count} parameters"
                )


def test_every_part_that_runs_by_itself_asks_for_the_role_first():
    """A fragment or dialog runs without the page, which asks when it is drawn."""
    sources = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "dashboard").rglob("*.py")]
    functions = [
        node for tree in sources for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    ]
    parts = [
        function
        for function in functions
        if {"st.fragment", "st.dialog"}
        & {ast.unparse(one).partition("(")[0] for one in function.decorator_list}
    ]
    lines = [part.body[1:] if ast.get_docstring(part) else part.body for part in parts]
    first = [ast.unparse(one[0]) for one in lines if one]  # one part has nothing in it
    assert len(first) == len(parts) - 1 == 3
    assert all(one.startswith("access.keep_out(") for one in first)
