package io.himar.gateway.access;

import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who makes the request that is being handled. */
@Component
public final class Callers {
    private final boolean keysRequired;

    Callers(KeySettings settings) {
        this.keysRequired = settings.required();
    }

    /** The caller of this thread's request. */
    public Caller current() {
        return of(SecurityContextHolder.getContext().getAuthentication())
                .orElseThrow(() -> new IllegalStateException("a request was let in that nobody makes"));
    }

    /** Whom this stands for. Where no key is asked for, whoever shows none is a caller, too. */
    Optional<Caller> of(Authentication authentication) {
        if (authentication instanceof CallerToken token) {
            return Optional.of(token.caller());
        }
        return keysRequired ? Optional.empty() : Optional.of(Caller.LOCAL);
    }
}
