package io.sardonyx.runtime.plan;

import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import java.util.Arrays;

/** The shapes, and where they matter the contents, that a segment was planned for. */
final class SegmentKey {

  private long[] words = new long[16];
  private int length;

  /** Adds the shape of a tensor; other values have none. */
  SegmentKey addShape(Value value) {
    if (value instanceof Tensor tensor) {
      add(tensor.rank());
      for (int i = 0; i < tensor.rank(); i++) {
        add(tensor.dim(i));
      }
    } else {
      add(-1);
    }
    return this;
  }

  /** Adds the shape of a tensor type, which must be known; other types have none. */
  SegmentKey addShape(ValueType type) {
    if (type instanceof TensorType tensor) {
      long[] sizes = tensor.shape().sizes();
      add(sizes.length);
      for (long size : sizes) {
        add(size);
      }
    } else {
      add(-1);
    }
    return this;
  }

  /** Adds the contents of a tensor. */
  SegmentKey addContents(Tensor tensor) {
    add(tensor.arrayLength());
    for (int i = 0; i < tensor.arrayLength(); i++) {
      int at = tensor.offset() + i;
      add(
          switch (tensor.array()) {
            case float[] a -> Float.floatToRawIntBits(a[at]);
            case double[] a -> Double.doubleToRawLongBits(a[at]);
            case long[] a -> a[at];
            case int[] a -> a[at];
            case short[] a -> a[at];
            case byte[] a -> a[at];
            case String[] a -> a[at].hashCode();
            default -> throw new IllegalStateException();
          });
    }
    return this;
  }

  private void add(long word) {
    if (length == words.length) {
      words = Arrays.copyOf(words, 2 * length);
    }
    words[length++] = word;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SegmentKey k && Arrays.equals(words, 0, length, k.words, 0, k.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + Long.hashCode(words[i]);
    }
    return hash;
  }
}
