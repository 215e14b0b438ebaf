"""Timed commands, each in a process of its own, measured in turns: a busy moment then meets all alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Bench:
    """Seconds of commands, by the name of the job."""

    def __init__(self) -> None:
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("EVENTKIT_", "PYTHONDONT"))
        }
        self.seconds: dict[str, list[float]] = {}

    def run(self, name: str, *words: object, home: Path, times: int = 1) -> None:
        """Time an eventkit command; a short one several ``times``, of which the median counts as one."""
        self.time(name, [sys.executable, "-m", "eventkit", "--home", str(home), *map(str, words)], times=times)

    def time(self, name: str, command: list[str], *, times: int = 1, **extra: str) -> None:
        """Time a whole process, likewise."""
        took = []
        for _ in range(times):
            begun = time.perf_counter()
            self._run(command, **extra)
            took.append(time.perf_counter() - begun)
        self.seconds.setdefault(name, []).append(statistics.median(took))

    def megabytes(self, *words: object, home: Path) -> float:
        """The most memory that an eventkit command takes.

        A process inherits the peak of the one that starts it, so that a small one is put between.
        """
        command = [sys.executable, "-m", "eventkit", "--home", str(home), *map(str, words)]
        return int(self._run([sys.executable, "-S", "-c", PEAK, *command]).stdout.splitlines()[-1]) / 1024

    def _run(self, command: list[str], **extra: str) -> subprocess.CompletedProcess[bytes]:
        ran = subprocess.run(command, env={**self.environment, **extra}, capture_output=True, check=False, cwd=ROOT)
        if ran.returncode:
            sys.exit(f"{' '.join(command)}: exit code {ran.returncode}\n{ran.stderr.decode()}")
        return ran

    def median(self, name: str) -> float:
        """The median of a job's times, in seconds."""
        return statistics.median(self.seconds[name])

    def compare(self, job: str, measured: list[str], anchor: list[str], goal: float, *, least: bool = False) -> None:
        """Print the median of the rounds' ratios: the first job less the others, to the anchor.

        With ``least`` the ratio is how many times as fast the job is, and the goal the least of it.
        """
        ratios = [
            self._less(measured, number) / self._less(anchor, number)
            for number in range(len(self.seconds[measured[0]]))
        ]
        ratio = 1 / statistics.median(ratios) if least else statistics.median(ratios)
        self.told(job, ratio, goal, least=least)

    def told(self, job: str, figure: float, goal: float, *, least: bool = False) -> None:
        """Print a line: the job, its figure, and the goal."""
        print(f"{job:58}{figure:9.3g}  {'at least' if least else 'at most'} {goal:g}")

    def summary(self) -> None:
        """Print the median seconds of all jobs."""
        print("\nseconds (median): " + ", ".join(f"{name} {self.median(name):.3f}" for name in self.seconds))

    def _less(self, jobs: list[str], number: int) -> float:
        first, *less = jobs
        return self.seconds[first][number] - sum(self.seconds[name][number] for name in less)
