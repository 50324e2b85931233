"""Write the model card beside the weights from their ``model.json``: ``python -m training.card``."""

from __future__ import annotations

import json
from pathlib import Path

from graphbuild.encoder import names, relations

CARDS = Path(__file__).parent / "cards"


def write(folder: Path, template: str) -> None:
    """Fill in ``training/cards/TEMPLATE.md`` and write it to ``folder`` as ``README.md``."""
    settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    card = (CARDS / f"{template}.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(card.format_map(settings), encoding="utf-8")


if __name__ == "__main__":
    write(relations.FOLDER, "relations")
    write(names.FOLDER, "names")
