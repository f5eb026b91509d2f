package io.himar.reliability.autoscale;

import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.Service;
import io.himar.reliability.suite.ServiceKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Plays the kubelets' part for the workers of one kind: a pod that is there has a process, and one that goes ends it.
 */
final class PodProcesses {
    private final ProvedSuite suite;
    private final ServiceKind kind;
    private final Map<String, Life> lives = new LinkedHashMap<>();

    PodProcesses(ProvedSuite suite, ServiceKind kind) {
        this.suite = suite;
        this.kind = kind;
    }

    /** A process from its start to its end. */
    private static final class Life {
        private final Service service;
        private final Instant begun = Instant.now();
        private boolean ready;
        private volatile boolean ending;
        private volatile Instant ended;

        Life(Service service) {
            this.service = service;
        }

        /** SIGTERM, as a kubelet sends it; the worker ends by itself within its grace. */
        void end() {
            ending = true;
            new Thread(this::awaitEnd, "end of " + service.name()).start();
        }

        boolean live() {
            return ended == null;
        }

        boolean ready() {
            if (!ready && live()) {
                try {
                    ready = service.ready();
                } catch (IOException notYet) {
                    ready = false;
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            return ready && live() && !ending;
        }

        private void awaitEnd() {
            try {
                int unused = service.process().terminate();
            } catch (IOException | IllegalStateException late) {
                service.process().stopForGood();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            ended = Instant.now();
        }
    }

    ServiceKind kind() {
        return kind;
    }

    /** Starts processes for new pods, and ends those of pods that are gone. */
    void follow(Set<String> pods) throws IOException {
        for (String pod : pods) {
            if (!lives.containsKey(pod)) {
                Service service = suite.another(kind, pod);
                service.process().start();
                lives.put(pod, new Life(service));
            }
        }
        lives.forEach((pod, life) -> {
            if (!pods.contains(pod) && !life.ending) {
                life.end();
            }
            if (!life.ending && !life.service.process().alive()) {
                throw new IllegalStateException(pod + " has ended by itself, see its log");
            }
        });
    }

    /** Processes that run, also those that start and those that end. */
    int live() {
        return (int) lives.values().stream().filter(Life::live).count();
    }

    /** Processes that take work. */
    int ready() {
        return (int) lives.values().stream().filter(Life::ready).count();
    }

    /** How long all of them ran, together: as long they kept a GPU. */
    double seconds() {
        Instant now = Instant.now();
        return lives.values().stream()
                .mapToDouble(life -> Duration.between(life.begun, life.live() ? now : life.ended)
                                .toNanos()
                        / 1e9)
                .sum();
    }
}
