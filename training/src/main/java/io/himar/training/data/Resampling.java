package io.himar.training.data;

/**
 * Resizing of 8-bit planes by a separable filter whose reach grows with the reduction, so that nothing aliases: first
 * along rows, then along columns, rounded to 8 bits after each, as the imaging library behind the published data sets
 * does it.
 */
enum Resampling {
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    /** Keys' cubic convolution with a = -0.5. */
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double d = Math.abs(x);
            if (d < 1) {
                return (1.5 * d - 2.5) * d * d + 1;
            }
            return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
        }
    };

    private final double reach;

    Resampling(double reach) {
        this.reach = reach;
    }

    abstract double weight(double x);

    /** Planes of one size. */
    record Planes(byte[][] values, int width, int height) {}

    Planes resized(Planes planes, int width, int height) {
        byte[][] values = planes.values().clone();
        for (int i = 0; i < values.length; i++) {
            // A column of the transposed plane is a row of it.
            byte[] rows = along(values[i], planes.width(), planes.height(), width);
            byte[] columns = along(transposed(rows, width, planes.height()), planes.height(), width, height);
            values[i] = transposed(columns, height, width);
        }
        return new Planes(values, width, height);
    }

    private byte[] along(byte[] plane, int width, int height, int target) {
        if (width == target) {
            return plane;
        }
        double scale = width / (double) target;
        double stretch = Math.max(1, scale);
        byte[] out = new byte[target * height];
        for (int x = 0; x < target; x++) {
            double centre = (x + 0.5) * scale;
            int first = Math.max(0, (int) (centre - reach * stretch + 0.5));
            int end = Math.min(width, (int) (centre + reach * stretch + 0.5));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = weight((first + i - centre + 0.5) / stretch);
                sum += weights[i];
            }
            for (int y = 0; y < height; y++) {
                double value = 0;
                for (int i = 0; i < weights.length; i++) {
                    value += weights[i] * Byte.toUnsignedInt(plane[y * width + first + i]);
                }
                out[y * target + x] = (byte) Math.max(0, Math.min(255, Math.round(value / sum)));
            }
        }
        return out;
    }

    private static byte[] transposed(byte[] plane, int width, int height) {
        byte[] out = new byte[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[x * height + y] = plane[y * width + x];
            }
        }
        return out;
    }
}
