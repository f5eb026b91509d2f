package io.himar.servers;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * Whether the servers of tests run in containers: with {@code -Dhimar.containers=true}, where a Docker engine answers.
 * {@code -Dhimar.containers.postgres}, {@code .kafka} and {@code .objects} name other images than those of
 * {@code docker-compose.yml}.
 */
final class Containers {
    static final String SWITCH = "himar.containers";

    /** The sentence goes where no module's logging can hide it. */
    private static final boolean USED = used(
            Boolean.getBoolean(SWITCH), () -> DockerClientFactory.instance().isDockerAvailable(), System.err::println);

    private Containers() {}

    static boolean used() {
        return USED;
    }

    /** Asks for the engine only if containers are wanted: looking for one takes a while. */
    static boolean used(boolean wanted, BooleanSupplier engine, Consumer<String> notice) {
        if (!wanted) {
            return false;
        }
        boolean there = engine.getAsBoolean();
        if (!there) {
            notice.accept(
                    "-D" + SWITCH + "=true, but no Docker engine answers: the tests run against embedded servers.");
        }
        return there;
    }

    /** The image of a server: the one that its property names, else the published one. */
    static DockerImageName image(String server, String published) {
        return DockerImageName.parse(System.getProperty(SWITCH + "." + server, published));
    }
}
