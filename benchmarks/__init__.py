"""Ratios measured in one run: ``python -m benchmarks [INPUT] [--markdown]``.

Nothing is compared with a figure of another day or machine: what is compared runs in turns,
in processes of its own, and medians are set against each other.
"""
