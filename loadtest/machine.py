"""The machine that measures, for whoever reads its figures."""

import os
import platform
from pathlib import Path

import psutil


def described() -> str:
    """Cores that this process may use, processor and system."""
    return f"{cores()} cores, {processor()}, {platform.system()}"


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_average() -> str:
    """Programs that ran or waited for a core, in the mean of the last 1, 5 and 15 minutes."""
    return ", ".join(f"{load:.1f}" for load in psutil.getloadavg())


def processor() -> str:
    """Its name where the system tells, else its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(iter(names), "") or platform.processor() or platform.machine()
