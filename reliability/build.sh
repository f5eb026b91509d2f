# shellcheck shell=sh disable=SC2034 # read by what sources it
# Compiles the suite and the harness where needed; sets java and classes. Needs program and home.
target=$home/reliability/target
what='the suite and its harness'
built=$target/himar-reliability.built
classes=$target/himar-reliability.jar:$target/lib/*

# shellcheck source=../launch.sh
. "$home/launch.sh"

stale() {
    [ -d "$target/lib" ] && [ -f "$built" ] || return 0
    newer "$built" "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main \
        -path "$home/training/*" -prune -o -path "$home/helm/*" -prune -o
}

build() {
    echo "Building himar; the first time Maven downloads what it needs, which takes some minutes." >&2
    # Libraries of another version must not stay beside the new ones.
    rm -rf "$target/lib"
    maven -pl reliability -am -Dspring-boot.repackage.skip=true
}

find_java
build_where_stale
prepare_java
