"""Write the model card beside the weights from their ``model.json``: ``python -m training.card``."""

from __future__ import annotations

import json
from pathlib import Path

from graphbuild.encoder import names, relations

CARDS = Path(__file__).parent / "cards"


def write(folder: Path, template: str) -> None:
    """Write ``README.md`` into ``folder`` by ``training/cards/template.md``.

    Of an encoder that went on from another, ``continued.md`` tells how.
    """
    settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    card, more = ((CARDS / f"{name}.md").read_text(encoding="utf-8") for name in (template, "continued"))
    settings["continued"] = more.format_map(settings) if "then" in settings["recipe"] else ""
    (folder / "README.md").write_text(card.format_map(settings), encoding="utf-8")


if __name__ == "__main__":
    write(relations.FOLDER, "relations")
    write(names.FOLDER, "names")
