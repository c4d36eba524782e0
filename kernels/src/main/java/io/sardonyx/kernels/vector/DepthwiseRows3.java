package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of a depthwise convolution of size 3 over pixels that lie one vector apart, seven outputs at
 * a time: fp32, any vector width. Written by tools/kernels/depthwise.py; change it there.
 */
final class DepthwiseRows3 {

  /** Outputs of a tile; rows have no fewer. */
  static final int TILE = 7;

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private DepthwiseRows3() {}

  static void stride1(
      float[] x,
      int xAt,
      int rowLength,
      int rows,
      int outputs,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float min,
      float max,
      float[] y,
      int yAt,
      int yStep,
      int yRow) {
    FloatVector b = FloatVector.fromArray(S, bias, biasAt);
    FloatVector low = FloatVector.broadcast(S, min);
    FloatVector high = FloatVector.broadcast(S, max);
    FloatVector w00 = FloatVector.fromArray(S, w, wAt + 0 * L);
    FloatVector w01 = FloatVector.fromArray(S, w, wAt + 1 * L);
    FloatVector w02 = FloatVector.fromArray(S, w, wAt + 2 * L);
    FloatVector w10 = FloatVector.fromArray(S, w, wAt + 3 * L);
    FloatVector w11 = FloatVector.fromArray(S, w, wAt + 4 * L);
    FloatVector w12 = FloatVector.fromArray(S, w, wAt + 5 * L);
    FloatVector w20 = FloatVector.fromArray(S, w, wAt + 6 * L);
    FloatVector w21 = FloatVector.fromArray(S, w, wAt + 7 * L);
    FloatVector w22 = FloatVector.fromArray(S, w, wAt + 8 * L);
    int across = (outputs + TILE - 1) / TILE;
    int column = 0;
    int inRow = xAt;
    int outRow = yAt;
    for (int i = 0; i < rows * across; i++) {
      int first = Math.min(column, outputs - TILE);
      int at = inRow + first * 1 * L;
      int to = outRow + first * yStep;
      column += TILE;
      if (column >= outputs) {
        column = 0;
        inRow += 1 * rowLength;
        outRow += yRow;
      }
      FloatVector c0 = b;
      FloatVector c1 = b;
      FloatVector c2 = b;
      FloatVector c3 = b;
      FloatVector c4 = b;
      FloatVector c5 = b;
      FloatVector c6 = b;
      {
        int row = at + 0 * rowLength;
        FloatVector v0 = FloatVector.fromArray(S, x, row + 0 * L);
        c0 = v0.fma(w00, c0);
        FloatVector v1 = FloatVector.fromArray(S, x, row + 1 * L);
        c0 = v1.fma(w01, c0);
        c1 = v1.fma(w00, c1);
        FloatVector v2 = FloatVector.fromArray(S, x, row + 2 * L);
        c0 = v2.fma(w02, c0);
        c1 = v2.fma(w01, c1);
        c2 = v2.fma(w00, c2);
        FloatVector v3 = FloatVector.fromArray(S, x, row + 3 * L);
        c1 = v3.fma(w02, c1);
        c2 = v3.fma(w01, c2);
        c3 = v3.fma(w00, c3);
        FloatVector v4 = FloatVector.fromArray(S, x, row + 4 * L);
        c2 = v4.fma(w02, c2);
        c3 = v4.fma(w01, c3);
        c4 = v4.fma(w00, c4);
        FloatVector v5 = FloatVector.fromArray(S, x, row + 5 * L);
        c3 = v5.fma(w02, c3);
        c4 = v5.fma(w01, c4);
        c5 = v5.fma(w00, c5);
        FloatVector v6 = FloatVector.fromArray(S, x, row + 6 * L);
        c4 = v6.fma(w02, c4);
        c5 = v6.fma(w01, c5);
        c6 = v6.fma(w00, c6);
        FloatVector v7 = FloatVector.fromArray(S, x, row + 7 * L);
        c5 = v7.fma(w02, c5);
        c6 = v7.fma(w01, c6);
        FloatVector v8 = FloatVector.fromArray(S, x, row + 8 * L);
        c6 = v8.fma(w02, c6);
      }
      {
        int row = at + 1 * rowLength;
        FloatVector v0 = FloatVector.fromArray(S, x, row + 0 * L);
        c0 = v0.fma(w10, c0);
        FloatVector v1 = FloatVector.fromArray(S, x, row + 1 * L);
        c0 = v1.fma(w11, c0);
        c1 = v1.fma(w10, c1);
        FloatVector v2 = FloatVector.fromArray(S, x, row + 2 * L);
        c0 = v2.fma(w12, c0);
        c1 = v2.fma(w11, c1);
        c2 = v2.fma(w10, c2);
        FloatVector v3 = FloatVector.fromArray(S, x, row + 3 * L);
        c1 = v3.fma(w12, c1);
        c2 = v3.fma(w11, c2);
        c3 = v3.fma(w10, c3);
        FloatVector v4 = FloatVector.fromArray(S, x, row + 4 * L);
        c2 = v4.fma(w12, c2);
        c3 = v4.fma(w11, c3);
        c4 = v4.fma(w10, c4);
        FloatVector v5 = FloatVector.fromArray(S, x, row + 5 * L);
        c3 = v5.fma(w12, c3);
        c4 = v5.fma(w11, c4);
        c5 = v5.fma(w10, c5);
        FloatVector v6 = FloatVector.fromArray(S, x, row + 6 * L);
        c4 = v6.fma(w12, c4);
        c5 = v6.fma(w11, c5);
        c6 = v6.fma(w10, c6);
        FloatVector v7 = FloatVector.fromArray(S, x, row + 7 * L);
        c5 = v7.fma(w12, c5);
        c6 = v7.fma(w11, c6);
        FloatVector v8 = FloatVector.fromArray(S, x, row + 8 * L);
        c6 = v8.fma(w12, c6);
      }
      {
        int row = at + 2 * rowLength;
        FloatVector v0 = FloatVector.fromArray(S, x, row + 0 * L);
        c0 = v0.fma(w20, c0);
        FloatVector v1 = FloatVector.fromArray(S, x, row + 1 * L);
        c0 = v1.fma(w21, c0);
        c1 = v1.fma(w20, c1);
        FloatVector v2 = FloatVector.fromArray(S, x, row + 2 * L);
        c0 = v2.fma(w22, c0);
        c1 = v2.fma(w21, c1);
        c2 = v2.fma(w20, c2);
        FloatVector v3 = FloatVector.fromArray(S, x, row + 3 * L);
        c1 = v3.fma(w22, c1);
        c2 = v3.fma(w21, c2);
        c3 = v3.fma(w20, c3);
        FloatVector v4 = FloatVector.fromArray(S, x, row + 4 * L);
        c2 = v4.fma(w22, c2);
        c3 = v4.fma(w21, c3);
        c4 = v4.fma(w20, c4);
        FloatVector v5 = FloatVector.fromArray(S, x, row + 5 * L);
        c3 = v5.fma(w22, c3);
        c4 = v5.fma(w21, c4);
        c5 = v5.fma(w20, c5);
        FloatVector v6 = FloatVector.fromArray(S, x, row + 6 * L);
        c4 = v6.fma(w22, c4);
        c5 = v6.fma(w21, c5);
        c6 = v6.fma(w20, c6);
        FloatVector v7 = FloatVector.fromArray(S, x, row + 7 * L);
        c5 = v7.fma(w22, c5);
        c6 = v7.fma(w21, c6);
        FloatVector v8 = FloatVector.fromArray(S, x, row + 8 * L);
        c6 = v8.fma(w22, c6);
      }
      c0 = c0.blend(low, c0.compare(VectorOperators.LT, low));
      c0.blend(high, c0.compare(VectorOperators.GT, high)).intoArray(y, to + 0 * yStep);
      c1 = c1.blend(low, c1.compare(VectorOperators.LT, low));
      c1.blend(high, c1.compare(VectorOperators.GT, high)).intoArray(y, to + 1 * yStep);
      c2 = c2.blend(low, c2.compare(VectorOperators.LT, low));
      c2.blend(high, c2.compare(VectorOperators.GT, high)).intoArray(y, to + 2 * yStep);
      c3 = c3.blend(low, c3.compare(VectorOperators.LT, low));
      c3.blend(high, c3.compare(VectorOperators.GT, high)).intoArray(y, to + 3 * yStep);
      c4 = c4.blend(low, c4.compare(VectorOperators.LT, low));
      c4.blend(high, c4.compare(VectorOperators.GT, high)).intoArray(y, to + 4 * yStep);
      c5 = c5.blend(low, c5.compare(VectorOperators.LT, low));
      c5.blend(high, c5.compare(VectorOperators.GT, high)).intoArray(y, to + 5 * yStep);
      c6 = c6.blend(low, c6.compare(VectorOperators.LT, low));
      c6.blend(high, c6.compare(VectorOperators.GT, high)).intoArray(y, to + 6 * yStep);
    }
  }

  static void stride2(
      float[] x,
      int xAt,
      int rowLength,
      int rows,
      int outputs,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float min,
      float max,
      float[] y,
      int yAt,
      int yStep,
      int yRow) {
    FloatVector b = FloatVector.fromArray(S, bias, biasAt);
    FloatVector low = FloatVector.broadcast(S, min);
    FloatVector high = FloatVector.broadcast(S, max);
    FloatVector w00 = FloatVector.fromArray(S, w, wAt + 0 * L);
    FloatVector w01 = FloatVector.fromArray(S, w, wAt + 1 * L);
    FloatVector w02 = FloatVector.fromArray(S, w, wAt + 2 * L);
    FloatVector w10 = FloatVector.fromArray(S, w, wAt + 3 * L);
    FloatVector w11 = FloatVector.fromArray(S, w, wAt + 4 * L);
    FloatVector w12 = FloatVector.fromArray(S, w, wAt + 5 * L);
    FloatVector w20 = FloatVector.fromArray(S, w, wAt + 6 * L);
    FloatVector w21 = FloatVector.fromArray(S, w, wAt + 7 * L);
    FloatVector w22 = FloatVector.fromArray(S, w, wAt + 8 * L);
    int across = (outputs + TILE - 1) / TILE;
    int column = 0;
    int inRow = xAt;
    int outRow = yAt;
    for (int i = 0; i < rows * across; i++) {
      int first = Math.min(column, outputs - TILE);
      int at = inRow + first * 2 * L;
      int to = outRow + first * yStep;
      column += TILE;
      if (column >= outputs) {
        column = 0;
        inRow += 2 * rowLength;
        outRow += yRow;
      }
      FloatVector c0 = b;
      FloatVector c1 = b;
      FloatVector c2 = b;
      FloatVector c3 = b;
      FloatVector c4 = b;
      FloatVector c5 = b;
      FloatVector c6 = b;
      {
        int row = at + 0 * rowLength;
        FloatVector v0 = FloatVector.fromArray(S, x, row + 0 * L);
        c0 = v0.fma(w00, c0);
        FloatVector v1 = FloatVector.fromArray(S, x, row + 1 * L);
        c0 = v1.fma(w01, c0);
        FloatVector v2 = FloatVector.fromArray(S, x, row + 2 * L);
        c0 = v2.fma(w02, c0);
        c1 = v2.fma(w00, c1);
        FloatVector v3 = FloatVector.fromArray(S, x, row + 3 * L);
        c1 = v3.fma(w01, c1);
        FloatVector v4 = FloatVector.fromArray(S, x, row + 4 * L);
        c1 = v4.fma(w02, c1);
        c2 = v4.fma(w00, c2);
        FloatVector v5 = FloatVector.fromArray(S, x, row + 5 * L);
        c2 = v5.fma(w01, c2);
        FloatVector v6 = FloatVector.fromArray(S, x, row + 6 * L);
        c2 = v6.fma(w02, c2);
        c3 = v6.fma(w00, c3);
        FloatVector v7 = FloatVector.fromArray(S, x, row + 7 * L);
        c3 = v7.fma(w01, c3);
        FloatVector v8 = FloatVector.fromArray(S, x, row + 8 * L);
        c3 = v8.fma(w02, c3);
        c4 = v8.fma(w00, c4);
        FloatVector v9 = FloatVector.fromArray(S, x, row + 9 * L);
        c4 = v9.fma(w01, c4);
        FloatVector v10 = FloatVector.fromArray(S, x, row + 10 * L);
        c4 = v10.fma(w02, c4);
        c5 = v10.fma(w00, c5);
        FloatVector v11 = FloatVector.fromArray(S, x, row + 11 * L);
        c5 = v11.fma(w01, c5);
        FloatVector v12 = FloatVector.fromArray(S, x, row + 12 * L);
        c5 = v12.fma(w02, c5);
        c6 = v12.fma(w00, c6);
        FloatVector v13 = FloatVector.fromArray(S, x, row + 13 * L);
        c6 = v13.fma(w01, c6);
        FloatVector v14 = FloatVector.fromArray(S, x, row + 14 * L);
        c6 = v14.fma(w02, c6);
      }
      {
        int row = at + 1 * rowLength;
        FloatVector v0 = FloatVector.fromArray(S, x, row + 0 * L);
        c0 = v0.fma(w10, c0);
        FloatVector v1 = FloatVector.fromArray(S, x, row + 1 * L);
        c0 = v1.fma(w11, c0);
        FloatVector v2 = FloatVector.fromArray(S, x, row + 2 * L);
        c0 = v2.fma(w12, c0);
        c1 = v2.fma(w10, c1);
        FloatVector v3 = FloatVector.fromArray(S, x, row + 3 * L);
        c1 = v3.fma(w11, c1);
        FloatVector v4 = FloatVector.fromArray(S, x, row + 4 * L);
        c1 = v4.fma(w12, c1);
        c2 = v4.fma(w10, c2);
        FloatVector v5 = FloatVector.fromArray(S, x, row + 5 * L);
        c2 = v5.fma(w11, c2);
        FloatVector v6 = FloatVector.fromArray(S, x, row + 6 * L);
        c2 = v6.fma(w12, c2);
        c3 = v6.fma(w10, c3);
        FloatVector v7 = FloatVector.fromArray(S, x, row + 7 * L);
        c3 = v7.fma(w11, c3);
        FloatVector v8 = FloatVector.fromArray(S, x, row + 8 * L);
        c3 = v8.fma(w12, c3);
        c4 = v8.fma(w10, c4);
        FloatVector v9 = FloatVector.fromArray(S, x, row + 9 * L);
        c4 = v9.fma(w11, c4);
        FloatVector v10 = FloatVector.fromArray(S, x, row + 10 * L);
        c4 = v10.fma(w12, c4);
        c5 = v10.fma(w10, c5);
        FloatVector v11 = FloatVector.fromArray(S, x, row + 11 * L);
        c5 = v11.fma(w11, c5);
        FloatVector v12 = FloatVector.fromArray(S, x, row + 12 * L);
        c5 = v12.fma(w12, c5);
        c6 = v12.fma(w10, c6);
        FloatVector v13 = FloatVector.fromArray(S, x, row + 13 * L);
        c6 = v13.fma(w11, c6);
        FloatVector v14 = FloatVector.fromArray(S, x, row + 14 * L);
        c6 = v14.fma(w12, c6);
      }
      {
        int row = at + 2 * rowLength;
        FloatVector v0 = FloatVector.fromArray(S, x, row + 0 * L);
        c0 = v0.fma(w20, c0);
        FloatVector v1 = FloatVector.fromArray(S, x, row + 1 * L);
        c0 = v1.fma(w21, c0);
        FloatVector v2 = FloatVector.fromArray(S, x, row + 2 * L);
        c0 = v2.fma(w22, c0);
        c1 = v2.fma(w20, c1);
        FloatVector v3 = FloatVector.fromArray(S, x, row + 3 * L);
        c1 = v3.fma(w21, c1);
        FloatVector v4 = FloatVector.fromArray(S, x, row + 4 * L);
        c1 = v4.fma(w22, c1);
        c2 = v4.fma(w20, c2);
        FloatVector v5 = FloatVector.fromArray(S, x, row + 5 * L);
        c2 = v5.fma(w21, c2);
        FloatVector v6 = FloatVector.fromArray(S, x, row + 6 * L);
        c2 = v6.fma(w22, c2);
        c3 = v6.fma(w20, c3);
        FloatVector v7 = FloatVector.fromArray(S, x, row + 7 * L);
        c3 = v7.fma(w21, c3);
        FloatVector v8 = FloatVector.fromArray(S, x, row + 8 * L);
        c3 = v8.fma(w22, c3);
        c4 = v8.fma(w20, c4);
        FloatVector v9 = FloatVector.fromArray(S, x, row + 9 * L);
        c4 = v9.fma(w21, c4);
        FloatVector v10 = FloatVector.fromArray(S, x, row + 10 * L);
        c4 = v10.fma(w22, c4);
        c5 = v10.fma(w20, c5);
        FloatVector v11 = FloatVector.fromArray(S, x, row + 11 * L);
        c5 = v11.fma(w21, c5);
        FloatVector v12 = FloatVector.fromArray(S, x, row + 12 * L);
        c5 = v12.fma(w22, c5);
        c6 = v12.fma(w20, c6);
        FloatVector v13 = FloatVector.fromArray(S, x, row + 13 * L);
        c6 = v13.fma(w21, c6);
        FloatVector v14 = FloatVector.fromArray(S, x, row + 14 * L);
        c6 = v14.fma(w22, c6);
      }
      c0 = c0.blend(low, c0.compare(VectorOperators.LT, low));
      c0.blend(high, c0.compare(VectorOperators.GT, high)).intoArray(y, to + 0 * yStep);
      c1 = c1.blend(low, c1.compare(VectorOperators.LT, low));
      c1.blend(high, c1.compare(VectorOperators.GT, high)).intoArray(y, to + 1 * yStep);
      c2 = c2.blend(low, c2.compare(VectorOperators.LT, low));
      c2.blend(high, c2.compare(VectorOperators.GT, high)).intoArray(y, to + 2 * yStep);
      c3 = c3.blend(low, c3.compare(VectorOperators.LT, low));
      c3.blend(high, c3.compare(VectorOperators.GT, high)).intoArray(y, to + 3 * yStep);
      c4 = c4.blend(low, c4.compare(VectorOperators.LT, low));
      c4.blend(high, c4.compare(VectorOperators.GT, high)).intoArray(y, to + 4 * yStep);
      c5 = c5.blend(low, c5.compare(VectorOperators.LT, low));
      c5.blend(high, c5.compare(VectorOperators.GT, high)).intoArray(y, to + 5 * yStep);
      c6 = c6.blend(low, c6.compare(VectorOperators.LT, low));
      c6.blend(high, c6.compare(VectorOperators.GT, high)).intoArray(y, to + 6 * yStep);
    }
  }
}
