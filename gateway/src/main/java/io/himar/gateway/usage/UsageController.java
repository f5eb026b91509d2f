package io.himar.gateway.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.access.Caller;
import io.himar.gateway.access.Scope;
import io.himar.gateway.generation.QueryValues;
import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.QuotaReader;
import io.himar.storage.keys.Tenants;
import io.himar.storage.usage.Usage;
import io.himar.storage.usage.UsageReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the caller's tenant has used, by day, model and stage. */
@RestController
@Tag(name = "Usage")
final class UsageController {
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9998, 12, 31);
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final UsageReader reader;
    private final QuotaReader quotas;
    private final Tenants tenants;
    private final Clock clock;

    UsageController(UsageReader reader, QuotaReader quotas, Tenants tenants, Clock clock) {
        this.reader = reader;
        this.quotas = quotas;
        this.tenants = tenants;
        this.clock = clock;
    }

    @Operation(
            summary = "Look at what was used",
            description = "Completed stages of images, and the seconds for which workers were at them, by day in UTC."
                    + " It stays when generations are deleted. `quotas` tells what is used of the limits now.",
            operationId = "getUsage")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "from",
            description = "The first day (default: 29 days before the last).",
            schema = @Schema(type = "string", format = "date"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "to",
            description = "The last day (default: today).",
            schema = @Schema(type = "string", format = "date"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "tenant",
            description = "Whose; only administrators may ask for that of another (default: the caller's).",
            schema = @Schema(type = "string"))
    @GetMapping(path = "/v1/usage", produces = MediaType.APPLICATION_JSON_VALUE)
    View usage(Caller caller, @Parameter(hidden = true) HttpServletRequest request) {
        List<FieldProblem> problems = new ArrayList<>();
        QueryValues values = new QueryValues(request.getParameterMap(), problems);
        LocalDate to = day("to", values, problems).orElseGet(() -> LocalDate.now(clock.withZone(ZoneOffset.UTC)));
        LocalDate from = day("from", values, problems).orElse(to.minusDays(USUAL_DAYS - 1));
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        if (days < 1 || days > MOST_DAYS) {
            problems.add(new FieldProblem("from", from + " to " + to + " (expected: 1 to " + MOST_DAYS + " days)"));
        }
        Optional<String> asked = values.text("tenant");
        asked.filter(name -> !Tenants.isName(name))
                .ifPresent(name -> problems.add(
                        new FieldProblem("tenant", "'" + name + "' (expected: " + Tenants.EXPECTED_NAME + ")")));
        String tenant = asked.orElse(caller.tenant());
        Problems.refuseIfAny(problems);
        if (!tenant.equals(caller.tenant()) && !caller.may(Scope.ADMIN)) {
            throw Problems.scopeMissing(Scope.ADMIN.word());
        }
        if (!tenant.equals(caller.tenant()) && tenants.find(tenant).isEmpty()) {
            throw Problems.notFound(
                    "tenant",
                    "'" + tenant + "' is not there (expected: a tenant with a key or a job,"
                            + " or one that was named)");
        }
        return View.of(tenant, from, to, reader.read(tenant, from, to), quotas.read(tenant));
    }

    private static Optional<LocalDate> day(String name, QueryValues values, List<FieldProblem> problems) {
        return values.text(name).flatMap(text -> {
            try {
                LocalDate day = LocalDate.parse(text);
                if (!day.isBefore(FIRST) && !day.isAfter(LAST)) {
                    return Optional.of(day);
                }
            } catch (DateTimeException e) {
                // Refused below, like a day that no database keeps.
            }
            problems.add(new FieldProblem(name, "'" + text + "' (expected: a day from " + FIRST + " to " + LAST + ")"));
            return Optional.empty();
        });
    }

    /** A tenant's usage. */
    @Schema(name = "Usage")
    record View(String tenant, LocalDate from, LocalDate to, List<Day> data, List<QuotaView> quotas) {
        static View of(String tenant, LocalDate from, LocalDate to, List<Usage> usage, List<QuotaReader.Used> quotas) {
            return new View(
                    tenant,
                    from,
                    to,
                    usage.stream().map(Day::of).toList(),
                    quotas.stream().map(QuotaView::of).toList());
        }
    }

    /**
     * What is used of a limit now.
     *
     * @param most the limit; left out if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "UsageQuota")
    record QuotaView(
            @Schema(
                    description = "Images asked for today, images that have not ended, kept pivots (with those that"
                            + " unfinished images will leave), bytes of kept pictures.",
                    allowableValues = {"images_per_day", "most_unfinished", "most_pivots", "most_bytes"})
            String name,

            long used,
            Long most) {
        static QuotaView of(QuotaReader.Used quota) {
            return new QuotaView(quota.name(), quota.used(), quota.most().orElse(null));
        }
    }

    /** What was used on one day of one model in one stage. */
    @Schema(name = "UsageDay")
    record Day(
            LocalDate day,
            String model,

            @Schema(allowableValues = {"pivot", "refine"}) String stage,

            long images,
            double modelSeconds) {
        static Day of(Usage usage) {
            return new Day(
                    usage.day(),
                    usage.model(),
                    usage.stage().name().toLowerCase(Locale.ROOT),
                    usage.images(),
                    usage.seconds());
        }
    }
}
