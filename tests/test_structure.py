"""The tree keeps its shape: sizes, opening sentences, doors, and what the window may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*ROOT.glob("assistant/**/*.py"), *ROOT.glob("ui/**/*.py")])
DOORS = {
    "llama_cpp": "assistant/engine/",
    "torch": ("assistant/memory/embedder.py", "assistant/training/"),
    "transformers": ("assistant/memory/embedder.py", "assistant/training/"),
    "peft": "assistant/training/",
    "gguf": "assistant/training/",
    "sentence_transformers": "assistant/memory/embedder.py",
    "sqlcipher3": "assistant/store/",
    "sqlite_utils": "assistant/store/",
    "keyring": "assistant/store/",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc"}
HEAVY_FOR_THE_WINDOW = ("llama_cpp", "torch", "transformers", "sentence_transformers", "peft", "numpy", "pandas")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_of(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_module_is_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 300
    docstring = ast.get_docstring(tree)
    assert docstring, "every module opens with one sentence"
    assert docstring.split("\n\n")[0].rstrip().endswith((".", ":"))
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_are_short_and_public_ones_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_each_library_has_one_door(path: Path) -> None:
    for library in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
        if library in DOORS:
            assert name_of(path).startswith(DOORS[library]), f"{library} is imported in {name_of(path)}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_star_imports_and_no_global_statements(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Global)
        assert not (isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names))


def catch_alls() -> list[str]:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                name = node.type.id if isinstance(node.type, ast.Name) else None
                raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
                if (node.type is None or name in ("Exception", "BaseException")) and not raises:
                    found.append(name_of(path))
    return sorted(found)


def test_catch_alls_stand_only_where_a_process_meets_a_person_or_its_parent() -> None:
    assert set(catch_alls()) <= {
        "assistant/cli/main.py",
        "assistant/engine/hosted.py",
        "assistant/engine/child.py",
        "assistant/training/night.py",
        "ui/background.py",
    }


def test_top_level_is_what_was_agreed() -> None:
    agreed = {
        *("pyproject.toml", "assistant", "ui", "models", "tests", "packaging", "README.md"),
        *("Makefile", "CHANGELOG.md", "LICENSE", "constraints.txt", "docs", ".ci", ".gitignore"),
    }
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in listed.splitlines()} <= agreed
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert not (ROOT / "models" / "__init__.py").exists()


@pytest.mark.parametrize("module", ["ui.app", "ui.__main__", "assistant.cli", "assistant.wiring"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY_FOR_THE_WINDOW!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_word_on_the_command_line_loads_no_qt() -> None:
    code = (
        "import sys, ui.__main__ as program\n"
        "try: program.main(['--help'])\n"
        "except SystemExit: pass\n"
        "try: program.main(['sliders', '--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_pin_is_exact() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all(line.count("==") == 1 for line in pins)
