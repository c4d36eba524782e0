package io.sardonyx.ops.rnn;

import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.ops.matrix.MatrixProduct;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.PackedMatrix;
import io.sardonyx.ops.matrix.Prepared;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.Frame;
import java.util.List;

/**
 * Gates of a recurrent layer that are computed together. Their weights are packed so that the gates
 * of a few hidden units lie side by side: block after block of {@code lanes} units, in each block
 * gate after gate. A task then computes all gates of its units from its own panels.
 */
final class GateGroup {

  private static final int X = 0;
  private static final int W = 1;
  private static final int R = 2;
  private static final int B = 3;

  private final RealArithmetic arithmetic;
  private final RecurrentSizes sizes;
  private final int[] gates;
  private final int allGates;
  private final int lanes;
  private final int columns;
  private final PackedMatrix recurrence;
  private final Prepared recurrenceBias;
  private final int projected;
  private final int recurred;

  /**
   * Packs the weights and projects the input sequences, in steps before the operator's.
   *
   * @param gates the gates' places among all gates of the weights
   * @param allGates number of all gates
   * @param splitBias whether the recurrence's bias belongs to the recurrence, rather than to the
   *     sum of it and the projection
   */
  GateGroup(
      Operands o,
      RealArithmetic arithmetic,
      RecurrentSizes sizes,
      int[] gates,
      int allGates,
      boolean splitBias) {
    this.arithmetic = arithmetic;
    this.sizes = sizes;
    this.gates = gates;
    this.allGates = allGates;
    this.lanes = arithmetic.lanes();
    this.columns = Math.multiplyExact(blocks() * lanes, gates.length);
    this.recurrence = packed(o, R, sizes.hidden());
    int rows = Math.multiplyExact(sizes.steps(), sizes.batch());
    this.projected = o.scratch((long) sizes.directions() * rows * columns);
    this.recurred = o.scratch((long) sizes.directions() * sizes.batch() * columns);
    PackedMatrix projection = packed(o, W, sizes.input());
    boolean hasBias = o.context().hasInput(B);
    Prepared bias = hasBias ? bias(o, true, !splitBias) : null;
    this.recurrenceBias = hasBias && splitBias ? bias(o, false, true) : null;
    for (int d = 0; d < sizes.directions(); d++) {
      MatrixProduct product =
          new MatrixProduct(o, rows, sizes.input(), columns)
              .left(o.input(X), new int[] {0}, sizes.input())
              .right(projection, new int[] {d})
              .result(projected, Math.toIntExact((long) d * rows * columns));
      if (bias != null) {
        product.bias(bias, d * columns);
      }
      o.before(product.step());
    }
  }

  /** Blocks of hidden units. */
  private int blocks() {
    return (sizes.hidden() + lanes - 1) / lanes;
  }

  private PackedMatrix packed(Operands o, int input, int k) {
    GemmPacking packing = arithmetic.packing(columns, k);
    return PackedMatrix.ofInput(
        o,
        input,
        List.of(input, gates[0]),
        packing,
        sizes.directions(),
        (d, p, from, fromAt, packed, at) -> {
          for (int v = 0; v < packing.widths()[p] / lanes; v++) {
            int vector = packing.firstColumns()[p] / lanes + v;
            int unit = vector / gates.length * lanes;
            int row = (d * allGates + gates[vector % gates.length]) * sizes.hidden() + unit;
            int first = v * lanes;
            int end = first + Math.min(lanes, sizes.hidden() - unit);
            arithmetic.packColumns(
                packing, p, first, end, from, fromAt + row * k, 1, k, 1, packed, at);
            arithmetic.zeroColumns(packing, p, end, first + lanes, packed, at);
          }
        });
  }

  /** The bias of the projection, of the recurrence, or their sum, in the order of the columns. */
  private Prepared bias(Operands o, boolean ofProjection, boolean ofRecurrence) {
    int half = allGates * sizes.hidden();
    return Prepared.ofInput(
        o,
        B,
        List.of(B, gates[0], ofProjection, ofRecurrence),
        sizes.directions() * columns,
        sizes.directions(),
        1,
        (d, from, fromAt, to, toAt) -> {
          for (int vector = 0; vector < columns / lanes; vector++) {
            int unit = vector / gates.length * lanes;
            int source =
                fromAt + d * 2 * half + gates[vector % gates.length] * sizes.hidden() + unit;
            int n = Math.min(lanes, sizes.hidden() - unit);
            int target = toAt + d * columns + vector * lanes;
            System.arraycopy(from, ofProjection ? source : source + half, to, target, n);
            if (ofProjection && ofRecurrence) {
              arithmetic.add(to, target, from, source + half, 1, n);
            }
          }
        });
  }

  /** Blocks whose columns are whole panels: tasks take multiples of it. */
  int blocksOfPanels() {
    int[] widths = recurrence.packing().widths();
    int vectors = widths.length == 0 ? 1 : widths[0] / lanes;
    int blocks = 1;
    while (blocks * gates.length % vectors != 0) {
      blocks++;
    }
    return blocks;
  }

  /** Multiplications that a block of hidden units takes at each step, per sequence. */
  int workOfBlock() {
    return sizes.hidden() * gates.length * lanes;
  }

  /**
   * Computes the recurrent part of some blocks' gates for sequences [b0, b1).
   *
   * @param state the slot of the left operands, one row of hidden units per sequence
   * @param stateAt where the first sequence's row begins
   */
  void recur(Frame f, int d, int b0, int b1, int firstBlock, int endBlock, int state, int stateAt) {
    GemmPacking packing = recurrence.packing();
    int from = firstBlock * gates.length * lanes;
    int to = endBlock * gates.length * lanes;
    for (int p = 0; p < packing.panels(); p++) {
      int column = packing.firstColumns()[p];
      if (column < from || column >= to) {
        continue;
      }
      arithmetic.rows(
          b0,
          b1,
          sizes.hidden(),
          f.array(state),
          stateAt,
          sizes.hidden(),
          recurrence.array(f),
          recurrence.at(f) + d * packing.length() + packing.offsets()[p],
          packing.widths()[p],
          packing.validColumns(p),
          f.array(recurred),
          f.offset(recurred) + d * sizes.batch() * columns + column,
          columns,
          recurrenceBias == null ? null : recurrenceBias.array(f),
          recurrenceBias == null ? 0 : recurrenceBias.at(f) + d * columns + column,
          null,
          0,
          0,
          Float.NEGATIVE_INFINITY,
          Float.POSITIVE_INFINITY);
    }
  }

  /**
   * Copies gate {@code g} of some hidden units of sequence {@code b} densely to {@code x}: the sum
   * of the recurrence and the projection of a row, or both apart.
   *
   * @param row the row of the projection
   * @param width number of hidden units, from {@code block} on
   * @param split whether to write the projection {@code gateCount() * stride} behind the recurrence
   */
  void gather(
      Frame f,
      boolean split,
      int d,
      int b,
      int row,
      int g,
      int block,
      int width,
      Object x,
      int at,
      int stride) {
    RealArithmetic r = arithmetic;
    int place = (block * gates.length + g) * lanes;
    Object u = f.array(recurred);
    int uAt = f.offset(recurred) + (d * sizes.batch() + b) * columns + place;
    Object v = f.array(projected);
    int vAt = f.offset(projected) + (d * sizes.steps() * sizes.batch() + row) * columns + place;
    int apart = gates.length * lanes;
    if (split) {
      r.addBlocks(x, at, u, uAt, null, 0, width, lanes, apart);
      r.addBlocks(x, at + gates.length * stride, v, vAt, null, 0, width, lanes, apart);
    } else {
      r.addBlocks(x, at, u, uAt, v, vAt, width, lanes, apart);
    }
  }

  int gateCount() {
    return gates.length;
  }
}
