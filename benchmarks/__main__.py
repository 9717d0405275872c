"""`poe bench NAME [ARGS]` runs one measurement: a module here with a docstring and `main(arguments) -> int`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any

import benchmarks


def names() -> list[str]:
    """The measurements there are, as typed."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.replace("_", "-") for name in found if not name.startswith("_") and name != "rounds")


def main(arguments: Sequence[str]) -> int:
    """Run the named measurement, or list them all."""
    name = arguments[0] if arguments else ""
    if name not in names():
        print("poe bench NAME, where NAME is one of:")
        for known in names():
            print(f"  {known:16} {_first_line(known)}")
        return 2 if name else 0
    return int(_module(name).main(list(arguments[1:])))


def _module(name: str) -> Any:
    return importlib.import_module(f"benchmarks.{name.replace('-', '_')}")


def _first_line(name: str) -> str:
    return (_module(name).__doc__ or "").strip().splitlines()[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
