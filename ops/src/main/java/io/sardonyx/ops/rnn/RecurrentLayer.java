package io.sardonyx.ops.rnn;

import io.sardonyx.Storage;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Runs a cell over the steps of all sequences. Where a step is little work, a task takes a few
 * sequences of one direction through all steps; else each step is split by hidden units, whose
 * weights then stay in the cache of one core.
 */
final class RecurrentLayer {

  /** Multiplications of a step that are worth sharing. */
  private static final long SHARED_WORK = 160 * 1024;

  /** Multiplications of a task of a shared step. */
  private static final long GRAIN = 48 * 1024;

  /** Sequences that a task takes through all steps. */
  private static final int SEQUENCES = 8;

  private final RealArithmetic arithmetic;
  private final RecurrentSizes sizes;
  private final RecurrentAttributes attributes;
  private final Cell cell;
  private final int blocks;
  private final int lanes;
  private final int hidden;
  private final int cursor;
  private final int lengths;
  private final int initial;
  private final int output;
  private final int last;

  /** For a node whose inputs 4 and 5 are lengths and initial state, as those of all three are. */
  RecurrentLayer(
      Operands o,
      RealArithmetic arithmetic,
      RecurrentSizes sizes,
      RecurrentAttributes attributes,
      Cell cell) {
    CompileContext c = o.context();
    this.arithmetic = arithmetic;
    this.sizes = sizes;
    this.attributes = attributes;
    this.cell = cell;
    this.lanes = arithmetic.lanes();
    this.blocks = (sizes.hidden() + lanes - 1) / lanes;
    this.hidden = o.scratch(2L * sizes.directions() * sizes.batch() * sizes.hidden());
    this.cursor = c.scratch(Storage.INTS, 1);
    this.lengths = c.input(4);
    this.initial = c.hasInput(5) ? o.input(5) : -1;
    this.output = c.outputCount() > 0 ? o.output(0) : -1;
    this.last = c.outputCount() > 1 ? o.output(1) : -1;
  }

  /** The step that runs the layer, after its projections. */
  Step step(CompileContext c) {
    long work = 0;
    for (GateGroup group : cell.phases()) {
      work += (long) sizes.batch() * blocks * group.workOfBlock();
    }
    boolean shared = work > SHARED_WORK;
    Step run = shared ? sharedSteps(c) : wholeSequences(c);
    return f -> {
      begin(f);
      run.run(f);
      end(f);
    };
  }

  private Step wholeSequences(CompileContext c) {
    reserve(c, blocks);
    int groups = (sizes.batch() + SEQUENCES - 1) / SEQUENCES;
    ParallelTask body =
        (f, task, worker) -> {
          int d = task / groups;
          int b0 = task % groups * SEQUENCES;
          int b1 = Math.min(sizes.batch(), b0 + SEQUENCES);
          for (int s = 0; s < sizes.steps(); s++) {
            for (int phase = 0; phase < cell.phases().size(); phase++) {
              part(f, phase, s, d, b0, b1, 0, blocks, worker);
            }
          }
        };
    return f -> f.parallel(sizes.directions() * groups, body);
  }

  private Step sharedSteps(CompileContext c) {
    int phases = cell.phases().size();
    ParallelTask[] bodies = new ParallelTask[phases];
    int[] tasks = new int[phases];
    for (int i = 0; i < phases; i++) {
      int phase = i;
      GateGroup group = cell.phases().get(i);
      int unit = group.blocksOfPanels();
      long work = (long) Math.max(4, sizes.batch()) * group.workOfBlock() * unit;
      int most = unit * (int) Math.max(1, GRAIN / Math.max(1, work));
      int perDirection = (blocks + most - 1) / most;
      reserve(c, Math.min(blocks, most));
      tasks[i] = sizes.directions() * perDirection;
      bodies[i] =
          (f, task, worker) -> {
            int block = task % perDirection * most;
            int end = Math.min(blocks, block + most);
            int s = f.ints(cursor)[f.offset(cursor)];
            part(f, phase, s, task / perDirection, 0, sizes.batch(), block, end, worker);
          };
    }
    return f -> {
      for (int s = 0; s < sizes.steps(); s++) {
        f.checkCancelled();
        f.ints(cursor)[f.offset(cursor)] = s;
        for (int phase = 0; phase < phases; phase++) {
          f.parallel(tasks[phase], bodies[phase]);
        }
      }
    };
  }

  private void reserve(CompileContext c, int taskBlocks) {
    for (int phase = 0; phase < cell.phases().size(); phase++) {
      int gates = cell.phases().get(phase).gateCount() * (cell.isSplit(phase) ? 2 : 1);
      long length = (long) taskBlocks * lanes * (gates + cell.temporaries());
      c.workerScratch(arithmetic.storage(), length);
    }
  }

  /** One phase of step s for some sequences and blocks of hidden units of a direction. */
  private void part(
      Frame f, int phase, int s, int d, int b0, int b1, int block, int end, int worker) {
    GateGroup group = cell.phases().get(phase);
    int operand = cell.operand(phase);
    int rows = d * sizes.batch() * sizes.hidden();
    int previous = hiddenAt(f, s & 1, d, 0);
    group.recur(
        f,
        d,
        b0,
        b1,
        block,
        end,
        operand < 0 ? hidden : operand,
        operand < 0 ? previous : f.offset(operand) + rows);
    boolean isLast = phase == cell.phases().size() - 1;
    int unit = block * lanes;
    int n = Math.min(sizes.hidden(), end * lanes) - unit;
    Object gates = arithmetic.worker(f, worker);
    for (int b = b0; b < b1; b++) {
      int length = length(f, b);
      int from = hiddenAt(f, s & 1, d, b) + unit;
      int to = hiddenAt(f, (s + 1) & 1, d, b) + unit;
      if (s >= length) {
        if (isLast) {
          System.arraycopy(f.array(hidden), from, f.array(hidden), to, n);
          if (output >= 0) {
            int at = f.offset(output) + sizes.outputAt(s, d, b) + unit;
            arithmetic.fill(f.array(output), at, n, 0);
          }
        }
        continue;
      }
      int t = attributes.isReverse(d) ? length - 1 - s : s;
      gather(f, group, cell.isSplit(phase), d, b, t, block, end, gates);
      int stride = (end - block) * lanes;
      cell.update(f, phase, d, b, unit, n, gates, 0, stride, f.array(hidden), from, to);
      if (isLast && output >= 0) {
        int at = f.offset(output) + sizes.outputAt(t, d, b) + unit;
        System.arraycopy(f.array(hidden), to, f.array(output), at, n);
      }
    }
  }

  /** Brings the gates of one sequence from blocks into one array after the other. */
  private void gather(
      Frame f,
      GateGroup group,
      boolean split,
      int d,
      int b,
      int t,
      int block,
      int end,
      Object gates) {
    int stride = (end - block) * lanes;
    int count = group.gateCount();
    Object recurred = f.array(group.recurredSlot());
    Object projected = f.array(group.projectedSlot());
    for (int g = 0; g < count; g++) {
      int column = block * group.blockStride() + g * lanes;
      int r = group.recurred(f, d, b) + column;
      int p = group.projected(f, d, sizes.row(t, b)) + column;
      int step = group.blockStride();
      if (split) {
        arithmetic.addBlocks(gates, g * stride, recurred, r, null, 0, end - block, lanes, step);
        arithmetic.addBlocks(
            gates, (count + g) * stride, projected, p, null, 0, end - block, lanes, step);
      } else {
        arithmetic.addBlocks(
            gates, g * stride, recurred, r, projected, p, end - block, lanes, step);
      }
    }
  }

  private int hiddenAt(Frame f, int parity, int d, int b) {
    int row = (parity * sizes.directions() + d) * sizes.batch() + b;
    return f.offset(hidden) + row * sizes.hidden();
  }

  private int length(Frame f, int b) {
    return lengths < 0 ? sizes.steps() : f.ints(lengths)[f.offset(lengths) + b];
  }

  private void begin(Frame f) {
    for (int b = 0; b < sizes.batch(); b++) {
      int length = length(f, b);
      if (length < 0 || length > sizes.steps()) {
        throw f.error("sequence %d has length %d; expected 0 to %d", b, length, sizes.steps());
      }
      for (int d = 0; d < sizes.directions(); d++) {
        copyState(f, initial, sizes.stateAt(d, b), hidden, hiddenAt(f, 0, d, b));
      }
    }
    cell.begin(f);
  }

  /** Copies one row of a state, or zeros if {@code from} is -1. */
  private void copyState(Frame f, int from, int fromAt, int to, int toAt) {
    if (from < 0) {
      arithmetic.fill(f.array(to), toAt, sizes.hidden(), 0);
    } else {
      System.arraycopy(f.array(from), f.offset(from) + fromAt, f.array(to), toAt, sizes.hidden());
    }
  }

  private void end(Frame f) {
    for (int b = 0; last >= 0 && b < sizes.batch(); b++) {
      for (int d = 0; d < sizes.directions(); d++) {
        int from = hiddenAt(f, sizes.steps() & 1, d, b);
        int to = f.offset(last) + sizes.stateAt(d, b);
        System.arraycopy(f.array(hidden), from, f.array(last), to, sizes.hidden());
      }
    }
    cell.end(f);
  }
}
