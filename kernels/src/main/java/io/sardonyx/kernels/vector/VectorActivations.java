package io.sardonyx.kernels.vector;

import static io.sardonyx.kernels.vector.VectorMath.L;
import static io.sardonyx.kernels.vector.VectorMath.load;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Activations over ranges of at least one vector; the loops are shaped as in {@link VectorUnary}.
 */
final class VectorActivations {

  private VectorActivations() {}

  static void run(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    float alpha = f.alpha();
    float beta = f.beta();
    switch (f.kind()) {
      case NONE -> System.arraycopy(x, xAt, y, yAt, n);
      case CLAMP -> clamp(alpha, beta, x, xAt, y, yAt, n);
      case SIGMOID -> sigmoid(x, xAt, y, yAt, n);
      case SILU -> silu(alpha, x, xAt, y, yAt, n);
      case TANH -> VectorUnary.run(UnaryFunction.TANH, x, xAt, y, yAt, n);
      case HARD_SIGMOID -> hardSigmoid(alpha, beta, x, xAt, y, yAt, n);
      case HARD_SWISH -> hardSwish(x, xAt, y, yAt, n);
      case LEAKY_RELU -> leakyRelu(alpha, x, xAt, y, yAt, n);
      case ELU -> elu(1f, alpha, 1f, x, xAt, y, yAt, n);
      case CELU -> elu(1f, alpha, 1f / alpha, x, xAt, y, yAt, n);
      case SELU -> elu(beta, alpha * beta, 1f, x, xAt, y, yAt, n);
      case GELU -> gelu(x, xAt, y, yAt, n);
      case GELU_TANH -> geluTanh(x, xAt, y, yAt, n);
      case MISH -> mish(x, xAt, y, yAt, n);
      case THRESHOLDED_RELU -> thresholdedRelu(alpha, x, xAt, y, yAt, n);
      case SHRINK -> shrink(alpha, beta, x, xAt, y, yAt, n);
    }
  }

  private static FloatVector constant(float c) {
    return FloatVector.broadcast(VectorMath.S, c);
  }

  private static FloatVector silu(FloatVector x, float alpha) {
    FloatVector u = x.mul(-alpha);
    return x.div(VectorMath.expFlushed(u).add(1f))
        .blend(0f, u.compare(VectorOperators.GT, Activation.GATE_ZERO));
  }

  private static FloatVector sigmoid(FloatVector x) {
    return VectorMath.sigmoid(x).blend(0f, x.compare(VectorOperators.LT, -Activation.GATE_ZERO));
  }

  private static FloatVector hardSwish(FloatVector x) {
    return x.mul(VectorMath.unit(x.fma(constant(1f / 6), constant(0.5f))));
  }

  private static FloatVector leakyRelu(FloatVector x, float alpha) {
    return x.blend(x.mul(alpha), x.compare(VectorOperators.LT, 0f));
  }

  /** {@code positive} times x above 0, else {@code negative} times (e^(inner x) - 1). */
  private static FloatVector elu(FloatVector x, float positive, float negative, float inner) {
    return VectorMath.expm1(x.mul(inner))
        .mul(negative)
        .blend(x.mul(positive), x.compare(VectorOperators.GT, 0f));
  }

  private static FloatVector gelu(FloatVector x) {
    FloatVector half = x.mul(0.5f);
    return VectorMath.erf(x.mul(0.70710677f)).fma(half, half);
  }

  /** (1 + tanh u) / 2 is the sigmoid of 2u. */
  private static FloatVector geluTanh(FloatVector x) {
    FloatVector u = x.mul(x).fma(constant(-0.07135481f), constant(-1.5957692f)).mul(x);
    return x.div(VectorMath.expFlushed(u).add(1f));
  }

  /** tanh(log(1 + e)) = n / (n + 2) with n = e (e + 2). */
  private static FloatVector mish(FloatVector x) {
    FloatVector e = VectorMath.expFlushed(x);
    FloatVector n = e.mul(e.add(2f));
    return x.mul(n).div(n.add(2f)).blend(x, x.compare(VectorOperators.GT, 20f));
  }

  private static FloatVector thresholdedRelu(FloatVector x, float alpha) {
    return constant(0f).blend(x, x.compare(VectorOperators.GT, alpha));
  }

  private static FloatVector shrink(FloatVector x, float lambda, float bias) {
    VectorMask<Float> above = x.compare(VectorOperators.GT, lambda);
    VectorMask<Float> below = x.compare(VectorOperators.LT, -lambda);
    return constant(0f).blend(x.sub(bias), above).blend(x.add(bias), below);
  }

  private static void clamp(float min, float max, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector low = constant(min);
    FloatVector high = constant(max);
    FloatVector last = VectorMath.clamp(load(x, xAt + n - L), low, high);
    for (int i = 0; i < n - L; i += L) {
      VectorMath.clamp(load(x, xAt + i), low, high).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void silu(float alpha, float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      silu(v, alpha).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      sigmoid(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void hardSigmoid(
      float alpha, float beta, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector a = constant(alpha);
    FloatVector b = constant(beta);
    FloatVector last = VectorMath.unit(load(x, xAt + n - L).fma(a, b));
    for (int i = 0; i < n - L; i += L) {
      VectorMath.unit(load(x, xAt + i).fma(a, b)).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void hardSwish(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = hardSwish(load(x, xAt + n - L));
    for (int i = 0; i < n - L; i += L) {
      hardSwish(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void leakyRelu(float alpha, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = leakyRelu(load(x, xAt + n - L), alpha);
    for (int i = 0; i < n - L; i += L) {
      leakyRelu(load(x, xAt + i), alpha).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void elu(
      float positive, float negative, float inner, float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      elu(v, positive, negative, inner).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      gelu(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void geluTanh(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      geluTanh(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void mish(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = n - L;
    FloatVector v = load(x, xAt);
    for (int i = 0; i < n; i += L) {
      FloatVector next = load(x, xAt + Math.min(i + L, end));
      mish(v).intoArray(y, yAt + Math.min(i, end));
      v = next;
    }
  }

  private static void thresholdedRelu(float alpha, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = thresholdedRelu(load(x, xAt + n - L), alpha);
    for (int i = 0; i < n - L; i += L) {
      thresholdedRelu(load(x, xAt + i), alpha).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }

  private static void shrink(
      float lambda, float bias, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector last = shrink(load(x, xAt + n - L), lambda, bias);
    for (int i = 0; i < n - L; i += L) {
      shrink(load(x, xAt + i), lambda, bias).intoArray(y, yAt + i);
    }
    last.intoArray(y, yAt + n - L);
  }
}
