package io.sardonyx.ops.family;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.TensorType;
import io.sardonyx.runtime.spi.ChannelsLastOperator.Role;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Layout;
import io.sardonyx.runtime.spi.NodeContext;

/**
 * How the operands of an element-wise operator walk along its output in either layout. Channels
 * last, the walk goes over the output's memory with its padding, pixel after pixel; what is
 * computed in the padding does not matter.
 */
public final class LayoutWalk {

  private LayoutWalk() {}

  /**
   * The walk of inputs 0, 1 and so on along output 0.
   *
   * @param operands the sizes of each input, aligned at the output's last dimension
   */
  public static Broadcast of(CompileContext c, long[]... operands) {
    long[] out = c.outputDims(0);
    Layout layout = c.outputLayout(0);
    if (!layout.isChannelsLast()) {
      return Broadcast.of(out, operands);
    }
    int[][] strides = new int[operands.length][];
    for (int k = 0; k < operands.length; k++) {
      strides[k] = strides(c, operands[k], k, out);
    }
    return Broadcast.strided(LayoutStrides.memory(out, layout.pitch()), strides);
  }

  /** What a step along each dimension of the output's memory means in an operand's memory. */
  private static int[] strides(CompileContext c, long[] operand, int input, long[] out) {
    int rank = out.length;
    long[] dims = new long[rank];
    java.util.Arrays.fill(dims, 1);
    System.arraycopy(operand, 0, dims, rank - operand.length, operand.length);
    int pitch = operand.length == rank ? c.layout(input).pitch() : 0;
    long spatial = Shape.elements(java.util.Arrays.copyOfRange(dims, 2, rank));
    int[] strides = new int[rank];
    long channelStride = pitch > 0 ? 1 : spatial;
    strides[rank - 1] = dims[1] == 1 ? 0 : Math.toIntExact(channelStride);
    long stride = pitch > 0 ? pitch : 1;
    for (int d = rank - 1; d >= 2; d--) {
      strides[d - 1] = dims[d] == 1 ? 0 : Math.toIntExact(stride);
      stride *= dims[d];
    }
    strides[0] = dims[0] == 1 ? 0 : Math.toIntExact(pitch > 0 ? stride : stride * dims[1]);
    return strides;
  }

  /** Whether an element-wise node can run channels last: all its inputs can be walked through. */
  public static Role role(NodeContext c) {
    int rank = 0;
    for (int i = 0; i < c.inputCount(); i++) {
      if (c.elementType(i) != ElementType.FLOAT || !c.shape(i).isRanked()) {
        return Role.NEVER;
      }
      rank = Math.max(rank, c.rank(i));
    }
    if (rank < 3) {
      return Role.NEVER;
    }
    for (int i = 0; i < c.inputCount(); i++) {
      if (!isChannelsLastInput(c, i) && !isPlainOperand(c.shape(i), rank)) {
        return Role.NEVER;
      }
    }
    return Role.FOLLOWS;
  }

  /** Whether input {@code i} of an element-wise node comes channels last when the node runs so. */
  public static boolean isChannelsLastInput(NodeContext c, int i) {
    int rank = 0;
    for (int k = 0; k < c.inputCount(); k++) {
      rank = Math.max(rank, ((TensorType) c.type(k)).shape().rank());
    }
    return c.rank(i) == rank && !(c.isConstant(i) && isPlainOperand(c.shape(i), rank));
  }

  /** Whether a plain tensor can be walked through beside channels-last ones. */
  private static boolean isPlainOperand(Shape shape, int rank) {
    if (shape.rank() < rank - 1 || shape.dim(shape.rank() - rank + 1).is(1)) {
      return true;
    }
    int channel = shape.rank() - rank + 1;
    for (int d = channel + 1; d < shape.rank(); d++) {
      if (!shape.dim(d).is(1)) {
        return false;
      }
    }
    long channels = shape.dim(channel).size();
    return channels > 0 && ChannelsLast.pitch(channels) == channels;
  }
}
