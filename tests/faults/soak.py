"""Watches the memory and the descriptors of services that nothing happens to; `suite.py --soak` runs it.

What is looked at is the least that each minute had, after a while in which caches and queues fill up. Growth is the slope of a line
with one step up in it (least squares, the step where it fits best), told by the hour with its standard error; a slope within two of those
of zero is none. Room that is made once, for a batch larger than all before it, is the step, wherever in the hour it comes; what is lost
with each item is the slope. What is lost in lumps makes more than one step, and so a slope again, unless the lumps lie near either end: so
the step is bounded, too, by what there can be room for. fit() and flat() are pure, and
test_checker.py holds them to growth that is planted.
"""
import dataclasses
import math
import os
import pathlib
import time

SAMPLE_S = 5
FLOOR_S = 60
LEAST_FLOORS = 10  # minutes, and as many as three on either side of a step
RSS_PER_HOUR = 0.02  # of the memory at hand: less than that is flat, whatever the slope says
FILES_PER_HOUR = 1.0
# No allocation takes less than 32 bytes, and each of two stores has half of the items: one an item that nobody gives back is 16.
IN_USE_PER_ITEM = 4
STEP_BYTES = 1 << 20  # of the resident memory: what a message may have; room for one is no loss, more than that is not room for one
STEP_IN_USE = 64 << 10  # of what is in use, from which a batch's rows go with the batch
STEP_FILES = 0.5  # a descriptor is no room: one that stays open is lost
# (what is watched, whether it is bytes, what growth an hour is allowed at this mean and so many items an hour, what step)
WATCHED = (("memory", True, lambda mean, items: RSS_PER_HOUR * mean, STEP_BYTES),
           ("in use", True, lambda mean, items: IN_USE_PER_ITEM * items, STEP_IN_USE),
           ("descriptors", False, lambda mean, items: FILES_PER_HOUR, STEP_FILES))


@dataclasses.dataclass(frozen=True)
class Line:
    mean: float
    slope: float  # an hour
    error: float  # standard error of the slope
    step: float


def mean_of(values):
    return sum(values) / len(values)


def fit_parts(parts):
    """(what is left of the squares, slope, spread of the times) of parts that have one slope, each at a height of its own."""
    near = []
    for part in parts:
        mean_t, mean_v = mean_of([t for t, _ in part]), mean_of([v for _, v in part])
        near += [(t - mean_t, v - mean_v) for t, v in part]
    spread = sum(t * t for t, _ in near)
    slope = sum(t * v for t, v in near) / spread
    return sum((v - slope * t) ** 2 for t, v in near), slope, spread


def step_between(before, after, slope):
    return mean_of([v - slope * t for t, v in after]) - mean_of([v - slope * t for t, v in before])


def fit(samples):
    """[(seconds, value)] as a line with a step up, where one fits better than none: what is given back at once is no room that was made,
    and would only make growth of what goes up and down."""
    rest, slope, spread = fit_parts([samples])
    step, free = 0, 2
    for at in range(3, len(samples) - 2):
        split = (samples[:at], samples[at:])
        one = fit_parts(split)
        height = step_between(*split, one[1])
        if one[0] < rest and height > 0:
            (rest, slope, spread), step, free = one, height, 3
    error = math.sqrt(rest / (len(samples) - free) / spread)
    return Line(mean_of([v for _, v in samples]), slope * 3600, error * 3600, step)


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
    # Counted from the page tables: statm is off by what each processor has not added up yet, a quarter of a megabyte on two.
    rss = next(line for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if line.startswith("Rss:"))
    values = {"memory": 1024 * int(rss.split()[1]), "descriptors": len(os.listdir(f"/proc/{pid}/fd"))}
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
        lines = ["| service | resident | growth an hour | step | in use | growth an hour | step | descriptors | growth an hour | step |",
                 "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
        found = []
        for key in sorted({key for key, _ in self.samples}):
            cells = []
            for what, is_bytes, allowed, most in WATCHED:
                least = floors(self.samples.get((key, what), []))
                if len(least) < LEAST_FLOORS:
                    found.append(f"{key}: {len(least)} minutes of {what} are too few")
                    continue
                line = fit(least)
                size, word = (1e3, " kB") if is_bytes else (1, "")
                cells += [f"{line.mean / size:,.0f}{word}", f"{line.slope / size:+.1f} ± {line.error / size:.1f}{word}"]
                cells += [f"{line.step / size:+.1f}{word}"]
                if not flat(line, allowed(line.mean, items)):
                    found.append(f"{key}: {what} grows by {line.slope / size:.1f}{word} an hour")
                if line.step > most:
                    found.append(f"{key}: {what} went up by {line.step / size:.0f}{word} at once")
            lines.append(f"| {key} | {' | '.join(cells)} |")
        return lines, found
