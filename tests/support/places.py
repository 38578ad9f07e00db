"""Where things are: the project, its programs, what tests keep from one run to the next; and the private servers of pipeline.sh."""
import os
import pathlib
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAINSAY_BIN", TOP / "build/dev/bin"))
# Tools that took long to fetch or to build. The scripts that bring them say the same.
CACHE = pathlib.Path(os.environ.get("GAINSAY_TEST_CACHE") or
                     pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "gainsay")


def pipeline(*words):
    """A command of tests/integration/pipeline.sh, and what it prints."""
    return subprocess.run([TOP / "tests/integration/pipeline.sh", *words], check=True, stdout=subprocess.PIPE, text=True,
                          timeout=300).stdout.strip()
