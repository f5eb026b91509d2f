package io.himar.gateway.fleet;

import io.himar.contracts.Stage;
import io.himar.service.database.MigratedDatabase;
import io.himar.storage.images.FleetReader;
import io.himar.storage.images.InHandReader;
import io.himar.storage.images.LoadReader;
import io.himar.storage.images.StageLoad;
import io.himar.storage.images.Worker;
import io.himar.storage.sql.TimeSource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Queue and workers, for the platform team. */
@RestController
@Tag(name = "Fleet")
final class FleetController {
    /** A worker announces itself each second or two. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final FleetReader fleet;
    private final LoadReader load;
    private final InHandReader inHand;

    FleetController(MigratedDatabase database, TimeSource time) {
        fleet = new FleetReader(database.source(), time, SILENCE);
        load = new LoadReader(database.source(), time, SILENCE);
        inHand = new InHandReader(database.source());
    }

    @Operation(
            summary = "Look at the queue and the workers",
            description = "For those who operate the suite.",
            operationId = "getFleet")
    @GetMapping(path = "/v1/workers", produces = MediaType.APPLICATION_JSON_VALUE)
    FleetView fleet() {
        Map<Stage, StageLoad> loads = load.read();
        Map<String, Integer> images = inHand.read();
        return new FleetView(
                loads.entrySet().stream()
                        .map(each -> stage(each.getKey(), each.getValue()))
                        .toList(),
                fleet.read().workers().stream()
                        .sorted(Comparator.comparing(Worker::stage).thenComparing(Worker::id))
                        .map(each -> worker(each, images.getOrDefault(each.id(), 0)))
                        .toList());
    }

    private static FleetView.StageView stage(Stage stage, StageLoad load) {
        return new FleetView.StageView(
                name(stage),
                load.waiting(),
                load.longestWait().toMillis() / 1000.0,
                load.handedOver(),
                load.running(),
                load.workers(),
                load.slots());
    }

    private static FleetView.WorkerView worker(Worker worker, int images) {
        return new FleetView.WorkerView(
                worker.id(),
                name(worker.stage()),
                worker.slots(),
                images,
                List.copyOf(worker.models()),
                worker.reason());
    }

    private static String name(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
