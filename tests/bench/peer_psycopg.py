"""A peer of the store: a consumer as one writes it in Python, with psycopg 3 and confluent-kafka, into one table.

    peer_psycopg.py BROKERS CONNINFO GROUP
"""
import json
import signal
import sys

import confluent_kafka
import psycopg

BATCH = 1000
COLUMNS = ("id", "source", "url", "title", "text", "published")
MERGE = """INSERT INTO flat (id, source, url, title, text, published)
SELECT DISTINCT ON (id) id, source, url, title, text, published FROM flat_stage
ON CONFLICT (id) DO UPDATE SET source = excluded.source, url = excluded.url, title = excluded.title, text = excluded.text,
    published = excluded.published"""


def main():
    brokers, conninfo, group = sys.argv[1:]
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    consumer = confluent_kafka.Consumer({"bootstrap.servers": brokers, "group.id": group, "auto.offset.reset": "earliest",
                                         "enable.auto.commit": False})
    consumer.subscribe(["gainsay.items"])
    with psycopg.connect(conninfo) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE flat_stage (LIKE flat) ON COMMIT DELETE ROWS")
        connection.commit()
        while not stopping:
            items = [json.loads(m.value()) for m in consumer.consume(BATCH, 0.05) if not m.error()]
            if not items:
                continue
            with cursor.copy(f"COPY flat_stage ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for item in items:
                    copy.write_row([item.get(column) for column in COLUMNS])
            cursor.execute(MERGE)
            connection.commit()
            consumer.commit(asynchronous=False)
    consumer.close()


if __name__ == "__main__":
    main()
