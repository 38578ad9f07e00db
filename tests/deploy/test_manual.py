#!/usr/bin/python3
"""The manual pages say what the programs say; bash completes both. $GAINSAY_BIN names the folder of the programs."""
import os
import pathlib
import re
import subprocess
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAINSAY_BIN", TOP / "build/dev/bin"))
MAN = BIN.parent / "docs/man"
PROGRAMS = sorted(path.name for path in BIN.iterdir() if re.fullmatch(r"gainsay(-[a-z]+)?", path.name))
SETTING = re.compile(r"^  --([a-z]+\.[a-zA-Z_.]+)=", re.MULTILINE)


def run(*words, **more):
    return subprocess.run([str(word) for word in words], text=True, timeout=60, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def plain(page):
    text = run("mandoc", "-T", "utf8", "-O", "width=500", MAN / page).stdout
    return re.sub(".\b", "", text)


def commands():
    return re.findall(r"^  ([a-z-]+) ", run(BIN / "gainsay", "--help").stdout, re.MULTILINE)


class Manual(unittest.TestCase):
    def test_every_program_and_file_has_a_page(self):
        pages = {path.name for path in MAN.iterdir()}
        for program in PROGRAMS:
            self.assertTrue({f"{program}.1", f"{program}.8"} & pages, program)
        self.assertLessEqual({"gainsay.conf.5", "gainsay-sources.conf.5", "gainsay.7"}, pages)
        self.assertEqual(pages, {path.name.removesuffix(".in") for path in (TOP / "docs/man").glob("*.in")})

    def test_mandoc_finds_nothing_wrong(self):
        for page in sorted(MAN.iterdir()):
            # What the pages refer to is not installed; the next test looks at that.
            found = [line for line in run("mandoc", "-T", "lint", page).stdout.splitlines()
                     if "referenced manual not found" not in line and "mandoc.db" not in line]
            self.assertEqual(found, [])

    def test_pages_refer_to_pages_that_are_there(self):
        for page in MAN.iterdir():
            for name, section in re.findall(r"^\.Xr (gainsay\S*) (\d)", page.read_text(), re.MULTILINE):
                self.assertTrue((MAN / f"{name}.{section}").exists(), f"{page.name}: {name}({section})")

    def test_every_setting_of_a_service_is_in_its_page_and_in_that_of_the_file(self):
        file = plain("gainsay.conf.5")
        for program in PROGRAMS:
            if program == "gainsay":
                continue
            page = plain(next(path.name for path in MAN.iterdir() if path.name in (f"{program}.1", f"{program}.8")))
            settings = SETTING.findall(run(BIN / program, "--help").stdout)
            self.assertGreater(len(settings), 1)
            for setting in settings:
                self.assertIn(f"--{setting}=", page, program)
                self.assertRegex(file, rf"\b{re.escape(setting.split('.', 1)[1])} = ", program)

    def test_every_command_and_its_options_are_in_the_page_of_gainsay(self):
        page = plain("gainsay.1")
        self.assertIn("classify", commands())
        for command in commands():
            help_text = run(BIN / "gainsay", command, "--help").stdout
            self.assertRegex(page, rf"(?m)^ +{command}$")
            for option in SETTING.findall(help_text) + re.findall(r"^  --([a-z-]+)", help_text, re.MULTILINE):
                self.assertIn(f"--{option}", page, command)

    def test_every_key_of_the_catalogue_is_in_its_page(self):
        source = (TOP / "producers/poller/catalogue.c").read_text()
        table = source[source.index("catalogue_keys"):]
        keys = re.findall(r'^    \{"([a-z_]+)", CONF_', table, re.MULTILINE)
        self.assertGreater(len(keys), 20)
        page = re.findall(r"[a-z_]+", plain("gainsay-sources.conf.5"))
        self.assertEqual([key for key in keys if key not in page], [])


class Completion(unittest.TestCase):
    def complete(self, *words):
        """What bash would offer for the last of the words, broken at "=" as bash does."""
        parts = [part for word in words for part in re.split(r"(=)", word) if part] + ([""] if words[-1] == "" else [])
        line = " ".join(words)
        script = (f"source {TOP}/deploy/completion/gainsay.bash\nCOMP_WORDS=({' '.join(map(repr, parts))})\nCOMP_CWORD={len(parts) - 1}\n"
                  f"COMP_LINE={line!r}\n_gainsay {words[0]!r} {parts[-1]!r} {parts[-2]!r}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"")
        return run("bash", "-c", script, env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}).stdout.split()

    def test_commands_of_gainsay(self):
        self.assertLessEqual(set(commands()), set(self.complete("gainsay", "")))
        self.assertEqual(self.complete("gainsay", "migr"), ["migrate"])

    def test_settings_of_a_service_and_of_a_command(self):
        self.assertIn("--store.batch=", self.complete("gainsay-store", "--store"))
        self.assertEqual(self.complete("gainsay", "migrate", "--dir"), ["--directory="])
        self.assertEqual(self.complete("gainsay", "migrate", "--dry"), ["--dry-run"])
        self.assertEqual(self.complete("gainsay", "dead-letters", "--state=par"), ["parked"])

    def test_values_of_a_choice(self):
        self.assertEqual(self.complete("gainsay-store", "--log.format="), ["logfmt", "json"])
        self.assertEqual(self.complete("gainsay-store", "--log.level=w"), ["warning"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
