#!/usr/bin/python3
"""docs/operations.md lists every metric and every log event that the programs have, with their labels and members, and no other."""
import pathlib
import re
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ("common", "producers", "consumers", "deploy")
STRING = r'"(?:[^"\\]|\\.)*"'
METRIC = re.compile(rf'metrics_(?:counter|gauge|histogram)\(\s*"([a-z_]+)",\s*(?:{STRING}\s*)+(?:,\s*("[a-z,]+"|NULL))?\)')
MEMBER = re.compile(r'LOG_(?:TEXT|INT)\(\s*"([a-z_]+)"')


def code():
    for room in ROOMS:
        for path in sorted((TOP / room).rglob("*.c")):
            yield path, path.read_text("utf-8")


def argument_list(text, start):
    """What stands between a call's parentheses, from behind the first one."""
    depth, end = 1, start
    while depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return text[start:end - 1]


def metrics():
    return {name: (labels or "NULL").strip('"').replace("NULL", "") for _, text in code() for name, labels in METRIC.findall(text)}


def events():
    found = {}
    for path, text in code():
        for call in re.finditer(r"\blog_event\(", text):
            if path.name == "log.c":
                continue
            arguments = argument_list(text, call.end())
            names = re.findall(r'"([a-z]+\.[a-z_]+)"', re.split(r"LOG_(?:TEXT|INT)\(", arguments)[0])
            for name in names:
                found.setdefault(name, set()).update(MEMBER.findall(arguments))
    return found


def table(title):
    """{first column: the second's words} of the table with this heading, code marks taken off."""
    page = (TOP / "docs/operations.md").read_text("utf-8")
    rows = page[page.index(f"| {title} |"):].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {cell[0].strip("`"): re.findall(r"`([a-z_]+)`", cell[1]) for cell in cells}


class Operations(unittest.TestCase):
    def test_every_metric_is_in_the_page_with_its_labels_and_no_other_is(self):
        found = {name: [label for label in labels.split(",") if label] for name, labels in metrics().items()}
        self.assertGreater(len(found), 50)
        self.assertEqual(table("metric"), found)

    def test_no_metric_is_registered_in_a_way_that_this_test_does_not_see(self):
        calls = sum(len(re.findall(r"\bmetrics_(?:counter|gauge|histogram)\(\s*\"", text)) for _, text in code())
        self.assertEqual(calls, len(metrics()))

    def test_every_event_is_in_the_page_with_its_members_and_no_other_is(self):
        found = events()
        self.assertGreater(len(found), 20)
        self.assertEqual({name: set(members) for name, members in table("event").items()}, found)

    def test_every_call_that_logs_names_its_event(self):
        for path, text in code():
            for call in re.finditer(r"\blog_(?:event|fields)\(", text):
                if path.name != "log.c":
                    self.assertRegex(argument_list(text, call.end()), r'"[a-z]+\.[a-z_]+"', path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
