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
 * A layer of gated recurrent units: an update gate z mixes the last state with a candidate, for
 * which a reset gate r scales the last state.
 *
 * @param common the attributes of all recurrent layers
 * @param linearBeforeReset whether the reset gate scales the last state's linear function rather
 *     than the state itself
 * @see <a href="https://onnx.ai/onnx/operators/onnx__GRU.html">GRU</a>
 */
record Gru(RecurrentAttributes common, boolean linearBeforeReset) implements Operator {

  private static final int GATES = 3;

  Gru(Attributes a) {
    this(RecurrentAttributes.of(a, "Sigmoid", "Tanh"), a.flag("linear_before_reset"));
  }

  @Override
  public void infer(InferContext c) {
    RecurrentSizes.infer(c, common, GATES, 1);
  }

  @Override
  public Step compile(CompileContext c) {
    RecurrentSizes sizes = RecurrentSizes.of(c, common);
    RealArithmetic arithmetic = MatrixArithmetic.ofReals(c, c.elementType(0));
    Operands o = new Operands(c, arithmetic);
    StateRows states = new StateRows(o, arithmetic, sizes);
    Equations cell =
        new Equations(
            arithmetic,
            this,
            states,
            List.of(
                new GateGroup(o, arithmetic, sizes, new int[] {0, 1}, GATES, false),
                new GateGroup(o, arithmetic, sizes, new int[] {2}, GATES, linearBeforeReset)),
            o.scratch(states.length()),
            o.scratch(states.length()));
    return o.step(new RecurrentLayer(o, arithmetic, sizes, common, states, cell).step(c));
  }

  /**
   * The gates z and r first, then the candidate.
   *
   * @param update slot of z
   * @param reset slot of r times the last state, or of r alone
   */
  private record Equations(
      RealArithmetic arithmetic,
      Gru gru,
      StateRows states,
      List<GateGroup> phases,
      int update,
      int reset)
      implements Cell {

    @Override
    public int operand(int phase) {
      return phase == 1 && !gru.linearBeforeReset ? reset : -1;
    }

    @Override
    public boolean isSplit(int phase) {
      return phase == 1 && gru.linearBeforeReset;
    }

    @Override
    public int temporaries() {
      return 2;
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
      RealArithmetic r = arithmetic;
      int first = 2 * stride;
      int second = 3 * stride;
      if (phase == 0) {
        gru.common.activate(r, d, 0, x, 0, n);
        gru.common.activate(r, d, 0, x, stride, n);
        states.scatter(f, update, d, b0, b1, s, unit, width, x, 0);
        if (!gru.linearBeforeReset) {
          states.gather(f, states.hiddenSlot(), d, b0, b1, s, unit, width, x, first);
          r.multiply(x, stride, x, stride, x, first, n);
        }
        states.scatter(f, reset, d, b0, b1, s, unit, width, x, stride);
        return;
      }
      if (gru.linearBeforeReset) {
        states.gather(f, reset, d, b0, b1, s, unit, width, x, first);
        r.multiply(x, 0, x, 0, x, first, n);
        r.add(x, 0, x, stride, 1, n);
      }
      gru.common.activate(r, d, 1, x, 0, n);
      states.gather(f, update, d, b0, b1, s, unit, width, x, first);
      states.gather(f, states.hiddenSlot(), d, b0, b1, s, unit, width, x, second);
      r.mix(x, 0, x, first, x, 0, x, second, n);
    }
  }
}
