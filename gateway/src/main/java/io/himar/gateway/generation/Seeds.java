package io.himar.gateway.generation;

import io.himar.storage.jobs.NewJob;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Which seeds the images of a request get: those of a list, or some that follow each other. */
@Component
final class Seeds {
    /** The largest integer that JavaScript holds exactly, so that a browser can send back every seed it was told. */
    static final long MAX = (1L << 53) - 1;

    private final GenerationLimits limits;
    private final RandomGenerator random;

    Seeds(GenerationLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
    }

    List<Long> of(GenerationRequest request, FieldChecks checks) {
        if (request.seeds() != null) {
            return listed(request, checks);
        }
        int count = checks.within("count", request.count(), 1, 1, limits.maxCount());
        long last = MAX - count + 1;
        return NewJob.seeds(checks.within("seed", request.seed(), random.nextLong(last + 1), 0, last), count);
    }

    /** Seeds for each pivot: of the request, or none if each pivot's own is wanted. */
    List<Long> ofEachPivot(GenerationRequest request, FieldChecks checks) {
        boolean own = request.seeds() == null && request.seed() == null && request.count() == null;
        return own ? List.of() : of(request, checks);
    }

    private List<Long> listed(GenerationRequest request, FieldChecks checks) {
        int size = request.seeds().size();
        if (size < 1 || size > limits.maxCount()) {
            checks.refuse("seeds", size + " seeds", "1 to " + limits.maxCount());
            return List.of(0L);
        }
        if (request.seed() != null) {
            checks.refuse("seed", request.seed(), "either seed or seeds");
        }
        if (request.count() != null && !request.count().equals(BigInteger.valueOf(size))) {
            checks.refuse("count", request.count(), size + " for so many seeds, or nothing");
        }
        List<Long> seeds = new ArrayList<>();
        for (BigInteger each : request.seeds()) {
            seeds.add(checks.within("seeds[" + seeds.size() + "]", each, 0L, 0, MAX));
        }
        return seeds;
    }
}
