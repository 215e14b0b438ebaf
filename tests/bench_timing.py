"""Timed commands, each in a process of its own, measured in turns: a busy moment then meets all alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Bench:
    """Seconds and peak memory of commands, by the name of the job."""

    def __init__(self) -> None:
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("EVENTKIT_", "PYTHONDONT"))
        }
        self.seconds: dict[str, list[float]] = {}
        self.megabytes: dict[str, list[float]] = {}

    def run(self, name: str, *words: object, home: Path) -> None:
        """Time an eventkit command."""
        self.time(name, [sys.executable, "-m", "eventkit", "--home", str(home), *map(str, words)])

    def time(self, name: str, command: list[str], **extra: str) -> None:
        """Time a whole process, and note the most memory that it took."""
        begun = time.perf_counter()
        with subprocess.Popen(
            command, env={**self.environment, **extra}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
        ) as process:
            assert process.stdout
            while process.stdout.read(1 << 16):
                pass
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        taken = time.perf_counter() - begun
        if process.returncode:
            sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
        self.seconds.setdefault(name, []).append(taken)
        self.megabytes.setdefault(name, []).append(usage.ru_maxrss / 1024)

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
