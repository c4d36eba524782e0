package io.sardonyx.ops.family;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.runtime.spi.InferContext;
import java.util.Arrays;

/**
 * How operands of different shapes walk along an output that they are broadcast to, as numpy does:
 * dimensions that all operands walk through alike are collapsed, so that few long loops remain.
 * Positions count elements. Immutable.
 */
public final class Broadcast {

  private final int length;

  /** Sizes of the loops, outermost first; at least one. */
  private final int[] sizes;

  /** For every operand the distance that a step of each loop means; 0 where it is broadcast. */
  private final int[][] strides;

  private Broadcast(int length, int[] sizes, int[][] strides) {
    this.length = length;
    this.sizes = sizes;
    this.strides = strides;
  }

  /**
   * The shape that all inputs of a node are broadcast to.
   *
   * @throws io.sardonyx.OnnxException if they do not fit each other
   */
  public static Shape shape(InferContext c) {
    Shape joined = c.shape(0);
    for (int i = 1; i < c.inputCount(); i++) {
      joined = joined(c, joined, i);
    }
    return joined;
  }

  private static Shape joined(InferContext c, Shape a, int input) {
    Shape b = c.shape(input);
    if (!a.isRanked() || !b.isRanked()) {
      return Shape.UNRANKED;
    }
    Dim[] dims = new Dim[Math.max(a.rank(), b.rank())];
    for (int d = 0; d < dims.length; d++) {
      int inA = d - dims.length + a.rank();
      int inB = d - dims.length + b.rank();
      Dim x = inA < 0 ? Dim.of(1) : a.dim(inA);
      Dim y = inB < 0 ? Dim.of(1) : b.dim(inB);
      if (x.isKnown() && y.isKnown() && x.size() != y.size() && !x.is(1) && !y.is(1)) {
        throw c.error(
            "input %d of shape %s cannot be broadcast together with %s: dimensions %s and %s"
                + " differ",
            input, b, a, y, x);
      }
      dims[d] = joined(x, y);
    }
    return Shape.of(dims);
  }

  private static Dim joined(Dim x, Dim y) {
    if (x.is(1) || x.equals(y)) {
      return y;
    }
    if (y.is(1)) {
      return x;
    }
    return x.isKnown() ? x : y.isKnown() ? y : Dim.UNKNOWN;
  }

  /**
   * The walk of operands along an output.
   *
   * @param out the output's sizes
   * @param operands the sizes of each operand; they count from the last dimension, and each is the
   *     output's or 1
   */
  public static Broadcast of(long[] out, long[]... operands) {
    int[][] strides = new int[operands.length][out.length];
    for (int k = 0; k < operands.length; k++) {
      for (int d = 0; d < out.length; d++) {
        strides[k][d] = Shape.elements(out) == 0 ? 0 : stride(out, operands[k], d);
      }
    }
    return strided(out, strides);
  }

  /**
   * The walk of operands with given strides along an output whose elements lie one after the other.
   *
   * @param out the output's sizes
   * @param operandStrides for every operand and dimension the distance that one step means
   */
  public static Broadcast strided(long[] out, int[]... operandStrides) {
    int length = Math.toIntExact(Shape.elements(out));
    int[] sizes = new int[Math.max(1, out.length)];
    int[][] strides = new int[operandStrides.length][sizes.length];
    int loops = 0;
    for (int d = 0; d < out.length && length > 0; d++) {
      if (out[d] == 1) {
        continue;
      }
      boolean merges = loops > 0;
      for (int k = 0; k < strides.length; k++) {
        merges = merges && strides[k][loops - 1] == (long) operandStrides[k][d] * out[d];
      }
      if (merges) {
        loops--;
      } else {
        sizes[loops] = 1;
      }
      sizes[loops] *= (int) out[d];
      for (int k = 0; k < strides.length; k++) {
        strides[k][loops] = operandStrides[k][d];
      }
      loops++;
    }
    if (loops == 0) {
      sizes[0] = length;
      for (int[] s : strides) {
        s[0] = 1;
      }
      loops = 1;
    }
    for (int k = 0; k < strides.length; k++) {
      strides[k] = Arrays.copyOf(strides[k], loops);
    }
    return new Broadcast(length, Arrays.copyOf(sizes, loops), strides);
  }

  /** The distance between an operand's elements that follow each other along an output axis. */
  private static int stride(long[] out, long[] operand, int axis) {
    int own = axis - out.length + operand.length;
    if (own < 0 || operand[own] == 1) {
      return 0;
    }
    return Math.toIntExact(Shape.elements(Arrays.copyOfRange(operand, own + 1, operand.length)));
  }

  /**
   * A walk along a flat output of this length.
   *
   * @param scalars for every operand, whether it is a single number; the others are as long as the
   *     output
   */
  public static Broadcast flat(int length, boolean... scalars) {
    int[][] strides = new int[scalars.length][1];
    for (int k = 0; k < scalars.length; k++) {
      strides[k][0] = scalars[k] ? 0 : 1;
    }
    return new Broadcast(length, new int[] {length}, strides);
  }

  /** Elements of the output. */
  public int length() {
    return length;
  }

  /** Elements along the innermost loop. */
  public int inner() {
    return sizes[sizes.length - 1];
  }

  /** Whether the operand has the output's elements in the output's order. */
  public boolean isContiguous(int operand) {
    long expected = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      if (strides[operand][d] != expected) {
        return false;
      }
      expected *= sizes[d];
    }
    return true;
  }

  /** Whether the operand is a single number. */
  public boolean isScalar(int operand) {
    for (int stride : strides[operand]) {
      if (stride != 0) {
        return false;
      }
    }
    return true;
  }

  /** Distance of an operand's elements along the innermost loop: 0 or 1. */
  public int innerStep(int operand) {
    return strides[operand][sizes.length - 1];
  }

  /**
   * Where the operand's part for an innermost loop begins; loops are counted through all outer
   * ones.
   */
  public int rowStart(int operand, int row) {
    int[] s = strides[operand];
    int rest = row;
    int start = 0;
    for (int d = sizes.length - 2; d > 0; d--) {
      int outer = rest / sizes[d];
      start += (rest - outer * sizes[d]) * s[d];
      rest = outer;
    }
    return sizes.length > 1 ? start + rest * s[0] : 0;
  }

  /** Where the operand's part for an element of the output is. */
  public int position(int operand, int element) {
    int row = element / inner();
    return rowStart(operand, row) + (element - row * inner()) * innerStep(operand);
  }

  /** How many innermost loops from {@code row} on begin at constant distances. */
  public int regularRows(int row) {
    if (sizes.length == 1) {
      return 1;
    }
    int size = sizes[sizes.length - 2];
    return size - row % size;
  }

  /**
   * The distance of the beginnings of innermost loops that are {@linkplain #regularRows regular}.
   */
  public int rowStride(int operand) {
    return sizes.length == 1 ? 0 : strides[operand][sizes.length - 2];
  }
}
