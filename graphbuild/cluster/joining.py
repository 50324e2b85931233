"""Connect to a Ray cluster."""

from __future__ import annotations

import logging
import os
import socket
from typing import Any

from graphbuild.errors import InputError

_PATIENCE = 5.0
"""Seconds to wait for the cluster to answer."""
_STORE = 256 * 2**20
"""Bytes of the object store of a cluster started here."""


def join(address: str) -> Any:
    """Ray, connected to the cluster at ``address``; with ``auto`` to this machine's, or one started here.

    Raises ``InputError`` if Ray is missing or no cluster can be reached.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # no usage statistics
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # no warning about GPUs
    try:
        import ray
    except ImportError as error:
        raise InputError(
            "--ray needs Ray, which is not installed here; pip install 'graphbuild[ray]' on every machine"
        ) from error
    if address != "auto":
        _check(address)
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        try:
            ray.init(address=address, **quiet)
        except ConnectionError:
            if address != "auto":
                raise
            ray.init(include_dashboard=False, object_store_memory=_STORE, **quiet)
    except Exception as error:
        raise _unreachable(address, error) from error
    return ray


def _check(address: str) -> None:
    """Fail early if nothing listens at the address: Ray itself retries for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isdecimal()):
        raise InputError(f"--ray {address}: not auto or an address host:port; `ray status` prints it")
    try:
        socket.create_connection((host, int(port)), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise _unreachable(address, error) from error


def _unreachable(address: str, error: BaseException) -> InputError:
    return InputError(
        f"--ray {address}: no Ray cluster can be reached ({first_line(error)}); start one with:"
        " ray start --head"
    )


def first_line(error: BaseException) -> str:
    """The first line of an error; Ray's messages are long."""
    return str(error).strip().partition("\n")[0] or type(error).__name__
