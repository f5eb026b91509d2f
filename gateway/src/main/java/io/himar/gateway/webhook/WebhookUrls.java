package io.himar.gateway.webhook;

import java.util.Optional;
import okhttp3.HttpUrl;
import org.springframework.stereotype.Component;

/** Which URLs are taken for webhooks. Whether their hosts may be reached is decided at each connection. */
@Component
public final class WebhookUrls {
    private static final int LONGEST = 2000;

    private final Destinations destinations;
    private final String expected;
    private final boolean allowHttp;

    public WebhookUrls(WebhookSettings settings, Destinations destinations) {
        this.destinations = destinations;
        this.allowHttp = settings.allowHttp();
        this.expected = "an absolute " + (allowHttp ? "http or https" : "https") + " URL of at most " + LONGEST
                + " characters, without user and fragment";
    }

    /**
     * A URL that was looked at.
     *
     * @param url in its canonical form; empty if it is not taken
     * @param expected what is expected in its place; empty if it is taken
     */
    public record Checked(Optional<String> url, Optional<String> expected) {
        static Checked refused(String expected) {
            return new Checked(Optional.empty(), Optional.of(expected));
        }
    }

    /** Looks at what a client wrote; nothing is resolved. */
    public Checked check(String text) {
        HttpUrl url = text.length() > LONGEST ? null : HttpUrl.parse(text);
        if (url == null || !usable(url)) {
            return Checked.refused(expected);
        }
        if (AddressRange.literal(url.host())
                .filter(address -> !destinations.reachable(address))
                .isPresent()) {
            return Checked.refused("a host on the public network; this deployment reaches no other");
        }
        return new Checked(Optional.of(url.toString()), Optional.empty());
    }

    private boolean usable(HttpUrl url) {
        return (url.isHttps() || allowHttp)
                && url.username().isEmpty()
                && url.password().isEmpty()
                && url.fragment() == null
                && url.toString().length() <= LONGEST;
    }
}
