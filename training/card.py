"""Write the model card of an encoder from its ``encoder.json``: ``python -m training.card [FOLDER]``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

DEFAULT = Path(__file__).parent.parent / "graphbuild" / "resources" / "encoder"

TEMPLATE = Path(__file__).parent / "card.md"


def write(folder: Path) -> None:
    """Write ``README.md`` beside the weights."""
    s = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    figures = s["held_back_figures"]
    card = TEMPLATE.read_text(encoding="utf-8").format(
        sha256=s["sha256"],
        sentences_sha256=s["sentences"]["sha256"],
        rows=s["sentences"]["rows"],
        held_back=s["sentences"]["held_back"],
        open_rows=s["open_rows"],
        epochs=s["recipe"]["epochs"],
        seed=s["recipe"]["seed"],
        accuracy=figures["accuracy"],
        related=figures["accuracy_where_related"],
        measured=figures["rows"],
        temperature=s["temperature"],
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
