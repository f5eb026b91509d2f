package io.himar.model.checkpoint.torch;

import java.util.Arrays;
import net.razorvine.pickle.PickleException;

/**
 * A view of a storage.
 *
 * @param offset the first element's index in the storage
 * @param shape elements along each axis
 * @param stride steps in the storage, in elements, to the next element along each axis
 */
record StridedTensor(Storage storage, long offset, long[] shape, long[] stride) {

    private static final int MOST_AXES = 64;

    /** {@code _rebuild_tensor_v2}: (storage, offset, size, stride, requires_grad, hooks[, metadata]). */
    static StridedTensor rebuilt(Object[] args) {
        if (args.length < 6 || !(args[0] instanceof Storage storage)) {
            throw new PickleException("_rebuild_tensor_v2 without a storage");
        }
        StridedTensor tensor = new StridedTensor(storage, integer(args[1]), integers(args[2]), integers(args[3]));
        tensor.check();
        return tensor;
    }

    private void check() {
        if (offset < 0 || shape.length != stride.length || shape.length > MOST_AXES) {
            throw outside();
        }
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0 || stride[axis] < 0) {
                throw outside();
            }
        }
        try {
            // The size must be a number, too, for views that repeat elements.
            Math.multiplyExact(elements(), (long) storage.dtype().bytes());
            if (elements() > 0 && last() >= storage.elements()) {
                throw outside();
            }
        } catch (ArithmeticException e) {
            throw outside();
        }
    }

    private PickleException outside() {
        return new PickleException("a tensor of size " + Arrays.toString(shape) + ", strides " + Arrays.toString(stride)
                + " and offset " + offset + " lies outside its storage of " + storage.elements() + " elements");
    }

    long elements() {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    /** The index in the storage of the element that lies farthest; for tensors that have elements. */
    long last() {
        long last = offset;
        for (int axis = 0; axis < shape.length; axis++) {
            last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, stride[axis]));
        }
        return last;
    }

    /** Whether its elements lie in the storage as they are written: row-major without gaps. */
    boolean contiguous() {
        long expected = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && stride[axis] != expected) {
                return elements() == 0;
            }
            expected *= shape[axis];
        }
        return true;
    }

    private static long[] integers(Object tuple) {
        if (!(tuple instanceof Object[] values)) {
            throw new PickleException("a size that is no tuple");
        }
        return Arrays.stream(values).mapToLong(StridedTensor::integer).toArray();
    }

    static long integer(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new PickleException("a size that is no integer");
    }
}
