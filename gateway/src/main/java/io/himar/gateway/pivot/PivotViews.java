package io.himar.gateway.pivot;

import io.himar.gateway.generation.GenerationView;
import io.himar.gateway.generation.GenerationViews;
import io.himar.gateway.generation.ImageView;
import io.himar.gateway.generation.NamedPicture;
import io.himar.gateway.model.StageView;
import io.himar.storage.pivots.Pivot;
import org.springframework.stereotype.Component;

/** Shows pivots to clients. */
@Component
final class PivotViews {
    private final GenerationViews generations;

    PivotViews(GenerationViews generations) {
        this.generations = generations;
    }

    /** @param root path below which the client reaches the gateway; empty if there is none */
    PivotView view(Pivot pivot, String root) {
        String self = root + ImageView.Pivot.PATH + "/" + pivot.id();
        return new PivotView(
                pivot.id(),
                pivot.jobId(),
                pivot.index(),
                pivot.model(),
                GenerationViews.classId(pivot.motif()),
                GenerationViews.prompt(pivot.motif()),
                pivot.motif().label(),
                pivot.seed(),
                StageView.of(pivot.settings()),
                pivot.previewKey()
                        .map(key -> generations.preview(NamedPicture.of(pivot), key))
                        .orElse(null),
                pivot.createdAt(),
                pivot.expiresAt(),
                new PivotView.Urls(
                        self,
                        self + "/refine",
                        GenerationView.Urls.of(pivot.jobId(), root).self()));
    }
}
