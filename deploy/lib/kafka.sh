# shellcheck shell=bash
# A private Apache Kafka: one KRaft node (broker and controller) that listens on 127.0.0.1 only and keeps everything
# below one folder. Needs say.sh, ports.sh, process.sh, and GAINSAY_SOURCE (the project's top folder).

KAFKA_START_S=90
KAFKA_STOP_S=30
KAFKA_PORT_FROM=${KAFKA_PORT_FROM:-19092}
KAFKA_HEAP=${KAFKA_HEAP:--Xms256m -Xmx768m}
# Lines of server.properties that win over ours; a test's.
KAFKA_PROPERTIES=${KAFKA_PROPERTIES:-}
# Jars are the same for every broker of one pom.xml, so that tests with folders of their own share them.
KAFKA_JARS=${KAFKA_JARS:-$GAINSAY_SOURCE/var/kafka-jars}

# Copies the jars of deploy/kafka/pom.xml into KAFKA_JARS, unless they are there already.
kafka_fetch() {
    local pom=$GAINSAY_SOURCE/deploy/kafka/pom.xml
    cmp -s "$pom" "$KAFKA_JARS/pom.xml" && return 0
    rm -rf "$KAFKA_JARS.part"
    mkdir -p "$KAFKA_JARS.part"
    mvn -B -q -f "$pom" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$KAFKA_JARS.part" || return 1
    # The copied pom.xml is the mark of a whole folder: it comes last.
    cp "$pom" "$KAFKA_JARS.part/pom.xml"
    rm -rf "$KAFKA_JARS"
    mv "$KAFKA_JARS.part" "$KAFKA_JARS"
}

kafka_java() { # dir class arguments...
    local dir=$1
    shift
    # shellcheck disable=SC2086 # KAFKA_HEAP holds several options
    java $KAFKA_HEAP -Dlog4j2.configurationFile="$GAINSAY_SOURCE/deploy/kafka/log4j2.properties" \
        -Dgainsay.dir="$dir" -cp "$KAFKA_JARS/*" "$@"
}

kafka_word() { printf -- '-Dgainsay.dir=%s' "$1"; }

kafka_running() { process_runs "$1/kafka/pid" "$(kafka_word "$1")"; } # dir

kafka_configure() { # dir
    local port control
    port=$(port_keep "$1/kafka/port" "$KAFKA_PORT_FROM") || return 1
    control=$(port_find $((port + 1))) || return 1
    cat >"$1/kafka/server.properties" <<-END
	# Written by deploy/lib/kafka.sh at every start.
	process.roles=broker,controller
	node.id=1
	controller.quorum.voters=1@127.0.0.1:$control
	listeners=BROKER://127.0.0.1:$port,CONTROLLER://127.0.0.1:$control
	advertised.listeners=BROKER://127.0.0.1:$port
	inter.broker.listener.name=BROKER
	controller.listener.names=CONTROLLER
	listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
	log.dirs=$1/kafka/data
	# "gainsay topics create" makes the topics; a misspelt name is an error and not a new topic.
	auto.create.topics.enable=false
	# One node: no second copy can be asked for.
	default.replication.factor=1
	offsets.topic.replication.factor=1
	offsets.topic.num.partitions=4
	transaction.state.log.replication.factor=1
	transaction.state.log.min.isr=1
	transaction.state.log.num.partitions=4
	share.coordinator.state.topic.replication.factor=1
	share.coordinator.state.topic.min.isr=1
	group.initial.rebalance.delay.ms=0
	# A killed node may come back only when its old session has run out: with Kafka's 9 s a restart takes 12 s.
	broker.session.timeout.ms=2000
	broker.heartbeat.interval.ms=500
	$KAFKA_PROPERTIES
	END
}

# Prints a new cluster id: 16 bytes in base64url, as Kafka's Uuid has them. The first byte is a letter, for an id that begins with
# "-", as one of 64 random ones does, is an option to the tool that takes it. Nodes of one cluster are given the same one.
kafka_cluster_id() {
    if [ -n "${KAFKA_CLUSTER_ID:-}" ]; then
        printf '%s\n' "$KAFKA_CLUSTER_ID"
    else
        { printf g && head -c 15 /dev/urandom; } | base64 | tr '+/' '-_' | tr -d '='
    fi
}

kafka_format() { # dir
    [ -e "$1/kafka/data/meta.properties" ] && return 0
    kafka_java "$1" kafka.tools.StorageTool format --config "$1/kafka/server.properties" \
        --cluster-id "$(kafka_cluster_id)" >>"$1/kafka/broker.log" 2>&1
}

# Starts the broker and returns when it takes connections. Starting a running one changes nothing.
kafka_start() { kafka_running "$1" || ports_alone kafka_launch "$1"; } # dir

kafka_launch() { # dir
    mkdir -p "$1/kafka/data"
    kafka_configure "$1" || return 1
    kafka_format "$1" || return 1
    # shellcheck disable=SC2086 # KAFKA_HEAP holds several options
    process_start "$1/kafka/pid" "$1/kafka/broker.log" \
        java $KAFKA_HEAP -Dlog4j2.configurationFile="$GAINSAY_SOURCE/deploy/kafka/log4j2.properties" \
        "$(kafka_word "$1")" -cp "$KAFKA_JARS/*" kafka.Kafka "$1/kafka/server.properties"
    process_await "$1/kafka/pid" "$(kafka_word "$1")" "$KAFKA_START_S" port_is_open "$(cat "$1/kafka/port")"
}

kafka_stop() { process_stop "$1/kafka/pid" "$(kafka_word "$1")" "$KAFKA_STOP_S"; } # dir
kafka_kill() { process_kill "$1/kafka/pid" "$(kafka_word "$1")"; }                 # dir
kafka_brokers() { printf '127.0.0.1:%s\n' "$(cat "$1/kafka/port")"; }              # dir
