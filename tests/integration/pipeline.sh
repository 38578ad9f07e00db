#!/usr/bin/env bash
# A private Kafka and PostgreSQL for the tests: pipeline.sh COMMAND DIR; the commands are below.
set -euo pipefail
GAINSAY_SOURCE=$(cd "$(dirname "$0")/../.." && pwd)
dir=${2:?a folder}
# Ports of their own, so that a running quickstart is left alone; each folder looks for them from elsewhere on, so that a server that is
# down for a moment finds its port free, whatever else is started meanwhile.
step=$(($(printf '%s' "$dir" | cksum | cut -d ' ' -f 1) % 300))
# shellcheck disable=SC2034
KAFKA_PORT_FROM=${KAFKA_PORT_FROM:-$((25092 + step))} POSTGRES_PORT_FROM=${POSTGRES_PORT_FROM:-$((25432 + step))} KAFKA_HEAP='-Xms128m -Xmx512m'
for part in say ports process kafka postgres; do
    # shellcheck source=/dev/null
    . "$GAINSAY_SOURCE/deploy/lib/$part.sh"
done

# What went wrong is said: the end of the server's own log.
start_kafka() { kafka_start "$dir" || { tail -n 20 "$dir/kafka/broker.log" >&2; fail "Kafka did not start in $dir"; }; }
start_postgres() { postgres_start "$dir" || { tail -n 20 "$dir/postgres/server.log" >&2; fail "PostgreSQL did not start in $dir"; }; }

case $1 in
start)
    kafka_fetch
    start_kafka
    start_postgres
    ;;
stop)
    postgres_stop "$dir"
    kafka_stop "$dir"
    ;;
start-kafka) start_kafka ;;
stop-kafka) kafka_stop "$dir" ;;
kill-kafka) kafka_kill "$dir" ;;
brokers) kafka_brokers "$dir" ;;
conninfo) postgres_conninfo "$dir" ;;
kill-postgres) postgres_kill "$dir" ;;
start-postgres) start_postgres ;;
stop-postgres) postgres_stop "$dir" ;;
*) fail "unknown command \"$1\"" ;;
esac
