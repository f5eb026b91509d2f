package io.himar.standalone;

import io.himar.contracts.Topics;
import io.himar.standalone.client.GatewayClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The four services of an installation on servers that it shares with others.
 *
 * @param name of its database and its database's user, and the beginning of the names of its workers
 */
record Installation(String name, Topics topics, List<ConfigurableApplicationContext> services, URI address)
        implements AutoCloseable {
    private static final List<Part> ORDER =
            List.of(Part.SCHEDULER, Part.REFINE_WORKER, Part.PIVOT_WORKER, Part.GATEWAY);

    /** Returns once all four are ready. */
    static Installation start(String name, Topics topics, ServiceSettings servers) {
        List<ConfigurableApplicationContext> services = new ArrayList<>();
        for (Part part : ORDER) {
            ConfigurableApplicationContext service = Services.start(part, arguments(part, name, topics, servers));
            services.add(service);
            ServiceReadiness.await(part, service);
        }
        int port = Services.port(services.get(ORDER.indexOf(Part.GATEWAY)));
        return new Installation(name, topics, services, URI.create("http://127.0.0.1:" + port));
    }

    private static String[] arguments(Part part, String name, Topics topics, ServiceSettings servers) {
        Map<String, String> arguments = new LinkedHashMap<>();
        Arrays.stream(servers.arguments(part, 0))
                .map(argument -> argument.split("=", 2))
                .forEach(argument -> arguments.put(argument[0], argument[1]));
        arguments.put("--himar.database.url", servers.postgres().jdbcUrl(name));
        arguments.put("--himar.database.username", name);
        arguments.put("--himar.database.password", "hush");
        arguments.put("--himar.objects.bucket", "himar-" + name);
        arguments.put("--himar.worker.name", name + "-" + part.toString().replace(' ', '-'));
        if (!topics.equals(Topics.DEFAULT)) {
            arguments.put("--himar.kafka.prefix", topics.prefix());
        }
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + "=" + argument.getValue())
                .toArray(String[]::new);
    }

    GatewayClient gateway() {
        return new GatewayClient(address);
    }

    /** The ids of all jobs. */
    List<String> jobs() {
        return texts(gateway().page(Map.of(), 100, null).path("data"), "id");
    }

    /** The names of the workers that are heard of, without what tells their starts apart. */
    List<String> workers() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/v1/workers")).build();
        String fleet = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return texts(JsonMapper.shared().readTree(fleet).path("workers"), "id").stream()
                .map(worker -> worker.replaceFirst("#.*", ""))
                .toList();
    }

    private static List<String> texts(JsonNode all, String field) {
        return StreamSupport.stream(all.spliterator(), false)
                .map(each -> each.path(field).asString())
                .toList();
    }

    @Override
    public void close() {
        for (int last = services.size() - 1; last >= 0; last--) {
            services.get(last).close();
        }
    }
}
