package io.himar.gateway.openapi;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import javax.sql.DataSource;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends whatever comes to mind; {@code -Dhimar.requests.seed} and {@code -Dhimar.requests.count} have it be other, or
 * more.
 */
@GatewayTest
class BadRequestsIT {
    private static final long SEED = Long.getLong("himar.requests.seed", 1);
    private static final int COUNT = Integer.getInteger("himar.requests.count", 400);
    private static final JsonMapper JSON = new JsonMapper();

    /** What a request could have made or changed. */
    private static final String STATE = """
            select (select count(*) from himar.job) || ' jobs, '
              || (select count(*) from himar.job where cancel_requested_at is not null) || ' canceled, '
              || (select count(*) from himar.image) || ' images, '
              || (select count(*) from himar.api_key) || ' keys, '
              || (select count(*) from himar.tenant) || ' tenants, '
              || (select count(*) from himar.webhook_secret) || ' secrets'""";

    private final HttpCalls http;
    private final DataSource database;
    private final ServedDocument document;

    BadRequestsIT(RunningGateway gateway) {
        this.http = gateway.http();
        this.database = gateway.database();
        this.document = ServedDocument.of(http);
    }

    @Test
    void whatever_is_sent_is_answered_as_described_and_a_refusal_changes_nothing() {
        JqwikSession.run(() -> {
            RandomGenerator<BadRequests.Made> requests =
                    new BadRequests(document).requests().generator(COUNT);
            Random random = new Random(SEED);
            for (int i = 0; i < COUNT; i++) {
                BadRequests.Made request = requests.next(random).value();
                String before = state();
                judge(request, before);
            }
        });
    }

    private void judge(BadRequests.Made made, String before) {
        HttpResponse<InputStream> response = http.call(request(made), BodyHandlers.ofInputStream());
        int status = response.statusCode();
        String type = response.headers().firstValue("Content-Type").orElse("");
        assertThat(status).as("status of %s", made).isLessThan(500);
        JsonNode answers = operation(made).path("responses");
        if (status < 400) {
            assertThat(answers.has(Integer.toString(status)))
                    .as("%d of %s", status, made)
                    .isTrue();
        }
        try (InputStream body = response.body()) {
            if (status >= 400) {
                assertThat(state()).as("after %s", made).isEqualTo(before);
                assertThat(answers.at("/default/content").propertyNames())
                        .as("types of %s", made)
                        .contains(type);
            }
            String schema = answers.path(status < 400 ? Integer.toString(status) : "default")
                    .path("content")
                    .path(type)
                    .at("/schema/$ref")
                    .asString("");
            if (!schema.isEmpty()) {
                assertThat(document.faults(schema.substring(schema.lastIndexOf('/') + 1), JSON.readTree(body)))
                        .as("answer to %s", made)
                        .isEmpty();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the answer to " + made + " broke off", e);
        }
    }

    private HttpRequest request(BadRequests.Made made) {
        HttpRequest.Builder request = http.to(made.path());
        made.headers().forEach((name, value) -> {
            // The client sends no others.
            if (value.chars().allMatch(each -> each >= 0x20 && each < 0x7f)) {
                request.header(name, value);
            }
        });
        return request.method(
                        made.method(),
                        made.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(made.body()))
                .build();
    }

    private JsonNode operation(BadRequests.Made made) {
        return document.at("/paths")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .filter(each -> each.path("operationId").stringValue().equals(made.operation()))
                .findFirst()
                .orElseThrow();
    }

    private String state() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
