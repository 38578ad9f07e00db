# shellcheck shell=bash
# A bare Debian in a folder, made by debootstrap: what packages and images are tried in. Needs root, and Debian's debootstrap.
# Where its packages come from is read from this machine's own apt, at run time.

ROOT_CACHE=${GAINSAY_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gainsay}

root_suite() { . /etc/os-release && printf '%s' "$VERSION_CODENAME"; }

# Debian's own repositories of this machine, as lines of sources.list.
root_sources() {
    apt-get indextargets --format '$(ORIGIN) $(CREATED_BY) deb $(REPO_URI) $(RELEASE) $(COMPONENT)' |
        sed -n 's/^Debian Packages \(deb .*\)/\1/p' | sort -u
}

# Prints the name of a tar archive of a bare root; the first call makes it.
root_archive() {
    local archive mirror work suite
    suite=$(root_suite)
    archive=$ROOT_CACHE/debian-$suite.tar
    if [ ! -s "$archive" ]; then
        mkdir -p "$ROOT_CACHE"
        work=$(mktemp -d -p /var/tmp gainsay-root-XXXXXX)
        mirror=$(root_sources | awk -v suite="$suite" '$3 == suite { print $2; exit }')
        debootstrap --variant=minbase "$suite" "$work" "$mirror" >"$ROOT_CACHE/debootstrap.log" 2>&1 || return 1
        chmod 755 "$work"
        root_sources >"$work/etc/apt/sources.list"
        apt-config dump | grep -E '^Acquire::https?::Proxy ' >"$work/etc/apt/apt.conf.d/90proxy" || rm "$work/etc/apt/apt.conf.d/90proxy"
        rm -rf "$work"/var/cache/apt/archives/*.deb "$work"/var/lib/apt/lists/*
        tar -C "$work" -cf "$archive.part" . && mv "$archive.part" "$archive"
        rm -rf "$work"
    fi
    printf '%s\n' "$archive"
}

# Unpacks a bare root into DIR, ready for apt; nothing that is installed there may start a service.
root_make() { # dir
    mkdir -p "$1"
    tar -C "$1" -xf "$(root_archive)" || return 1
    cp /etc/resolv.conf "$1/etc/resolv.conf"
    printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
    chmod 755 "$1/usr/sbin/policy-rc.d"
    mount -t proc proc "$1/proc"
}

root_remove() { # dir
    ! mountpoint -q "$1/proc" || umount "$1/proc"
    rm -rf --one-file-system "$1"
}

# In the background: ROOT_EXEC="exec" root_run ... &, so that $! is the command itself and not a shell that waits for it.
root_run() { # dir command...
    local dir=$1
    shift
    ${ROOT_EXEC:-} chroot "$dir" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}

root_apt() { # dir arguments of apt-get...
    local dir=$1
    shift
    root_run "$dir" apt-get -q -y --no-install-recommends "$@"
}
