"""The ``graphbuild`` command: each command parses, calls one function of the library, and prints."""

from graphbuild.cli.app import main

__all__ = ["main"]
