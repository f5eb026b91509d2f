# All images of the suite. Build one with, for example,
#   docker build --target gateway -t himar/gateway:0.1.0 .
# Targets: gateway, scheduler, pivot-worker, refine-worker (the services), models (copies a model repository to where it is
# needed) and repository (that model repository as files):
#   docker build --target repository --output type=local,dest=model-repository .

ARG JAVA=25
ARG MAVEN=3.9

# ---------------------------------------------------------------------------------------------------------------- build
FROM maven:${MAVEN}-eclipse-temurin-${JAVA} AS build
WORKDIR /src
COPY . .
# Tests run in the project's own build; they are compiled here, because modules use each other's. The downloads stay in the
# builder's cache, not in a layer.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn --batch-mode --no-transfer-progress -DskipTests -Dspotless.check.skip=true \
        --projects gateway,scheduler,pivot-worker,refine-worker,standalone --also-make package

# Each service in layers by how often they change: other people's libraries, their snapshots, all that is ours.
RUN set -eu; for service in gateway scheduler pivot-worker refine-worker; do \
        cp "$service"/target/*-exec.jar service.jar; \
        java -Djarmode=tools -jar service.jar extract --layers --destination "/layers/$service"; \
    done

# --------------------------------------------------------------------------------------------------------------- models
FROM build AS export
# The folder below weights/ that holds config.json, model.safetensors and vae.safetensors.
ARG MODEL=digits
RUN java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar standalone/target/himar.jar \
        export "weights/${MODEL}" /repository && \
    chmod -R a+rX /repository

FROM scratch AS repository
COPY --from=export /repository /

FROM busybox:1.37 AS models
COPY --from=export /repository /repository
# A named volume that is mounted on /models for the first time takes this owner.
RUN mkdir /models && chown 10001:10001 /models
USER 10001:10001
VOLUME /models
ENTRYPOINT ["cp", "-R", "/repository/."]
CMD ["/models"]

# -------------------------------------------------------------------------------------------------------------- runtime
FROM maven:${MAVEN}-eclipse-temurin-${JAVA} AS java
# What servers need of Java, with an archive of its usual classes: far smaller than the published runtime. Left out are the
# line numbers of Java's own classes, and a second archive, which is for heaps of more than 32 GB.
RUN jlink --output /java --no-header-files --no-man-pages --compress zip-6 --strip-java-debug-attributes \
        --generate-cds-archive --include-locales en --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs && \
    rm /java/lib/server/classes_nocoops.jsa

FROM debian:bookworm-slim AS runtime
COPY --from=java /java /opt/java
ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
# Numeric, so that Kubernetes can see that it is not root. Nobody's home, nobody's shell, nothing of its own to write to.
USER 10001:10001
WORKDIR /app
# Bash speaks HTTP well enough for this; a JVM or curl for each look would be waste.
HEALTHCHECK --interval=5s --timeout=3s --start-period=300s --retries=3 CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-$SERVER_PORT} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200'* ]]"]
# The heap takes part of the container's memory: network buffers and threads need the rest. Without memory a service has
# to end and be started again, not to limp on. Code has to run ten times as often as usual before the compiler that takes
# long looks at it: a start runs much of it for the last time, and that compiler took a fifth of a start's processor time.
# More options go into JAVA_TOOL_OPTIONS.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:Tier4InvocationThreshold=50000", "-XX:Tier4CompileThreshold=150000", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "service.jar"]

FROM runtime AS gateway
# Health and metrics have a port of their own: callers of the interface do not reach them.
ENV SERVER_PORT=8080 MANAGEMENT_SERVER_PORT=9080
EXPOSE 8080
COPY --from=build /layers/gateway/dependencies/ ./
COPY --from=build /layers/gateway/spring-boot-loader/ ./
COPY --from=build /layers/gateway/snapshot-dependencies/ ./
COPY --from=build /layers/gateway/application/ ./

FROM runtime AS scheduler
ENV SERVER_PORT=8081
EXPOSE 8081
COPY --from=build /layers/scheduler/dependencies/ ./
COPY --from=build /layers/scheduler/spring-boot-loader/ ./
COPY --from=build /layers/scheduler/snapshot-dependencies/ ./
COPY --from=build /layers/scheduler/application/ ./

FROM runtime AS pivot-worker
ENV SERVER_PORT=8082
EXPOSE 8082
COPY --from=build /layers/pivot-worker/dependencies/ ./
COPY --from=build /layers/pivot-worker/spring-boot-loader/ ./
COPY --from=build /layers/pivot-worker/snapshot-dependencies/ ./
COPY --from=build /layers/pivot-worker/application/ ./

FROM runtime AS refine-worker
ENV SERVER_PORT=8083
EXPOSE 8083
COPY --from=build /layers/refine-worker/dependencies/ ./
COPY --from=build /layers/refine-worker/spring-boot-loader/ ./
COPY --from=build /layers/refine-worker/snapshot-dependencies/ ./
COPY --from=build /layers/refine-worker/application/ ./
