# shellcheck shell=sh disable=SC2034 # read by the start scripts
# What the start scripts himar and training/himar-train share. A script sources it after it has set
#   program   its name, as the person typed it
#   home      the folder of the checkout
#   target    the folder that it builds in
#   what      what it builds, in words
# and has defined stale, which says whether a build is needed, and build, which builds.

# ONNX Runtime tells its makers of its use otherwise.
export ORT_DISABLE_TELEMETRY=1

fail() {
    echo "$program: $*" >&2
    exit 1
}

# The major version of a Java, 0 when it does not run.
java_version() {
    "$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*$/\1/p' | grep . || echo 0
}

# Sets java and version.
find_java() {
    for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)"; do
        if [ -n "$java" ] && [ -x "$java" ]; then
            version=$(java_version "$java")
            [ "$version" -lt 17 ] || return 0
        fi
    done
    fail "a JDK of version 17 or newer is needed: install one (on Debian: apt-get install openjdk-17-jdk-headless) or point JAVA_HOME at it."
}

# maven ARGUMENT...: builds with the Java that was found.
maven() {
    [ -x "$(dirname "$java")/javac" ] || fail "$(dirname "$(dirname "$java")") is a Java runtime only; building needs a JDK: point JAVA_HOME at one."
    command -v mvn >/dev/null || fail "Maven 3.8 or newer is needed to build: install it (on Debian: apt-get install maven)."
    JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$java")")") \
        mvn -q -B -f "$home/pom.xml" -DskipTests -Dspotless.check.skip=true -Dcheckstyle.skip=true "$@" package >&2 ||
        fail "the build failed; what Maven said stands above."
}

# newer FILE FOLDER...: whether anything in the folders is newer than the file.
newer() {
    than=$1
    shift
    find "$@" -type f -newer "$than" -print 2>/dev/null | head -n 1 | grep -q .
}

# One build at a time: two would delete each other's files. A folder is made by one process only.
build_where_stale() {
    stale || return 0
    mkdir -p "$target"
    lock=$target/build.lock
    take_lock
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT TERM
    echo $$ >"$lock/process"
    # Another one may have built it while this one waited.
    if stale; then
        touch "$built.begun"
        build
        # As of its beginning: what was edited meanwhile is built the next time.
        mv "$built.begun" "$built"
    fi
    rm -rf "$lock"
    trap - EXIT INT TERM
}

take_lock() {
    told=
    while ! mkdir "$lock" 2>/dev/null; do
        builder=$(cat "$lock/process" 2>/dev/null || true)
        if [ -n "$builder" ] && ! kill -0 "$builder" 2>/dev/null; then
            clear_lock
            continue
        fi
        [ -n "$told" ] || echo "Waiting for process ${builder:-?}, which builds $what; if there is none, delete $lock." >&2
        told=yes
        sleep 1
    done
}

# Takes the lock of a process away that was killed while it built. Of several that wait, one does so, and looks again
# first: the next one may hold the lock already.
clear_lock() {
    mkdir "$lock.clearing" 2>/dev/null || return 0
    builder=$(cat "$lock/process" 2>/dev/null || true)
    if [ -n "$builder" ] && ! kill -0 "$builder" 2>/dev/null; then
        rm -rf "$lock"
    fi
    rmdir "$lock.clearing"
}

# What every Java program of ours is told.
prepare_java() {
    # Progress goes to standard error; Java cannot tell by itself whether that is a terminal.
    if [ -t 2 ]; then HIMAR_TERMINAL=true; else HIMAR_TERMINAL=false; fi
    export HIMAR_TERMINAL
    # Java takes the names of files as the locale says; in one that knows ASCII only, a folder 犬 could not be opened.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
        *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
        *) export LC_ALL=C.UTF-8 ;;
    esac
    native=
    [ "$version" -lt 24 ] || native='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
}
