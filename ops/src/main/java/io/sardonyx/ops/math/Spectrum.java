package io.sardonyx.ops.math;

import io.sardonyx.ElementType;
import io.sardonyx.Storage;
import io.sardonyx.kernels.FloatFourier;
import io.sardonyx.kernels.Fourier;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import java.util.Arrays;

/**
 * Transforms single signals that lie in tensors with a last dimension of 1 (real) or 2 (complex).
 * Signals of floats, or less, of the usual lengths are transformed in single precision, as other
 * libraries do, and all others in double precision.
 *
 * @param floats the transform in single precision; null if it is not used
 * @param doubles the transform in double precision; null if it is not used
 * @param access to the tensors' elements
 * @param inverse whether to transform back, with the factor 1/length
 * @param onesided whether of a spectrum that mirrors itself only the first half is there
 */
record Spectrum(
    FloatFourier floats,
    Fourier doubles,
    NumberAccess access,
    int length,
    boolean inverse,
    boolean onesided) {

  /** Prepares transforms of signals of a type. */
  static Spectrum of(ElementType type, int length, boolean inverse, boolean onesided) {
    boolean isFloat = type != ElementType.DOUBLE && FloatFourier.isSupported(length);
    return new Spectrum(
        isFloat ? new FloatFourier(length) : null,
        isFloat ? null : new Fourier(length),
        NumberAccess.of(type),
        length,
        inverse,
        onesided);
  }

  /** Asks for the scratch that a transform needs; the signal is in the worker's doubles. */
  void reserve(CompileContext c) {
    c.workerScratch(Storage.DOUBLES, 2L * length + (doubles == null ? 0 : doubles.scratchLength()));
    if (floats != null) {
      c.workerScratch(Storage.FLOATS, 4L * length);
    }
  }

  /** Numbers in a result. */
  int results() {
    return onesided && !inverse ? length / 2 + 1 : length;
  }

  /** Elements of a number in a result. */
  int resultParts() {
    return onesided && inverse ? 1 : 2;
  }

  /** Sets the signal to zeros. */
  void clear(double[] scratch) {
    Arrays.fill(scratch, 0, 2 * length, 0);
  }

  /** Reads number {@code i} of the signal, times a factor; further ones than fit are left out. */
  void read(double[] scratch, int i, Object x, int at, int parts, double factor) {
    if (i < length) {
      scratch[2 * i] = factor * access.getDouble(x, at);
      scratch[2 * i + 1] = parts == 1 ? 0 : factor * access.getDouble(x, at + 1);
    }
  }

  /**
   * Transforms the signal that was read.
   *
   * @param parts of its numbers; 1 if they are real
   */
  void transform(Frame f, int worker, double[] scratch, int parts) {
    if (inverse && onesided) {
      mirror(scratch);
    }
    if (inverse) {
      conjugate(scratch, 1);
    }
    if (floats == null) {
      doubles.transform(scratch, 0, scratch, 2 * length);
    } else {
      float[] numbers = f.workerFloats(worker);
      for (int i = 0; i < 2 * length; i++) {
        numbers[i] = (float) scratch[i];
      }
      floats.transform(numbers, 0, numbers, 2 * length);
      for (int i = 0; i < 2 * length; i++) {
        scratch[i] = numbers[i];
      }
    }
    if (inverse) {
      conjugate(scratch, floats == null ? 1.0 / length : 1f / length);
    }
    if (parts == 1) {
      // The spectrum of real numbers mirrors itself, so that these two are real but for rounding.
      scratch[1] = 0;
      scratch[length / 2 * 2 + 1] = length % 2 == 0 ? 0 : scratch[length / 2 * 2 + 1];
    }
  }

  /** Completes a spectrum of real numbers from its first half. */
  private void mirror(double[] scratch) {
    scratch[1] = 0;
    for (int k = 1; k <= length / 2; k++) {
      int other = length - k;
      if (other == k) {
        scratch[2 * k + 1] = 0;
      } else {
        scratch[2 * other] = scratch[2 * k];
        scratch[2 * other + 1] = -scratch[2 * k + 1];
      }
    }
  }

  private void conjugate(double[] scratch, double factor) {
    for (int i = 0; i < 2 * length; i += 2) {
      scratch[i] *= factor;
      scratch[i + 1] *= -factor;
    }
  }

  /** Writes number {@code i} of the result. */
  void write(double[] scratch, int i, Object y, int at) {
    access.setDouble(y, at, scratch[2 * i]);
    if (resultParts() == 2) {
      access.setDouble(y, at + 1, scratch[2 * i + 1]);
    }
  }
}
