package io.himar.standalone.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How far each image of one generation is, put together from its events. Safe for several threads. */
public final class GenerationProgress {
    private final Generation generation;
    private final ImageProgress[] images;

    public GenerationProgress(Generation generation) {
        this.generation = generation;
        this.images = new ImageProgress[generation.count()];
        for (int index = 0; index < images.length; index++) {
            images[index] = ImageProgress.QUEUED;
        }
        generation.images().forEach(image -> moved(image.index(), image.status(), image.stage()));
    }

    public Generation generation() {
        return generation;
    }

    /** One of the generation's images, if there is one of this index. */
    Optional<Generation.Image> image(int index) {
        return generation.images().stream()
                .filter(image -> image.index() == index)
                .findFirst();
    }

    /** Share of stage 1 that is done over all images, 0 to 1. */
    public synchronized double pivot() {
        double sum = 0;
        for (ImageProgress image : images) {
            sum += image.pivot();
        }
        return sum / images.length;
    }

    /** Share of stage 2 that is done over all images, 0 to 1. */
    public synchronized double refine() {
        double sum = 0;
        for (ImageProgress image : images) {
            sum += image.refine();
        }
        return sum / images.length;
    }

    /** Images that have a result. */
    public int succeeded() {
        return count("succeeded");
    }

    /** Images that are in a state: the stage of one that is running, else its status. */
    public synchronized int count(String state) {
        int count = 0;
        for (ImageProgress image : images) {
            count += image.state().equals(state) ? 1 : 0;
        }
        return count;
    }

    /** Takes the images as the gateway shows them, which is what counts where an event was missed. */
    synchronized void refresh(Generation now) {
        now.images().forEach(image -> moved(image.index(), image.status(), image.stage()));
    }

    synchronized void apply(JsonNode event) {
        int index = event.path("index").asInt(-1);
        if (index < 0 || index >= images.length) {
            return;
        }
        if (event.has("step")) {
            String stage = event.path("stage").asString("");
            double share = event.path("step").asDouble(0)
                    / Math.max(1, event.path("steps").asDouble(1));
            images[index] = images[index].stepped(stage, share);
        } else if (event.has("status")) {
            moved(index, event.path("status").asString(""), event.path("stage").asString("pivot"));
        }
    }

    private synchronized void moved(int index, String status, String stage) {
        images[index] = images[index].moved(status.equals("running") ? stage : status);
    }

    /** @param state the stage of an image that is running, else its status */
    private record ImageProgress(String state, double pivot, double refine) {
        static final ImageProgress QUEUED = new ImageProgress("queued", 0, 0);

        ImageProgress moved(String to) {
            if (to.equals(state)) {
                return this;
            }
            return switch (to) {
                case "queued", "pivot" -> new ImageProgress(to, 0, 0);
                case "refine" -> new ImageProgress(to, 1, 0);
                case "succeeded" -> new ImageProgress(to, 1, 1);
                default -> new ImageProgress(to, pivot, refine);
            };
        }

        ImageProgress stepped(String stage, double share) {
            // Progress is not ordered against the state events, so a late step never moves a bar back.
            return stage.equals("refine")
                    ? new ImageProgress(state, 1, Math.max(refine, share))
                    : new ImageProgress(state, Math.max(pivot, share), refine);
        }
    }
}
