#!/usr/bin/env bash
# A private Kafka and PostgreSQL for the tests: pipeline.sh COMMAND DIR; the commands are below.
set -euo pipefail
GAINSAY_SOURCE=$(cd "$(dirname "$0")/../.." && pwd)
# Ports of their own, so that a running quickstart is left alone.
# shellcheck disable=SC2034
KAFKA_PORT_FROM=25092 POSTGRES_PORT_FROM=25432 KAFKA_HEAP='-Xms128m -Xmx512m'
for part in say ports process kafka postgres; do
    # shellcheck source=/dev/null
    . "$GAINSAY_SOURCE/deploy/lib/$part.sh"
done
dir=${2:?a folder}
case $1 in
start)
    kafka_fetch
    kafka_start "$dir"
    postgres_start "$dir"
    ;;
stop)
    postgres_stop "$dir"
    kafka_stop "$dir"
    ;;
start-kafka) kafka_start "$dir" ;;
stop-kafka) kafka_stop "$dir" ;;
kill-kafka) kafka_kill "$dir" ;;
brokers) kafka_brokers "$dir" ;;
conninfo) postgres_conninfo "$dir" ;;
kill-postgres) postgres_kill "$dir" ;;
start-postgres) postgres_start "$dir" ;;
stop-postgres) postgres_stop "$dir" ;;
*) fail "unknown command \"$1\"" ;;
esac
