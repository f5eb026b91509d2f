package io.himar.standalone.client;

import io.himar.standalone.client.Generation.Image;
import io.himar.standalone.client.Generation.Picture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Follows one generation by its event stream until it has finished, over as many connections as that takes. */
public final class GenerationWatch implements Callable<Generation> {
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** In a row: the suite may be started anew meanwhile. */
    private static final int MOST_FAILURES = 20;

    private final GatewayClient gateway;
    private final GenerationProgress progress;
    private final Consumer<Image> drawn;
    private Optional<String> last = Optional.empty();
    private int failures;

    public GenerationWatch(GatewayClient gateway, GenerationProgress progress) {
        this(gateway, progress, image -> {});
    }

    /** @param drawn is handed every image that has its picture as soon as it has it, at least once */
    public GenerationWatch(GatewayClient gateway, GenerationProgress progress, Consumer<Image> drawn) {
        this.gateway = gateway;
        this.progress = progress;
        this.drawn = drawn;
    }

    /**
     * Returns the generation as it ended.
     *
     * @throws GatewayUnavailableException when the gateway stays away
     * @throws GatewayException when it refuses to show the generation
     */
    @Override
    public Generation call() throws InterruptedException {
        while (true) {
            try {
                gateway.events(progress.generation(), last, this::take);
                Generation now = refresh();
                if (now.finished()) {
                    return now;
                }
            } catch (GatewayUnavailableException broken) {
                if (++failures >= MOST_FAILURES) {
                    throw broken;
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private Generation refresh() {
        Generation now = gateway.generation(progress.generation().id());
        failures = 0;
        takeWhole(now);
        return now;
    }

    private void takeWhole(Generation now) {
        progress.refresh(now);
        now.images().stream().filter(image -> image.picture() != null).forEach(drawn);
    }

    private void take(ServerSentEvent event) {
        failures = 0;
        if (event.id().isPresent()) {
            last = event.id();
        }
        JsonNode change = gateway.tree(event.data());
        if (change.has("images")) {
            takeWhole(gateway.as(change, Generation.class));
            return;
        }
        progress.apply(change);
        if (change.has("index") && change.has("result")) {
            Picture result = gateway.as(change.path("result"), Picture.class);
            progress.image(change.path("index").asInt(-1))
                    .map(image -> image.with(result))
                    .ifPresent(drawn);
        }
    }
}
