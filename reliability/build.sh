# Compiles the suite and the harness where needed; sets java and classes. Needs home.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
target=$home/reliability/target
classes=$target/himar-reliability.jar:$target/lib/*
newer=
if [ -f "$target/built" ]; then
    newer=$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main -path "$home/training" -prune -o \
        -path "$home/helm" -prune -o -type f -newer "$target/built" -print 2>/dev/null | head -n 1)
fi
if [ ! -f "$target/built" ] || [ -n "$newer" ]; then
    echo "Building himar; the first time Maven downloads what it needs, which takes some minutes." >&2
    mkdir -p "$target"
    touch "$target/built.begun"
    rm -f "$target"/lib/himar-*.jar
    mvn -q -B -f "$home/pom.xml" -pl reliability -am -DskipTests -Dspotless.check.skip=true \
        -Dcheckstyle.skip=true -Dspring-boot.repackage.skip=true package >&2
    # As of its beginning: what was edited meanwhile is built the next time.
    mv "$target/built.begun" "$target/built"
fi
