package io.himar.scheduler.scheduling;

import io.himar.contracts.SamplerNames;
import io.himar.contracts.Stage;
import io.himar.contracts.StageSettings;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.Waiting;
import io.himar.storage.images.Worker;
import io.himar.storage.jobs.Motif;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The free slots of a stage's workers, while images are being given to them. */
final class FreeSlots {
    private final Stage stage;
    private final List<Worker> workers;
    private final Map<String, Integer> busy = new HashMap<>();

    FreeSlots(Stage stage, List<Worker> workers, List<Occupancy> occupancy) {
        this.stage = stage;
        this.workers = List.copyOf(workers);
        occupancy.stream()
                .filter(each -> each.stage() == stage)
                .forEach(each -> busy.merge(each.worker(), each.images(), Integer::sum));
    }

    /** Slots of all workers, free or not. */
    int all() {
        return workers.stream().mapToInt(Worker::slots).sum();
    }

    int free() {
        return workers.stream().mapToInt(worker -> Math.max(0, free(worker))).sum();
    }

    /** What the workers that have a free slot can do. */
    Abilities abilities() {
        Set<String> models = new HashSet<>();
        Set<String> samplers = new HashSet<>();
        workers.stream().filter(worker -> free(worker) > 0).forEach(worker -> {
            models.addAll(worker.models());
            samplers.addAll(worker.samplers());
        });
        return new Abilities(models, samplers);
    }

    /**
     * Takes a slot of the least busy worker that can do the image; of the one that it is to avoid only where no other
     * has a slot.
     */
    Optional<Worker> take(Waiting image) {
        Optional<String> avoid = image.image().setbacks().avoidWorker();
        Optional<Worker> found = workers.stream()
                .filter(worker -> free(worker) > 0 && can(worker, image))
                .min(Comparator.comparing((Worker worker) -> avoid.equals(Optional.of(worker.id())))
                        .thenComparingDouble(this::load)
                        .thenComparing(Worker::id));
        found.ifPresent(worker -> busy.merge(worker.id(), 1, Integer::sum));
        return found;
    }

    private boolean can(Worker worker, Waiting image) {
        StageSettings settings = stage == Stage.PIVOT ? image.pivot() : image.refine();
        String sampler = SamplerNames.needed(settings, image.motif() instanceof Motif.OfText);
        return worker.models().contains(image.model()) && worker.samplers().contains(sampler);
    }

    private int free(Worker worker) {
        return worker.slots() - busy.getOrDefault(worker.id(), 0);
    }

    private double load(Worker worker) {
        return busy.getOrDefault(worker.id(), 0) / (double) worker.slots();
    }
}
