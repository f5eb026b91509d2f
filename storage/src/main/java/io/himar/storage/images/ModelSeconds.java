package io.himar.storage.images;

/**
 * How long the slots of workers will be at what a stage has to do, at the pace of the last week.
 *
 * @param queued for the images that wait for a worker
 * @param running for the images that workers have or are being handed
 * @param coming for the images that will need the stage once the one before it is done
 */
public record ModelSeconds(double queued, double running, double coming) {
    /** Of a stage with nothing to do. */
    public static final ModelSeconds NONE = new ModelSeconds(0, 0, 0);
}
