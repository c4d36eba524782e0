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
  private final StateRows states;
  private final int cursor;
  private final int initial;
  private final int output;
  private final int last;

  /** For a node whose input 5 is the initial state, as that of all three is. */
  RecurrentLayer(
      Operands o,
      RealArithmetic arithmetic,
      RecurrentSizes sizes,
      RecurrentAttributes attributes,
      StateRows states,
      Cell cell) {
    CompileContext c = o.context();
    this.arithmetic = arithmetic;
    this.sizes = sizes;
    this.attributes = attributes;
    this.cell = cell;
    this.lanes = arithmetic.lanes();
    this.blocks = (sizes.hidden() + lanes - 1) / lanes;
    this.states = states;
    this.cursor = c.scratch(Storage.INTS, 1);
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
    reserve(c, Math.min(SEQUENCES, sizes.batch()), blocks);
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
      reserve(c, sizes.batch(), Math.min(blocks, most));
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

  private void reserve(CompileContext c, int sequences, int taskBlocks) {
    for (int phase = 0; phase < cell.phases().size(); phase++) {
      int gates = cell.phases().get(phase).gateCount() * (cell.isSplit(phase) ? 2 : 1);
      long range = (long) sequences * taskBlocks * lanes;
      c.workerScratch(arithmetic.storage(), range * (gates + cell.temporaries()));
    }
  }

  /** One phase of step s for some sequences and blocks of hidden units of a direction. */
  private void part(
      Frame f, int phase, int s, int d, int b0, int b1, int block, int end, int worker) {
    GateGroup group = cell.phases().get(phase);
    int operand = cell.operand(phase);
    group.recur(
        f,
        d,
        b0,
        b1,
        block,
        end,
        operand < 0 ? states.hiddenSlot() : operand,
        operand < 0 ? states.hiddenAt(f, s, d, 0) : states.at(f, operand, d, 0));
    int unit = block * lanes;
    int width = Math.min(sizes.hidden(), end * lanes) - unit;
    int stride = (b1 - b0) * (end - block) * lanes;
    Object x = arithmetic.worker(f, worker);
    int n = gather(f, group, cell.isSplit(phase), s, d, b0, b1, block, width, x, stride);
    cell.update(f, phase, d, b0, b1, s, unit, width, n, x, stride);
    if (phase == cell.phases().size() - 1) {
      int hidden = states.hiddenSlot();
      states.scatter(f, hidden, d, b0, b1, s, unit, width, x, 0);
      finish(f, s, d, b0, b1, unit, width, x);
    }
  }

  /**
   * Brings the gates of all sequences that have a step s from blocks into one range after the
   * other.
   *
   * @return numbers of a range
   */
  private int gather(
      Frame f,
      GateGroup group,
      boolean split,
      int s,
      int d,
      int b0,
      int b1,
      int block,
      int width,
      Object x,
      int stride) {
    int n = 0;
    for (int b = b0; b < b1; b++) {
      if (s < states.steps(f, b)) {
        int row = sizes.row(time(f, s, d, b), b);
        for (int g = 0; g < group.gateCount(); g++) {
          group.gather(f, split, d, b, row, g, block, width, x, g * stride + n, stride);
        }
        n += width;
      }
    }
    return n;
  }

  /** The place in its sequence that is read at step s. */
  private int time(Frame f, int s, int d, int b) {
    return attributes.isReverse(d) ? states.steps(f, b) - 1 - s : s;
  }

  /** Writes the output, and keeps the states of sequences that have ended. */
  private void finish(Frame f, int s, int d, int b0, int b1, int unit, int width, Object x) {
    Object hidden = f.array(states.hiddenSlot());
    int from = 0;
    for (int b = b0; b < b1; b++) {
      boolean ended = s >= states.steps(f, b);
      if (ended) {
        int last = states.hiddenAt(f, s, d, b) + unit;
        System.arraycopy(hidden, last, hidden, states.hiddenAt(f, s + 1, d, b) + unit, width);
      }
      if (output >= 0) {
        int t = ended ? s : time(f, s, d, b);
        int to = f.offset(output) + sizes.outputAt(t, d, b) + unit;
        if (ended) {
          arithmetic.fill(f.array(output), to, width, 0);
        } else {
          System.arraycopy(x, from, f.array(output), to, width);
        }
      }
      from += ended ? 0 : width;
    }
  }

  private void begin(Frame f) {
    states.checkSteps(f);
    states.begin(f, initial, states.hiddenSlot());
    cell.begin(f);
  }

  private void end(Frame f) {
    states.end(f, states.hiddenSlot(), (sizes.steps() & 1) * states.length(), last);
    cell.end(f);
  }
}
