package io.sardonyx.ops.tensor;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.ElementwiseKernels;
import io.sardonyx.kernels.Selection;
import io.sardonyx.ops.family.Blocks;
import io.sardonyx.ops.family.Broadcast;
import io.sardonyx.ops.family.Codec;
import io.sardonyx.ops.family.KernelSets;
import io.sardonyx.ops.family.Operand;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * The second input's elements where the condition, the first input, is true, and the third's where
 * it is false. All three are broadcast to one shape.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Where.html">Where</a>
 */
record Where() implements Operator {

  @Override
  public void infer(InferContext c) {
    c.output(0, c.elementType(1), Broadcast.shape(c));
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType type = c.elementType(1);
    Broadcast walk =
        type.isComplex()
            // The two parts of a number are elements of one more dimension.
            ? Broadcast.of(
                with(c.outputDims(0), 2),
                with(c.dims(0), 1),
                with(c.dims(1), 2),
                with(c.dims(2), 2))
            : Broadcast.of(c.outputDims(0), c.dims(0), c.dims(1), c.dims(2));
    return type == ElementType.STRING ? strings(c, walk) : bits(c, walk, type.storage());
  }

  private static long[] with(long[] dims, long last) {
    long[] longer = Arrays.copyOf(dims, dims.length + 1);
    longer[dims.length] = last;
    return longer;
  }

  private static Step bits(CompileContext c, Broadcast walk, Storage storage) {
    for (int i = 1; i <= 2; i++) {
      if (walk.isContiguous(i)) {
        c.inPlace(i, 0);
      }
    }
    Codec codec = Codec.none(storage);
    Blocks blocks = new Blocks(c, walk);
    Operand condition = blocks.input(0, 0, Codec.none(Storage.BYTES), true);
    Operand x = blocks.input(1, 1, codec, true);
    Operand y = blocks.input(2, 2, codec, true);
    Operand z = blocks.output(0, codec);
    ElementwiseKernels kernels = KernelSets.of(c).elementwise();
    return blocks.step(
        Ranges.CHEAP,
        (f, from, n, w) -> {
          byte[] choice = (byte[]) condition.array(f, w);
          int choiceAt = condition.load(f, from, n, w);
          int xAt = x.load(f, from, n, w);
          int yAt = y.load(f, from, n, w);
          int zAt = z.target(f, from);
          if (z.array(f, w) instanceof float[] floats) {
            kernels.select(
                choice,
                choiceAt,
                (float[]) x.array(f, w),
                xAt,
                (float[]) y.array(f, w),
                yAt,
                floats,
                zAt,
                n);
          } else {
            Selection.select(
                choice, choiceAt, x.array(f, w), xAt, y.array(f, w), yAt, z.array(f, w), zAt, n);
          }
        });
  }

  private static Step strings(CompileContext c, Broadcast walk) {
    int condition = c.input(0);
    int x = c.input(1);
    int y = c.input(2);
    int z = c.output(0);
    return Ranges.step(
        walk.length(),
        Ranges.COSTLY,
        (f, from, to, w) -> {
          for (int i = from; i < to; i++) {
            boolean first = f.bytes(condition)[f.offset(condition) + walk.position(0, i)] != 0;
            int slot = first ? x : y;
            f.strings(z)[f.offset(z) + i] =
                f.strings(slot)[f.offset(slot) + walk.position(first ? 1 : 2, i)];
          }
        });
  }
}
