package io.sardonyx.ops.quantization;

import io.sardonyx.Storage;
import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.ops.family.FloatFormats;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;

/**
 * Scales or zero points as floats in a node's scratch memory, and what is done with them.
 *
 * @param slot of the input
 * @param scratch slot of the floats
 * @param count number of scales
 * @param reader reads the input
 * @param format to round them to; null for none
 */
record Scales(int slot, int scratch, int count, Elements.Reader reader, FloatFormat format) {

  /** Scales that are read from input {@code i}. */
  static Scales declare(CompileContext c, int i, int count, FloatFormat format) {
    return new Scales(
        c.input(i),
        c.scratch(Storage.FLOATS, count),
        count,
        Elements.reader(c.elementType(i)),
        FloatFormats.of(c.elementType(i)) == format ? null : format);
  }

  /** Fills the scratch memory; before the others are used. */
  void read(Frame f) {
    float[] s = f.floats(scratch);
    int at = f.offset(scratch);
    reader.read(f, slot, 0, s, at, count);
    for (int i = 0; format != null && i < count; i++) {
      s[at + i] = format.decode(format.encode(s[at + i]));
    }
  }

  float get(Frame f, int i) {
    return f.floats(scratch)[f.offset(scratch) + i];
  }

  /** {@code v[i] /= scale} for elements {@code from} to {@code from + n}. */
  void divide(Frame f, Granularity g, float[] v, int from, int n) {
    float[] s = f.floats(scratch);
    int first = f.offset(scratch);
    for (int i = 0; i < n; ) {
      int end = Math.min(n, i + g.rest(from + i));
      int at = first + g.scaleAt(from + i);
      if (g.step() == 0) {
        float scale = s[at];
        for (; i < end; i++) {
          v[i] /= scale;
        }
      } else {
        int shift = at - i;
        for (; i < end; i++) {
          v[i] /= s[shift + i];
        }
      }
    }
  }

  /** {@code v[i] *= scale} for elements {@code from} to {@code from + n}. */
  void multiply(Frame f, Granularity g, float[] v, int from, int n) {
    float[] s = f.floats(scratch);
    int first = f.offset(scratch);
    for (int i = 0; i < n; ) {
      int end = Math.min(n, i + g.rest(from + i));
      int at = first + g.scaleAt(from + i);
      if (g.step() == 0) {
        float scale = s[at];
        for (; i < end; i++) {
          v[i] *= scale;
        }
      } else {
        int shift = at - i;
        for (; i < end; i++) {
          v[i] *= s[shift + i];
        }
      }
    }
  }

  /** {@code v[i] += zero} for elements {@code from} to {@code from + n}. */
  void add(Frame f, Granularity g, float[] v, int from, int n) {
    add(f, g, v, from, n, 1);
  }

  /** {@code v[i] -= zero} for elements {@code from} to {@code from + n}. */
  void subtract(Frame f, Granularity g, float[] v, int from, int n) {
    add(f, g, v, from, n, -1);
  }

  private void add(Frame f, Granularity g, float[] v, int from, int n, float sign) {
    float[] s = f.floats(scratch);
    int first = f.offset(scratch);
    for (int i = 0; i < n; ) {
      int end = Math.min(n, i + g.rest(from + i));
      int at = first + g.scaleAt(from + i);
      if (g.step() == 0) {
        float zero = sign * s[at];
        for (; i < end; i++) {
          v[i] += zero;
        }
      } else {
        int shift = at - i;
        for (; i < end; i++) {
          v[i] += sign * s[shift + i];
        }
      }
    }
  }
}
