import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A client and an operator of a suite in containers; see the script "smoke" beside it. */
public class Smoke {
    private static final URI GATEWAY = URI.create("http://127.0.0.1:" + variable("HIMAR_GATEWAY_PORT", "8080"));
    /** Of each generation; so many images at least wait while workers come and go. */
    private static final int COUNT = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Pattern ENDED = Pattern.compile("succeeded|failed|expired|canceled");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final List<String> PROBLEMS = new ArrayList<>();
    private static final String ADMIN = variable("HIMAR_ADMIN_KEY", "");

    private final int least;
    private final List<Followed> generations = new ArrayList<>();
    private String key = "";

    private Smoke(int least) {
        this.least = least;
    }

    public static void main(String[] arguments) throws Exception {
        Smoke smoke = new Smoke(Integer.parseInt(arguments[0]));
        System.exit(smoke.run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Instant began = Instant.now();
        key = field(
                post("/v1/keys", ADMIN, "{\"name\": \"smoke\", \"tenant\": \"smoke\", \"expires_in\": \"1d\"}"), "key");
        String workers = scaleMeanwhile();
        int images = asked();
        await("the end of " + images + " images", () -> ended() == images);

        int succeeded = 0;
        int downloaded = 0;
        int twice = 0;
        long bytes = 0;
        for (Followed each : generations) {
            each.thread.join(PATIENCE.toMillis());
            String generation = get("/v1/generations/" + each.id, key);
            check(each.done, each.id + ": its events have no end");
            check(field(generation, "status").equals("succeeded"), each.id + " is " + field(generation, "status"));
            succeeded += (int) each.ends.values().stream().filter("succeeded"::equals).count();
            twice += each.twice;
            for (String url : signedUrls(generation)) {
                byte[] picture = download(URI.create(url));
                downloaded += picture.length > 0 ? 1 : 0;
                bytes += picture.length;
            }
        }
        check(succeeded == images, "told as succeeded: " + succeeded + " of " + images);
        check(downloaded == images, "downloaded: " + downloaded + " of " + images);
        check(twice == 0, "ends that were told twice: " + twice);
        PROBLEMS.forEach(problem -> System.out.println("smoke: " + problem));
        System.out.printf(
                "smoke: %s: %d images asked for, %d succeeded, %d lost, %d told twice, %d downloaded (%,d bytes),"
                        + " workers of the stages %s, %d s%n",
                PROBLEMS.isEmpty() ? "passed" : "FAILED",
                images,
                succeeded,
                images - succeeded,
                twice,
                downloaded,
                bytes,
                workers,
                Duration.between(began, Instant.now()).toSeconds());
        return PROBLEMS.isEmpty();
    }

    /** A generation whose events are read as they happen. */
    private final class Followed {
        private final String id;
        private final Map<String, String> ends = new ConcurrentHashMap<>();
        private final Thread thread;
        private volatile int twice;
        private volatile boolean done;

        Followed(String id) {
            this.id = id;
            this.thread = new Thread(this::follow);
            thread.setDaemon(true);
            thread.start();
        }

        private void follow() {
            String last = "";
            while (!done) {
                HttpRequest.Builder request = request("/v1/generations/" + id + "/events", key);
                if (!last.isEmpty()) {
                    request.header("Last-Event-ID", last);
                }
                try (var lines = new BufferedReader(new InputStreamReader(
                        HTTP.send(request.build(), BodyHandlers.ofInputStream()).body()))) {
                    String name = "";
                    for (String line = lines.readLine(); line != null && !done; line = lines.readLine()) {
                        if (line.startsWith("id:")) {
                            last = line.substring(3).strip();
                        } else if (line.startsWith("event:")) {
                            name = line.substring(6).strip();
                            done = name.equals("done");
                        } else if (line.startsWith("data:") && ENDED.matcher(name).matches()) {
                            twice += ends.put(field(line, "id"), name) == null ? 0 : 1;
                        }
                    }
                } catch (Exception e) {
                    pause();
                }
            }
        }
    }

    /** Each worker to two and back, while there always is work. Returns how many there were of each stage. */
    private String scaleMeanwhile() throws Exception {
        int[][] steps = {{1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}};
        List<String> counts = new ArrayList<>();
        for (int[] step : steps) {
            feed();
            scale(step[0], step[1]);
            String wanted = step[0] + "+" + step[1];
            await("workers " + wanted, () -> {
                feed();
                return workers().equals(wanted);
            });
            int before = ended();
            await("images by workers " + wanted, () -> {
                feed();
                return ended() >= before + COUNT;
            });
            counts.add(wanted);
        }
        while (asked() < least) {
            submit();
        }
        return String.join(", ", counts);
    }

    private void feed() throws Exception {
        while (asked() - ended() < 2 * COUNT) {
            submit();
        }
    }

    private void submit() throws Exception {
        String body = "{\"class\": %d, \"count\": %d, \"seed\": %d}"
                .formatted(generations.size() % 10, COUNT, 1000 * generations.size());
        generations.add(new Followed(field(post("/v1/generations", key, body), "id")));
    }

    private int asked() {
        return COUNT * generations.size();
    }

    private int ended() {
        return generations.stream().mapToInt(each -> each.ends.size()).sum();
    }

    /** How many the scheduler hears of, for example 2+1. */
    private static String workers() throws Exception {
        String fleet = get("/v1/workers", ADMIN);
        var found = Pattern.compile("\"workers\":(\\d+)").matcher(fleet);
        List<String> counts = new ArrayList<>();
        while (found.find()) {
            counts.add(found.group(1));
        }
        return String.join("+", counts);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(until)) {
                check(false, "no " + what + " after " + PATIENCE);
                return;
            }
            pause();
        }
    }

    private static void scale(int pivot, int refine) throws Exception {
        List<String> command = new ArrayList<>(Arrays.asList(
                variable("COMPOSE", "docker compose").split(" ")));
        command.addAll(List.of("up", "--detach", "--no-recreate", "--no-build"));
        command.addAll(List.of("--scale", "pivot-worker=" + pivot, "--scale", "refine-worker=" + refine));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        check(process.waitFor() == 0, "scaling failed: " + said);
    }

    private static List<String> signedUrls(String generation) {
        Map<Integer, String> urls = new TreeMap<>();
        var result = Pattern.compile("\"result\":\\{[^{}]*?\"url\":\"([^\"]+)\"").matcher(generation);
        while (result.find()) {
            urls.put(result.start(), result.group(1).replace("\\u0026", "&"));
        }
        return List.copyOf(urls.values());
    }

    private static byte[] download(URI url) throws Exception {
        HttpResponse<byte[]> answer = HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
        boolean picture = answer.statusCode() == 200 && Arrays.mismatch(answer.body(), PNG) == PNG.length;
        check(picture, url.getPath() + ": status " + answer.statusCode() + ", " + answer.body().length + " bytes, no PNG");
        return picture ? answer.body() : new byte[0];
    }

    private static String post(String path, String key, String json) throws Exception {
        return sent(request(path, key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String get(String path, String key) throws Exception {
        return sent(request(path, key));
    }

    private static String sent(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.request().uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(GATEWAY.resolve(path)).header("Authorization", "Bearer " + key);
    }

    /** The first text of this name. */
    private static String field(String json, String name) {
        var found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return found.group(1);
    }

    private static void check(boolean good, String problem) {
        if (!good) {
            PROBLEMS.add(problem);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String variable(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
