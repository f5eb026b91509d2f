package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.EventReader.Event;
import org.assertj.core.api.AbstractAssert;

/** What is expected of one server-sent event. */
public final class EventAssert extends AbstractAssert<EventAssert, Event> {
    EventAssert(Event event) {
        super(event, EventAssert.class);
    }

    /** Whether it tells by this name that an image has become so; what it tells is to be asserted then. */
    public ImageAssert tellsOfAnImage(String name) {
        is(name);
        return new ImageAssert(actual.image());
    }

    /** Whether it tells of a whole generation; what that is like is to be asserted then. */
    public GenerationAssert tellsOfAGeneration() {
        is("generation");
        return new GenerationAssert(actual.generation());
    }

    /** Whether it has no name but this. */
    public EventAssert isNamed(String name) {
        return is(name);
    }

    /** Whether it tells of a generation's end, with the whole of it; what that is like is to be asserted then. */
    public GenerationAssert tellsTheEnd() {
        is("done");
        return new GenerationAssert(actual.generation());
    }

    public EventAssert tellsOfProgress(int index, String stage, int steps) {
        is("progress");
        assertThat(actual.json().path("index").intValue()).as("index").isEqualTo(index);
        assertThat(actual.json().path("stage").stringValue()).as("stage").isEqualTo(stage);
        assertThat(actual.json().path("steps").intValue()).as("steps").isEqualTo(steps);
        return this;
    }

    /** Whether a client never resumes behind it. */
    public EventAssert hasNoId() {
        assertThat(actual.id()).isNull();
        return this;
    }

    public EventAssert isTheEndOfTheStream() {
        return is("closed");
    }

    private EventAssert is(String name) {
        assertThat(actual).isNotNull();
        assertThat(actual.name()).as("name of %s", actual).isEqualTo(name);
        return this;
    }
}
