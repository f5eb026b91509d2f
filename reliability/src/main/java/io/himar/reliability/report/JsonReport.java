package io.himar.reliability.report;

import io.himar.reliability.check.Violation;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A proof's result for programs: times in seconds, absent where there is none. */
public final class JsonReport {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonReport() {}

    public static String of(ProofResult result) {
        ObjectNode root = JSON.createObjectNode();
        root.put("begun", result.begun().toString());
        root.put("seconds", result.lasted().toSeconds());
        root.put("holds", result.holds());
        root.put("acknowledged", result.acknowledged());
        ObjectNode images = root.putObject("images");
        result.images().forEach(images::put);
        ArrayNode voids = root.putArray("void");
        result.voids().forEach(voids::add);
        ArrayNode faults = root.putArray("faults");
        result.faults().forEach(fault -> add(faults.addObject(), fault));
        ArrayNode violations = root.putArray("violations");
        result.violations().forEach(each -> add(violations.addObject(), each));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void add(ObjectNode node, FaultResult fault) {
        node.put("fault", fault.run().fault());
        node.put("injectedAt", fault.run().injectedAt().toString());
        node.put("healedAt", fault.run().healedAt().toString());
        node.put("endedAt", fault.run().endedAt().toString());
        node.put("drained", fault.run().drained());
        node.put("rateBefore", fault.recovery().before());
        put(node, "gap", Optional.of(fault.recovery().gap()));
        put(node, "recovered", fault.recovery().after());
        put(node, "detected", fault.detection());
        node.put("images", fault.images());
        node.put("extraAttempts", fault.extraAttempts());
        node.put("extraLeases", fault.extraLeases());
        node.put("drawnTwice", fault.drawnTwice());
        node.put("violations", fault.violations().size());
    }

    private static void add(ObjectNode node, Violation violation) {
        node.put("kind", violation.kind().name());
        node.put("subject", violation.subject().toString());
        node.put("at", violation.at().toString());
        node.put("detail", violation.detail());
    }

    private static void put(ObjectNode node, String name, Optional<Duration> time) {
        time.ifPresent(duration -> node.put(name, duration.toMillis() / 1000.0));
    }
}
