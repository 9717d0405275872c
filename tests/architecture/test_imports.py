"""Imports point one way only, and each library lives in one place (docs: the map of folders in README)."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from pytest_archon import archrule

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "caregiver_app"
OURS = "caregiver_app"

# What each part may import of ours, besides itself. A part that is not named here is a mistake.
MAY_IMPORT = {
    "domain": (),
    "locations": (),
    "version": (),
    "text": ("domain", "locations"),
    "content": ("domain", "locations"),
    "storage": ("domain",),
    "sync": ("domain",),
    "interchange": ("domain", "text"),
    "services": ("domain", "storage", "sync", "content", "interchange", "locations"),
    "ui": ("domain", "services", "storage", "sync", "content", "interchange", "text", "locations", "version"),
    "relay": ("sync.protocol", "version"),
}
# The composition root and what stands beside it may import everything.
ROOTS = ("app", "__main__", "self_test", "tour")

# Where each library may be imported. Folders end with a dot.
HOME_OF_LIBRARY = {
    "PySide6": ("ui.", *(f"{root}" for root in ROOTS), "tour.", "self_test."),
    "shiboken6": ("ui.", "app"),
    "sqlcipher3": ("storage.database",),
    "cryptography": ("storage.keys", "sync.seal"),
    "msgspec": ("sync.", "relay."),
    "zstandard": ("sync.",),
    "vlc": ("ui.player.",),
    "httpx": ("sync.transport",),
    "truststore": ("sync.transport",),
    "gettext": ("text",),
    "babel": ("text",),
    "platformdirs": ("locations",),
    "sqlalchemy": ("relay.",),
    "alembic": ("relay.",),
    "starlette": ("relay.",),
    "uvicorn": ("relay.",),
    "sqlite3": (),
    "zxcvbn": ("services.passphrase",),
    "rapidfuzz": ("ui.pages.clips.search",),
    "yaml": ("interchange.vignette", "interchange.vignettes"),
    "phonenumbers": ("services.", "ui.telephone"),
}


def modules() -> list[str]:
    """Every module of the package, without the package's own name in front."""
    return sorted(
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in PACKAGE.rglob("*.py")
        if "bundled" not in path.parts
    )


def imports_of(module: str) -> set[str]:
    """The dotted names that this module imports, also inside functions and for types only."""
    tree = ast.parse((PACKAGE / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by dots; whole names are easier to follow"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def ours(names: set[str]) -> set[str]:
    return {name.removeprefix(f"{OURS}.") for name in names if name.startswith(f"{OURS}.")}


def lies_in(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_what_lies_below_it(module: str) -> None:
    part = module.split(".")[0]
    if part == "__init__" or part in ROOTS:
        return
    assert part in MAY_IMPORT, f"{part} has no place in the architecture"
    wrong = {
        name for name in ours(imports_of(module)) if not any(lies_in(name, p) for p in (part, *MAY_IMPORT[part]))
    }
    assert not wrong, f"{module} must not import {sorted(wrong)}"


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_libraries_that_live_there(module: str) -> None:
    for name in imports_of(module):
        library = name.split(".")[0]
        homes = HOME_OF_LIBRARY.get(library)
        if homes is None:
            assert library == OURS or library in sys.stdlib_module_names, f"{library} has no home; {module} imports it"
            continue
        at_home = any(module.startswith(h) if h.endswith(".") else module == h for h in homes)
        assert at_home, f"{module} imports {library}, which lives in {homes or 'no place'}"


def test_the_domain_needs_the_standard_library_only() -> None:
    rule = archrule("domain is plain").match(f"{OURS}.domain*")
    rule.should_not_import(*HOME_OF_LIBRARY, *(f"{lib}.*" for lib in HOME_OF_LIBRARY)).check(OURS)


def test_nothing_below_the_screen_reaches_qt_even_by_a_detour() -> None:
    below = [f"{OURS}.{part}*" for part in ("domain", "storage", "sync", "content", "interchange", "services", "relay", "text")]
    archrule("no Qt below ui").match(*below).should_not_import("PySide6", "PySide6.*", f"{OURS}.ui*").check(OURS)


def test_the_relay_reaches_nothing_of_the_desktop_even_by_a_detour() -> None:
    far = [f"{OURS}.{part}*" for part in ("storage", "content", "interchange", "services", "ui", "text", "app")]
    libraries = ("PySide6", "sqlcipher3", "httpx", "zstandard", "babel", "platformdirs", "vlc")
    rule = archrule("relay stands alone").match(f"{OURS}.relay*", f"{OURS}.sync.protocol*")
    rule.should_not_import(*far, *libraries, *(f"{lib}.*" for lib in libraries)).check(OURS)


def test_nobody_imports_the_composition_root() -> None:
    everyone_else = archrule("app is the top").match(f"{OURS}.*").exclude(
        f"{OURS}.__main__", f"{OURS}.app", *(f"{OURS}.{root}*" for root in ROOTS)
    )
    everyone_else.should_not_import(f"{OURS}.app", f"{OURS}.__main__", f"{OURS}.tour*", f"{OURS}.self_test*").check(OURS, only_direct_imports=True)


@pytest.mark.parametrize("module", [m for m in modules() if m.endswith("view_model")])
def test_a_view_model_knows_no_widget(module: str) -> None:
    qt = {name for name in imports_of(module) if lies_in(name, "PySide6")}
    assert all(lies_in(name, "PySide6.QtCore") for name in qt), f"{module} imports {sorted(qt)}"
    widgets = {name for name in ours(imports_of(module)) if lies_in(name, "ui.widgets") or name.endswith(".page")}
    assert not widgets, f"{module} imports {sorted(widgets)}"


# The one package that speaks for its modules: the protocol's prose and the names the relay shares.
SPEAKS_FOR_ITS_MODULES = PACKAGE / "sync" / "protocol" / "__init__.py"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("__init__.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_package_file_is_empty(path: Path) -> None:
    """Otherwise importing one module would start its neighbours."""
    if path != SPEAKS_FOR_ITS_MODULES:
        assert path.read_text(encoding="utf-8") == ""


def test_a_forbidden_import_would_be_noticed() -> None:
    """The control: the rules above are not empty words."""
    names = {"caregiver_app.ui.window.Window", "PySide6.QtCore.Qt"}
    assert ours(names) == {"ui.window.Window"}
    assert not any(lies_in("ui.window.Window", part) for part in ("storage", *MAY_IMPORT["storage"]))
    assert modules()
    assert "domain.errors" in modules()
