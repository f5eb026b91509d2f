package io.himar.gateway.limits;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.himar.gateway.access.Callers;
import io.himar.gateway.access.KnownTenants;
import io.himar.gateway.problem.ProblemType;
import io.himar.gateway.problem.Problems;
import io.himar.service.database.MigratedDatabase;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Counts the requests of tenants that have a limit, in buckets that all gateways share, and tells in the answers how
 * many are left (RateLimit header fields for HTTP, an Internet draft). Tenants without a limit cost nothing.
 */
@Configuration(proxyBeanMethods = false)
class RateLimits implements WebMvcConfigurer, HandlerInterceptor {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration SLACK = Duration.ofMinutes(1);
    private static final String POLICY = "\"requests\"";

    private final Callers callers;
    private final ProxyManager<String> buckets;
    private final KnownTenants tenants;
    private final RateSettings settings;

    RateLimits(Callers callers, MigratedDatabase database, KnownTenants tenants, RateSettings settings) {
        this.callers = callers;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database.source())
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("himar.rate_bucket")
                // Full again, a bucket tells nothing, and whoever sweeps forgets it.
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(SLACK))
                .build();
        this.tenants = tenants;
        this.settings = settings;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this).addPathPatterns("/v1/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            String tenant = callers.current().tenant();
            tenants.find(tenant)
                    .flatMap(known -> known.limits().requestsPerMinute())
                    .or(() -> Optional.ofNullable(settings.requestsPerMinute()))
                    .ifPresent(most -> take(tenant, most, response));
        }
        return true;
    }

    private void take(String tenant, int most, HttpServletResponse response) {
        // A limit that was changed is another bucket, which is full.
        ConsumptionProbe left = buckets.builder()
                .build(tenant + " " + most, () -> configuration(most))
                .tryConsumeAndReturnRemaining(1);
        response.setHeader("RateLimit-Policy", POLICY + ";q=" + most + ";w=" + WINDOW.toSeconds());
        response.setHeader(
                "RateLimit",
                POLICY + ";r=" + left.getRemainingTokens() + ";t=" + seconds(left.getNanosToWaitForReset()));
        if (!left.isConsumed()) {
            throw Problems.tooMany(
                    ProblemType.RATE_LIMITED,
                    "Your tenant may make " + most + " requests in a minute; all are used up.",
                    OptionalLong.of(Math.max(1, seconds(left.getNanosToWaitForRefill()))));
        }
    }

    private static BucketConfiguration configuration(int most) {
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, WINDOW))
                .build();
    }

    private static long seconds(long nanos) {
        return -Math.floorDiv(-nanos, 1_000_000_000L);
    }
}
