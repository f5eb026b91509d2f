package io.himar.worker.gate;

import io.himar.model.ModelConfig;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.catalog.ModelEntry;
import io.himar.service.models.Models;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that this worker can run: those of its repository whose graphs the inference server serves, in the version
 * that the repository says. A replaced model is run in its former version as long as only that is served. Safe for use
 * by many threads.
 */
public final class ServedModels {
    private static final Logger log = LoggerFactory.getLogger(ServedModels.class);

    /** One missed answer may only mean a busy machine. */
    private static final int MISSES_UNTIL_GONE = 3;

    private final Models repository;
    private final BiPredicate<String, String> ready;
    private final Function<ModelConfig, List<String>> graphs;
    private final Map<String, Integer> misses = new HashMap<>();
    private volatile Map<String, ModelEntry> served;
    private List<String> told = List.of();
    private boolean looked;

    /**
     * Takes all to be served until the server is asked.
     *
     * @param ready whether the server serves a graph in a version, which is empty for any
     * @param graphs those that are called for a model
     */
    public ServedModels(
            Models repository, BiPredicate<String, String> ready, Function<ModelConfig, List<String>> graphs) {
        this.repository = repository;
        this.ready = ready;
        this.graphs = graphs;
        this.served = all();
    }

    /** The names, sorted. */
    public Collection<String> names() {
        return served.keySet();
    }

    /** The model of that name as it is run now; who begins an image with it goes on with it. */
    public Optional<ModelEntry> find(String name) {
        return Optional.ofNullable(served.get(name));
    }

    /**
     * Asks the server; used by one thread.
     *
     * @return the graphs that are missing, if because of them nothing can be run; empty otherwise
     */
    List<String> look() {
        Map<String, ModelEntry> now = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        boolean any = false;
        ModelCatalog all = repository.now();
        for (ModelEntry model : all.entries()) {
            List<String> without = missing(model);
            if (without.isEmpty()) {
                any = true;
                misses.remove(model.name());
                now.put(model.name(), model);
            } else {
                missing.addAll(without);
                former(model.name()).ifPresent(former -> now.put(former.name(), former));
            }
        }
        misses.keySet().retainAll(all.names());
        logChange(now, missing);
        served = Collections.unmodifiableMap(now);
        looked = true;
        return any ? List.of() : missing;
    }

    private List<String> missing(ModelEntry model) {
        return graphs.apply(model.config()).stream()
                .filter(graph -> !ready.test(graph, model.version()))
                .toList();
    }

    /** What was served under that name, while it may still be. */
    private Optional<ModelEntry> former(String name) {
        Optional<ModelEntry> former = find(name).filter(model -> looked);
        if (former.isPresent() && missing(former.get()).isEmpty()) {
            misses.remove(name);
            return former;
        }
        return former.filter(model -> misses.merge(name, 1, Integer::sum) < MISSES_UNTIL_GONE);
    }

    private void logChange(Map<String, ModelEntry> now, List<String> missing) {
        if (!looked || !now.equals(served)) {
            log.info("Models that can be run: {}", now.isEmpty() ? "none" : now.values());
        }
        if (!missing.isEmpty() && !missing.equals(told)) {
            log.warn("The inference server is not ready to run {}", String.join(", ", missing));
        }
        told = missing;
    }

    private Map<String, ModelEntry> all() {
        Map<String, ModelEntry> all = new TreeMap<>();
        repository.now().entries().forEach(model -> all.put(model.name(), model));
        return Collections.unmodifiableMap(all);
    }
}
