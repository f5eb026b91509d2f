/** How far values of less precision are from the exact ones. */
final class RoundingError {

    private RoundingError() {}

    /** Root mean square of the differences over that of the exact values. */
    static double relative(float[] values, float[] exact) {
        double difference = 0;
        double power = 0;
        for (int i = 0; i < values.length; i++) {
            difference += Math.pow(values[i] - (double) exact[i], 2);
            power += Math.pow(exact[i], 2);
        }
        return Math.sqrt(difference / power);
    }

    /** Peak signal-to-noise ratio of 8-bit values in dB; infinite where all are equal. */
    static double psnr(byte[] values, byte[] exact) {
        double difference = 0;
        for (int i = 0; i < values.length; i++) {
            difference += Math.pow(Byte.toUnsignedInt(values[i]) - Byte.toUnsignedInt(exact[i]), 2);
        }
        return 10 * Math.log10(255.0 * 255.0 * values.length / difference);
    }
}
