package io.sardonyx.kernels.vector;

import static io.sardonyx.kernels.vector.VectorMath.L;
import static io.sardonyx.kernels.vector.VectorMath.load;

import io.sardonyx.kernels.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of one number over ranges of at least one vector. Each has a loop of its own: the
 * compiler needs the operations to be constants.
 *
 * <p>The last vector overlaps the one before, so that there is no tail. It is computed first, since
 * input and output may be the same memory.
 */
final class VectorUnary {

  private static final FloatVector ONE = FloatVector.broadcast(VectorMath.S, 1f);

  private VectorUnary() {}

  /** Computes a range; false, without having written anything, if there is no kernel for it. */
  static boolean run(UnaryFunction f, float[] x, int xAt, float[] y, int yAt, int n) {
    switch (f) {
      case ABS -> abs(x, xAt, y, yAt, n);
      case NEG -> neg(x, xAt, y, yAt, n);
      case SQRT -> sqrt(x, xAt, y, yAt, n);
      case RECIPROCAL -> reciprocal(x, xAt, y, yAt, n);
      case SIGN -> sign(x, xAt, y, yAt, n);
      case ROUND -> round(x, xAt, y, yAt, n);
      case FLOOR -> floor(x, xAt, y, yAt, n);
      case CEIL -> ceil(x, xAt, y, yAt, n);
      case EXP -> exp(x, xAt, y, yAt, n);
      case LOG -> log(x, xAt, y, yAt, n);
      case SIGMOID -> sigmoid(x, xAt, y, yAt, n);
      case TANH -> tanh(x, xAt, y, yAt, n);
      case ERF -> erf(x, xAt, y, yAt, n);
      case SOFTPLUS -> softplus(x, xAt, y, yAt, n);
      case SOFTSIGN -> softsign(x, xAt, y, yAt, n);
      case SIN, COS -> {
        if (!isReducible(x, xAt, n)) {
          return false;
        }
        if (f == UnaryFunction.SIN) {
          sin(x, xAt, y, yAt, n);
        } else {
          cos(x, xAt, y, yAt, n);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether all numbers are small enough, or NaN, for a sine by vectors. */
  private static boolean isReducible(float[] x, int xAt, int n) {
    boolean tooLarge = isTooLarge(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      tooLarge |= isTooLarge(load(x, xAt + i));
    }
    return !tooLarge;
  }

  private static boolean isTooLarge(FloatVector x) {
    return x.abs().compare(VectorOperators.GT, VectorMath.TURN_LIMIT).anyTrue();
  }

  private static void abs(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = load(x, xAt + n - L).abs();
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).abs().intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void neg(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = load(x, xAt + n - L).neg();
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).neg().intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void sqrt(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = load(x, xAt + n - L).sqrt();
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).sqrt().intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void reciprocal(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = ONE.div(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      ONE.div(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void sign(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = VectorMath.sign(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      VectorMath.sign(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void round(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = VectorMath.round(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      VectorMath.round(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void floor(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = VectorMath.floor(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      VectorMath.floor(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void ceil(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = VectorMath.ceil(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      VectorMath.ceil(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void exp(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      VectorMath.exp(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void log(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      VectorMath.log(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      VectorMath.sigmoid(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      VectorMath.tanh(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void erf(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      VectorMath.erf(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void softplus(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      VectorMath.softplus(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void softsign(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = VectorMath.softsign(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      VectorMath.softsign(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void sin(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      VectorMath.sine(v, 0).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void cos(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      VectorMath.sine(v, 1).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }
}
