"""Watches the memory and the descriptors of services that nothing happens to; `suite.py --soak` runs it.

Growth is the slope of a straight line through the samples (least squares), after a while in which caches and queues fill up. It is
told by the hour, with its standard error: a slope within two of those of zero is none. flat() is pure, and test_checker.py
holds it to growth that is planted.
"""
import dataclasses
import math
import os
import pathlib
import time

SAMPLE_S = 5
RSS_PER_HOUR = 0.02  # of the memory at hand: less than that is flat, whatever the line says
FILES_PER_HOUR = 1.0


@dataclasses.dataclass(frozen=True)
class Line:
    mean: float
    slope: float  # an hour
    error: float  # standard error of the slope


def fit(samples):
    """[(seconds, value)] as a line."""
    count = len(samples)
    mean_t = sum(t for t, _ in samples) / count
    mean_v = sum(v for _, v in samples) / count
    spread = sum((t - mean_t) ** 2 for t, _ in samples)
    slope = sum((t - mean_t) * (v - mean_v) for t, v in samples) / spread
    rest = sum((v - mean_v - slope * (t - mean_t)) ** 2 for t, v in samples)
    error = math.sqrt(rest / max(count - 2, 1) / spread)
    return Line(mean_v, slope * 3600, error * 3600)


def flat(line, allowed):
    """Whether it grows by no more than what is allowed an hour, or by nothing that the samples can tell."""
    return line.slope <= allowed or line.slope <= 2 * line.error


def sample(pid):
    """(resident bytes, open descriptors) of a process."""
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE"), len(os.listdir(f"/proc/{pid}/fd"))


class Soak:
    def __init__(self, warm_s):
        self.warm_s = warm_s
        self.start = time.monotonic()
        self.memory, self.files = {}, {}  # service: [(seconds, value)]

    def look(self, processes):
        """processes: {service: pid}"""
        now = time.monotonic() - self.start
        if now < self.warm_s:
            return
        for key, pid in processes.items():
            resident, files = sample(pid)
            self.memory.setdefault(key, []).append((now, resident))
            self.files.setdefault(key, []).append((now, files))

    def report(self):
        """(lines of a table, sentences about what is not flat)"""
        lines = ["| service | memory | growth an hour | descriptors | growth an hour |", "| --- | ---: | ---: | ---: | ---: |"]
        found = []
        for key, samples in sorted(self.memory.items()):
            if len(samples) < 10:
                found.append(f"{key}: {len(samples)} samples are too few")
                continue
            memory, files = fit(samples), fit(self.files[key])
            lines.append(f"| {key} | {memory.mean / 1e6:.1f} MB | {memory.slope / 1e6:+.2f} ± {memory.error / 1e6:.2f} MB |"
                         f" {files.mean:.1f} | {files.slope:+.2f} ± {files.error:.2f} |")
            if not flat(memory, RSS_PER_HOUR * memory.mean):
                found.append(f"{key}: memory grows by {memory.slope / 1e6:.2f} MB an hour")
            if not flat(files, FILES_PER_HOUR):
                found.append(f"{key}: descriptors grow by {files.slope:.2f} an hour")
        return lines, found
