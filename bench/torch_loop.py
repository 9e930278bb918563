"""The same protocols as a plain PyTorch loop, run by an interpreter that has PyTorch; prints seconds.

Usage: python torch_loop.py lines|moons RUNS EPOCHS
"""

from __future__ import annotations

import sys
import time

import torch
from torch import nn

BATCH_SIZES = {"lines": (3, 1, 512), "moons": (300, 2, 500)}  # points, dimension, hidden units
ALPHAS = {"lines": (None, 1.0, None, 32.0, None, 128.0), "moons": (None, 1.0, 1024.0)}


def train(points: torch.Tensor, codes: torch.Tensor, hidden: int, alpha: float | None, epochs: int, read: int) -> None:
    """One run: full-batch Adam, a uniform partner for each point, one lambda for the batch."""
    net = nn.Sequential(nn.Linear(points.shape[1], hidden), nn.ReLU(), nn.Linear(hidden, 2))
    optimizer, loss = torch.optim.Adam(net.parameters(), lr=1e-3), nn.CrossEntropyLoss()
    law = None if alpha is None else torch.distributions.Beta(alpha, alpha)
    for epoch in range(1, epochs + 1):
        optimizer.zero_grad()
        if law is None:
            value = loss(net(points), codes)
        else:
            lam, other = law.sample(), torch.randint(len(points), (len(points),))
            scores = net(lam * points + (1 - lam) * points[other])
            value = lam * loss(scores, codes) + (1 - lam) * loss(scores, codes[other])
        value.backward()
        optimizer.step()
        if epoch % read == 0:
            with torch.no_grad():
                (net(points).argmax(dim=1) != codes).float().mean().item()


def main(kind: str, runs: int, epochs: int) -> None:
    """All methods of an experiment, ``runs`` runs each."""
    n, d, hidden = BATCH_SIZES[kind]
    points = torch.arange(3.0)[:, None] if kind == "lines" else torch.randn(n, d)
    codes = torch.arange(n) % 2
    train(points, codes, hidden, 1.0, 5, 5)  # warm up
    start = time.perf_counter()
    for alpha in ALPHAS[kind]:
        for _ in range(runs):
            train(points, codes, hidden, alpha, epochs, 50 if kind == "lines" else epochs)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
