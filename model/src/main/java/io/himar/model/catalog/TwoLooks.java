package io.himar.model.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What looks at a repository saw, by name. A change counts once two looks in a row saw the same, since what was found
 * may still be being copied, and what is missing may be being moved. Used by one thread.
 *
 * @param <T> what is found under a name at one look; two that are equal are the same files
 */
public final class TwoLooks<T> {
    private final Map<String, T> seen = new HashMap<>();
    private Set<String> missing = Set.of();

    /**
     * Takes in what this look found under a name.
     *
     * @return whether the look before found the same there
     */
    public boolean settled(String name, T found) {
        return found.equals(seen.put(name, found));
    }

    /**
     * Takes in what this look misses; to be called once a look.
     *
     * @param missed names that were in use until now
     * @return those that the look before missed, too; what was seen of them is forgotten
     */
    public Set<String> gone(Set<String> missed) {
        Set<String> gone = new TreeSet<>(missed);
        gone.retainAll(missing);
        missing = Set.copyOf(missed);
        seen.keySet().removeAll(gone);
        return gone;
    }
}
