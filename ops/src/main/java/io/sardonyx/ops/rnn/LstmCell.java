package io.sardonyx.ops.rnn;

import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import java.util.List;

/** The equations of LSTM; the order of the weights' gates is input, output, forget, cell. */
final class LstmCell implements Cell {

  private static final int INITIAL_C = 6;
  private static final int P = 7;

  private final RealArithmetic arithmetic;
  private final RecurrentSizes sizes;
  private final StateRows states;
  private final Lstm lstm;
  private final List<GateGroup> phases;
  private final int cells;
  private final int initial;
  private final int peepholes;
  private final int last;

  LstmCell(
      Operands o, RealArithmetic arithmetic, RecurrentSizes sizes, StateRows states, Lstm lstm) {
    CompileContext c = o.context();
    int[] gates = {0, 1, 2, 3};
    this.arithmetic = arithmetic;
    this.sizes = sizes;
    this.states = states;
    this.lstm = lstm;
    this.phases = List.of(new GateGroup(o, arithmetic, sizes, gates, Lstm.GATES, false));
    this.cells = o.scratch(states.length());
    this.initial = c.hasInput(INITIAL_C) ? o.input(INITIAL_C) : -1;
    this.peepholes = c.hasInput(P) ? o.input(P) : -1;
    this.last = c.outputCount() > 2 ? o.output(2) : -1;
  }

  @Override
  public List<GateGroup> phases() {
    return phases;
  }

  @Override
  public int temporaries() {
    return 1;
  }

  @Override
  public void begin(Frame f) {
    states.begin(f, initial, cells);
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
    RecurrentAttributes functions = lstm.common();
    int input = 0;
    int output = stride;
    int forget = 2 * stride;
    int candidate = 3 * stride;
    int c = 4 * stride;
    states.gather(f, cells, d, b0, b1, s, unit, width, x, c);
    addPeephole(f, d, 0, unit, width, x, input, c, n);
    addPeephole(f, d, 2, unit, width, x, forget, c, n);
    functions.activate(r, d, 0, x, input, n);
    if (lstm.inputForget()) {
      r.affine(x, forget, x, input, -1, 1, n);
    } else {
      functions.activate(r, d, 0, x, forget, n);
    }
    functions.activate(r, d, 1, x, candidate, n);
    r.multiply(x, c, x, c, x, forget, n);
    r.multiplyAdd(x, c, x, input, x, candidate, n);
    states.scatter(f, cells, d, b0, b1, s, unit, width, x, c);
    addPeephole(f, d, 1, unit, width, x, output, c, n);
    functions.activate(r, d, 0, x, output, n);
    functions.activate(r, d, 2, x, c, n);
    r.multiply(x, 0, x, output, x, c, n);
  }

  /** Adds the cell state times the peephole weights, whose order is input, output, forget. */
  private void addPeephole(
      Frame f, int d, int which, int unit, int width, Object x, int gate, int c, int n) {
    int from = (d * 3 + which) * sizes.hidden() + unit;
    for (int row = 0; peepholes >= 0 && row < n; row += width) {
      Object p = f.array(peepholes);
      arithmetic.multiplyAdd(x, gate + row, x, c + row, p, f.offset(peepholes) + from, width);
    }
  }

  @Override
  public void end(Frame f) {
    states.end(f, cells, 0, last);
  }
}
