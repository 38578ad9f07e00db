#!/usr/bin/python3
"""Packages and containers as they are described: what the quick look can tell. tests/deploy/packages and tests/deploy/image build and
try them. $GAINSAY_BIN names the folder of the programs."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAINSAY_BIN", TOP / "build/dev/bin"))
DEBIAN = TOP / "deploy/debian"
# A check opens these, too, and where they will be installed there is nothing yet.
FROM_HERE = {"GAINSAY_CLASSIFIER_LEXICON": str(TOP / "consumers/classify/lexicon"), "GAINSAY_POLLER_SOURCES": str(TOP / "deploy/sources.conf")}
PROGRAMS = sorted(path.name for path in BIN.iterdir() if re.fullmatch(r"gainsay(-[a-z]+)?", path.name))


def run(*words):
    return subprocess.run([str(word) for word in words], text=True, timeout=60, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, **FROM_HERE})


def settings(program, *words):
    """The variables that a program hears, by its own help."""
    names = re.findall(r"^  --([a-z]+\.[a-zA-Z_.]+)=", run(BIN / program, *words, "--help").stdout, re.MULTILINE)
    return {f"GAINSAY_{name.replace('.', '_').upper()}" for name in names}


class Packages(unittest.TestCase):
    def installed(self):
        return {path.stem: path.read_text("utf-8").split() for path in DEBIAN.glob("*.install")}

    def test_each_program_is_in_one_package_with_its_page_and_its_completion(self):
        for program in PROGRAMS:
            packages = [name for name, files in self.installed().items() if f"usr/bin/{program}" in files]
            self.assertEqual(len(packages), 1, program)
            files = self.installed()[packages[0]]
            self.assertTrue({"usr/share/man/man1", f"usr/share/man/man8/{program}.8"} & set(files), program)
            completion = f"usr/share/bash-completion/completions/{program}"
            self.assertIn(completion, files if program != "gainsay" else self.installed()["gainsay-common"])

    def test_each_unit_is_in_the_package_of_its_program(self):
        for unit in (TOP / "deploy/systemd").glob("*.service"):
            files = self.installed()[unit.stem]
            self.assertIn(f"lib/systemd/system/{unit.name}", files)
            self.assertIn(f"usr/bin/{unit.stem}", files)

    def test_control_knows_each_package_and_what_the_build_needs(self):
        control = (DEBIAN / "control").read_text("utf-8")
        self.assertLessEqual(set(self.installed()), set(re.findall(r"^Package: (\S+)", control, re.MULTILINE)))
        needed = run("bash", "-c", f". {TOP}/deploy/lib/packages.sh; printf '%s\\n' "
                     "\"${{gainsay_build_packages[@]}}\" \"${{gainsay_archive_packages[@]}}\"").stdout.split()
        asked = re.findall(r"[a-z0-9.+-]+", control.split("Standards-Version")[0].split("Build-Depends:")[1])
        self.assertEqual([name for name in needed if name.startswith("lib") and name not in asked], [])

    def test_the_configuration_that_is_installed_is_accepted(self):
        made = run(DEBIAN / "configuration", BIN)
        self.assertEqual(made.returncode, 0, made.stdout)
        path = pathlib.Path(self.folder(), "gainsay.conf")
        path.write_text(made.stdout, "utf-8")
        for program in ("gainsay-poller", "gainsay-classifier", "gainsay-store"):
            done = run(BIN / program, "--config", path, "--check")
            self.assertEqual(done.returncode, 0, done.stdout)
        # With every line that is a mere example made real, each key is still one that some service knows.
        self.assertIn("#batch = ", made.stdout)
        path.write_text(made.stdout.replace("#batch = ", "bach = "), "utf-8")
        self.assertNotEqual(run(BIN / "gainsay-store", "--config", path, "--check").returncode, 0)

    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name


class Compose(unittest.TestCase):
    def setUp(self):
        self.text = (TOP / "deploy/compose.yaml").read_text("utf-8")
        self.services = yaml.safe_load(self.text)["services"]
        self.ours = {name: service for name, service in self.services.items() if "gainsay" in service.get("command", ["x"])[0]}

    def test_variables_are_settings_of_the_programs_that_get_them(self):
        self.assertEqual(set(self.ours), {"topics", "migrate", "classifier", "store", "poller", "sample-poller"})
        for name, service in self.ours.items():
            program, *words = service["command"]
            unknown = set(service["environment"]) - settings(program, *words[:1]) - {"GAINSAY_LOG_FORMAT"}
            self.assertEqual(unknown, set(), name)

    def test_containers_may_do_nothing_that_they_need_not(self):
        for name, service in self.ours.items():
            self.assertIs(service["read_only"], True, name)
            self.assertEqual((service["cap_drop"], service["security_opt"]), (["ALL"], ["no-new-privileges:true"]), name)

    def test_nothing_is_open_to_other_machines(self):
        for service in self.services.values():
            for port in service.get("ports", []):
                self.assertTrue(port.startswith("127.0.0.1:"), port)

    def test_profiles_are_live_and_sample(self):
        self.assertEqual({profile for service in self.services.values() for profile in service.get("profiles", [])}, {"live", "sample"})

    def test_the_example_of_env_names_each_setting_with_its_default(self):
        example = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", (TOP / "deploy/.env.example").read_text("utf-8"), re.MULTILINE))
        asked = dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", self.text))
        self.assertEqual(set(example), set(asked))
        own = {"GAINSAY_UID", "GAINSAY_GID"}
        self.assertEqual({k: v for k, v in example.items() if k not in own}, {k: v for k, v in asked.items() if k not in own})

    def test_kafka_is_the_version_that_the_tests_run(self):
        pinned = re.search(r"<kafka.version>(.*?)<", (TOP / "deploy/kafka/pom.xml").read_text("utf-8")).group(1)
        self.assertIn(f"apache/kafka:{pinned}", self.text)


class Image(unittest.TestCase):
    def setUp(self):
        self.text = (TOP / "deploy/docker/Dockerfile").read_text("utf-8")

    def test_it_runs_as_a_user_without_rights_and_tells_its_health(self):
        last = self.text.split("\nFROM ")[-1]
        self.assertIn("USER 10001:10001", last)
        self.assertIn("HEALTHCHECK", last)

    def test_each_library_that_the_programs_link_is_installed(self):
        linked = {line.split()[0] for program in PROGRAMS for line in run("ldd", BIN / program).stdout.splitlines() if "=>" in line}
        for library in ("archive", "cjson", "csv", "curl", "inih", "microhttpd", "pq", "rdkafka", "ssl", "systemd", "utf8proc", "xml2"):
            self.assertTrue(any(name.startswith(f"lib{library}") for name in linked), library)
            self.assertRegex(self.text, rf"\blib{library}[0-9]*\b")


if __name__ == "__main__":
    unittest.main(verbosity=2)
