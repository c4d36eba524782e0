package io.sardonyx.ops.nn;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Shape;
import io.sardonyx.Storage;
import io.sardonyx.kernels.Activation;
import io.sardonyx.ops.matrix.InputShapes;
import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * A convolution of every channel with its own kernel along the sequence, which looks at present and
 * past positions only, and hands on the last positions as a state.
 *
 * @param activation what to apply at last
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__CausalConvWithState.html">CausalConvWithState</a>
 */
record CausalConvWithState(Activation activation) implements Operator {

  private static final int BIAS = 2;
  private static final int PAST = 3;

  CausalConvWithState(Attributes a) {
    this(activation(a.string("activation", "none")));
  }

  private static Activation activation(String name) {
    return switch (name) {
      case "none" -> Activation.NONE;
      case "silu", "swish" -> Activation.of(Activation.Kind.SILU);
      default ->
          throw new InvalidModelException(
              "attribute 'activation' is '" + name + "'; expected none, silu or swish");
    };
  }

  @Override
  public void infer(InferContext c) {
    Shape x = c.shape(0).isRanked() ? c.shape(0) : Shape.ofRank(3);
    Shape w = c.shape(1).isRanked() ? c.shape(1) : Shape.ofRank(3);
    InputShapes.check(c, 0, Shape.ofRank(3));
    InputShapes.check(c, 1, Shape.of(x.dim(1), Dim.of(1), Dim.UNKNOWN));
    if (w.dim(2).is(0)) {
      throw c.error("the kernel has shape %s; expected at least one weight", w);
    }
    InputShapes.check(c, BIAS, Shape.of(x.dim(1)));
    Shape state = Shape.of(x.dim(0), x.dim(1), w.dim(2).map(k -> k - 1));
    InputShapes.check(c, PAST, state);
    c.output(0, c.elementType(0), x);
    c.output(1, c.elementType(0), state);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.dims(0);
    int channels = Math.toIntExact(dims[1]);
    int length = Math.toIntExact(dims[2]);
    int k = Math.toIntExact(c.dims(1)[2]);
    int before = k - 1;
    RealArithmetic r = MatrixArithmetic.ofReals(c, ElementType.FLOAT);
    Operands o = new Operands(c, r);
    int x = o.input(0);
    int w = o.input(1);
    int bias = c.hasInput(BIAS) ? o.input(BIAS) : -1;
    int past = c.hasInput(PAST) ? o.input(PAST) : -1;
    int y = o.output(0);
    int present = c.outputCount() > 1 ? o.output(1) : -1;
    c.workerScratch(Storage.FLOATS, (long) before + length);
    ParallelTask body =
        (f, row, worker) -> {
          int channel = row % channels;
          float[] padded = f.workerFloats(worker);
          if (past >= 0) {
            System.arraycopy(f.floats(past), f.offset(past) + row * before, padded, 0, before);
          } else {
            r.fill(padded, 0, before, 0);
          }
          System.arraycopy(f.floats(x), f.offset(x) + row * length, padded, before, length);
          float[] out = f.floats(y);
          int at = f.offset(y) + row * length;
          r.fill(out, at, length, bias < 0 ? 0 : f.floats(bias)[f.offset(bias) + channel]);
          for (int i = 0; i < k; i++) {
            float weight = f.floats(w)[f.offset(w) + channel * k + i];
            r.addScaled(out, at, padded, i, weight, length);
          }
          r.activate(activation, out, at, length);
          if (present >= 0) {
            int to = f.offset(present) + row * before;
            System.arraycopy(padded, length, f.floats(present), to, before);
          }
        };
    int rows = Math.multiplyExact(Math.toIntExact(dims[0]), channels);
    return o.step(f -> f.parallel(rows, body));
  }
}
