"""The training loop of both models: new layers on a pretrained encoder, with warm-up and linear decay."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import nn

BATCH = 16
#: Learning rate of new layers; that of the encoder is set by each model.
NEW = 1e-3
#: Share of the steps with warm-up.
WARM_UP = 0.06


def autocast() -> torch.autocast:
    """A context that computes in bfloat16 if the CPU supports it, else in float32."""
    supported = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=supported)


def groups(lengths: Sequence[int], size: int, shuffle: random.Random | None) -> list[list[int]]:
    """Indices of examples in batches: shuffled and of similar length, or in order without ``shuffle``."""
    order = list(range(len(lengths)))
    if shuffle is not None:
        shuffle.shuffle(order)
        chunk = size * 24
        order = [
            i
            for k in range(0, len(order), chunk)
            for i in sorted(order[k : k + chunk], key=lambda j: lengths[j])
        ]
    batches = [order[k : k + size] for k in range(0, len(order), size)]
    if shuffle is not None:
        shuffle.shuffle(batches)
    return batches


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
    """Train a model with AdamW. The embeddings of its ``encoder`` are frozen.

    Args:
        losses: one epoch over the ``items`` in batches of ``batch``: the loss and the size of each batch.
        rate: learning rate of the parameters whose names start with one of ``old``.
        new_rate: learning rate of all others.
    """
    pretrained, new = [], []
    for name, p in model.named_parameters():
        if name.startswith("encoder.embeddings."):
            p.requires_grad = False
        else:
            (pretrained if name.startswith(old) else new).append(p)
    optimizer = torch.optim.AdamW(
        [{"params": pretrained, "lr": rate}, {"params": new, "lr": new_rate}], weight_decay=0.01, fused=True
    )
    steps = epochs * math.ceil(items / batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (WARM_UP * steps)) * max(0.02, 1 - s / steps)
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
