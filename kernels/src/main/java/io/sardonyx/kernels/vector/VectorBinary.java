package io.sardonyx.kernels.vector;

import static io.sardonyx.kernels.vector.VectorMath.L;
import static io.sardonyx.kernels.vector.VectorMath.load;

import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of two numbers over ranges of at least one vector; the loops are shaped as in {@link
 * VectorUnary}.
 */
final class VectorBinary {

  private VectorBinary() {}

  /** Computes a range; false, without having written anything, if there is no kernel for it. */
  static boolean run(
      BinaryFunction f,
      float[] x,
      int xAt,
      int xStep,
      float[] y,
      int yAt,
      int yStep,
      float[] z,
      int zAt,
      int n) {
    if (xStep == 1 && yStep == 1) {
      return vectors(f, x, xAt, y, yAt, z, zAt, n);
    }
    if (xStep == 1) {
      return withNumber(f, x, xAt, y[yAt], z, zAt, n);
    }
    return yStep == 1 && numberWith(f, x[xAt], y, yAt, z, zAt, n);
  }

  private static boolean vectors(
      BinaryFunction f, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> add(x, xAt, y, yAt, z, zAt, n);
      case SUB -> sub(x, xAt, y, yAt, z, zAt, n);
      case MUL -> mul(x, xAt, y, yAt, z, zAt, n);
      case DIV -> div(x, xAt, y, yAt, z, zAt, n);
      case MIN -> min(x, xAt, y, yAt, z, zAt, n);
      case MAX -> max(x, xAt, y, yAt, z, zAt, n);
      case PRELU -> prelu(x, xAt, y, yAt, z, zAt, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean withNumber(
      BinaryFunction f, float[] x, int xAt, float y, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> add(x, xAt, y, z, zAt, n);
      case SUB -> sub(x, xAt, y, z, zAt, n);
      case MUL -> mul(x, xAt, y, z, zAt, n);
      case DIV -> div(x, xAt, y, z, zAt, n);
      case MIN -> min(x, xAt, y, z, zAt, n);
      case MAX -> max(x, xAt, y, z, zAt, n);
      case PRELU -> prelu(x, xAt, y, z, zAt, n);
      case POW -> {
        return power(x, xAt, y, z, zAt, n);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean numberWith(
      BinaryFunction f, float x, float[] y, int yAt, float[] z, int zAt, int n) {
    switch (f) {
      case ADD -> add(y, yAt, x, z, zAt, n);
      case SUB -> sub(x, y, yAt, z, zAt, n);
      case MUL -> mul(y, yAt, x, z, zAt, n);
      case DIV -> div(x, y, yAt, z, zAt, n);
      case MIN -> min(y, yAt, x, z, zAt, n);
      case MAX -> max(y, yAt, x, z, zAt, n);
      case PRELU -> prelu(x, y, yAt, z, zAt, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The exponents that models use, where they come down to something simpler. */
  private static boolean power(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    if (y == 2) {
      mul(x, xAt, x, xAt, z, zAt, n);
    } else if (y == 3) {
      cube(x, xAt, z, zAt, n);
    } else if (y == 1) {
      System.arraycopy(x, xAt, z, zAt, n);
    } else if (y == -1) {
      VectorUnary.run(UnaryFunction.RECIPROCAL, x, xAt, z, zAt, n);
    } else if (y == 0.5f) {
      root(x, xAt, z, zAt, n);
    } else {
      return false;
    }
    return true;
  }

  private static FloatVector prelu(FloatVector x, FloatVector slope) {
    return x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f));
  }

  private static FloatVector cube(FloatVector x) {
    return x.mul(x).mul(x);
  }

  /** x to the power of 1/2, which unlike the square root has no negative zero nor NaN at -inf. */
  private static FloatVector root(FloatVector x) {
    return x.add(0f)
        .sqrt()
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
  }

  private static void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector last = load(x, xAt + n - L).add(load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).add(load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void add(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    FloatVector b = FloatVector.broadcast(VectorMath.S, y);
    FloatVector last = load(x, xAt + n - L).add(b);
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).add(b).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void sub(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector last = load(x, xAt + n - L).sub(load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).sub(load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void sub(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    FloatVector b = FloatVector.broadcast(VectorMath.S, y);
    FloatVector last = load(x, xAt + n - L).sub(b);
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).sub(b).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void sub(float x, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector a = FloatVector.broadcast(VectorMath.S, x);
    FloatVector last = a.sub(load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      a.sub(load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void mul(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector last = load(x, xAt + n - L).mul(load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).mul(load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void mul(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    FloatVector b = FloatVector.broadcast(VectorMath.S, y);
    FloatVector last = load(x, xAt + n - L).mul(b);
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).mul(b).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void div(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector last = load(x, xAt + n - L).div(load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).div(load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void div(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    FloatVector b = FloatVector.broadcast(VectorMath.S, y);
    FloatVector last = load(x, xAt + n - L).div(b);
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).div(b).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void div(float x, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector a = FloatVector.broadcast(VectorMath.S, x);
    FloatVector last = a.div(load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      a.div(load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void min(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector last = load(x, xAt + n - L).min(load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).min(load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void min(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    FloatVector b = FloatVector.broadcast(VectorMath.S, y);
    FloatVector last = load(x, xAt + n - L).min(b);
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).min(b).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void max(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector last = load(x, xAt + n - L).max(load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).max(load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void max(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    FloatVector b = FloatVector.broadcast(VectorMath.S, y);
    FloatVector last = load(x, xAt + n - L).max(b);
    for (int i = 0; i < n - L; i += L) {
      load(x, xAt + i).max(b).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void prelu(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector last = prelu(load(x, xAt + n - L), load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      prelu(load(x, xAt + i), load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void prelu(float[] x, int xAt, float y, float[] z, int zAt, int n) {
    FloatVector b = FloatVector.broadcast(VectorMath.S, y);
    FloatVector last = prelu(load(x, xAt + n - L), b);
    for (int i = 0; i < n - L; i += L) {
      prelu(load(x, xAt + i), b).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void prelu(float x, float[] y, int yAt, float[] z, int zAt, int n) {
    FloatVector a = FloatVector.broadcast(VectorMath.S, x);
    FloatVector last = prelu(a, load(y, yAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      prelu(a, load(y, yAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void cube(float[] x, int xAt, float[] z, int zAt, int n) {
    FloatVector last = cube(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      cube(load(x, xAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }

  private static void root(float[] x, int xAt, float[] z, int zAt, int n) {
    FloatVector last = root(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      root(load(x, xAt + i)).intoArray(z, zAt + i);
    }
    last.intoArray(z, zAt + n - L);
  }
}
