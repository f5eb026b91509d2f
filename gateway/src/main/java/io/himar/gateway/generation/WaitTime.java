package io.himar.gateway.generation;

import io.himar.gateway.problem.Problems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a client waits for the end of a generation, by the query parameter {@code wait} or the preference of the
 * same name (RFC 7240).
 *
 * @param preferred whether it is a preference, of which the answer says whether it was followed
 */
public record WaitTime(Duration time, boolean preferred) {
    static final String NAME = "wait";
    static final int LONGEST_SECONDS = 60;

    private static final Pattern PREFERENCE =
            Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,4})\"?\\s*(?=$|[,;])");

    /** As the OpenAPI document describes it. */
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Parameters({
        @Parameter(
                in = ParameterIn.QUERY,
                name = NAME,
                description = "For how many seconds to wait for the end of the generation before answering.",
                schema = @Schema(type = "integer", minimum = "0", maximum = "60", defaultValue = "0")),
        @Parameter(
                in = ParameterIn.HEADER,
                name = "Prefer",
                description =
                        "The same as a preference, such as wait=30; Preference-Applied says what was waited at most.",
                schema = @Schema(type = "string"))
    })
    public @interface Documented {}

    /**
     * Reads it. A preference that cannot be followed is followed as far as it can; a parameter is refused.
     *
     * @throws org.springframework.web.ErrorResponseException 400, naming the parameter
     */
    static Optional<WaitTime> of(HttpServletRequest request) {
        String[] parameters = request.getParameterValues(NAME);
        if (parameters != null) {
            return Optional.of(new WaitTime(parameter(String.join(",", parameters)), false));
        }
        Matcher preference = PREFERENCE.matcher(String.join(",", Collections.list(request.getHeaders("Prefer"))));
        if (!preference.find()) {
            return Optional.empty();
        }
        int seconds = Math.min(LONGEST_SECONDS, Integer.parseInt(preference.group(1)));
        return seconds == 0 ? Optional.empty() : Optional.of(new WaitTime(Duration.ofSeconds(seconds), true));
    }

    private static Duration parameter(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 0 && seconds <= LONGEST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw Problems.invalid(
                NAME, "'" + text + "' (expected: an integer from 0 to " + LONGEST_SECONDS + ", in seconds)");
    }

    /** As the answer repeats it. */
    String applied() {
        return NAME + "=" + time.toSeconds();
    }
}
