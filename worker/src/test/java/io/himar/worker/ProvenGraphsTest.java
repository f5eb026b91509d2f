package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.himar.contracts.FailureCause;
import io.himar.inference.InferenceException;
import io.himar.inference.InferenceException.Code;
import io.himar.inference.InferenceRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenGraphsTest {
    private static final InferenceRequest GOOD = new InferenceRequest("pivot", List.of(), List.of());
    private static final InferenceRequest BAD = new InferenceRequest("pivot", List.of(), List.of("bad"));
    private static final InferenceRequest OTHER = new InferenceRequest("refine", List.of(), List.of());

    private final List<InferenceRequest> calls = new ArrayList<>();
    private final Map<String, Code> broken = new HashMap<>();
    private Code failure = Code.INTERNAL;
    private final ProvenGraphs graphs = new ProvenGraphs(request -> {
        calls.add(request);
        if (broken.containsKey(request.model())) {
            throw new InferenceException(broken.get(request.model()), "the server is broken");
        }
        if (request.equals(BAD)) {
            throw new InferenceException(failure, "this request fails");
        }
        return Map.of();
    });

    @Test
    void where_another_request_of_the_graph_still_succeeds_it_is_the_images_own_fault() {
        graphs.call(GOOD);

        Throwable thrown = catchThrowable(() -> graphs.call(BAD));

        assertThat(thrown).isInstanceOf(InferenceException.class).hasMessage("this request fails");
        assertThat(StageFailure.of(thrown).cause()).isEqualTo(FailureCause.WORK);
        assertThat(calls).hasSize(3);
    }

    @Test
    void where_what_succeeded_before_fails_too_no_image_is_to_blame_and_the_worker_may_be() {
        graphs.call(GOOD);
        broken.put("pivot", Code.INTERNAL);

        StageFailure seen = StageFailure.of(catchThrowable(() -> graphs.call(BAD)));

        assertThat(seen.code()).isEqualTo("inference_internal");
        assertThat(seen.cause()).isEqualTo(FailureCause.INFRASTRUCTURE);
        assertThat(seen.retryable()).isTrue();
        assertThat(seen.speaksAgainstWorker()).isTrue();
    }

    @Test
    void a_graph_that_has_never_run_here_proves_nothing_against_an_image() {
        graphs.call(OTHER);
        failure = Code.INVALID_ARGUMENT;

        StageFailure seen = StageFailure.of(catchThrowable(() -> graphs.call(BAD)));

        assertThat(seen.code()).isEqualTo("inference_invalid_argument");
        assertThat(seen.cause()).isEqualTo(FailureCause.INFRASTRUCTURE);
        assertThat(calls).hasSize(2);
    }

    @Test
    void a_server_that_is_away_is_not_asked_again() {
        graphs.call(GOOD);
        broken.put("pivot", Code.UNAVAILABLE);

        assertThatThrownBy(() -> graphs.call(GOOD)).isInstanceOf(InferenceException.class);

        assertThat(calls).hasSize(2);
    }
}
