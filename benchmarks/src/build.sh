# Compiles the benchmarks of this folder and what they measure; sets java and classes. Needs home.
program=benchmarks
target=$home/benchmarks/target
what='the benchmarks'
built=$target/built

# shellcheck source=../../launch.sh
. "$home/launch.sh"

stale() {
    [ ! -f "$built" ] || newer "$built" "$home/model/src/main" "$home/training/src/main" "$home/inference/src/main" \
        "$home/benchmarks/src" "$home/pom.xml"
}

build() {
    echo "Building what is measured; the first time Maven downloads LibTorch, some 300 MB." >&2
    maven -pl benchmarks,standalone -am -Dspring-boot.repackage.skip=true
}

find_java
build_where_stale
classes=$target/classes:$home/model/target/classes:$home/training/target/classes:$home/inference/target/classes
classes=$classes:$home/training/target/lib/*:$home/standalone/target/lib/*
