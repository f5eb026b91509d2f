package io.himar.gateway.access;

import java.util.Locale;

/** What a caller may do. */
public enum Scope {
    /** Ask for images, and cancel and delete what was asked for. */
    SUBMIT,
    /** Look at what there is. */
    READ,
    /** Look after the deployment: its tenants, their keys and limits. */
    ADMIN;

    /** As it is written in the interface. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
