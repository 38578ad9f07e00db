# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are for those who source this
# What gainsay needs of Debian 12, by purpose. Sourced by tests/run and by whatever else installs.

gainsay_build_packages=(
    build-essential cmake ninja-build pkg-config git ca-certificates
    librdkafka-dev libcurl4-openssl-dev libcjson-dev libpq-dev libxml2-dev
    libmicrohttpd-dev libssl-dev libinih-dev libutf8proc-dev libsystemd-dev
)
gainsay_run_packages=(postgresql-15 postgresql-client-15 default-jre-headless maven python3 procps)
# Without these two it builds, and gainsay-import then reads neither compressed files nor CSV.
gainsay_archive_packages=(libarchive-dev libcsv-dev)
gainsay_test_packages=("${gainsay_archive_packages[@]}" libcmocka-dev kcat python3-jsonschema python3-yaml systemd mandoc openssl faketime
    nftables iproute2)
gainsay_lint_packages=(clang-format clang-tidy shellcheck codespell)

# Prints those of the named packages that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || echo "$package"
    done
}

# Installs what is missing of the named packages, as root or by sudo, and says so first.
install_packages() {
    local missing as_root=()
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "these packages are missing, and neither root nor sudo is at hand: ${missing[*]}" >&2
            return 1
        }
        as_root=(sudo)
    fi
    echo "installing from Debian: ${missing[*]}"
    "${as_root[@]}" apt-get update -q >/dev/null || return 1
    # Debian's PostgreSQL would make and start a cluster of its own; ours is private, so that it need not. Only this once: what
    # is installed later on behalf of somebody else finds Debian's own settings.
    local folder=/etc/postgresql-common/createcluster.d file status=0
    file=$folder/gainsay-no-cluster.conf
    "${as_root[@]}" mkdir -p "$folder"
    echo 'create_main_cluster = false' | "${as_root[@]}" tee "$file" >/dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null || status=$?
    "${as_root[@]}" rm -f "$file"
    "${as_root[@]}" rmdir --ignore-fail-on-non-empty "$folder"
    return "$status"
}
