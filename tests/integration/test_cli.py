#!/usr/bin/python3
"""The commands that need no server: what they print, and what they say of bad input. $GAINSAY_BIN names the folder of the programs."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAINSAY_BIN", TOP / "build/dev/bin"))
# A check opens these, too, and where they will be installed there is nothing yet.
FROM_HERE = {"GAINSAY_CLASSIFIER_LEXICON": str(TOP / "consumers/classify/lexicon"), "GAINSAY_POLLER_SOURCES": str(TOP / "deploy/sources.conf")}
SERVICES = ("gainsay-poller", "gainsay-classifier", "gainsay-store", "gainsay-import")

CLAIM = {"id": "claim", "source": "wire", "lang": "en", "published": "2025-04-25T10:00:00Z", "title": "A call",
         "text": "President Donald Trump said on Friday that China's president, Xi Jinping, had called him about tariffs.",
         "labels": ["tariff_change"], "records": [{"type": "tariff_change", "evidence": "nonsense"}], "other": 1}
DENIAL = {"id": "denial", "source": "wire", "lang": "en", "published": "2025-04-28T10:00:00Z", "title": "No call",
          "text": "Guo Jiakun, a spokesperson for the Chinese Foreign Ministry, said on Monday that there had been no phone "
                  "call about tariffs between the presidents of China and the United States."}
UNRELATED = {"id": "other", "source": "paper", "lang": "en", "published": "2025-04-26T10:00:00Z", "title": "Derby",
             "text": "A header in the ninetieth minute decided the derby."}


def run(*words, stdin="", env=None):
    return subprocess.run([str(word) for word in words], input=stdin, text=True, timeout=60, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env={**os.environ, "GAINSAY_CONFIG": "", **(env or {})})


class Classify(unittest.TestCase):
    def lines(self, *items):
        return "".join((item if isinstance(item, str) else json.dumps(item)) + "\n" for item in items)

    def test_one_line_an_item_with_ids_echoed_and_evidence_verbatim(self):
        done = run(BIN / "gainsay", "classify", stdin=self.lines(CLAIM, UNRELATED))
        self.assertEqual(done.returncode, 0, done.stderr)
        first, second = (json.loads(line) for line in done.stdout.splitlines())
        self.assertEqual((first["id"], second["id"]), ("claim", "other"))
        self.assertEqual(second["labels"], [])
        self.assertEqual(second["records"], [])
        self.assertEqual(first["labels"], ["claim"])
        self.assertIn(first["records"][0]["evidence"], CLAIM["text"])
        self.assertEqual(set(first["labels"]), {record["type"] for record in first["records"]})
        self.assertLessEqual({"type", "evidence", "speaker", "speaker_side", "matter", "parties"}, set(first["records"][0]))

    def test_explain_shows_which_words_speak_for_which_slot(self):
        done = run(BIN / "gainsay", "classify", "--explain", stdin=self.lines(dict(CLAIM, text=CLAIM["text"] + "\x1b[2J")))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("speaker=Donald Trump", done.stdout)
        self.assertIn("had [called him] about", done.stdout)
        self.assertRegex(done.stdout, r'matter +<- "called him"  contact, matters.tsv:\d+')
        self.assertNotIn("\x1b", done.stdout)

    def test_explain_shows_what_the_model_weighs_where_there_is_one(self):
        done = run(BIN / "gainsay", "classify", "--explain", stdin=self.lines(CLAIM))
        said = re.search(r"^claim  confidence=([\d.]+)", done.stdout, re.M).group(1)
        weighed = done.stdout.split("what the model weighs, by sentence:\n")[1]
        self.assertRegex(weighed, rf" claim \+[\d.]+ \({said}\)  denial -[\d.]+  contact \+[\d.]+\n      for  +\S.*? \+[\d.]+  ")
        self.assertIn("tariff_change -", weighed)
        with tempfile.TemporaryDirectory() as folder:
            for rows in (TOP / "consumers/classify/lexicon").glob("*.tsv"):
                if rows.name != "weights.tsv":
                    shutil.copy(rows, folder)
            without = run(BIN / "gainsay", "classify", "--explain", "--lexicon", folder, stdin=self.lines(CLAIM))
        self.assertIn("claim  confidence=", without.stdout)
        self.assertNotIn("what the model weighs", without.stdout)

    def test_a_bad_line_is_named_and_the_reading_goes_on(self):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write(self.lines(UNRELATED, "{not json", '{"id": "x", "text": 5}', '{"id": "x", "text": "a\\u0000b"}', CLAIM))
            file.flush()
            done = run(BIN / "gainsay", "classify", file.name)
            self.assertEqual(done.returncode, 1)
            self.assertEqual([json.loads(line)["id"] for line in done.stdout.splitlines()], ["other", "claim"])
            for number in (2, 3, 4):
                self.assertIn(f"{file.name}:{number}: ", done.stderr)

    def test_a_line_without_bounds_is_named_and_the_rest_of_the_file_goes_on(self):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write(self.lines(UNRELATED))
            for _ in range(65):
                file.write("x" * (1 << 20))
            file.write("\r\n" + self.lines(CLAIM).rstrip())
            file.flush()
            done = run(BIN / "gainsay", "classify", file.name)
        self.assertEqual(done.returncode, 1)
        self.assertEqual([json.loads(line)["id"] for line in done.stdout.splitlines()], ["other", "claim"])
        self.assertEqual(done.stderr, f"gainsay classify: {file.name}:2: the line is longer than {64 << 20} bytes; passed over\n")

    def test_a_file_that_is_not_there_is_named(self):
        done = run(BIN / "gainsay", "classify", "/nowhere/items.jsonl")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nowhere/items.jsonl", done.stderr)

    def test_the_same_bytes_give_the_same_records_in_any_locale_and_zone(self):
        text = self.lines(CLAIM, DENIAL, UNRELATED)
        outputs = {run(BIN / "gainsay", "classify", stdin=text, env=env).stdout
                   for env in ({}, {"TZ": "Asia/Kathmandu"}, {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "C"})}
        self.assertEqual(len(outputs), 1)


    def test_a_date_that_can_not_be_read_is_told_and_the_item_read_without_it(self):
        lines = [dict(CLAIM, published=when) for when in ("2025-04-24", "2025-04-24T10:00:00+08:00", "banana", "2025-13-45T00:00:00Z")]
        done = run(BIN / "gainsay", "classify", stdin=self.lines(*lines))
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (0, 4))
        self.assertEqual([line.split(":")[2] for line in done.stderr.splitlines()], ["3", "4"])
        self.assertIn('"published" is no date', done.stderr)


class Lexicon(unittest.TestCase):
    HEADER = "surface\tclass\tvalue\tflags\n"

    def check(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            for name, rows in files.items():
                pathlib.Path(folder, f"{name}.tsv").write_text(self.HEADER + rows, encoding="utf-8")
            done = run(BIN / "gainsay", "lexicon", "check", folder)
            return done.returncode, done.stdout.replace(f"{folder}/", "").splitlines()

    def test_every_bad_row_is_named_by_file_and_line(self):
        code, lines = self.check(
            places="Peru\tcountry\tPE\tcap\n# a comment\nChile\tcuntry\tCL\nLima\tcapital\tperu\nNorway\tcountry\tNO\tcapp\n",
            matters="phone call\tcontact\t7\nno class\n",
            people="Aurelio Quispe\tperson\tPE|Aurelio Quispe|minister\tfrom=2025-02-30\n"
                   "Mara Lindholm\tperson\tNO\tfrom=2025-03-01 to=2024-03-01\n")
        self.assertEqual(code, 1)
        named = {line.split(": error: ")[0] for line in lines if ": error: " in line}
        self.assertEqual(named, {"places.tsv:4", "places.tsv:5", "places.tsv:6", "matters.tsv:2", "matters.tsv:3", "people.tsv:2", "people.tsv:3"})
        self.assertIn("1 rows, 1 spellings: 7 errors, 0 dead, 0 shadowed", lines)

    def test_rows_that_are_never_heard_are_named_and_no_error(self):
        code, lines = self.check(acts="cut\tact\tlower\tv\ncuts\tact\traise\n(trim|cut)\tact\tremove\nfree trade\ttariff\t\n",
                                 vetoes="free trade\tveto\n")
        self.assertEqual(code, 0)
        self.assertTrue(any(line.startswith("acts.tsv:3: dead: ") and "acts.tsv:2" in line for line in lines), lines)
        self.assertTrue(any(line.startswith("acts.tsv:4: shadowed: \"cut\"") for line in lines), lines)
        self.assertTrue(any(line.startswith("acts.tsv:5: dead: ") and "vetoes.tsv:2" in line for line in lines), lines)

    def test_a_word_that_capitals_tell_apart_is_not_dead(self):
        code, lines = self.check(places="Turkey\tcountry\tTR\tcap\nturkey\tproduct\t02\nturkey\tcountry\tTR\n")
        self.assertEqual((code, lines), (0, ["3 rows, 3 spellings: 0 errors, 0 dead, 0 shadowed"]))

    def test_a_noun_beside_a_verb_of_the_same_spelling_is_not_dead(self):
        code, lines = self.check(acts="cut\tact\tlower\tv\ncut\tact\tlower|n\tn\n")
        self.assertEqual(code, 0)
        self.assertIn(" 0 errors, 0 dead", lines[-1])

    def test_an_exception_before_a_wider_row_and_a_veto_shadow_nothing(self):
        code, lines = self.check(acts="cut\tact\traise\n(trim|cut)\tact\tremove\n(lift|cut)\tact\tlower\n(free|fair) trade\tact\traise\n",
                                 vetoes="free trade\tveto\n")
        self.assertEqual((code, lines), (0, ["5 rows, 8 spellings: 0 errors, 0 dead, 0 shadowed"]))

    def test_the_lexicon_that_comes_along_has_nothing_to_be_told(self):
        done = run(BIN / "gainsay", "lexicon", "check", TOP / "consumers/classify/lexicon")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertRegex(done.stdout, r"\A[0-9]+ rows, [0-9]+ spellings: 0 errors, 0 dead, 0 shadowed\n\Z")

    def test_a_folder_of_something_else_is_told_to_be_no_lexicon_in_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "a.tsv").write_bytes(bytes(range(256)) * 4000 + b"\n" * 50000)
            pathlib.Path(folder, "b.tsv").write_text("name\tplace\n" * 1000, encoding="utf-8")
            for words in (["lexicon", "check", folder], ["classify", "--lexicon", folder], ["lexicon", "check", TOP / "docs"]):
                done = run(BIN / "gainsay", *words)
                self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1), done.stderr)
                self.assertIn(f'"{words[-1]}" is no lexicon', done.stderr)
        expected = re.search("expected are (.*), each", done.stderr).group(1).replace(" and ", ", ").split(", ")
        self.assertEqual(expected, sorted(path.stem for path in (TOP / "consumers/classify/lexicon").glob("*.tsv")))

    def test_of_a_file_no_more_than_twenty_faults_are_told_one_by_one(self):
        code, lines = self.check(places="no class\n" * 1000, people="\x1b[2J\tcuntry\n" * 20 + "Peru\tcountry\tPE\tcap\n")
        self.assertEqual(code, 1)
        self.assertEqual([line.split(":")[0] for line in lines[:-1]], ["people.tsv"] * 20 + ["places.tsv"] * 21)
        self.assertEqual(lines[-2], "places.tsv: error: and 980 more")
        self.assertEqual(lines[-1], "1 rows, 1 spellings: 1020 errors, 0 dead, 0 shadowed")
        self.assertNotIn("\x1b", "".join(lines))

    def test_a_file_without_its_header_loses_no_row_in_silence(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "places.tsv").write_text(self.HEADER + "Peru\tcountry\tPE\tcap\n", encoding="utf-8")
            pathlib.Path(folder, "more.tsv").write_text("Chile\tcountry\tCL\tcap\n" * 2, encoding="utf-8")
            done = run(BIN / "gainsay", "lexicon", "check", folder)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"{folder}/more.tsv:1: error: expected the header", done.stdout)
            self.assertIn("more.tsv:1: expected the header", run(BIN / "gainsay", "classify", "--lexicon", folder).stderr)

    def test_a_folder_that_is_not_there_is_named(self):
        done = run(BIN / "gainsay", "lexicon", "check", "/nowhere/lexicon")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nowhere/lexicon", done.stderr)


class Link(unittest.TestCase):
    def test_items_that_are_no_story_are_told_how_to_become_one(self):
        done = run(BIN / "gainsay", "link", stdin=json.dumps(CLAIM) + "\n" + json.dumps({"id": "s"}) + "\n")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        item, story = done.stderr.splitlines()
        self.assertIn("this line is an item, not a story", item)
        self.assertIn("a story has a list of items", story)

    def test_a_story_keeps_its_order_and_its_denial_meets_its_claim(self):
        for order in ((DENIAL, UNRELATED, CLAIM), (CLAIM, DENIAL, UNRELATED)):
            story = {"id": "s", "items": order, "links": [{"denial": [9, 9], "claim": [9, 9]}]}
            done = run(BIN / "gainsay", "link", stdin=json.dumps(story) + "\n")
            self.assertEqual(done.returncode, 0, done.stderr)
            answer = json.loads(done.stdout)
            self.assertEqual(answer["id"], "s")
            self.assertEqual(len(answer["items"]), 3)
            denial, claim = order.index(DENIAL), order.index(CLAIM)
            self.assertIn({"denial": [denial, 0], "claim": [claim, 0]},
                          [{name: link[name] for name in ("denial", "claim")} for link in answer["links"]])

    def test_a_bad_story_is_named_and_the_reading_goes_on(self):
        bad = {"id": "bad", "items": [CLAIM, {"id": "no text or title"}]}
        done = run(BIN / "gainsay", "link", stdin=json.dumps(bad) + "\n" + json.dumps({"id": "good", "items": []}) + "\n")
        self.assertEqual(done.returncode, 1)
        self.assertEqual([json.loads(line)["id"] for line in done.stdout.splitlines()], ["good"])
        self.assertIn("standard input:1: items[1]", done.stderr)


class Programs(unittest.TestCase):
    def test_each_says_its_help_and_version(self):
        for name in SERVICES + ("gainsay",):
            self.assertIn(name, run(BIN / name, "--help").stdout)
            self.assertRegex(run(BIN / name, "--version").stdout, r"^gainsay\S* \d+\.\d+\.\d+ \(\S+\)\n$")

    def test_the_example_file_with_every_setting_uncommented_is_accepted(self):
        for name in SERVICES:
            example = run(BIN / name, "--example").stdout
            settings = []
            for line in example.splitlines():
                # "#key = value" is a setting, "# words" a comment.
                setting = line.startswith("#") and not line.startswith("# ")
                line = line[1:] if setting else line
                if not line.startswith(("PROPERTY", "# ")) and not line.endswith("= "):
                    settings.append(line)
            with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
                file.write("\n".join(settings) + "\n")
                file.flush()
                done = run(BIN / name, "--config", file.name, "--check", env=FROM_HERE)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("configuration is fine", done.stdout)

    def test_a_check_opens_the_lexicon_and_the_catalogue(self):
        for name, variable, part in (("gainsay-classifier", "GAINSAY_CLASSIFIER_LEXICON", "lexicon"),
                                     ("gainsay-poller", "GAINSAY_POLLER_SOURCES", "catalogue of sources")):
            done = run(BIN / name, "--check", env={variable: "/nowhere/at-all"})
            self.assertEqual(done.returncode, 1, name)
            self.assertEqual(done.stdout, "", name)
            self.assertRegex(done.stderr, f'^{name}: [^"]*{part}[^"]* "/nowhere/at-all": No such file or directory')

    def test_a_wrong_setting_is_refused_with_file_and_line(self):
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("[store]\n\nbatch = none\n")
            file.flush()
            done = run(BIN / "gainsay-store", "--config", file.name, "--check")
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"{file.name}:3: store.batch", done.stderr)

    def test_the_table_of_what_all_programs_know_is_what_they_say_of_themselves(self):
        table = (TOP / "common/conf/conf_known.c").read_text("utf-8")
        table = table[table.index("} known[]"):table.index("};\n\n#define")]
        known = {section: set("".join(re.findall('"([^"]*)"', keys)).split())
                 for section, keys in re.findall(r'\{"([a-z]+)",((?:\s*"[^"]*")+)\}', table)}
        said = {}
        commands = re.findall(r"^  ([a-z-]+) ", run(BIN / "gainsay", "--help").stdout, re.MULTILINE)
        programs = [path for path in BIN.iterdir() if re.fullmatch("gainsay-[a-z]+", path.name)]
        for words in [[path] for path in programs] + [[BIN / "gainsay", command] for command in commands]:
            section = None
            for line in run(*words, "--example").stdout.splitlines():
                section = line.strip("[]") if line.startswith("[") else section
                for key in re.findall(r"^#([a-zA-Z_]+) =", line):
                    said.setdefault(section, set()).add(key.replace("PROPERTY", "*"))
        self.assertEqual(known, said)

    def test_a_setting_that_nobody_knows_is_refused_by_every_program_with_the_nearest(self):
        for words in (["doctor"], ["status"], ["rebuild"], ["gainsay-classifier"], ["gainsay-replay", "--since=2025-01-01"]):
            program = [BIN / words[0]] if "-" in words[0] else [BIN / "gainsay", words[0]]
            for section, key in (("classifier", "grup"), ("store", "btach")):
                done = run(*program, *words[1:], f"--{section}.{key}=7", env=FROM_HERE)
                self.assertNotEqual(done.returncode, 0, words)
                self.assertIn(f'unknown option "--{section}.{key}"', done.stderr)
        done = run(BIN / "gainsay", "doctor", "--classifier.grup=7")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("the nearest is --classifier.group", done.stderr)
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("[classifier]\ngrup = seven\n")
            file.flush()
            for words in (["gainsay", "doctor"], ["gainsay", "status"], ["gainsay", "query", "--list"], ["gainsay-classifier"]):
                done = run(BIN / words[0], *words[1:], "--config", file.name, env=FROM_HERE)
                self.assertNotEqual(done.returncode, 0, words)
                self.assertIn(f'{file.name}:2: section "classifier" has no setting "grup"; the nearest is classifier.group', done.stderr)

    def test_a_section_of_a_command_is_known_to_the_services(self):
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("[doctor]\ndisks = /var\n[topics]\npartitions = 12\n[status]\nmax_lag = 5\n[migrate]\n[export]\nauthor = Desk\n")
            file.flush()
            for name in SERVICES:
                done = run(BIN / name, "--config", file.name, "--check", env=FROM_HERE)
                self.assertEqual((done.returncode, done.stderr), (0, ""), name)

    def test_a_password_in_the_connection_string_is_refused(self):
        done = run(BIN / "gainsay", "migrate", env={"GAINSAY_POSTGRES_CONNINFO": "host=127.0.0.1 password=secret"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("passfile", done.stderr)
        self.assertNotIn("secret", done.stderr)

    def test_a_check_refuses_passwords_and_properties_that_librdkafka_does_not_know(self):
        for line, part in (("[kafka]\nsasl.password = open-word\n", "kafka.sasl.password_file"),
                           ("[kafka]\nssl.key.password = open-word\n", "kafka.ssl.key.password_file"),
                           ("[postgres]\nconninfo = host=db password=open-word\n", "postgres.password_file"),
                           ("[kafka]\nsasl.pasword_file = word\n", 'No such configuration property: "sasl.pasword_file"'),
                           ("[kafka]\nenable.auto.commit = yes\n", "is not yours to set")):
            with self.subTest(line), tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
                file.write(line)
                file.flush()
                done = run(BIN / "gainsay-store", "--config", file.name, "--check")
                self.assertEqual(done.returncode, 1)
                self.assertIn(f"{file.name}:2: ", done.stderr)
                self.assertIn(part, done.stderr)
                self.assertNotIn("open-word", done.stderr)
        done = run(BIN / "gainsay-import", "--kafka.sasl.password=open-word", "--check")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("open-word", done.stderr)
        done = run(BIN / "gainsay-store", "--check", env={"GAINSAY_KAFKA_SASL_PASSWORD": "open-word"})
        self.assertIn("GAINSAY_KAFKA_SASL_PASSWORD", done.stderr)
        self.assertNotIn("open-word", done.stderr)

    def test_a_service_refuses_words_that_are_no_settings(self):
        for name in ("gainsay-poller", "gainsay-classifier", "gainsay-store", "gainsay-replay"):
            done = run(BIN / name, "extra")
            self.assertEqual((done.returncode, done.stderr), (1, f'{name}: "extra" is no setting (see {name} --help)\n'))

    def test_a_command_refuses_words_that_are_no_settings(self):
        for name, refused in (("verify", 1), ("migrate", 1), ("rebuild", 1), ("export", 1), ("doctor", 1), ("status", 2)):
            done = run(BIN / "gainsay", name, "extra")
            self.assertEqual((done.returncode, done.stderr),
                             (refused, f'gainsay {name}: "extra" is no setting (see gainsay {name} --help)\n'))

    def test_no_command_takes_a_password_in_plain_sight(self):
        for name in ("verify", "status", "doctor", "dead-letters", "rebuild"):
            done = run(BIN / "gainsay", name, "--check", "--postgres.conninfo=dbname=gainsay password=open-word")
            self.assertNotEqual(done.returncode, 0, name)
            self.assertNotIn("open-word", done.stderr)

    def test_a_command_whose_answer_cannot_be_written_fails(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([BIN / "gainsay", "lexicon", "--help"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot write to standard output", done.stderr)

    def test_a_folder_is_no_configuration(self):
        done = run(BIN / "gainsay-store", "--config", TOP, "--check")
        self.assertEqual((done.returncode, done.stderr), (1, f'gainsay-store: cannot read configuration file "{TOP}"\n'))

    def test_an_unknown_command_is_named(self):
        done = run(BIN / "gainsay", "clasify")
        self.assertEqual(done.returncode, 2)
        self.assertIn('"clasify"', done.stderr)


class Passwords(unittest.TestCase):
    """Only from files that nobody else can read."""

    def refused(self, *words, env=None):
        done = run(*words, env=env)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertNotIn("opensesame", done.stderr)
        return done.stderr

    def file(self, mode, text="opensesame\n"):
        file = tempfile.NamedTemporaryFile("w")
        self.addCleanup(file.close)
        file.write(text)
        file.flush()
        os.chmod(file.name, mode)
        return file.name

    def test_kafkas_is_refused_on_the_command_line_and_in_the_environment(self):
        for word in ("sasl.password", "ssl.key.password"):
            text = self.refused(BIN / "gainsay", "topics", "create", f"--kafka.{word}=opensesame")
            self.assertIn(f"kafka.{word}_file", text)
        text = self.refused(BIN / "gainsay", "topics", "create", env={"GAINSAY_KAFKA_SASL_PASSWORD": "opensesame"})
        self.assertIn("kafka.sasl.password_file", text)

    def test_postgres_s_is_refused_in_the_connection_string_and_in_the_environment(self):
        for conninfo in ("host=127.0.0.1 port=9 password=opensesame", "postgresql://u:opensesame@127.0.0.1:9/d"):
            self.assertIn("password_file", self.refused(BIN / "gainsay", "migrate", f"--postgres.conninfo={conninfo}"))
        text = self.refused(BIN / "gainsay", "migrate", "--postgres.conninfo=host=127.0.0.1 port=9",
                            env={"PGPASSWORD": "opensesame"})
        self.assertIn("PGPASSWORD", text)

    def test_a_file_that_others_can_read_is_refused(self):
        name = self.file(0o644)
        text = self.refused(BIN / "gainsay", "topics", "create", f"--kafka.sasl.password_file={name}")
        self.assertIn("others can read it", text)
        text = self.refused(BIN / "gainsay", "migrate", f"--postgres.password_file={name}")
        self.assertIn("others can read it", text)
        text = self.refused(BIN / "gainsay", "migrate", f"--postgres.conninfo=host=127.0.0.1 port=9 passfile={name}")
        self.assertIn("mode 0600", text)

    def test_an_empty_file_is_no_password(self):
        text = self.refused(BIN / "gainsay", "migrate", f"--postgres.password_file={self.file(0o400, '')}")
        self.assertIn("empty", text)

    def test_a_closed_file_is_read_also_from_systemds_credentials(self):
        name = self.file(0o400)
        for env, path in (({}, name), ({"CREDENTIALS_DIRECTORY": os.path.dirname(name)}, os.path.basename(name))):
            text = self.refused(BIN / "gainsay", "migrate", "--postgres.conninfo=host=127.0.0.1 port=9",
                                f"--postgres.password_file={path}", env=env)
            self.assertIn("refused", text)  # the connection, by nobody who listens there


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
