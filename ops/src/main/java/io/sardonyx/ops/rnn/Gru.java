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
    RealArithmetic arithmetic = Arithmetic.ofReals(c, c.elementType(0));
    Operands o = new Operands(c, arithmetic);
    long states = (long) sizes.directions() * sizes.batch() * sizes.hidden();
    Equations cell =
        new Equations(
            arithmetic,
            this,
            sizes,
            List.of(
                new GateGroup(o, sizes, new int[] {0, 1}, GATES, false),
                new GateGroup(o, sizes, new int[] {2}, GATES, linearBeforeReset)),
            o.scratch(states),
            o.scratch(states));
    return o.step(new RecurrentLayer(o, arithmetic, sizes, common, cell).step(c));
  }

  /**
   * The gates z and r first, then the candidate.
   *
   * @param update slot of z
   * @param reset slot of r, or of r times the last state
   */
  private record Equations(
      RealArithmetic arithmetic,
      Gru gru,
      RecurrentSizes sizes,
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
      RealArithmetic r = arithmetic;
      int row = (d * sizes.batch() + b) * sizes.hidden() + unit;
      Object z = f.array(update);
      int zAt = f.offset(update) + row;
      Object rh = f.array(reset);
      int rhAt = f.offset(reset) + row;
      if (phase == 0) {
        for (int g = 0; g < 2; g++) {
          gru.common.activate(r, d, 0, gates, at + g * stride, n);
        }
        System.arraycopy(gates, at, z, zAt, n);
        if (gru.linearBeforeReset) {
          System.arraycopy(gates, at + stride, rh, rhAt, n);
        } else {
          r.multiply(rh, rhAt, gates, at + stride, hidden, previous, n);
        }
        return;
      }
      if (gru.linearBeforeReset) {
        r.multiply(gates, at, gates, at, rh, rhAt, n);
        r.add(gates, at, gates, at + stride, 1, n);
      }
      gru.common.activate(r, d, 1, gates, at, n);
      r.mix(hidden, next, z, zAt, gates, at, hidden, previous, n);
    }
  }
}
