"""How a sentence and its pair are shown to the encoder: ``Alpha ( Kenya ) has freed Beta ( two miners )``.

Training and inference share this one form.
"""

from __future__ import annotations

from graphbuild.model import Span

SOURCE, TARGET = "Alpha", "Beta"
#: Characters of text kept on each side of the pair when a sentence is long.
_MARGIN = 260


def mark(text: str, source: Span | None, target: Span | None) -> tuple[str, int, int]:
    """The marked text, and where in it the two markers start.

    An end that the text does not name (``None``) stands at the beginning as ``someone``.
    """
    spans = [(span, name) for span, name in ((source, SOURCE), (target, TARGET)) if span is not None]
    spans.sort(key=lambda s: (s[0][0], -s[0][1]))
    if len(spans) == 2 and spans[0][0][1] > spans[1][0][0]:  # one inside the other: cut the outer before it
        (outer, name), inner = spans[0], spans[1]
        cut = (outer[0], inner[0][0]) if inner[0][0] > outer[0] else (inner[0][1], outer[1])
        spans[0] = ((cut[0], max(cut[0], cut[1])), name)
        spans.sort(key=lambda s: s[0])
    first = max(0, spans[0][0][0] - _MARGIN) if spans else 0
    last = min(len(text), spans[-1][0][1] + _MARGIN) if spans else len(text)
    out, at, places = "", first, {}
    for name, missing in ((SOURCE, source is None), (TARGET, target is None)):
        if missing:
            places[name] = len(out)
            out += f"{name} ( someone ) "
    for (start, end), name in spans:
        out += text[at:start]
        places[name] = len(out)
        out += f"{name} ( {text[start:end].strip()} )"
        at = end
    out += text[at:last]
    return out, places[SOURCE], places[TARGET]
