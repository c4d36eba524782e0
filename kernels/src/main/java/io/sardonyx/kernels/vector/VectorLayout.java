package io.sardonyx.kernels.vector;

import io.sardonyx.kernels.LayoutKernels;
import io.sardonyx.kernels.scalar.ScalarLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes blocks of 8 x 8 floats in registers, in three stages that exchange ever larger parts
 * of pairs of rows. What remains at the borders, and machines with shorter vectors, are left to the
 * scalar twin.
 */
public final class VectorLayout implements LayoutKernels {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final int N = 8;

  private static final VectorShuffle<Float> SWAP1 = S.shuffleFromOp(i -> i ^ 1);
  private static final VectorShuffle<Float> SWAP2 = S.shuffleFromOp(i -> i ^ 2);
  private static final VectorShuffle<Float> SWAP4 = S.shuffleFromOp(i -> i ^ 4);
  private static final VectorMask<Float> HIGH1 = VectorMask.fromLong(S, 0b10101010);
  private static final VectorMask<Float> HIGH2 = VectorMask.fromLong(S, 0b11001100);
  private static final VectorMask<Float> HIGH4 = VectorMask.fromLong(S, 0b11110000);
  private static final VectorMask<Float> LOW1 = VectorMask.fromLong(S, 0b01010101);
  private static final VectorMask<Float> LOW2 = VectorMask.fromLong(S, 0b00110011);
  private static final VectorMask<Float> LOW4 = VectorMask.fromLong(S, 0b00001111);

  private final LayoutKernels scalar = new ScalarLayout();

  @Override
  public void transpose(
      float[] x, int xAt, int xPitch, float[] y, int yAt, int yPitch, int rows, int columns) {
    if (VectorShapes.LANES < N) {
      scalar.transpose(x, xAt, xPitch, y, yAt, yPitch, rows, columns);
      return;
    }
    int r1 = rows - rows % N;
    int c1 = columns - columns % N;
    // Two blocks side by side, so that every cache line of the input is read at once.
    int c = 0;
    for (; c + 2 * N <= c1; c += 2 * N) {
      for (int r = 0; r < r1; r += N) {
        block(x, xAt + r * xPitch + c, xPitch, y, yAt + c * yPitch + r, yPitch);
        block(x, xAt + r * xPitch + c + N, xPitch, y, yAt + (c + N) * yPitch + r, yPitch);
      }
    }
    if (c < c1) {
      for (int r = 0; r < r1; r += N) {
        block(x, xAt + r * xPitch + c, xPitch, y, yAt + c * yPitch + r, yPitch);
      }
    }
    scalar.transpose(x, xAt + r1 * xPitch, xPitch, y, yAt + r1, yPitch, rows - r1, columns);
    scalar.transpose(x, xAt + c1, xPitch, y, yAt + c1 * yPitch, yPitch, r1, columns - c1);
  }

  private static void block(float[] x, int from, int xPitch, float[] y, int to, int yPitch) {
    FloatVector a0 = FloatVector.fromArray(S, x, from);
    FloatVector a1 = FloatVector.fromArray(S, x, from + xPitch);
    FloatVector a2 = FloatVector.fromArray(S, x, from + 2 * xPitch);
    FloatVector a3 = FloatVector.fromArray(S, x, from + 3 * xPitch);
    FloatVector a4 = FloatVector.fromArray(S, x, from + 4 * xPitch);
    FloatVector a5 = FloatVector.fromArray(S, x, from + 5 * xPitch);
    FloatVector a6 = FloatVector.fromArray(S, x, from + 6 * xPitch);
    FloatVector a7 = FloatVector.fromArray(S, x, from + 7 * xPitch);
    FloatVector b0 = a0.blend(a1.rearrange(SWAP1), HIGH1);
    FloatVector b1 = a1.blend(a0.rearrange(SWAP1), LOW1);
    FloatVector b2 = a2.blend(a3.rearrange(SWAP1), HIGH1);
    FloatVector b3 = a3.blend(a2.rearrange(SWAP1), LOW1);
    FloatVector b4 = a4.blend(a5.rearrange(SWAP1), HIGH1);
    FloatVector b5 = a5.blend(a4.rearrange(SWAP1), LOW1);
    FloatVector b6 = a6.blend(a7.rearrange(SWAP1), HIGH1);
    FloatVector b7 = a7.blend(a6.rearrange(SWAP1), LOW1);
    FloatVector c0 = b0.blend(b2.rearrange(SWAP2), HIGH2);
    FloatVector c2 = b2.blend(b0.rearrange(SWAP2), LOW2);
    FloatVector c1 = b1.blend(b3.rearrange(SWAP2), HIGH2);
    FloatVector c3 = b3.blend(b1.rearrange(SWAP2), LOW2);
    FloatVector c4 = b4.blend(b6.rearrange(SWAP2), HIGH2);
    FloatVector c6 = b6.blend(b4.rearrange(SWAP2), LOW2);
    FloatVector c5 = b5.blend(b7.rearrange(SWAP2), HIGH2);
    FloatVector c7 = b7.blend(b5.rearrange(SWAP2), LOW2);
    c0.blend(c4.rearrange(SWAP4), HIGH4).intoArray(y, to);
    c1.blend(c5.rearrange(SWAP4), HIGH4).intoArray(y, to + yPitch);
    c2.blend(c6.rearrange(SWAP4), HIGH4).intoArray(y, to + 2 * yPitch);
    c3.blend(c7.rearrange(SWAP4), HIGH4).intoArray(y, to + 3 * yPitch);
    c4.blend(c0.rearrange(SWAP4), LOW4).intoArray(y, to + 4 * yPitch);
    c5.blend(c1.rearrange(SWAP4), LOW4).intoArray(y, to + 5 * yPitch);
    c6.blend(c2.rearrange(SWAP4), LOW4).intoArray(y, to + 6 * yPitch);
    c7.blend(c3.rearrange(SWAP4), LOW4).intoArray(y, to + 7 * yPitch);
  }
}
