"""Checks of option combinations: an option that another one makes meaningless is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FILTERS = "--since --until --source"
_RULES = "RULE --on --annotated --relation --unused --mostly-wrong"
#: Options that make others meaningless: for every command, and for each.
_ALL = {"--json": "--format"}
IGNORED_WITH: Mapping[str, Mapping[str, str]] = {
    "query": {"--explain-plan": "--sort --limit --timeout --write --format --json"},
    "relations": dict.fromkeys(("RELATION", "--relation", "--sort", "--limit"), "--all"),
    "articles": {"--failures": f"--about --undated {_FILTERS} --sort"},
    "explain": {"--json": "--sentences --ids"},
    "show": {"--json": "--ids"},
    "stance": {"B": "--kind --min-reports --sort --limit"},
    "plot": {"B": "--limit --kind", "--timeline": "--limit --level --half-life"},
    "resolve": {"--review": "--joined --json"},
    "rules": {
        "--markdown": f"{_RULES} --predicates --format",
        "--predicates": _RULES,
    },
    "eval": {"--json": "--markdown"},
}
#: The same for missing options; of several one is enough.
IGNORED_WITHOUT: Mapping[str, Mapping[str, str]] = {
    "build": {"--to": "--database --user --password-file --prefix", "--ray": "--shards"},
    "stance": {"B": "--by"},
    "plot": {"B": "--level --half-life"},
    "rules": {"--on --annotated": "--unused"},
}


def check(ctx: Any) -> None:
    """End a command with exit code 2 if a given option would be ignored.

    Settings may be ignored: those for all commands need not apply to each.
    """
    params = {name: param for param in ctx.command.params for name in names(param)}

    def given(words: str) -> list[str]:
        known = {name: params[name].name for name in words.split() if name in params}
        return [name for name, of in known.items() if is_given(ctx, of)]

    for rules in (_ALL, IGNORED_WITH.get(ctx.info_name, {})):
        for one, others in rules.items():
            if given(one) and (found := given(others)):
                _fail(ctx, found, f"with {one}", f"leave {_it(found)} out, or {one}")
    for needed, others in IGNORED_WITHOUT.get(ctx.info_name, {}).items():
        wanted = " or ".join(needed.split())
        if not any(ctx.params.get(params[name].name) for name in needed.split()) and (found := given(others)):
            _fail(ctx, found, f"without {wanted}", f"give {wanted}, too, or leave {_it(found)} out")


def is_given(ctx: Any, parameter: str) -> bool:
    """Whether a parameter is given on the command line, not by its default or a setting."""
    return bool(ctx.get_parameter_source(parameter).name == "COMMANDLINE")


def names(param: Any) -> list[str]:
    """The names of a parameter: the long names of an option, the metavar of an argument."""
    if param.param_type_name == "option":
        return [name for name in (*param.opts, *param.secondary_opts) if name.startswith("--")]
    return [(param.metavar or param.name).strip("[].")]


def _it(found: list[str]) -> str:
    return "it" if len(found) == 1 else "them"


def _fail(ctx: Any, found: list[str], beside: str, advice: str) -> None:
    verb = "has" if len(found) == 1 else "have"
    ctx.fail(f"{' and '.join(found)} {verb} no meaning {beside}; {advice}")
