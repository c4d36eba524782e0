package io.sardonyx.ops.rnn;

import io.sardonyx.ops.matrix.MatrixArithmetic;
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
    RealArithmetic arithmetic = MatrixArithmetic.ofReals(c, c.elementType(0));
    Operands o = new Operands(c, arithmetic);
    StateRows states = new StateRows(o, arithmetic, sizes);
    GateGroup gates = new GateGroup(o, arithmetic, sizes, new int[] {0}, 1, false);
    Equations cell = new Equations(arithmetic, common, List.of(gates));
    return o.step(new RecurrentLayer(o, arithmetic, sizes, common, states, cell).step(c));
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
        int b0,
        int b1,
        int s,
        int unit,
        int width,
        int n,
        Object x,
        int stride) {
      common.activate(arithmetic, d, 0, x, 0, n);
    }
  }
}
