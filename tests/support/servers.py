"""Tests on real servers: a Kafka and a PostgreSQL of the class's own.

    class Store(Servers):
        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            cls.dir, cls.brokers, cls.conninfo

They are stopped and the folder goes after the class's own tearDownClass(), also where its setUpClass() failed.
"""
import pathlib
import tempfile
import unittest

from places import pipeline


class Servers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="gainsay-test-", dir="/var/tmp")
        cls.addClassCleanup(folder.cleanup)
        cls.dir = pathlib.Path(folder.name)
        cls.dir.chmod(0o755)  # PostgreSQL runs as a user of its own
        cls.addClassCleanup(pipeline, "stop", cls.dir)
        pipeline("start", cls.dir)
        cls.brokers, cls.conninfo = pipeline("brokers", cls.dir), pipeline("conninfo", cls.dir)
