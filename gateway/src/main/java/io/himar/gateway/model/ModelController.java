package io.himar.gateway.model;

import io.himar.model.catalog.ModelCatalog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which models can be asked for, with their classes and default settings. */
@RestController
@Tag(name = "Models")
final class ModelController {
    private final Models models;

    ModelController(ModelCatalog catalog, RangeSource ranges) {
        this.models = new Models(
                "list",
                catalog.models().stream()
                        .map(model -> ModelView.of(model, ranges.of(model)))
                        .toList());
    }

    @Operation(summary = "List the models", operationId = "listModels")
    @GetMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
    Models models() {
        return models;
    }

    @Schema(name = "Models")
    record Models(
            @Schema(description = "Always list, as clients of other interfaces expect.")
            String object,

            List<ModelView> data) {}
}
