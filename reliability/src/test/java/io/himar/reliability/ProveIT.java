package io.himar.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.reliability.check.Onlooker;
import io.himar.reliability.client.Clients;
import io.himar.reliability.fault.FaultTargets;
import io.himar.reliability.fault.Faults;
import io.himar.reliability.report.ProofResult;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.ServiceKind;
import io.himar.reliability.suite.SuiteSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code reliability/prove}: one process of each service, and one fault. */
class ProveIT {
    private static final String FAULT = "kill-refine-worker";
    private static final double IMAGES_A_SECOND = 4;
    private static final Duration QUIET = Duration.ofSeconds(1);

    @Test
    void no_image_is_lost_failed_or_made_twice_when_a_worker_is_killed(@TempDir Path folder) throws Exception {
        try (ProvedSuite suite = ProvedSuite.start(SuiteSpec.underOneFault(folder))) {
            Onlooker onlooker = new Onlooker(suite.servers().direct());
            FaultTargets targets = new FaultTargets(suite, onlooker, Duration.ZERO);
            try (Clients clients = new Clients(
                    List.of(suite.services(ServiceKind.GATEWAY).get(0).address()), folder.resolve("journal.txt"))) {
                ProofResult result = new Proof(clients, onlooker, QUIET, System.out)
                        .run(
                                Optional.empty(),
                                List.of(() -> Faults.byName().get(FAULT).make(FAULT, targets)),
                                Duration.ZERO,
                                IMAGES_A_SECOND);
                assertThat(result.holds())
                        .as(result.totals() + " " + result.violationsByKind())
                        .isTrue();
            }
        }
    }
}
