package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.microsoft.Functions.cast;
import static io.sardonyx.ops.microsoft.Functions.channelsFirst;
import static io.sardonyx.ops.microsoft.Functions.channelsLast;
import static io.sardonyx.ops.microsoft.Functions.plus;
import static io.sardonyx.ops.microsoft.Functions.rank;
import static io.sardonyx.ops.microsoft.Functions.wide;
import static io.sardonyx.runtime.spi.NodeBuilder.ABSENT;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import java.util.Map;

/** Layer normalization with residual inputs, and the embedding layer of BERT. */
final class NormalizationFunctions {

  private NormalizationFunctions() {}

  static void register(Functions f) {
    f.op("SkipLayerNormalization", NormalizationFunctions::skip)
        .op("SkipSimplifiedLayerNormalization", NormalizationFunctions::skipSimplified)
        .op("", "SimplifiedLayerNormalization", NormalizationFunctions::simplified)
        .op("EmbedLayerNormalization", NormalizationFunctions::embed)
        .op("GroupNorm", NormalizationFunctions::group);
  }

  private static void skip(Attributes a, FunctionBody b) {
    int sum = plus(b, plus(b, b.input(0), 1), 4);
    int[] normalized = layerNorm(b, sum, b.input(2), b.input(3), a.number("epsilon"));
    b.output(0, normalized[0]);
    b.output(1, normalized[1]);
    b.output(2, normalized[2]);
    b.output(3, sum);
  }

  private static int[] layerNorm(FunctionBody b, int x, int scale, int shift, float epsilon) {
    Map<String, Object> a = attributes("epsilon", epsilon, "axis", -1L);
    return b.node("", "LayerNormalization", a, 3, x, scale, shift);
  }

  private static void skipSimplified(Attributes a, FunctionBody b) {
    int sum = plus(b, plus(b, b.input(0), 1), 3);
    if (b.hasOutput(1)) {
      throw b.error("output 1 is used; there is no mean");
    }
    rms(b, sum, b.input(2), -1, a.number("epsilon"), 0, 2);
    b.output(3, sum);
  }

  private static void simplified(Attributes a, FunctionBody b) {
    long axis = a.integer("axis");
    rms(b, b.input(0), b.input(1), axis, a.number("epsilon"), 0, 1);
  }

  /** Sets an output to the normalized rows, and another to the factors of the rows. */
  private static void rms(
      FunctionBody b, int x, int scale, long axis, float epsilon, int output, int factors) {
    Map<String, Object> a = attributes("epsilon", epsilon, "axis", axis);
    b.output(output, b.op("RMSNormalization", a, x, scale));
    if (b.hasOutput(factors)) {
      int rank = rank(b, 0);
      long first = b.axis(axis, rank);
      long[] axes = new long[(int) (rank - first)];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = first + i;
      }
      int wide = cast(b, x, 1);
      int squares = b.op("ReduceMean", b.op("Mul", wide, wide), b.vector(axes));
      int root = b.op("Sqrt", b.op("Add", squares, b.number(epsilon, squares)));
      b.output(factors, b.op("Reciprocal", root));
    }
  }

  private static void embed(Attributes a, FunctionBody b) {
    int ids = b.input(0);
    int positions;
    if (b.hasInput(8)) {
      positions = b.op("Gather", b.input(3), b.input(8));
    } else {
      int end = b.size(ids, 1);
      positions = b.sliced(b.input(3), b.vector(0), end, 0);
    }
    int sum = b.op("Add", b.op("Gather", b.input(2), ids), positions);
    if (b.hasInput(1)) {
      sum = b.op("Add", sum, b.op("Gather", b.input(4), b.input(1)));
    }
    b.output(0, layerNorm(b, sum, b.input(5), b.input(6), a.number("epsilon"))[0]);
    if (b.hasOutput(1)) {
      b.output(1, maskIndex(b, ids));
    }
    b.output(2, sum);
  }

  /** How many ones every row of the mask has; zeros without a mask. */
  private static int maskIndex(FunctionBody b, int ids) {
    Map<String, Object> flat = attributes("keepdims", 0L);
    int one = b.constant(Tensor.of(new int[] {1}));
    int mask = b.hasInput(7) ? b.input(7) : b.op("Sub", ids, ids);
    int isOne = cast(b, b.op("Equal", mask, one), 6);
    return b.op("ReduceSum", flat, isOne, b.vector(1));
  }

  private static void group(Attributes a, FunctionBody b) {
    boolean last = a.flag("channels_last");
    int rank = rank(b, 0);
    int x = last ? b.transposed(b.input(0), channelsFirst(rank)) : b.input(0);
    Map<String, Object> given =
        attributes("epsilon", a.number("epsilon"), "num_groups", a.integer("groups"));
    int scale = b.op("CastLike", b.input(1), x);
    int shift = b.op("CastLike", b.input(2), x);
    int y = b.op("GroupNormalization", given, x, scale, shift);
    y = a.flag("activation") ? b.op("Swish", y) : y;
    b.output(0, last ? b.transposed(y, channelsLast(rank)) : y);
  }

  /** The positions of a row's elements, as a vector of int64. */
  static int positions(FunctionBody b, int length) {
    int scalar = b.op("Squeeze", length);
    int zero = b.constant(Tensor.of(new long[] {0}));
    int one = b.constant(Tensor.of(new long[] {1}));
    return b.op("Range", zero, scalar, one);
  }

  /** A vector or scalar of integers as a vector of int64. */
  static int vector(FunctionBody b, int x) {
    return x == ABSENT ? ABSENT : b.reshaped(wide(b, x), -1);
  }
}
