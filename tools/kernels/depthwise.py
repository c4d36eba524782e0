#!/usr/bin/env python3
"""Writes the row kernels of the vector depthwise convolution.

    tools/kernels/depthwise.py kernels/src/main/java/io/sardonyx/kernels/vector

A tile is seven neighbouring outputs of one vector of channels: seven accumulators, and each input is
loaded once for all outputs that see it. Pixels lie one vector apart, so that all offsets within a
tile are constants, whose bounds checks the compiler merges.
"""
import sys

T = 7

HEAD = '''package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of a depthwise convolution of size %(k)d over pixels that lie one vector apart, seven outputs
 * at a time: fp32, any vector width. Written by tools/kernels/depthwise.py; change it there.
 */
final class DepthwiseRows%(k)d {

  /** Outputs of a tile; rows have no fewer. */
  static final int TILE = %(tile)d;

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private DepthwiseRows%(k)d() {}
'''


def taps_of(k, s, column):
    """The outputs that see a column of the tile, each with the tap through which."""
    return [(t, column - t * s) for t in range(T) if 0 <= column - t * s < k]


def row(o, pad, k, s, at, weight):
    for column in range((T - 1) * s + k):
        o(pad + "FloatVector v%d = FloatVector.fromArray(S, x, %s + %d * L);" % (column, at, column))
        for t, tap in taps_of(k, s, column):
            o(pad + "c%d = v%d.fma(%s, c%d);" % (t, column, weight % tap, t))


def method(o, k, s):
    o("")
    o("  static void stride%d(float[] x, int xAt, int rowLength, int rows, int outputs, float[] w, int wAt, float[] bias, int biasAt, "
      "float min, float max, float[] y, int yAt, int yStep, int yRow) {" % s)
    o("    FloatVector b = FloatVector.fromArray(S, bias, biasAt);")
    o("    FloatVector low = FloatVector.broadcast(S, min);")
    o("    FloatVector high = FloatVector.broadcast(S, max);")
    if k == 3:
        for i in range(9):
            o("    FloatVector w%d%d = FloatVector.fromArray(S, w, wAt + %d * L);" % (i // 3, i % 3, i))
    # One loop over the tiles of all rows, whose offsets are no linear function of its variable: the compiler then checks each
    # bound where it is used, and does not prepare ranges for dozens of them before every short loop.
    o("    int across = (outputs + TILE - 1) / TILE;")
    o("    int column = 0;")
    o("    int inRow = xAt;")
    o("    int outRow = yAt;")
    o("    for (int i = 0; i < rows * across; i++) {")
    o("      int first = Math.min(column, outputs - TILE);")
    o("      int at = inRow + first * %d * L;" % s)
    o("      int to = outRow + first * yStep;")
    o("      column += TILE;")
    o("      if (column >= outputs) {")
    o("        column = 0;")
    o("        inRow += %d * rowLength;" % s)
    o("        outRow += yRow;")
    o("      }")
    for t in range(T):
        o("      FloatVector c%d = b;" % t)
    if k == 3:
        for r in range(3):
            o("      {")
            o("        int row = at + %d * rowLength;" % r)
            row(o, "        ", k, s, "row", "w%d%%d" % r)
            o("      }")
    else:
        # Unrolled, the method would be too large for the compiler to inline the vector operations.
        o("      for (int r = 0, row = at, v = wAt; r < %d; r++, row += rowLength, v += %d * L) {" % (k, k))
        for j in range(k):
            o("        FloatVector w%d = FloatVector.fromArray(S, w, v + %d * L);" % (j, j))
        row(o, "        ", k, s, "row", "w%d")
        o("      }")
    for t in range(T):
        o("      c%d = c%d.blend(low, c%d.compare(VectorOperators.LT, low));" % (t, t, t))
        o("      c%d.blend(high, c%d.compare(VectorOperators.GT, high)).intoArray(y, to + %d * yStep);" % (t, t, t))
    o("    }")
    o("  }")


def main():
    for k in (3, 5):
        lines = []
        for s in (1, 2):
            method(lines.append, k, s)
        head = HEAD % {"k": k, "tile": T}
        open(sys.argv[1] + "/DepthwiseRows%d.java" % k, "w").write(head + "\n".join(lines) + "\n}\n")


main()
