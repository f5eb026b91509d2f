package io.himar.gateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.NewJob;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** Makes a repeated request recognisable by the header {@value #HEADER}. */
public final class IdempotencyKeys {
    public static final String HEADER = "Idempotency-Key";

    private static final String FORM = "[\\x21-\\x7e]{1,255}";
    private static final Pattern VALID = Pattern.compile(FORM);
    // Without absent fields, so that a field that a later version adds changes no fingerprint of a request without it.
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private IdempotencyKeys() {}

    /** As the OpenAPI document describes it. */
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Parameter(
            in = ParameterIn.HEADER,
            name = HEADER,
            description = "Makes a repetition of this request return the same generation, for a day.",
            schema = @Schema(type = "string", minLength = 1, maxLength = 255, pattern = "^" + FORM + "$"))
    public @interface Documented {}

    /**
     * Pairs the key with the digest of what was asked for: order of fields and white space do not matter.
     *
     * @param key value of the header, or null
     */
    static Optional<NewJob.Idempotency> of(String key, GenerationRequest request) {
        if (key == null) {
            return Optional.empty();
        }
        if (!VALID.matcher(key).matches()) {
            throw Problems.invalid(HEADER, "is not usable (expected: 1 to 255 visible ASCII characters)");
        }
        return Optional.of(new NewJob.Idempotency(key, fingerprint(request)));
    }

    /**
     * The key that a request names, or null.
     *
     * @throws org.springframework.web.ErrorResponseException 400, if it names several
     */
    public static String in(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(HEADER));
        if (keys.size() > 1) {
            throw Problems.invalid(HEADER, "is given " + keys.size() + " times (expected: once)");
        }
        return keys.isEmpty() ? null : keys.get(0);
    }

    private static String fingerprint(GenerationRequest request) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(request));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
