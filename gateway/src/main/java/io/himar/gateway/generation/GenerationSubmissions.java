package io.himar.gateway.generation;

import io.himar.gateway.access.Caller;
import io.himar.gateway.problem.FieldProblem;
import io.himar.storage.jobs.Job;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Requests for images over HTTP, from their body to the answer. */
@Component
public final class GenerationSubmissions {
    private final GenerationRequestReader requests;
    private final GenerationLimits limits;
    private final Generations generations;
    private final GenerationViews views;
    private final GenerationWaits waits;

    GenerationSubmissions(
            GenerationRequestReader requests,
            GenerationLimits limits,
            Generations generations,
            GenerationViews views,
            GenerationWaits waits) {
        this.requests = requests;
        this.limits = limits;
        this.generations = generations;
        this.views = views;
        this.waits = waits;
    }

    /** Admits a generation, and answers at once or, where the client waits, at its end. */
    Object create(Caller caller, HttpServletRequest request) throws IOException {
        List<FieldProblem> problems = new ArrayList<>();
        return answer(caller, request, requests.read(body(request), problems), problems);
    }

    /** The same for a generation that refines one kept pivot. */
    public Object refine(Caller caller, String pivot, HttpServletRequest request) throws IOException {
        List<FieldProblem> problems = new ArrayList<>();
        return answer(caller, request, requests.readRefinement(body(request), pivot, problems), problems);
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        return RequestBody.read(request, limits.maxBody().toBytes());
    }

    private Object answer(
            Caller caller, HttpServletRequest request, GenerationRequest asked, List<FieldProblem> problems) {
        Optional<WaitTime> wait = WaitTime.of(request);
        Generations.Admitted admitted = generations.admit(caller, asked, problems, IdempotencyKeys.in(request));
        String root = request.getContextPath();
        boolean ended = Status.of(admitted.job()).terminal();
        return waits.answer(admitted.job(), ended ? Optional.empty() : wait, () -> {
            // A repeated one may be deleted by now.
            GenerationView view = wait.isEmpty()
                    ? views.generation(admitted.job(), generations.times(admitted.job()), root)
                    : found(caller, admitted, root);
            ResponseEntity.BodyBuilder response = (wait.isPresent() && view.finishedAt() != null
                            ? ResponseEntity.ok()
                            : ResponseEntity.accepted())
                    .location(URI.create(view.urls().self()));
            if (admitted.repeated()) {
                response.header("Idempotency-Replayed", "true");
            }
            return response.body(view);
        });
    }

    private GenerationView found(Caller caller, Generations.Admitted admitted, String root) {
        Job job = generations.find(caller, admitted.job().id().toString());
        return views.generation(job, generations.times(job), root);
    }
}
