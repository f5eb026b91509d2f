package io.himar.gateway.openai;

import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.model.ClassLookup;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.catalog.ModelCatalog;
import io.himar.service.models.Models;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Checks a request against what there is here, and says what is not. */
@Component
final class ImagesPlanner {
    private static final BigInteger MOST_IMAGES = BigInteger.TEN;
    private static final BigInteger MOST_PARTIAL = BigInteger.valueOf(3);

    private static final BigInteger BEST = BigInteger.valueOf(OutputFormat.BEST);

    private static final int MOST_LABELS = 50;
    private static final String B64 = "b64_json";

    private final Models models;

    ImagesPlanner(Models models) {
        this.models = models;
    }

    /**
     * Checks it.
     *
     * @param problems what is known to be wrong already
     * @throws org.springframework.web.ErrorResponseException 404 for a model that is not there; 400 for anything else,
     *     naming every field that is wrong
     */
    ImagesPlan plan(ImagesRequest request, List<FieldProblem> problems) {
        Wrong wrong = new Wrong(problems);
        wrong.unless(isWithin(request.n(), BigInteger.ONE, MOST_IMAGES), "n", request.n(), "1 to " + MOST_IMAGES);
        Optional<Quality> quality = Quality.of(request.quality());
        wrong.unless(quality.isPresent(), "quality", request.quality(), Quality.expected());
        OutputFormat format = format(request, wrong);
        wrong.unlessOneOf("background", request.background(), "auto", "opaque");
        wrong.unlessOneOf("moderation", request.moderation(), "auto", "low");
        if (request.streams()) {
            wrong.unlessOneOf("response_format", request.responseFormat(), B64);
        } else {
            String[] ways = format == OutputFormat.PNG ? new String[] {B64, "url"} : new String[] {B64};
            wrong.unlessOneOf("response_format", request.responseFormat(), ways);
            wrong.unless(
                    isZero(request.partialImages()), "partial_images", request.partialImages(), "0 without stream");
        }
        wrong.unless(
                isWithin(request.partialImages(), BigInteger.ZERO, MOST_PARTIAL),
                "partial_images",
                request.partialImages(),
                "0 to " + MOST_PARTIAL);
        Optional<ModelConfig> model = model(request, wrong);
        model.ifPresent(chosen -> checkFor(chosen, request, wrong));
        Problems.refuseIfAny(problems);
        return new ImagesPlan(
                request,
                model.orElseThrow(),
                quality.orElseThrow(),
                !isZero(request.partialImages()),
                "url".equals(request.responseFormat()),
                format);
    }

    private static OutputFormat format(ImagesRequest request, Wrong wrong) {
        wrong.unlessOneOf("output_format", request.outputFormat(), "png", "jpeg");
        boolean jpeg = "jpeg".equals(request.outputFormat());
        BigInteger compression = request.outputCompression();
        wrong.unless(compression == null || jpeg, "output_compression", compression, "nothing beside png");
        wrong.unless(isWithin(compression, BigInteger.ZERO, BEST), "output_compression", compression, "0 to " + BEST);
        return jpeg ? OutputFormat.JPEG : OutputFormat.PNG;
    }

    private Optional<ModelConfig> model(ImagesRequest request, Wrong wrong) {
        ModelCatalog catalog = models.now();
        String names = "one of " + String.join(", ", catalog.names());
        if (request.model() == null) {
            if (catalog.onlyName().isEmpty()) {
                wrong.missing("model", names);
            }
            return catalog.onlyName().flatMap(catalog::find);
        }
        Optional<ModelConfig> found = catalog.find(request.model());
        if (found.isEmpty()) {
            throw Problems.notFound("model", "'" + request.model() + "' is not known (expected: " + names + ")");
        }
        return found;
    }

    private static void checkFor(ModelConfig model, ImagesRequest request, Wrong wrong) {
        String size = ImagesPlan.size(model);
        wrong.unless(
                request.size() == null
                        || request.size().equals("auto")
                        || request.size().equals(size),
                "size",
                request.size(),
                size + " or auto, which is what model " + model.name() + " makes");
        boolean texts = model.conditioning() == Conditioning.TEXT;
        if (request.prompt() == null) {
            wrong.missing("prompt", texts ? "what the picture is to show" : "a class of model " + model.name());
        } else if (!texts && model.classOf(request.prompt()) instanceof ClassLookup.Refused refused) {
            wrong.add(
                    "prompt",
                    Wrong.shown(refused.problem()) + " (expected: " + refused.expected()
                            + "; it draws classes and reads no text)." + " The labels are: " + labels(model.labels()));
        }
    }

    private static String labels(List<String> labels) {
        String first = String.join(", ", labels.subList(0, Math.min(MOST_LABELS, labels.size())));
        return labels.size() <= MOST_LABELS
                ? first + "."
                : first + ", and " + (labels.size() - MOST_LABELS) + " more, which GET /v1/models lists.";
    }

    private static boolean isZero(BigInteger value) {
        return value == null || value.signum() == 0;
    }

    private static boolean isWithin(BigInteger value, BigInteger least, BigInteger most) {
        return value == null || (value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }

    /** Collects what is wrong. */
    private record Wrong(List<FieldProblem> problems) {
        private static final int MOST_SHOWN = 100;

        void unless(boolean right, String field, Object value, String expected) {
            if (!right && !names(field)) {
                add(field, "'" + shown(String.valueOf(value)) + "' (expected: " + expected + ")");
            }
        }

        void missing(String field, String expected) {
            if (!names(field)) {
                add(field, "is missing (expected: " + expected + ")");
            }
        }

        static String shown(String text) {
            return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
        }

        void unlessOneOf(String field, String value, String... words) {
            unless(value == null || List.of(words).contains(value), field, value, String.join(" or ", words));
        }

        boolean names(String field) {
            return problems.stream().anyMatch(problem -> problem.field().equals(field));
        }

        void add(String field, String message) {
            problems.add(new FieldProblem(field, message));
        }
    }
}
