"""Makes docs/explain.md of what tests/bench/million measured: python3 million_page.py HEAD PLANS."""
import re
import sys

LINES, WIDTH = 14, 148

HEAD = """# What the views cost on a large database

Made by `tests/bench/million`: {made}
One connection without parallel workers, PostgreSQL's settings as installed (128 MB of shared buffers). Each question was asked twice and the second
answer counts. "CPU" is what the server's process used, to a hundredth of a second; "time" is the clock's, and suffers from whatever else the machine does.

| question | rows | CPU, s | time, s |
| --- | ---: | ---: | ---: |
"""


def shorten(line):
    line = re.sub(r"\(cost=\S+ rows=(\d+) width=\d+\) \(actual time=\S+?\.\.(\S+) rows=(\d+) loops=(\d+)\)", r"(\3 rows, \1 expected, \2 ms, \4 x)", line)
    return line if len(line) <= WIDTH else line[:WIDTH].rsplit(" ", 1)[0] + " …"


def main(head, plans):
    rows, sections = [], []
    for part in open(plans, encoding="utf-8").read().split("\n=\n"):
        if not part.strip():
            continue
        first, *lines = part.lstrip("\n").split("\n")
        name, query = first.split("\t")
        cpu = [float(line.split("|")[1]) for line in lines if line.startswith("cpu|")]
        begin = next(at for at, line in enumerate(lines) if line.startswith("cpu|")) + 1
        plan = lines[begin:]
        time = next(float(line.split()[2]) for line in plan if line.startswith("Execution Time"))
        count = int(re.search(r"rows=(\d+) loops=\d+\)", plan[0])[1])
        rows.append(f"| {name} | {count} | {cpu[1] - cpu[0]:.2f} | {time / 1000:.2f} |")
        # The nodes; conditions and buffers only where they are few.
        nodes = [shorten(line) for line in plan if line and not re.match(r"\s*(Buffers|Planning|Execution|Worker|I/O|cpu)", line)]
        more = [f"... {len(nodes) - LINES} more lines"] if len(nodes) > LINES else []
        buffers = next((line.strip() for line in plan if line.strip().startswith("Buffers")), "")
        sections.append(f"\n## {name}\n\n```sql\n{query}\n```\n\n```text\n" + "\n".join(nodes[:LINES] + more + [buffers]) + "\n```\n")
    print(HEAD.format(made=open(head, encoding="utf-8").read().strip()) + "\n".join(rows))
    print("".join(sections), end="")


main(*sys.argv[1:])
