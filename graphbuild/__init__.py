"""A knowledge graph of typed relations from news articles, each with its source sentences.

::

    import graphbuild as gb

    g = gb.build(["articles/"], graph="graph")
    g.query("MATCH (a:Country {name: $country})-[r]->(b) RETURN type(r), b.name", country="China")
    g.explain("China", "Russia")

Everything is imported on first use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphbuild.api import NameWarning, OpenGraph, QueryWarning, build, dump, open  # noqa: A004 -- gb.open reads as it should
    from graphbuild.errors import (
        GraphbuildError,
        InputError,
        LedgerError,
        ModelError,
        QueryError,
        StoreError,
        TableError,
    )
    from graphbuild.pipeline import BuildReport, MergeReport, classify, extract, merge

__version__ = "0.2.0"

__all__ = [
    "BuildReport",
    "GraphbuildError",
    "InputError",
    "LedgerError",
    "MergeReport",
    "ModelError",
    "NameWarning",
    "OpenGraph",
    "QueryError",
    "QueryWarning",
    "StoreError",
    "TableError",
    "__version__",
    "build",
    "classify",
    "dump",
    "extract",
    "merge",
    "open",
]

_HOMES = {
    "graphbuild.api": ("NameWarning", "OpenGraph", "QueryWarning", "build", "dump", "open"),
    "graphbuild.pipeline": ("BuildReport", "MergeReport", "classify", "extract", "merge"),
    "graphbuild.errors": tuple(name for name in __all__ if name.endswith("Error")),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            found = getattr(import_module(module), name)
            for submodule, value in _submodules(name):
                setattr(found, submodule, value)
            return found
    raise AttributeError(f"module 'graphbuild' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def _submodules(name: str) -> list[tuple[str, ModuleType]]:
    """The imported submodules of a package that has the name of a function."""
    package = f"{__name__}.{name}"
    known = vars(sys.modules[package]) if package in sys.modules else {}
    modules = [(key, sys.modules.get(f"{package}.{key}")) for key in known]
    return [(key, module) for key, module in modules if module is not None]


class _Namesake(ModuleType):
    """A package with the name of a function. Submodules imported later become attributes of the function,
    too.
    """

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if isinstance(value, ModuleType):
            for module in _HOMES.keys() & sys.modules.keys():
                if function := vars(sys.modules[module]).get(self.__name__.rpartition(".")[2]):
                    setattr(function, name, value)


class _Package(ModuleType):
    """This module, in which functions are not replaced when a package of the same name is imported.

    Otherwise ``gb.extract`` would become the package ``graphbuild.extract``. The function has the submodules
    of the package as attributes, so that ``import graphbuild.extract.a as b`` works, too.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)
        else:
            value.__class__ = _Namesake


sys.modules[__name__].__class__ = _Package
