"""Labels on recorded documents, without the documents: those are read from a corpus beside the project where it is there.

A line of recorded*.jsonl names a document of the corpus, the pieces of it that make the item's text (characters of the document with all white
space as one space, and what stands between two pieces), and records whose evidence is a range of that text.

    recorded.py fold CORPUS ITEMS > recorded.jsonl      labelled items with the document's text in them, to labels alone
    recorded.py unfold CORPUS RECORDED > items.jsonl    and back
"""
import json
import pathlib
import re
import subprocess
import sys

KEPT = ("id", "source", "lang", "published", "title", "labels")


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def documents(corpus):
    stream = subprocess.Popen(["zstd", "-dc", corpus], stdout=subprocess.PIPE, text=True)
    for line in stream.stdout:
        yield json.loads(line)
    stream.wait()


def lines_squeezed(text):
    """White space within lines as one space, lines as they are."""
    return re.sub(r"[^\S\n]+", " ", re.sub(r" *\n *", "\n", text)).strip()


def pieces_of(line, text, at):
    """Where a line stands in the document, whole or sentence by sentence; None where it does not."""
    found = text.find(line, at)
    found = text.find(line) if found < 0 else found
    if found >= 0:
        return [[found, found + len(line), ""]]
    made = []
    sentences = re.split(r"(?<=[.!?”\"—:)]) ", line)
    for sentence in sentences if len(sentences) > 1 else []:
        part = pieces_of(sentence, text, at)
        if part is None:
            return None
        at = part[-1][1]
        part[-1][2] = " "
        made += part
    if not made:
        return None
    made[-1][2] = ""
    return made


def fold(item, document, text):
    """None where the item's text is not the document's."""
    said, pieces, at = lines_squeezed(item["text"]), [], 0
    for line, gap in re.findall(r"([^\n]+)(\n*)", said):
        part = pieces_of(line, text, at)
        if part is None:
            return None
        at = part[-1][1]
        part[-1][2] = gap
        pieces += part
    records = []
    for record in item["records"]:
        evidence = lines_squeezed(record["evidence"])
        start = said.find(evidence)
        if start < 0:
            return None
        records.append({**record, "evidence": [start, start + len(evidence)]})
    return {**{key: item[key] for key in KEPT}, "document": document, "pieces": pieces, "records": records}


def unfold(line, text):
    made = "".join(text[start:end] + gap for start, end, gap in line["pieces"])
    records = [{**r, "evidence": made[r["evidence"][0]:r["evidence"][1]]} for r in line["records"]]
    return {**{key: line[key] for key in KEPT}, "text": made, "records": records, "origin": line["document"]}


def load(corpus, path):
    """The items of a file of labels; none where there is no corpus."""
    corpus = pathlib.Path(corpus)
    lines = [json.loads(line) for line in open(path, encoding="utf-8")]
    if not corpus.exists():
        return []
    wanted = {line["document"] for line in lines}
    texts = {document["id"]: squeeze(document["text"]) for document in documents(corpus) if document["id"] in wanted}
    return [unfold(line, texts[line["document"]]) for line in lines]


def main():
    command, corpus, path = sys.argv[1:4]
    if command == "unfold":
        for item in load(corpus, path):
            print(json.dumps(item, ensure_ascii=False))
        return 0
    items = [json.loads(line) for line in open(path, encoding="utf-8")]
    titles = {item["title"] for item in items}
    by_title = {}
    for document in documents(corpus):
        if document["title"] in titles:
            by_title.setdefault(document["title"], []).append((document["id"], squeeze(document["text"])))
    lost = 0
    for item in items:
        made = next(filter(None, (fold(item, key, text) for key, text in by_title.get(item["title"], []))), None)
        if made is None:
            lost += 1
            print(f"recorded.py: {item['id']} is not the text of a document", file=sys.stderr)
        else:
            print(json.dumps(made, ensure_ascii=False))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
