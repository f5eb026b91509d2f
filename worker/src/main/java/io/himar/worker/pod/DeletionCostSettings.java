package io.himar.worker.pod;

import io.himar.service.settings.Expect;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and how the worker tells its cluster what it would cost to take this worker's pod away. Only in a pod that
 * has a token of the cluster's API.
 *
 * @param enabled whether it does
 * @param interval least time between two changes
 * @param pod name of the worker's pod
 * @param namespace of the pod
 * @param host of the API server: a name, or an address of either kind without brackets
 * @param port of the API server
 * @param credentials folder with the files {@code token} and {@code ca.crt}, which the cluster may renew at any time
 */
@ConfigurationProperties("himar.worker.deletion-cost")
public record DeletionCostSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("5s") Duration interval,
        String pod,
        String namespace,
        String host,
        @DefaultValue("443") int port,

        @DefaultValue("/var/run/secrets/kubernetes.io/serviceaccount")
        Path credentials) {
    private static final String NAME = "himar.worker.deletion-cost.";
    private static final int MOST_PORTS = 65_535;
    private static final String OBJECT = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?";
    private static final String HOST = "[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+";

    public DeletionCostSettings {
        Expect.positive(NAME + "interval", interval);
        Expect.that(port > 0 && port <= MOST_PORTS, NAME + "port", port, "1 to " + MOST_PORTS);
        if (enabled) {
            expect("pod", pod, OBJECT, "a pod's name; by default that of POD_NAME");
            expect("namespace", namespace, OBJECT, "a namespace's name; by default that of POD_NAMESPACE");
            expect(
                    "host",
                    host,
                    HOST,
                    "a name or an address; by default that of KUBERNETES_SERVICE_HOST, which pods have");
        }
    }

    private static void expect(String setting, String value, String form, String expectation) {
        Expect.that(value != null && value.matches(form), NAME + setting, value, expectation);
    }
}
