import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How alike the variations of a pivot are, and what drafts save, with the model that comes with the suite.
 *
 * <p>Run by {@code benchmarks/variations}. The distance of two pictures is the root of the mean squared difference of
 * their grey values, from 0 (the same) to 1 (black and white).
 */
public final class VariationsBenchmark {
    private static final int CLASSES = 10;
    private static final int PIVOTS = 4;
    private static final List<Integer> SEEDS = List.of(101, 102, 103, 104, 105, 106);
    private static final int ROUNDS = 5;
    private static final int SCALE = 3;
    private static final int GAP = 6;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final URI gateway;

    private VariationsBenchmark(URI gateway) {
        this.gateway = gateway;
    }

    /** A pivot's preview and its variations. */
    private record Family(int classId, BufferedImage preview, List<BufferedImage> variations) {}

    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("himar-variations");
        Path log = data.resolve("himar.log");
        Process suite = new ProcessBuilder(
                        Path.of(args[0], "himar").toString(), "up", "--port", "0", "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            while (!Files.readString(log).contains("Ctrl-C stops")) {
                if (!suite.isAlive()) {
                    throw new IllegalStateException("./himar up failed: " + Files.readString(log));
                }
                Thread.sleep(50);
            }
            Properties addresses = new Properties();
            try (var in = Files.newBufferedReader(data.resolve("addresses.properties"))) {
                addresses.load(in);
            }
            var benchmark = new VariationsBenchmark(URI.create(addresses.getProperty("gateway")));
            benchmark.alike(args.length > 1 ? new File(args[1]) : null);
            benchmark.saved();
        } finally {
            suite.destroy();
            suite.waitFor(1, TimeUnit.MINUTES);
        }
    }

    private void alike(File sheet) throws Exception {
        List<Family> families = new ArrayList<>();
        for (int classId = 0; classId < CLASSES; classId++) {
            JsonNode draft = post(
                    "/v1/generations",
                    "{\"class\":%d,\"count\":%d,\"seed\":%d,\"draft\":true}".formatted(classId, PIVOTS, 1 + 100 * classId));
            for (JsonNode image : draft.path("images")) {
                String pivot = image.path("pivot").path("id").asString();
                JsonNode refined = post("/v1/pivots/" + pivot + "/refine", "{\"seeds\":" + SEEDS + "}");
                List<BufferedImage> variations = new ArrayList<>();
                for (JsonNode each : refined.path("images")) {
                    variations.add(picture(each.path("result").path("url").asString()));
                }
                families.add(new Family(
                        classId, picture(image.path("preview").path("url").asString()), variations));
            }
        }
        print("distance of two variations of a pivot, median", distance(families, true, true));
        print("distance of two pictures of a class, of different pivots, median", distance(families, false, true));
        print("distance of two pictures of different classes, median", distance(families, false, false));
        if (sheet != null) {
            ImageIO.write(sheet(families), "png", sheet);
        }
    }

    private static double distance(List<Family> families, boolean samePivot, boolean sameClass) {
        List<Double> found = new ArrayList<>();
        for (int i = 0; i < families.size(); i++) {
            for (int j = i; j < families.size(); j++) {
                boolean wanted =
                        (i == j) == samePivot && (families.get(i).classId() == families.get(j).classId()) == sameClass;
                if (wanted) {
                    compare(families.get(i).variations(), families.get(j).variations(), i == j, found);
                }
            }
        }
        return median(found);
    }

    private static void compare(
            List<BufferedImage> some, List<BufferedImage> others, boolean same, List<Double> distances) {
        for (int a = 0; a < some.size(); a++) {
            for (int b = same ? a + 1 : 0; b < others.size(); b++) {
                distances.add(distance(some.get(a), others.get(b)));
            }
        }
    }

    private static double distance(BufferedImage one, BufferedImage other) {
        double sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                double difference = grey(one, x, y) - grey(other, x, y);
                sum += difference * difference;
            }
        }
        return Math.sqrt(sum / (one.getWidth() * one.getHeight()));
    }

    private static double grey(BufferedImage picture, int x, int y) {
        int rgb = picture.getRGB(x, y);
        return ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / (3 * 255.0);
    }

    /** A row for the first pivot of each class: its preview, and then its variations. */
    private static BufferedImage sheet(List<Family> families) {
        int side = families.get(0).variations().get(0).getWidth() * SCALE;
        int step = side + GAP;
        BufferedImage sheet = new BufferedImage(
                GAP + step * (1 + SEEDS.size()) + 2 * GAP, GAP + step * CLASSES, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setColor(java.awt.Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        for (int row = 0; row < CLASSES; row++) {
            Family family = families.get(row * PIVOTS);
            pen.drawImage(family.preview(), GAP, GAP + row * step, side, side, null);
            for (int column = 0; column < SEEDS.size(); column++) {
                int x = 3 * GAP + step * (column + 1);
                pen.drawImage(family.variations().get(column), x, GAP + row * step, side, side, null);
            }
        }
        pen.dispose();
        return sheet;
    }

    /** Both ways in turn, the first round not counted. */
    private void saved() throws Exception {
        List<Double> whole = new ArrayList<>();
        List<Double> drafted = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            int seed = 10_000 + 100 * round;
            long begin = System.nanoTime();
            post("/v1/generations", "{\"class\":%d,\"count\":16,\"seed\":%d}".formatted(round, seed));
            double all = (System.nanoTime() - begin) / 1e9;
            begin = System.nanoTime();
            JsonNode draft = post(
                    "/v1/generations", "{\"class\":%d,\"count\":16,\"seed\":%d,\"draft\":true}".formatted(round, seed + 50));
            String picked = IntStream.of(3, 11)
                    .mapToObj(index -> draft.path("images").get(index).path("pivot").path("id").toString())
                    .collect(Collectors.joining(","));
            post("/v1/generations", "{\"pivots\":[" + picked + "]}");
            if (round > 0) {
                whole.add(all);
                drafted.add((System.nanoTime() - begin) / 1e9);
            }
        }
        print("sixteen whole images, seconds, median of " + ROUNDS, median(whole));
        print("sixteen drafts, two of them refined, seconds, median of " + ROUNDS, median(drafted));
        print("share", median(drafted) / median(whole));
    }

    /** Waits until all is done. */
    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path + "?wait=60"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        JsonNode generation = json.readTree(answer.body());
        if (!generation.path("status").asString("").equals("succeeded")) {
            throw new IOException(body + ": " + answer.body());
        }
        return generation;
    }

    private BufferedImage picture(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return ImageIO.read(http.send(request, BodyHandlers.ofInputStream()).body());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%-80s %8.3f%n", what, value);
    }
}
