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
  private final Lstm lstm;
  private final List<GateGroup> phases;
  private final int cells;
  private final int initial;
  private final int peepholes;
  private final int last;

  LstmCell(Operands o, RealArithmetic arithmetic, RecurrentSizes sizes, Lstm lstm) {
    CompileContext c = o.context();
    this.arithmetic = arithmetic;
    this.sizes = sizes;
    this.lstm = lstm;
    this.phases = List.of(new GateGroup(o, sizes, new int[] {0, 1, 2, 3}, Lstm.GATES, false));
    this.cells = o.scratch((long) sizes.directions() * sizes.batch() * sizes.hidden());
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
    for (int d = 0; d < sizes.directions(); d++) {
      for (int b = 0; b < sizes.batch(); b++) {
        if (initial < 0) {
          arithmetic.fill(f.array(cells), cellAt(f, d, b), sizes.hidden(), 0);
        } else {
          int from = f.offset(initial) + sizes.stateAt(d, b);
          System.arraycopy(f.array(initial), from, f.array(cells), cellAt(f, d, b), sizes.hidden());
        }
      }
    }
  }

  private int cellAt(Frame f, int d, int b) {
    return f.offset(cells) + (d * sizes.batch() + b) * sizes.hidden();
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
    int input = at;
    int output = at + stride;
    int forget = at + 2 * stride;
    int candidate = at + 3 * stride;
    int squashed = at + 4 * stride;
    Object c = f.array(cells);
    int cAt = cellAt(f, d, b) + unit;
    addPeephole(f, d, 0, unit, gates, input, c, cAt, n);
    addPeephole(f, d, 2, unit, gates, forget, c, cAt, n);
    lstm.common().activate(r, d, 0, gates, input, n);
    if (lstm.inputForget()) {
      r.affine(gates, forget, gates, input, -1, 1, n);
    } else {
      lstm.common().activate(r, d, 0, gates, forget, n);
    }
    lstm.common().activate(r, d, 1, gates, candidate, n);
    r.multiply(c, cAt, c, cAt, gates, forget, n);
    r.multiplyAdd(c, cAt, gates, input, gates, candidate, n);
    addPeephole(f, d, 1, unit, gates, output, c, cAt, n);
    lstm.common().activate(r, d, 0, gates, output, n);
    System.arraycopy(c, cAt, gates, squashed, n);
    lstm.common().activate(r, d, 2, gates, squashed, n);
    r.multiply(hidden, next, gates, output, gates, squashed, n);
  }

  /** Adds the cell state times the peephole weights, whose order is input, output, forget. */
  private void addPeephole(
      Frame f, int d, int which, int unit, Object gates, int at, Object c, int cAt, int n) {
    if (peepholes >= 0) {
      int from = f.offset(peepholes) + (d * 3 + which) * sizes.hidden() + unit;
      arithmetic.multiplyAdd(gates, at, c, cAt, f.array(peepholes), from, n);
    }
  }

  @Override
  public void end(Frame f) {
    for (int d = 0; last >= 0 && d < sizes.directions(); d++) {
      for (int b = 0; b < sizes.batch(); b++) {
        int to = f.offset(last) + sizes.stateAt(d, b);
        System.arraycopy(f.array(cells), cellAt(f, d, b), f.array(last), to, sizes.hidden());
      }
    }
  }
}
