"""How both models are fitted: new layers on an encoder, batch by batch, the rate rising and falling."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import nn

BATCH = 16
#: Rate of new layers; that of the encoder is named by each model.
NEW = 1e-3
#: Share of the steps in which the rate rises.
WARM = 0.06


def autocast() -> torch.autocast:
    """For the time of a ``with`` block, compute in bfloat16 if the processor itself can, else in float32."""
    able = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=able)


def groups(lengths: Sequence[int], size: int, shuffle: random.Random | None) -> list[list[int]]:
    """Numbers of examples in batches of similar length; in the order given without ``shuffle``."""
    order = list(range(len(lengths)))
    if shuffle is not None:
        shuffle.shuffle(order)
        chunk = size * 24
        order = [
            i
            for k in range(0, len(order), chunk)
            for i in sorted(order[k : k + chunk], key=lambda j: lengths[j])
        ]
    made = [order[k : k + size] for k in range(0, len(order), size)]
    if shuffle is not None:
        shuffle.shuffle(made)
    return made


def fit(
    model: nn.Module,
    losses: Callable[[], Iterator[tuple[torch.Tensor, int]]],
    *,
    items: int,
    epochs: int,
    rate: float,
    batch: int = BATCH,
    new_rate: float = NEW,
    old: tuple[str, ...] = ("encoder.",),
) -> None:
    """Lower the loss of a model. The embeddings of its ``encoder`` stay as they are.

    ``losses`` makes a pass over the ``items`` in batches of ``batch``: the loss of each and how many it has.
    The layers have a ``new_rate`` of their own, but for those whose names start as ``old`` says.
    """
    body, new = [], []
    for name, p in model.named_parameters():
        if name.startswith("encoder.embeddings."):
            p.requires_grad = False
        else:
            (body if name.startswith(old) else new).append(p)
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": new, "lr": new_rate}], weight_decay=0.01, fused=True
    )
    steps = epochs * math.ceil(items / batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (WARM * steps)) * max(0.02, 1 - s / steps)
    )
    for epoch in range(epochs):
        model.train()
        started, total = time.monotonic(), 0.0
        for loss, size in losses():
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * size
        print(f"epoch {epoch + 1}: loss {total / items:.4f}, {time.monotonic() - started:.0f} s", flush=True)
    model.eval()
