package io.himar.gateway.generation;

import io.himar.gateway.access.Caller;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lasting addresses of pictures, for those who may see the generation: each leads to a freshly signed URL. */
@RestController
@Tag(name = "Pictures")
@RequestMapping(GenerationController.PATH + "/{id}/images/{index}")
final class PictureController {
    private final Generations generations;
    private final GenerationViews views;

    PictureController(Generations generations, GenerationViews views) {
        this.generations = generations;
        this.views = views;
    }

    @Operation(summary = "Fetch the picture of an image", operationId = "getImageContent")
    @ApiResponse(
            responseCode = "302",
            description = "It lies at Location, for a while",
            headers = @Header(name = "Location", schema = @Schema(type = "string", format = "uri")),
            content = @Content)
    @DownloadQuery.Documented
    @GetMapping("/content")
    ResponseEntity<Void> content(
            Caller caller,
            @PathVariable String id,
            @PathVariable String index,
            @Parameter(hidden = true) HttpServletRequest request) {
        boolean saved = DownloadQuery.saved(request.getParameterMap());
        Job job = generations.find(caller, id);
        Image image = image(job, index);
        URI url = image.result()
                .map(result -> views.picture(job, image, result.key(), saved))
                .orElseThrow(() -> Problems.notFound(NoPicture.of(job, image)));
        return to(url);
    }

    @Operation(summary = "Fetch the preview of an image, which shows its pivot", operationId = "getImagePreview")
    @ApiResponse(
            responseCode = "302",
            description = "It lies at Location, for a while",
            headers = @Header(name = "Location", schema = @Schema(type = "string", format = "uri")),
            content = @Content)
    @DownloadQuery.Documented
    @GetMapping("/preview")
    ResponseEntity<Void> preview(
            Caller caller,
            @PathVariable String id,
            @PathVariable String index,
            @Parameter(hidden = true) HttpServletRequest request) {
        boolean saved = DownloadQuery.saved(request.getParameterMap());
        Job job = generations.find(caller, id);
        Image image = image(job, index);
        URI url = image.previewKey()
                .map(key -> views.preview(job, image, key, saved))
                .orElseThrow(() -> Problems.notFound(NoPicture.ofPreview(job, image)));
        return to(url);
    }

    private static ResponseEntity<Void> to(URI url) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(url)
                .cacheControl(CacheControl.noStore())
                .build();
    }

    private static Image image(Job job, String index) {
        Optional<Image> found = job.images().stream()
                .filter(image -> Integer.toString(image.index()).equals(index))
                .findFirst();
        return found.orElseThrow(() -> Problems.notFound("Generation '" + job.id() + "' has no image '" + index
                + "' (expected: 0 to " + (job.images().size() - 1) + ")."));
    }
}
