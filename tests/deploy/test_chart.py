#!/usr/bin/python3
"""The Helm chart: its values, what it renders, and whether the programs take what it tells them. $GAINSAY_BIN names the folder of the
programs, $GAINSAY_HELM helm itself; tests/deploy/chart builds that. Where there is none, only the values are looked at."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import BIN, CACHE, TOP  # noqa: E402

CHART = TOP / "deploy/helm/gainsay"
# A check opens these, too, and where they will be installed there is nothing yet.
FROM_HERE = {"GAINSAY_CLASSIFIER_LEXICON": str(TOP / "consumers/classify/lexicon"), "GAINSAY_POLLER_SOURCES": str(TOP / "deploy/sources.conf")}
HELM = os.environ.get("GAINSAY_HELM") or shutil.which("helm") or shutil.which("helm", path=str(CACHE))
# A helm that was built from its module says "Kubernetes 1.20" where nobody told it better.
KUBERNETES = ("--kube-version", "1.30.0")
EVERYTHING = yaml.safe_load((TOP / "tests/deploy/values-everything.yaml").read_text("utf-8"))


def run(*words, **more):
    return subprocess.run([str(word) for word in words], text=True, timeout=60, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


class Values(unittest.TestCase):
    def setUp(self):
        self.schema = json.loads((CHART / "values.schema.json").read_text("utf-8"))
        self.values = yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))

    def test_the_schema_fits_the_values_and_names_each_of_them(self):
        jsonschema.Draft7Validator.check_schema(self.schema)
        jsonschema.Draft7Validator(self.schema).validate(self.values)
        self.assertLessEqual(set(self.values), set(self.schema["properties"]))

    def test_there_is_a_service_for_each_unit(self):
        units = {path.stem.removeprefix("gainsay-") for path in (TOP / "deploy/systemd").glob("gainsay-*.service")}
        self.assertEqual(set(self.values["services"]), units)

    def test_a_misspelt_value_is_refused(self):
        self.values["services"]["store"]["replikas"] = 3
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.Draft7Validator(self.schema).validate(self.values)


@unittest.skipUnless(HELM, "there is no helm here: tests/deploy/chart builds it")
class Chart(unittest.TestCase):
    def helm(self, command, values=None, *words):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            yaml.safe_dump(values or {}, file)
            return run(HELM, *command, CHART, "--values", file.name, *KUBERNETES, *words)

    def render(self, values=None):
        done = self.helm(("template", "trial"), values)
        self.assertEqual(done.returncode, 0, done.stdout)
        return [document for document in yaml.safe_load_all(done.stdout) if document]

    def refused(self, values):
        done = self.helm(("template", "trial"), values)
        self.assertNotEqual(done.returncode, 0)
        return done.stdout

    @staticmethod
    def of_kind(documents, kind):
        return [document for document in documents if document["kind"] == kind]

    def pods(self, documents):
        return [(document, document["spec"]["template"]["spec"])
                for document in self.of_kind(documents, "Deployment") + self.of_kind(documents, "Job")]

    def test_lint_finds_nothing(self):
        for values in ({}, EVERYTHING):
            done = self.helm(("lint", "--strict"), values)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_every_kind_is_there_when_everything_is_asked_for(self):
        kinds = {document["kind"] for document in self.render(EVERYTHING)}
        self.assertEqual(kinds, {"ConfigMap", "Deployment", "HorizontalPodAutoscaler", "Job", "NetworkPolicy", "PodDisruptionBudget",
                                 "Service", "ServiceAccount", "ServiceMonitor"})

    def test_programs_take_the_configuration_that_they_are_given(self):
        for values in ({}, EVERYTHING):
            documents = self.render(values)
            maps = {document["metadata"]["name"]: document["data"] for document in self.of_kind(documents, "ConfigMap")}
            for _, pod in self.pods(documents):
                name = next(volume["configMap"]["name"] for volume in pod["volumes"] if "configMap" in volume)
                for container in pod.get("initContainers", []) + pod["containers"]:
                    self.check(container, maps[name]["gainsay.conf"])

    def check(self, container, text):
        program, *words = container["command"]
        program = BIN / pathlib.Path(program).name
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder, "gainsay.conf")
            config.write_text(text, "utf-8")
            subcommand = [word for word in words[:1] if not word.startswith("-")]
            done = run(program, *subcommand, "--config", config, "--check", env={**os.environ, **FROM_HERE})
            self.assertEqual(done.returncode, 0, f"{done.stdout}\n{text}")
        known = run(program, *subcommand, "--help").stdout
        for word in words:
            if word.startswith("--"):
                self.assertIn(f"  {word.partition('=')[0]}=", known)
        for variable in container["env"]:
            settings = re.findall(r"^  --([a-z]+\.[a-z_.]+)=", known, re.MULTILINE)
            names = {"GAINSAY_CONFIG"} | {f"GAINSAY_{setting.replace('.', '_').upper()}" for setting in settings}
            self.assertIn(variable["name"], names)

    def test_a_setting_that_no_program_has_would_be_found(self):
        documents = self.render({"services": {"store": {"settings": {"bach": 5}}}})
        text = next(d["data"]["gainsay.conf"] for d in self.of_kind(documents, "ConfigMap") if "[store]" in d["data"]["gainsay.conf"])
        with self.assertRaisesRegex(AssertionError, "bach"):
            self.check({"command": ["gainsay-store"], "env": []}, text)

    def test_paths_that_are_named_are_mounted(self):
        documents = self.render(EVERYTHING)
        maps = {document["metadata"]["name"]: document["data"]["gainsay.conf"] for document in self.of_kind(documents, "ConfigMap")}
        for document, pod in self.pods(documents):
            text = maps[next(volume["configMap"]["name"] for volume in pod["volumes"] if "configMap" in volume)]
            volumes = {volume["name"] for volume in pod["volumes"]}
            for container in pod["containers"]:
                mounts = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
                self.assertEqual(set(mounts.values()), volumes)
                postgres = "store" in document["metadata"]["name"] or document["kind"] == "Job"
                for path in re.findall(r"/run/gainsay/[a-z-]+", text):
                    if "postgres" not in path or postgres:
                        self.assertIn(path, mounts, document["metadata"]["name"])

    def test_pods_may_do_nothing_that_they_need_not(self):
        pods = self.pods(self.render(EVERYTHING))
        self.assertEqual(len(pods), 4)
        for _, pod in pods:
            self.assertIs(pod["automountServiceAccountToken"], False)
            self.assertIs(pod["securityContext"]["runAsNonRoot"], True)
            self.assertEqual(pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
            for container in pod.get("initContainers", []) + pod["containers"]:
                context = container["securityContext"]
                self.assertIs(context["readOnlyRootFilesystem"], True)
                self.assertIs(context["allowPrivilegeEscalation"], False)
                self.assertEqual(context["capabilities"], {"drop": ["ALL"]})
                self.assertIn("memory", container["resources"]["limits"])

    def test_secrets_are_referred_to_and_closed(self):
        documents = self.render(EVERYTHING)
        self.assertEqual(self.of_kind(documents, "Secret"), [])
        named = {volume["secret"]["secretName"]: volume["secret"]["defaultMode"]
                 for _, pod in self.pods(documents) for volume in pod["volumes"] if "secret" in volume}
        self.assertEqual(named, dict.fromkeys(("kafka-password", "kafka-tls", "pg-password", "pg-tls", "owner-password"), 0o440))

    def test_a_password_among_the_values_is_refused(self):
        self.assertIn("name a Secret", self.refused({"kafka": {"properties": {"sasl.password": "x"}}}))
        for conninfo in ("host=db password=x", "postgresql://u:x@db/gainsay"):
            self.assertIn("name a Secret", self.refused({"postgres": {"conninfo": conninfo}}))

    def test_alive_is_not_ready(self):
        for document in self.of_kind(self.render(), "Deployment"):
            container = document["spec"]["template"]["spec"]["containers"][0]
            self.assertEqual(container["livenessProbe"]["httpGet"]["path"], "/healthz")
            self.assertEqual(container["readinessProbe"]["httpGet"]["path"], "/readyz")

    def test_the_job_comes_before_what_needs_it_and_brings_what_it_needs(self):
        documents = self.render(EVERYTHING)
        hooks = {(d["kind"], d["metadata"]["name"]) for d in documents if "helm.sh/hook" in d["metadata"].get("annotations", {})}
        self.assertEqual(hooks, {(kind, "trial-gainsay-migration") for kind in ("ConfigMap", "Job", "NetworkPolicy")})
        self.assertEqual({d["kind"] for d in self.render({"migration": {"enabled": False}})} & {"Job"}, set())

    def test_more_copies_than_partitions_are_refused(self):
        scaling = {"services": {"store": {"autoscaling": {"enabled": True, "maxReplicas": 9}}}}
        self.assertIn("raise migration.topics.partitions", self.refused(scaling))
        self.render(scaling | {"migration": {"topics": {"partitions": 9}}})

    def test_only_the_poller_reaches_the_web_and_only_the_public_one(self):
        for policy in self.of_kind(self.render(), "NetworkPolicy"):
            blocks = [peer["ipBlock"] for rule in policy["spec"]["egress"] for peer in rule.get("to", [])]
            self.assertEqual(bool(blocks), policy["metadata"]["name"].endswith("-poller"))
            for block in blocks:
                self.assertLessEqual({"10.0.0.0/8", "169.254.0.0/16", "127.0.0.0/8"}, set(block["except"]))

    def test_selectors_find_their_pods(self):
        documents = self.render(EVERYTHING)
        pods = {d["metadata"]["name"]: d["spec"]["template"]["metadata"]["labels"] for d in self.of_kind(documents, "Deployment")}
        for kind, of in (("Service", lambda d: d["spec"]["selector"]),
                         ("PodDisruptionBudget", lambda d: d["spec"]["selector"]["matchLabels"])):
            for document in self.of_kind(documents, kind):
                self.assertLessEqual(of(document).items(), pods[document["metadata"]["name"]].items())
        for scaler in self.of_kind(documents, "HorizontalPodAutoscaler"):
            self.assertIn(scaler["spec"]["scaleTargetRef"]["name"], pods)


if __name__ == "__main__":
    unittest.main(verbosity=2)
