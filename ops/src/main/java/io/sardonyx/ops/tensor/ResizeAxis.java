package io.sardonyx.ops.tensor;

/**
 * Where the elements of a resized axis come from. Tables hold the entries of the first tap for all
 * outputs, then those of the second, and so on.
 *
 * @param in elements of the input
 * @param out elements of the output
 * @param taps input elements that an output element is a weighted sum of
 * @param index the taps' indices, all in [0, in-1]
 * @param weights the taps' weights; null if there is one tap of weight 1
 * @param outside which outputs lie outside the input and get the extrapolation value; null if none
 */
@SuppressWarnings("ArrayRecordComponent") // tables, never compared
record ResizeAxis(int in, int out, int taps, int[] index, double[] weights, boolean[] outside) {

  /** An axis that is not resized. */
  static ResizeAxis identity(int size) {
    int[] index = new int[size];
    java.util.Arrays.setAll(index, i -> i);
    return new ResizeAxis(size, size, 1, index, null, null);
  }

  /** Whether every output is the input's element of the same index. */
  boolean isIdentity() {
    if (in != out || outside != null) {
      return false;
    }
    for (int i = 0; i < index.length; i++) {
      boolean counts = weights == null || weights[i] != 0;
      if (counts && index[i] != i % out) {
        return false;
      }
    }
    return true;
  }

  /** The indices, multiplied with the distance of elements. */
  int[] offsets(int pitch) {
    int[] offsets = new int[index.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = Math.multiplyExact(index[i], pitch);
    }
    return offsets;
  }

  /** The weights as floats. */
  float[] floatWeights() {
    float[] floats = new float[index.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = weights == null ? 1 : (float) weights[i];
    }
    return floats;
  }
}
