package io.himar.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What services tell Prometheus.
 *
 * @param samples of all of them
 */
record Scrape(List<Sample> samples) {
    /** As Prometheus asks. */
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5";

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{((?:" + LABEL + ",?)*)})? (.*)");

    Scrape {
        samples = List.copyOf(samples);
    }

    /**
     * One value.
     *
     * @param exemplar whether it names a trace as an example
     */
    record Sample(String name, Map<String, String> labels, boolean exemplar) {
        Sample {
            labels = Map.copyOf(labels);
        }

        private static Sample of(String line) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException("no sample: " + line);
            }
            String labels = parts.group(2) == null ? "" : parts.group(2);
            return new Sample(
                    parts.group(1),
                    LABEL.matcher(labels)
                            .results()
                            .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2))),
                    parts.group(parts.groupCount()).contains(" # {"));
        }
    }

    /** @param suite which keeps its data here, and runs */
    static Scrape of(SuiteOptions suite) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (String part : List.of("gateway", "scheduler", "pivot-worker", "refine-worker")) {
            URI address = URI.create(PartAddresses.read(suite.data(), part).orElseThrow() + "/actuator/prometheus");
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Accept", OPEN_METRICS)
                    .build();
            HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> !line.startsWith("#"))
                    .map(Sample::of)
                    .forEach(samples::add);
        }
        return new Scrape(samples);
    }

    /** Those of one metric. */
    List<Sample> of(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }
}
