package io.sardonyx.ops.family;

import io.sardonyx.OnnxException;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.Step;

/**
 * Steps that compute every element of an output from the elements in its place. The kernels see
 * ranges of arrays; shapes, element types and threads are dealt with here.
 */
public final class Elementwise {

  /** A function over ranges: sets y[yAt + i] from x[xAt + i] for i in [0, n). */
  @FunctionalInterface
  public interface UnaryLoop {
    void run(Object x, int xAt, Object y, int yAt, int n);
  }

  /**
   * A function over ranges: sets z[zAt + i] from x[xAt + i * xStep] and y[yAt + i * yStep] for i in
   * [0, n). Steps are 1, or 0 for one number that stands for all. May throw an {@link
   * ArithmeticException}.
   */
  @FunctionalInterface
  public interface BinaryLoop {
    void run(Object x, int xAt, int xStep, Object y, int yAt, int yStep, Object z, int zAt, int n);
  }

  private Elementwise() {}

  /** Output 0 from input 0, which has as many elements in memory; in place if memory allows it. */
  public static Step unary(CompileContext c, Codec in, Codec out, int grain, UnaryLoop loop) {
    Broadcast walk = LayoutWalk.of(c, c.dims(0));
    if (walk.isContiguous(0)) {
      c.inPlace(0, 0);
    }
    Blocks blocks = new Blocks(c, walk);
    Operand x = blocks.input(0, 0, in, true);
    Operand y = blocks.output(0, out);
    return blocks.step(
        grain,
        (f, from, n, w) -> {
          int xAt = x.load(f, from, n, w);
          loop.run(x.array(f, w), xAt, y.array(f, w), y.target(f, from), n);
          y.store(f, from, n, w);
        });
  }

  /**
   * Output 0 from inputs 0 and 1, which walk along it as operands 0 and 1; in place if memory
   * allows it.
   *
   * @param takesSteps whether the loop can take one number that stands for all; otherwise it always
   *     gets steps of 1
   */
  public static Step binary(
      CompileContext c,
      Broadcast walk,
      Codec left,
      Codec right,
      Codec out,
      boolean takesSteps,
      int grain,
      BinaryLoop loop) {
    for (int i = 0; i < 2; i++) {
      if (walk.isContiguous(i)) {
        c.inPlace(i, 0);
      }
    }
    Blocks blocks = new Blocks(c, walk);
    Operand x = blocks.input(0, 0, left, !takesSteps);
    Operand y = blocks.input(1, 1, right, !takesSteps);
    Operand z = blocks.output(0, out);
    return blocks.step(
        grain,
        (f, from, n, w) -> {
          int xAt = x.load(f, from, n, w);
          int yAt = y.load(f, from, n, w);
          Object to = z.array(f, w);
          try {
            loop.run(
                x.array(f, w),
                xAt,
                x.step(),
                y.array(f, w),
                yAt,
                y.step(),
                to,
                z.target(f, from),
                n);
          } catch (ArithmeticException e) {
            throw failure(f, e);
          }
          z.store(f, from, n, w);
        });
  }

  /**
   * Output 0 from several inputs: the first two are combined, the result with the third, and so on.
   * In place if memory allows it.
   *
   * @param inputs the inputs, at least two; each walks along the output as the operand of its
   *     position here
   * @param loops how to combine, one less than inputs
   * @param last applied to the result in the end
   */
  public static Step fold(
      CompileContext c,
      Broadcast walk,
      int[] inputs,
      Codec codec,
      boolean takesSteps,
      int grain,
      BinaryLoop[] loops,
      UnaryLoop last) {
    // The first pass over a block overwrites it, so later passes must not need the same input.
    for (int k = 0; k < 2; k++) {
      if (walk.isContiguous(k) && isUsedOnce(c, inputs, k)) {
        c.inPlace(inputs[k], 0);
      }
    }
    Blocks blocks = new Blocks(c, walk);
    Operand[] x = new Operand[inputs.length];
    for (int k = 0; k < x.length; k++) {
      x[k] = blocks.input(inputs[k], k, codec, !takesSteps);
    }
    Operand z = blocks.output(0, codec);
    return blocks.step(
        grain,
        (f, from, n, w) -> {
          Object to = z.array(f, w);
          int zAt = z.target(f, from);
          Object left = x[0].array(f, w);
          int leftAt = x[0].load(f, from, n, w);
          int leftStep = x[0].step();
          for (int k = 1; k < x.length; k++) {
            int xAt = x[k].load(f, from, n, w);
            loops[k - 1].run(
                left, leftAt, leftStep, x[k].array(f, w), xAt, x[k].step(), to, zAt, n);
            left = to;
            leftAt = zAt;
            leftStep = 1;
          }
          last.run(to, zAt, to, zAt, n);
          z.store(f, from, n, w);
        });
  }

  private static boolean isUsedOnce(CompileContext c, int[] inputs, int k) {
    for (int j = 2; j < inputs.length; j++) {
      if (c.input(inputs[j]) == c.input(inputs[k])) {
        return false;
      }
    }
    return true;
  }

  /** The exception of a node that met numbers for which its function is not defined. */
  private static OnnxException failure(Frame f, ArithmeticException e) {
    OnnxException failure = f.error("integer arithmetic failed: %s", e.getMessage());
    failure.initCause(e);
    return failure;
  }
}
