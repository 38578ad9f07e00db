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
FLOOR_S = 60
RSS_PER_HOUR = 0.02  # of the memory at hand: less than that is flat, whatever the line says
FILES_PER_HOUR = 1.0
# No allocation takes less than 32 bytes, and each of two stores has half of the items, so that one an item that nobody gives back is
# found at any rate. What is allowed is for the allocator's caches of single threads: glibc counts what lies there as in use, and they
# fill up for hours.
IN_USE_PER_ITEM = 8
# (what is watched, whether it is bytes, what growth an hour is allowed at this mean and so many items an hour)
WATCHED = (("memory", True, lambda mean, items: RSS_PER_HOUR * mean), ("in use", True, lambda mean, items: IN_USE_PER_ITEM * items),
           ("descriptors", False, lambda mean, items: FILES_PER_HOUR))


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


def floors(samples):
    """The least of each minute. What is in use comes and goes with what is at hand; what nobody gives back stays in the least."""
    least = {}
    for t, value in samples:
        minute = t // FLOOR_S
        least[minute] = min(least.get(minute, (value, t)), (value, t))
    return [(t, value) for value, t in least.values()]


def flat(line, allowed):
    """Whether it grows by no more than what is allowed an hour, or by nothing that the samples can tell."""
    return line.slope <= allowed or line.slope <= 2 * line.error


def read_heap(path):
    """(bytes in use, bytes that the allocator holds) of a process that runs with heap_watch.c."""
    try:
        in_use, held = path.read_text().split()
    except (FileNotFoundError, ValueError):  # it has not begun
        return None
    return int(in_use), int(held)


def sample(pid, heap):
    """{what is watched: how much}"""
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    values = {"memory": pages * os.sysconf("SC_PAGESIZE"), "descriptors": len(os.listdir(f"/proc/{pid}/fd"))}
    told = read_heap(heap)
    if told is not None:
        values["in use"], values["held"] = told
    return values


class Soak:
    def __init__(self, warm_s, series=None):
        self.warm_s = warm_s
        self.start = time.monotonic()
        self.samples = {}  # (service, what is watched): [(seconds, value)]
        self.series = series  # a file for all samples, those of the beginning too

    def look(self, processes):
        """processes: {service: (pid, path of what heap_watch.c says)}"""
        now = time.monotonic() - self.start
        for key, (pid, heap) in processes.items():
            values = sample(pid, heap)
            if self.series is not None:
                print(f"{now:.0f}", key, *(f"{what.replace(' ', '_')}={value}" for what, value in values.items()), file=self.series, flush=True)
            if now < self.warm_s:
                continue
            for what, value in values.items():
                self.samples.setdefault((key, what), []).append((now, value))

    def report(self, items):
        """(lines of a table, sentences about what is not flat); items: how many an hour came"""
        lines = ["| service | resident | growth an hour | in use | growth an hour | descriptors | growth an hour |",
                 "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
        found = []
        for key in sorted({key for key, _ in self.samples}):
            cells = []
            for what, unit, allowed in WATCHED:
                samples = self.samples.get((key, what), [])
                if len(samples) < 10:
                    found.append(f"{key}: {len(samples)} samples of {what} are too few")
                    continue
                line = fit(floors(samples) if what == "in use" else samples)
                size, word = (1e6, " MB") if unit else (1, "")
                cells += [f"{line.mean / size:.1f}{word}", f"{line.slope / size:+.2f} ± {line.error / size:.2f}{word}"]
                if not flat(line, allowed(line.mean, items)):
                    found.append(f"{key}: {what} grows by {line.slope / size:.2f}{word} an hour")
            lines.append(f"| {key} | {' | '.join(cells)} |")
        return lines, found
