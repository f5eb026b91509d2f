import io.himar.reliability.suite.DirectAccess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of very many jobs, page by page. */
final class GatewayList {
    private static final int OK = 200;
    private static final int NEIGHBOURS = 20;
    private static final int WARM_UP = 300;
    private static final Pattern NEXT = Pattern.compile("\"next_cursor\":\"([^\"]+)\"");

    private static final String COPY_JOBS = """
            insert into himar.job
            select (jsonb_populate_record(j, jsonb_build_object(
              'id', gen_random_uuid(),
              'idempotency_key', null,
              'request_fingerprint', null,
              'created_at', j.created_at - i * interval '1 second',
              'status', case when i < 50 then 'QUEUED' when i %% 50 = 0 then 'FAILED' else 'SUCCEEDED' end,
              'metadata', jsonb_build_object('batch', (i %% 20)::text)))).*
            from himar.job j, generate_series(1, %d) as i
            where j.id = (select id from himar.job order by created_at, id limit 1)""";

    private static final String COPY_IMAGES = """
            insert into himar.image
            select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'job_id', j.id))).*
            from himar.image i, himar.job j
            where i.id = (select id from himar.image order by created_at, job_id limit 1)
              and not exists (select from himar.image taken where taken.job_id = j.id)""";

    private final URI gateway;
    private final DirectAccess direct;
    private final HttpClient http = HttpClient.newHttpClient();

    GatewayList(URI gateway, DirectAccess direct) {
        this.gateway = gateway;
        this.direct = direct;
    }

    /** Copies one of the jobs, with its image, until the list is so long. */
    void fill(int jobs) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(direct.jdbcUrl(), direct.username(), direct.password());
                var statement = connection.createStatement()) {
            try (var count = statement.executeQuery("select count(*) from himar.job")) {
                count.next();
                statement.executeUpdate(COPY_JOBS.formatted(Math.max(0, jobs - count.getInt(1))));
            }
            statement.executeUpdate(COPY_IMAGES);
            statement.execute("vacuum analyze himar.job, himar.image, himar.job_metadata");
        }
    }

    /**
     * Reads all pages one after the other; milliseconds of the middle one of twenty at the begin, half-way and at the
     * end.
     */
    Map<String, Double> measure(String filter) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            page(filter, "");
        }
        List<Double> millis = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            long begin = System.nanoTime();
            String body = page(filter, cursor);
            millis.add((System.nanoTime() - begin) / 1e6);
            Matcher next = NEXT.matcher(body);
            cursor = next.find() ? next.group(1) : null;
        }
        int pages = millis.size();
        Map<String, Double> found = new LinkedHashMap<>();
        found.put("first pages of " + pages, median(millis, 0));
        found.put("half-way", median(millis, pages / 2 - NEIGHBOURS / 2));
        found.put("last pages", median(millis, pages - 1 - NEIGHBOURS));
        return found;
    }

    private String page(String filter, String cursor) throws IOException, InterruptedException {
        String after = cursor.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        URI address = gateway.resolve("/v1/generations?limit=100" + filter + after);
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException("status " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static double median(List<Double> millis, int from) {
        int begin = Math.max(0, Math.min(from, millis.size() - NEIGHBOURS));
        List<Double> some = millis.subList(begin, Math.min(millis.size(), begin + NEIGHBOURS)).stream()
                .sorted()
                .toList();
        return some.get(some.size() / 2);
    }
}
