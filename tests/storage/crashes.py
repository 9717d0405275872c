"""A power cut at a chosen moment: a child process ends, without any tidying, at its n-th flush or rename."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

import pytest

_CUT = 9


def cut_at(moment: int, work: Callable[[], object]) -> bool:
    """Do `work` in a child that dies just before its `moment`-th flush, rename or removal; True where it lived."""
    child = os.fork()
    if child == 0:
        _die_at(moment)
        try:
            work()
        except BaseException:  # noqa: BLE001 - the parent asserts on the code
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, _CUT), f"the work failed with {code}"
    return code == 0


def _die_at(moment: int) -> None:
    seen = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            nonlocal seen
            seen += 1
            if seen == moment:
                os._exit(_CUT)
            return real(*arguments, **named)

        return call

    for name in ("fsync", "replace", "rename", "unlink"):
        setattr(os, name, counted(getattr(os, name)))


def every_moment(before: Callable[[], object], work: Callable[[], object], most: int = 200) -> Iterator[int]:
    """Cut `work` at its first moment, its second, and so on until it lives; the caller looks at what is left each time.

    `before` puts everything back to the start.
    """
    if sys.platform == "win32":
        pytest.skip("no fork on Windows")
    for moment in range(1, most):
        before()
        if cut_at(moment, work):
            assert moment > 1, "nothing was flushed at all"
            return
        yield moment
    raise AssertionError("the work never ended")
