package io.himar.inference.server;

import io.himar.model.catalog.TwoLooks;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Serves what is added to a repository or replaced in it, and no longer what is taken away. It looks again and again,
 * since not every file system tells of changes. What was the same at two looks is loaded, so a folder that is still
 * being written is left alone. What cannot be loaded is told once, and what was served before stays.
 */
final class RepositoryFollower implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RepositoryFollower.class.getName());

    /** What was replaced is freed when nobody has used it for so many looks. */
    private static final int LOOKS_UNTIL_UNUSED = 30;

    private final Path repository;
    private final ModelShelf shelf;
    private final int threads;
    private final Duration keptFor;
    private final ScheduledExecutorService looks;
    private final TwoLooks<RepositoryModel> seen = new TwoLooks<>();
    private final Map<String, RepositoryModel> refused = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();

    private RepositoryFollower(Path repository, ModelShelf shelf, int threads, Duration keptFor) {
        this.repository = repository;
        this.shelf = shelf;
        this.threads = threads;
        this.keptFor = keptFor;
        this.looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(null, task, "inference-repository", ModelShelf.LOADERS_STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins to look.
     *
     * @param shelf which holds what the repository held at the start
     * @param threads that one run of a graph may use
     */
    static RepositoryFollower follow(Path repository, ModelShelf shelf, int threads, Duration every) {
        RepositoryFollower follower =
                new RepositoryFollower(repository, shelf, threads, every.multipliedBy(LOOKS_UNTIL_UNUSED));
        var unused = follower.looks.scheduleWithFixedDelay(
                follower::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        return follower;
    }

    private void look() {
        try {
            List<Path> folders = RepositoryModel.folders(repository);
            folders.forEach(this::consider);
            told.remove("");
            if (!folders.isEmpty()) {
                removeGone(folders);
            }
            shelf.closeUnused(keptFor);
        } catch (RepositoryException unreadable) {
            tell("", unreadable.getMessage());
        } catch (RuntimeException failure) {
            // The next look tries again; an exception here would end all looks.
            LOG.log(Level.ERROR, "The model repository could not be looked through", failure);
        }
    }

    private void consider(Path folder) {
        String name = folder.getFileName().toString();
        try {
            RepositoryModel found = RepositoryModel.read(folder);
            boolean settled = seen.settled(name, found);
            if (shelf.serves(found)) {
                told.remove(name);
            } else if (settled && !found.equals(refused.get(name))) {
                load(found);
            }
        } catch (RepositoryException broken) {
            tell(name, broken.getMessage());
        }
    }

    private void load(RepositoryModel found) {
        try {
            shelf.put(ServedModel.load(found, threads));
            told.remove(found.name());
            LOG.log(Level.INFO, "Serves {0}, version {1}, from now on", found.name(), found.version());
        } catch (RepositoryException broken) {
            refused.put(found.name(), found);
            throw broken;
        }
    }

    private void removeGone(List<Path> folders) {
        Set<String> missing = new HashSet<>(shelf.names());
        folders.forEach(folder -> missing.remove(folder.getFileName().toString()));
        for (String name : seen.gone(missing)) {
            shelf.remove(name);
            refused.remove(name);
            LOG.log(Level.INFO, "No longer serves {0}: its folder was taken away", name);
        }
    }

    private void tell(String name, String problem) {
        if (!problem.equals(told.put(name, problem))) {
            LOG.log(
                    Level.WARNING,
                    "What the model repository holds now is not served, what it held before is: {0}",
                    problem);
        }
    }

    /** Looks no more; one under way ends first. */
    @Override
    public void close() {
        looks.shutdown();
        try {
            boolean unused = looks.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
