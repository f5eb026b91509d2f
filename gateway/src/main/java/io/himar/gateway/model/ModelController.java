package io.himar.gateway.model;

import io.himar.gateway.problem.Problems;
import io.himar.service.models.Models;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Which models can be asked for, with their classes and default settings. */
@RestController
@Tag(name = "Models")
final class ModelController {
    private final Models models;
    private final RangeSource ranges;

    ModelController(Models models, RangeSource ranges) {
        this.models = models;
        this.ranges = ranges;
    }

    @Operation(summary = "List the models", operationId = "listModels")
    @GetMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelsView models() {
        return new ModelsView(
                "list",
                models.now().models().stream()
                        .map(model -> ModelView.of(model, ranges.of(model)))
                        .toList());
    }

    @Operation(summary = "Look at a model", operationId = "getModel")
    @GetMapping(path = "/v1/models/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelView model(@PathVariable String name) {
        return models.now()
                .find(name)
                .map(model -> ModelView.of(model, ranges.of(model)))
                .orElseThrow(() -> Problems.notFound("There is no model '" + name + "'."));
    }

    @Schema(name = "Models")
    record ModelsView(
            @Schema(description = "Always list, as clients of other interfaces expect.")
            String object,

            List<ModelView> data) {}
}
