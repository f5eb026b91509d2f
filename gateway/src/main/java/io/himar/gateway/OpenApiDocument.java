package io.himar.gateway;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.himar.gateway.access.KeySettings;
import io.himar.gateway.openapi.EventFrames;
import io.himar.gateway.problem.OpenAiError;
import io.himar.gateway.problem.ProblemType;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document, at {@code /v3/api-docs}, unless it is off: what controllers cannot say of themselves. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
class OpenApiDocument {
    private static final String PROBLEM = "Problem";
    private static final String FIELD_PROBLEM = "FieldProblem";
    private static final String IMAGES_ERROR = "ImagesError";
    private static final String BEARER = "bearer";

    @Bean
    OpenAPI openApi(KeySettings keys) {
        OpenAPI document = new OpenAPI()
                .components(new Components().addSecuritySchemes(BEARER, bearer()))
                .addSecurityItem(new SecurityRequirement().addList(BEARER))
                .info(new Info()
                        .title("himar")
                        .version("v1")
                        .description("Images by Hi-MAR: ask for them, follow them, download them by signed URL."));
        // An empty requirement: without a key it goes as well.
        return keys.required() ? document : document.addSecurityItem(new SecurityRequirement());
    }

    private static SecurityScheme bearer() {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("An API key, or a token of the issuer that the deployment trusts. Reading takes the scope"
                        + " read, asking for images, cancelling and deleting takes submit, and keys and tenants take"
                        + " admin. A suite on one's own machine asks for none.");
    }

    /** Schemas name what the interface names; swagger has a mapper of its own. */
    @Bean
    ModelResolver modelResolver(ObjectMapperProvider mappers) {
        return new ModelResolver(
                mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    @Bean
    OpenApiCustomizer problemsEverywhere() {
        return document -> {
            document.getComponents()
                    .addSchemas(PROBLEM, problem())
                    .addSchemas(FIELD_PROBLEM, fieldProblem())
                    .addSchemas(IMAGES_ERROR, imagesError());
            document.getPaths()
                    .forEach((path, item) -> item.readOperations()
                            .forEach(operation -> operation.getResponses().addApiResponse("default", refusal(path))));
        };
    }

    private static ApiResponse refusal(String path) {
        MediaType problem = new MediaType().schema(EventFrames.reference(PROBLEM));
        Content content = new Content();
        if (OpenAiError.isExpectedAt(path)) {
            content.addMediaType("application/json", new MediaType().schema(EventFrames.reference(IMAGES_ERROR)));
        }
        return new ApiResponse()
                .description("Any error, as a problem document (RFC 9457); " + ProblemType.PATH + " lists the types")
                .addHeaderObject(
                        "Retry-After",
                        new Header()
                                .description("After how many seconds to try again, where that may help.")
                                .schema(new IntegerSchema()))
                .content(content.addMediaType("application/problem+json", problem));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .required(List.of("type", "title", "status", "detail"))
                .addProperty(
                        "type",
                        new StringSchema()
                                .format("uri-reference")
                                .description("The page of its type on this server; the last segment is its name."))
                .addProperty("title", new StringSchema())
                .addProperty(
                        "status",
                        new IntegerSchema().minimum(BigDecimal.valueOf(400)).maximum(BigDecimal.valueOf(599)))
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema().format("uri-reference"))
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(EventFrames.reference(FIELD_PROBLEM))
                                .description("The fields that are wrong, where fields are to blame"));
    }

    private static Schema<?> fieldProblem() {
        return new ObjectSchema()
                .required(List.of("field", "message"))
                .addProperty(
                        "field",
                        new StringSchema().description("Its path, such as pivot.steps, or a parameter or header."))
                .addProperty("message", new StringSchema().description("What was given and what is expected."));
    }

    /** As clients of OpenAI's API expect it. */
    private static Schema<?> imagesError() {
        Schema<?> error = new ObjectSchema().required(List.of("message", "type", "code"));
        List.of("message", "type", "code").forEach(name -> error.addProperty(name, new StringSchema()));
        error.addProperty("param", new Schema<>().typesItem("string").typesItem("null"));
        return new ObjectSchema().required(List.of("error")).addProperty("error", error);
    }
}
