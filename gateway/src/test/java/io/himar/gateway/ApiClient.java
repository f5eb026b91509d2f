package io.himar.gateway;

import static io.himar.gateway.GatewayAssertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A client that does what clients do with generations, by their links. */
public final class ApiClient {
    private final HttpCalls http;

    public ApiClient(HttpCalls http) {
        this.http = http;
    }

    /** Asks for images as JSON, which may be written with single quotes, and is accepted. */
    public GenerationDocument generate(String json, String... headers) {
        HttpCalls.Answer answer = http.post("/v1/generations", json, headers);
        assertThat(answer).isAccepted();
        return answer.generation();
    }

    /** The generation as it is now. */
    public GenerationDocument look(GenerationDocument generation) {
        HttpCalls.Answer answer = http.get(generation.self());
        assertThat(answer).isOk();
        return answer.generation();
    }

    public HttpCalls.Answer cancel(GenerationDocument generation) {
        return http.post(generation.cancel(), "");
    }

    public EventReader follow(GenerationDocument generation, String... headers) {
        return EventReader.open(http, generation.events(), headers);
    }

    /** Follows it behind the event that was seen last. */
    public EventReader resume(GenerationDocument generation, EventReader.Event last) {
        return follow(generation, "Last-Event-ID", last.id());
    }

    /** All generations, newest first, read page by page until as many as wanted are there. */
    public List<GenerationDocument> list(int wanted, int pageSize) {
        return new Pages(http, pageSize).first(wanted);
    }

    /** What lies at a signed URL. */
    public byte[] download(URI signed) {
        return http.call(HttpRequest.newBuilder(signed).build(), BodyHandlers.ofByteArray())
                .body();
    }
}
