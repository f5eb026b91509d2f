package io.himar.gateway.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.access.Caller;
import io.himar.gateway.access.Scope;
import io.himar.gateway.generation.Ids;
import io.himar.gateway.problem.Problems;
import io.himar.gateway.webhook.WebhookSettings;
import io.himar.storage.webhooks.WebhookSecret;
import io.himar.storage.webhooks.WebhookSecrets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What webhooks are signed with. */
@RestController
@Tag(name = "Webhooks")
@RequestMapping(path = "/v1/webhooks/secrets", produces = MediaType.APPLICATION_JSON_VALUE)
final class WebhookSecretController {
    private final WebhookSecrets secrets;
    private final WebhookSettings settings;

    WebhookSecretController(WebhookSecrets secrets, WebhookSettings settings) {
        this.secrets = secrets;
        this.settings = settings;
    }

    @Operation(
            summary = "Look at the secrets that sign webhooks",
            description =
                    "The first one is made when the first webhook is asked for. All that are shown sign. A key that may"
                            + " only read does not see them themselves.",
            operationId = "listWebhookSecrets")
    @GetMapping
    Secrets list(Caller caller) {
        return new Secrets(secrets.live(caller.tenant()).stream()
                .map(secret -> SecretView.of(secret, caller.may(Scope.SUBMIT)))
                .toList());
    }

    @Operation(
            summary = "Make a new secret for webhooks",
            description = "The one before signs as well until its expires_at. 409 while two are live.",
            operationId = "rotateWebhookSecret")
    @ApiResponse(responseCode = "201", description = "The new one", useReturnTypeSchema = true)
    @PostMapping
    ResponseEntity<SecretView> rotate(Caller caller) {
        WebhookSecret secret = secrets.rotate(caller.tenant(), settings.secretOverlap())
                .orElseThrow(() -> Problems.conflict("Two secrets are live. Delete the older one first."));
        return ResponseEntity.status(HttpStatus.CREATED).body(SecretView.of(secret, true));
    }

    @Operation(
            summary = "End a secret that was replaced",
            description = "It signs no more. The current one cannot be ended, only replaced.",
            operationId = "endWebhookSecret")
    @ApiResponse(responseCode = "204", description = "It signs no more", content = @Content)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> end(Caller caller, @PathVariable String id) {
        if (!Ids.uuid(id).filter(secret -> secrets.end(caller.tenant(), secret)).isPresent()) {
            throw Problems.notFound("There is no replaced secret '" + id + "'.");
        }
        return ResponseEntity.noContent().build();
    }

    @Schema(name = "WebhookSecrets")
    record Secrets(List<SecretView> data) {}

    /**
     * A secret.
     *
     * @param secret left out for whoever may only read, who could sign with it
     * @param expiresAt until when it signs; left out for the current one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "WebhookSecret")
    record SecretView(
            UUID id,

            @Schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            String secret,

            Instant createdAt,
            Instant expiresAt) {
        static SecretView of(WebhookSecret secret, boolean shown) {
            return new SecretView(
                    secret.id(),
                    shown ? secret.secret() : null,
                    secret.createdAt(),
                    secret.expiresAt().orElse(null));
        }
    }
}
