package io.himar.service.models;

import io.himar.model.Conditioning;
import io.himar.model.InvalidConfigException;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.catalog.ModelCatalogException;
import io.himar.model.catalog.ModelEntry;
import io.himar.model.catalog.ModelFile;
import io.himar.model.catalog.TwoLooks;
import io.himar.service.settings.ModelsSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The models of a repository, which is looked at again and again, since not every file system tells of changes. A model
 * that is added, replaced or taken away is followed once two looks saw the same, so a file that is still being written
 * is left alone. What cannot be read is told once, and what was there before stays. A repository that is away or empty
 * changes nothing: a volume may come back.
 */
final class FollowedModels implements Models, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(FollowedModels.class);
    private static final String FOLDER = "";

    private final ModelsSettings settings;
    private final PromptTokenizers tokenizers = new PromptTokenizers();
    private final TwoLooks<ModelFile> seen = new TwoLooks<>();
    private final Map<String, String> told = new HashMap<>();
    private final Map<String, Taken> taken = new TreeMap<>();
    private volatile ModelCatalog now;
    private ScheduledExecutorService looks;

    private record Taken(ModelFile file, ModelEntry model) {}

    /** @throws ModelCatalogException in one sentence, if the repository holds no model that can be used */
    FollowedModels(ModelsSettings settings) {
        this.settings = settings;
        List<ModelCatalogException> problems = new ArrayList<>();
        ofThese(ModelFile.all(settings.directory())).values().forEach(file -> {
            try {
                take(file);
            } catch (ModelCatalogException broken) {
                problems.add(broken);
            }
        });
        if (taken.isEmpty()) {
            throw problems.isEmpty()
                    ? new ModelCatalogException(
                            settings.directory(),
                            "holds none of " + String.join(", ", settings.only()) + ", which himar.models.only names")
                    : problems.get(0);
        }
        problems.forEach(problem -> log.error("A model is left out: {}", problem.getMessage()));
        now = catalog();
    }

    @Override
    public ModelCatalog now() {
        return now;
    }

    PromptTokenizers tokenizers() {
        return tokenizers;
    }

    @Override
    public synchronized void start() {
        looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "models");
            thread.setDaemon(true);
            return thread;
        });
        long every = settings.lookEvery().toNanos();
        var unused = looks.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void stop() {
        looks.shutdownNow();
        looks = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return looks != null;
    }

    /** Looks once; used by one thread. */
    void look() {
        try {
            SortedMap<String, ModelFile> found = ofThese(ModelFile.all(settings.directory()));
            told.remove(FOLDER);
            ModelCatalog before = now;
            boolean changed = false;
            for (Map.Entry<String, ModelFile> each : found.entrySet()) {
                changed |= consider(each.getKey(), each.getValue());
            }
            changed |= removeGone(found.keySet());
            if (changed) {
                now = catalog();
                // Whoever asked a moment ago may still be at work with the former ones.
                tokenizers.keepOnly(List.of(before, now));
            }
        } catch (ModelCatalogException away) {
            tell(FOLDER, away.getMessage());
        } catch (RuntimeException e) {
            // The next look tries again; an exception here would end all looks.
            log.error("The model repository could not be looked through", e);
        }
    }

    private SortedMap<String, ModelFile> ofThese(SortedMap<String, ModelFile> found) {
        SortedMap<String, ModelFile> these = new TreeMap<>(found);
        if (!settings.only().isEmpty()) {
            these.keySet().retainAll(settings.only());
        }
        return these;
    }

    private boolean consider(String name, ModelFile file) {
        boolean settled = seen.settled(name, file);
        Taken before = taken.get(name);
        if (before != null && before.file().equals(file)) {
            told.remove(name);
            return false;
        }
        if (!settled) {
            return false;
        }
        try {
            take(file);
        } catch (ModelCatalogException broken) {
            tell(name, broken.getMessage());
            return false;
        }
        told.remove(name);
        log.info("Model {} is there, {}", taken.get(name).model(), before == null ? "newly" : "replaced");
        return true;
    }

    private void take(ModelFile file) {
        ModelEntry model;
        try {
            model = file.read();
        } catch (InvalidConfigException e) {
            throw new ModelCatalogException(settings.directory(), "holds a broken model: " + e.getMessage(), e);
        }
        if (model.config().conditioning() == Conditioning.TEXT) {
            tokenizers.open(ModelCatalog.of(settings.directory(), List.of(model)), model.config());
        }
        taken.put(model.name(), new Taken(file, model));
    }

    private boolean removeGone(Collection<String> found) {
        Set<String> missing = new HashSet<>(taken.keySet());
        missing.removeAll(found);
        Set<String> gone = seen.gone(missing);
        gone.forEach(name -> log.info("Model {} is gone", taken.remove(name).model()));
        return !gone.isEmpty();
    }

    private ModelCatalog catalog() {
        return ModelCatalog.of(
                settings.directory(), taken.values().stream().map(Taken::model).toList());
    }

    private void tell(String name, String problem) {
        if (!problem.equals(told.put(name, problem))) {
            log.warn("What the model repository holds now is not taken, what it held before is used: {}", problem);
        }
    }
}
