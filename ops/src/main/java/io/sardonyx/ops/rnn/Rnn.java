package io.sardonyx.ops.rnn;

import io.sardonyx.ops.matrix.Arithmetic;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.List;

/**
 * A simple recurrent layer: the new state is an activation of a linear function of the input and
 * the last state.
 *
 * @param common the attributes
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RNN.html">RNN</a>
 */
record Rnn(RecurrentAttributes common) implements Operator {

  Rnn(Attributes a) {
    this(RecurrentAttributes.of(a, "Tanh"));
  }

  @Override
  public void infer(InferContext c) {
    RecurrentSizes.infer(c, common, 1, 1);
  }

  @Override
  public Step compile(CompileContext c) {
    RecurrentSizes sizes = RecurrentSizes.of(c, common);
    RealArithmetic arithmetic = Arithmetic.ofReals(c, c.elementType(0));
    Operands o = new Operands(c, arithmetic);
    GateGroup gates = new GateGroup(o, sizes, new int[] {0}, 1, false);
    Equations cell = new Equations(arithmetic, common, List.of(gates));
    return o.step(new RecurrentLayer(o, arithmetic, sizes, common, cell).step(c));
  }

  /** H = f(X W + H R + bias). */
  private record Equations(
      RealArithmetic arithmetic, RecurrentAttributes common, List<GateGroup> phases)
      implements Cell {

    @Override
    public int temporaries() {
      return 0;
    }

    @Override
    public void update(
        Frame f,
        int phase,
        int d,
        int b,
        int unit,
        int n,
        Object gates,
        int at,
        int stride,
        Object hidden,
        int previous,
        int next) {
      common.activate(arithmetic, d, 0, gates, at, n);
      System.arraycopy(gates, at, hidden, next, n);
    }
  }
}
