package io.himar.reliability.autoscale;

import io.himar.reliability.suite.DirectAccess;
import io.himar.reliability.suite.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The chart in the cluster. Only its workers' pods matter: each stands for a process on this machine. */
record Release(String chart, int slots, int most, int drainSeconds) {
    private static final int POLL_SECONDS = 5;
    private static final int COOL_DOWN_SECONDS = 30;

    /** Installs it with its workers scaled by what this Postgres says. */
    void install(DirectAccess database, Signal signal) throws IOException, InterruptedException {
        URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        List<String> words = new ArrayList<>(List.of("helm", "install", "himar", chart));
        words.addAll(List.of("--namespace", Cluster.NAMESPACE, "--create-namespace", "--hide-notes"));
        set(words, "database.password", database.password());
        set(words, "database.username", database.username());
        set(words, "keda.trigger", "postgresql");
        set(words, "keda.pollingInterval", POLL_SECONDS);
        set(words, "keda.cooldownPeriod", COOL_DOWN_SECONDS);
        set(words, "keda.postgresql.host", address.getHost());
        set(words, "keda.postgresql.port", address.getPort());
        set(words, "keda.postgresql.database", address.getPath().substring(1));
        set(words, "keda.postgresql.sslmode", "disable");
        for (String worker : List.of("pivotWorker", "refineWorker")) {
            set(words, worker + ".concurrency", slots);
            set(words, worker + ".scaling.enabled", true);
            set(words, worker + ".scaling.minReplicas", 0);
            set(words, worker + ".scaling.maxReplicas", most);
            set(words, worker + ".scaling.drainSeconds", drainSeconds);
        }
        Cluster.run(words.toArray(String[]::new));
        if (signal == Signal.LAG) {
            lookAtLag(ServiceKind.PIVOT_WORKER, "PIVOT");
            lookAtLag(ServiceKind.REFINE_WORKER, "REFINE");
        }
    }

    private static void lookAtLag(ServiceKind kind, String stage) throws IOException, InterruptedException {
        String query = "select queued from himar.stage_load where stage = '" + stage + "'";
        String operation = "{\"op\": \"replace\", \"path\": \"/spec/triggers/0/metadata/%s\", \"value\": \"%s\"}";
        String patch = "["
                + operation.formatted("query", query)
                + ", "
                + operation.formatted("targetQueryValue", Signal.LAG_OF_A_WORKER)
                + "]";
        Cluster.run(
                "kubectl",
                "--namespace",
                Cluster.NAMESPACE,
                "patch",
                "scaledobject",
                "himar-" + kind,
                "--type=json",
                "--patch",
                patch);
    }

    private static void set(List<String> words, String name, Object value) {
        words.add("--set");
        words.add(name + "=" + value);
    }
}
