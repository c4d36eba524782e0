package io.sardonyx.ops.rnn;

import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * A layer of long short-term memory: input, output and forget gates around a cell state.
 *
 * @param common the attributes of all recurrent layers
 * @param inputForget whether the forget gate is one minus the input gate
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LSTM.html">LSTM</a>
 */
record Lstm(RecurrentAttributes common, boolean inputForget) implements Operator {

  static final int GATES = 4;

  Lstm(Attributes a) {
    this(RecurrentAttributes.of(a, "Sigmoid", "Tanh", "Tanh"), a.flag("input_forget"));
  }

  @Override
  public void infer(InferContext c) {
    RecurrentSizes.infer(c, common, GATES, 2);
  }

  @Override
  public Step compile(CompileContext c) {
    RecurrentSizes sizes = RecurrentSizes.of(c, common);
    RealArithmetic arithmetic = MatrixArithmetic.ofReals(c, c.elementType(0));
    Operands o = new Operands(c, arithmetic);
    StateRows states = new StateRows(o, arithmetic, sizes);
    LstmCell cell = new LstmCell(o, arithmetic, sizes, states, this);
    return o.step(new RecurrentLayer(o, arithmetic, sizes, common, states, cell).step(c));
  }
}
