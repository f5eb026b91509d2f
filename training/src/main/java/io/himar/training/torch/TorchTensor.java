package io.himar.training.torch;

import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.group_norm;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.upsample_nearest2d;

import io.himar.model.Tensor;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A tensor computed at once by LibTorch, with gradients where its parameters want them. Native memory is freed when the
 * enclosing {@code PointerScope} closes.
 *
 * @param value the LibTorch tensor
 */
public record TorchTensor(org.bytedeco.pytorch.Tensor value) implements Tensor {

    private static org.bytedeco.pytorch.Tensor of(Tensor tensor) {
        return ((TorchTensor) tensor).value;
    }

    private static TensorOptional optional(Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(of(tensor));
    }

    private static TorchTensor wrap(org.bytedeco.pytorch.Tensor value) {
        return new TorchTensor(value);
    }

    @Override
    public Tensor plus(Tensor other) {
        return wrap(value.add(of(other)));
    }

    @Override
    public Tensor minus(Tensor other) {
        return wrap(value.sub(of(other)));
    }

    @Override
    public Tensor times(Tensor other) {
        return wrap(value.mul(of(other)));
    }

    @Override
    public Tensor plus(double scalar) {
        return wrap(value.add(scalarOfThisType(scalar)));
    }

    @Override
    public Tensor times(double scalar) {
        return wrap(value.mul(scalarOfThisType(scalar)));
    }

    /** A double would turn an integer tensor into a floating one. */
    private Scalar scalarOfThisType(double scalar) {
        return value.is_floating_point() ? new Scalar(scalar) : new Scalar((long) scalar);
    }

    @Override
    public Tensor matmul(Tensor other) {
        return wrap(value.matmul(of(other)));
    }

    @Override
    public Tensor linear(Tensor weight, Tensor bias) {
        return wrap(torch.linear(value, of(weight), optional(bias)));
    }

    @Override
    public Tensor layerNorm(Tensor weight, Tensor bias, double epsilon) {
        long[] last = {value.size(-1)};
        return wrap(layer_norm(value, last, optional(weight), optional(bias), epsilon, false));
    }

    @Override
    public Tensor groupNorm(int groups, Tensor weight, Tensor bias, double epsilon) {
        return wrap(group_norm(value, groups, optional(weight), optional(bias), epsilon, false));
    }

    @Override
    public Tensor gelu() {
        return wrap(torch.gelu(value, "none"));
    }

    @Override
    public Tensor geluTanh() {
        return wrap(torch.gelu(value, "tanh"));
    }

    @Override
    public Tensor silu() {
        return wrap(torch.silu(value));
    }

    @Override
    public Tensor exp() {
        return wrap(value.exp());
    }

    @Override
    public Tensor sin() {
        return wrap(value.sin());
    }

    @Override
    public Tensor cos() {
        return wrap(value.cos());
    }

    @Override
    public Tensor clamp(double low, double high) {
        return wrap(value.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
    }

    @Override
    public Tensor round() {
        return wrap(value.round());
    }

    @Override
    public Tensor reshape(long... shape) {
        return wrap(value.reshape(shape));
    }

    @Override
    public Tensor permute(int... order) {
        long[] axes = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            axes[i] = order[i];
        }
        return wrap(value.permute(axes));
    }

    @Override
    public Tensor slice(int axis, long start, long end) {
        return wrap(value.narrow(axis, start, end - start));
    }

    @Override
    public Tensor select(int axis, Tensor index) {
        long position = Math.min(of(index).item_long(), value.size(axis) - 1);
        return wrap(value.select(axis, position));
    }

    @Override
    public Tensor gatherRows(Tensor index) {
        org.bytedeco.pytorch.Tensor rows = of(index);
        long[] shape = {rows.size(0), rows.size(1), value.size(2)};
        return wrap(value.gather(1, rows.unsqueeze(2).expand(shape)));
    }

    @Override
    public Tensor lookup(Tensor ids) {
        org.bytedeco.pytorch.Tensor wrapped = of(ids).remainder(new Scalar(value.size(0)));
        return wrap(torch.embedding(value, wrapped));
    }

    @Override
    public Tensor rows(Tensor ids) {
        return wrap(value.index_select(0, of(ids).remainder(new Scalar(value.size(0)))));
    }

    @Override
    public Tensor differs(double other) {
        return wrap(value.ne(new Scalar(other)));
    }

    @Override
    public Tensor positions() {
        return wrap(value.nonzero().reshape(-1));
    }

    @Override
    public Tensor remaining() {
        return wrap(value.flip(0).cumsum(0).flip(0));
    }

    @Override
    public Tensor trueFirst() {
        long most = Math.max(1, value.sum(1).max().item_long());
        var order = value.to(torch.ScalarType.Int).argsort(true, 1, true);
        return wrap(order.narrow(1, 0, most));
    }

    @Override
    public Tensor places() {
        return wrap(value.cumsum(1).sub(new Scalar(1)).clamp_min(new Scalar(0)));
    }

    @Override
    public Tensor filled(double filling) {
        return wrap(torch.full_like(value, scalarOfThisType(filling)));
    }

    @Override
    public Tensor choose(Tensor yes, Tensor no) {
        return wrap(torch.where(value, of(yes), of(no)));
    }

    @Override
    public Tensor toFloat() {
        return wrap(value.toType(torch.ScalarType.Float));
    }

    @Override
    public Tensor toBytes() {
        return wrap(value.toType(torch.ScalarType.Byte));
    }

    @Override
    public Tensor conv2d(Tensor weight, Tensor bias, int stride, Padding padding) {
        boolean symmetric = padding.top() == padding.bottom() && padding.left() == padding.right();
        long[] pad = symmetric ? new long[] {padding.top(), padding.left()} : new long[] {0, 0};
        long[] edges = {padding.left(), padding.right(), padding.top(), padding.bottom()};
        org.bytedeco.pytorch.Tensor padded = symmetric ? value : constant_pad_nd(value, edges);
        return wrap(WholeBlocks.conv2d(padded, of(weight), bias == null ? null : of(bias), stride, pad));
    }

    @Override
    public Tensor upsampleNearest2x() {
        long[] size = {value.size(2) * 2, value.size(3) * 2};
        return wrap(upsample_nearest2d(value, size, new DoubleOptional(), new DoubleOptional()));
    }
}
