#!/usr/bin/python3
"""Each of a program's allocations fails once: what it prints is the whole answer, or it ends with an error. test_memory.py GAINSAY LIBRARY"""
import json
import os
import pathlib
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
GAINSAY, LIBRARY = sys.argv[1:3]
ITEM = {"id": "a", "source": "s", "title": "T", "published": "2025-04-25T10:00:00Z",
        "text": "Canada imposed a 25% tariff on cars from the United States, the trade ministry said. President Donald Trump said on Friday"
                " that China's president, Xi Jinping, had called him about tariffs."}
STEP = 3  # every third allocation: the ones beside it belong to the same object
ENOUGH = 40  # tries in a row that no longer reach an allocation: the program makes no more


def classify(number):
    environment = {**os.environ, "GAINSAY_CONFIG": "", "GAINSAY_CLASSIFIER_LEXICON": str(TOP / "consumers/classify/lexicon")}
    if number:
        environment.update(LD_PRELOAD=LIBRARY, GAINSAY_FAIL=f"alloc {number}")
    return subprocess.run([GAINSAY, "classify"], input=json.dumps(ITEM) + "\n", text=True, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)


class Memory(unittest.TestCase):
    def test_an_answer_is_whole_or_there_is_none(self):
        whole = classify(0).stdout
        self.assertIn("tariff_change", whole)
        # Libraries get along without some of their memory before main() begins; the program's own comes behind that.
        first = next(number for number in range(1, 100000, 50) if classify(number).returncode != 0)
        failures = reached = since = 0
        for number in range(max(1, first - 50), 100000, STEP):
            done = classify(number)
            self.assertNotIn(done.returncode, (-11, -7), f"allocation {number}: {done.stderr}")
            if done.returncode == 0:
                self.assertEqual(done.stdout, whole, f"allocation {number}")
            else:
                self.assertIn(done.stdout, ("", whole), f"allocation {number}")
            failures += done.returncode != 0
            since = 0 if done.returncode != 0 else since + 1
            reached += 1
            if since >= ENOUGH:
                break
        self.assertGreater(failures, 40)
        print(f"{failures} of {reached} failed allocations ended the program", file=sys.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
