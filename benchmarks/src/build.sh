# Compiles the benchmarks of this folder and what they measure; sets java and classes. Needs home.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
target=$home/benchmarks/target
newer=
if [ -f "$target/built" ]; then
    newer=$(find "$home/model/src/main" "$home/training/src/main" "$home/inference/src/main" "$home/benchmarks/src" \
        "$home/pom.xml" -type f -newer "$target/built" | head -n 1)
fi
classes=$target/classes:$home/model/target/classes:$home/training/target/classes:$home/inference/target/classes
classes=$classes:$home/training/target/lib/*:$home/standalone/target/lib/*
if [ ! -f "$target/built" ] || [ -n "$newer" ]; then
    echo "Building what is measured; the first time Maven downloads LibTorch, some 300 MB." >&2
    mvn -q -B -f "$home/pom.xml" -pl benchmarks,standalone -am -DskipTests -Dspotless.check.skip=true \
        -Dspring-boot.repackage.skip=true package >&2
    touch "$target/built"
fi
