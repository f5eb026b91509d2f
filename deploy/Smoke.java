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
    private static final int MOST = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Pattern ENDED = Pattern.compile("succeeded|failed|expired|canceled");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final List<String> PROBLEMS = new ArrayList<>();

    private static String key = variable("HIMAR_ADMIN_KEY", "");

    public static void main(String[] arguments) throws Exception {
        int images = Integer.parseInt(arguments[0]);
        Instant began = Instant.now();
        key = field(post("/v1/keys", "{\"name\": \"smoke\", \"tenant\": \"smoke\", \"expires_in\": \"1d\"}"), "key");
        List<Followed> generations = submit(images);
        String workers = scaleMeanwhile(generations, images);

        int succeeded = 0;
        int downloaded = 0;
        int twice = 0;
        long bytes = 0;
        for (Followed each : generations) {
            each.thread.join(PATIENCE.toMillis());
            String generation = get("/v1/generations/" + each.id);
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
        System.exit(PROBLEMS.isEmpty() ? 0 : 1);
    }

    /** A generation whose events are read as they happen. */
    private static final class Followed {
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
                HttpRequest.Builder request = request("/v1/generations/" + id + "/events");
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

    private static List<Followed> submit(int images) throws Exception {
        List<Followed> generations = new ArrayList<>();
        for (int left = images; left > 0; left -= MOST) {
            int seed = 1000 * generations.size();
            String body = "{\"class\": %d, \"count\": %d, \"seed\": %d}"
                    .formatted(generations.size() % 10, Math.min(MOST, left), seed);
            generations.add(new Followed(field(post("/v1/generations", body), "id")));
        }
        return generations;
    }

    /** Each worker twice and once again, at parts of the images; returns how many there were of the stages. */
    private static String scaleMeanwhile(List<Followed> generations, int images) throws Exception {
        int[][] steps = {{2, 1}, {2, 2}, {1, 2}, {1, 1}};
        List<String> counts = new ArrayList<>(List.of("1+1"));
        for (int i = 0; i < steps.length; i++) {
            await(generations, (i + 1) * images / (steps.length + 2));
            scale(steps[i][0], steps[i][1]);
            counts.add(steps[i][0] + "+" + steps[i][1]);
        }
        await(generations, images);
        return String.join(", ", counts);
    }

    private static void await(List<Followed> generations, int ended) throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        while (generations.stream().mapToInt(each -> each.ends.size()).sum() < ended) {
            if (Instant.now().isAfter(until)) {
                check(false, "no " + ended + " images have ended after " + PATIENCE);
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

    private static String post(String path, String json) throws Exception {
        return sent(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String get(String path) throws Exception {
        return sent(request(path));
    }

    private static String sent(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.request().uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static HttpRequest.Builder request(String path) {
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
