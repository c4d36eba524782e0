package io.sardonyx.ops.logical;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.Comparison;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.Broadcast;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.Elementwise;
import io.sardonyx.ops.family.Elementwise.BinaryLoop;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Equal, Less, Greater, LessOrEqual and GreaterOrEqual: compares two tensors of one type, element
 * by element. Comparisons with NaN are false.
 *
 * @param comparison what to find out
 * @param swaps whether to compare the second input with the first: "greater" is "less" the other
 *     way round
 * @param alignment how the inputs are brought to one shape
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Equal.html">Equal</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Less.html">Less</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Greater.html">Greater</a>
 */
record Compare(Comparison comparison, boolean swaps, Alignment alignment) implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.BOOL, alignment.shape(c));
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType type = c.elementType(0);
    if (type == ElementType.STRING) {
      return strings(c);
    }
    Codec codec = Codec.of(type);
    BinaryLoop loop = loop(type, codec.domain(), KernelSets.of(c).elementwise());
    return Elementwise.binary(
        c,
        alignment.walk(c),
        codec,
        codec,
        Codec.none(Storage.BYTES),
        false,
        Ranges.CHEAP,
        swaps
            ? (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
                loop.run(y, yAt, yStep, x, xAt, xStep, z, zAt, n)
            : loop);
  }

  private BinaryLoop loop(ElementType type, Storage domain, ElementwiseKernels kernels) {
    return switch (domain) {
      case FLOATS ->
          (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
              kernels.compare(comparison, (float[]) x, xAt, (float[]) y, yAt, (byte[]) z, zAt, n);
      case DOUBLES ->
          (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
              comparison.run((double[]) x, xAt, (double[]) y, yAt, (byte[]) z, zAt, n);
      case INTS ->
          (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
              comparison.run((int[]) x, xAt, (int[]) y, yAt, (byte[]) z, zAt, n);
      default ->
          type == ElementType.UINT64
              ? (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
                  comparison.runUnsigned((long[]) x, xAt, (long[]) y, yAt, (byte[]) z, zAt, n)
              : (x, xAt, xStep, y, yAt, yStep, z, zAt, n) ->
                  comparison.run((long[]) x, xAt, (long[]) y, yAt, (byte[]) z, zAt, n);
    };
  }

  /** Only equality is defined on strings. */
  private Step strings(CompileContext c) {
    Broadcast walk = alignment.walk(c);
    int x = c.input(0);
    int y = c.input(1);
    int z = c.output(0);
    return Ranges.step(
        walk.length(),
        Ranges.COSTLY,
        (f, from, to, w) -> {
          for (int i = from; i < to; i++) {
            String a = f.strings(x)[f.offset(x) + walk.position(0, i)];
            String b = f.strings(y)[f.offset(y) + walk.position(1, i)];
            f.bytes(z)[f.offset(z) + i] = (byte) (a.equals(b) ? 1 : 0);
          }
        });
  }
}
