package io.himar.gateway.generation;

import io.himar.storage.pivots.Pivot;
import io.himar.storage.pivots.PivotReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Which kept pivots a request begins with. They are of one kind, because a generation has one model and one class. */
@Component
final class PivotsAsked {
    private static final String FIELD = "pivots";
    private static final String ELSEWHERE = "nothing beside pivots, whose own it is";

    private final BiFunction<String, Collection<UUID>, Map<UUID, Pivot>> kept;
    private final GenerationLimits limits;

    @Autowired
    PivotsAsked(PivotReader reader, GenerationLimits limits) {
        this(reader::find, limits);
    }

    /** @param kept finds those of some ids that a tenant has */
    PivotsAsked(BiFunction<String, Collection<UUID>, Map<UUID, Pivot>> kept, GenerationLimits limits) {
        this.kept = kept;
        this.limits = limits;
    }

    /** The pivots in the order of the request; none if what it says of them is refused. */
    List<Pivot> of(String tenant, GenerationRequest request, FieldChecks checks) {
        refuseWhatPivotsHave(request, checks);
        List<String> asked = request.pivots();
        if (asked.isEmpty() || asked.size() > limits.maxCount()) {
            checks.refuse(FIELD, asked.size() + " pivots", "1 to " + limits.maxCount());
            return List.of();
        }
        List<Pivot> found = found(tenant, asked, checks);
        return found.size() == asked.size() && ofOneKind(found, checks) ? found : List.of();
    }

    private static void refuseWhatPivotsHave(GenerationRequest request, FieldChecks checks) {
        Optional.ofNullable(request.model()).ifPresent(model -> checks.refuse("model", "'" + model + "'", ELSEWHERE));
        Optional.ofNullable(request.label()).ifPresent(label -> checks.refuse("class", "'" + label + "'", ELSEWHERE));
        Optional.ofNullable(request.classId()).ifPresent(id -> checks.refuse("class", id, ELSEWHERE));
        Optional.ofNullable(request.prompt()).ifPresent(text -> checks.refuse("prompt", "'" + text + "'", ELSEWHERE));
        if (!request.pivot().equals(GenerationRequest.Stage.DEFAULTS)) {
            checks.refuse("pivot", "is given", ELSEWHERE);
        }
        if (request.draft() != null && request.draft()) {
            checks.refuse("draft", "true", "false beside pivots, which have done stage 1");
        }
        if (request.keepPivot() != null && request.keepPivot()) {
            checks.refuse("keep_pivot", "true", "false beside pivots, which are kept already");
        }
    }

    private List<Pivot> found(String tenant, List<String> asked, FieldChecks checks) {
        Set<UUID> ids = new LinkedHashSet<>();
        asked.forEach(each -> Ids.uuid(each).ifPresent(ids::add));
        Map<UUID, Pivot> known = kept.apply(tenant, ids);
        List<Pivot> found = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Optional<Pivot> pivot = Ids.uuid(asked.get(i)).map(known::get);
            if (pivot.isPresent()) {
                found.add(pivot.get());
            } else {
                checks.refuse(
                        FIELD + "[" + i + "]",
                        "'" + asked.get(i) + "' is not there, or is no longer",
                        "the id of a pivot that is kept");
            }
        }
        return found;
    }

    private static boolean ofOneKind(List<Pivot> pivots, FieldChecks checks) {
        Pivot first = pivots.get(0);
        for (int i = 1; i < pivots.size(); i++) {
            Pivot each = pivots.get(i);
            boolean same = each.model().equals(first.model())
                    && each.motif().equals(first.motif())
                    && each.settings().equals(first.settings());
            if (!same) {
                checks.refuse(
                        FIELD + "[" + i + "]",
                        "is of " + each.model() + ", " + each.motif().label() + ", drawn in "
                                + each.settings().getSteps() + " steps",
                        "model, class or prompt, and settings of stage 1 as those of the first; ask for the others in"
                                + " a request of their own");
                return false;
            }
        }
        return true;
    }
}
