package io.sardonyx.kernels;

/**
 * An activation with its parameters: what a convolution or matrix product may apply to its result
 * before storing it. NaN stays NaN, unless the function is said to be 0 elsewhere.
 *
 * @param kind which function
 * @param alpha its first parameter, if it has any
 * @param beta its second parameter, if it has one
 */
public record Activation(Kind kind, float alpha, float beta) {

  /** The functions. */
  public enum Kind {
    /** x. */
    NONE,
    /** min(beta, max(alpha, x)). */
    CLAMP,
    /** 1 / (1 + e^-x). */
    SIGMOID,
    /** x * sigmoid(alpha * x); with alpha 1 also called swish. */
    SILU,
    /** The hyperbolic tangent. */
    TANH,
    /** max(0, min(1, alpha * x + beta)). */
    HARD_SIGMOID,
    /** x * max(0, min(1, x / 6 + 1/2)). */
    HARD_SWISH,
    /** alpha * x where x is negative, else x. */
    LEAKY_RELU,
    /** alpha * (e^x - 1) where x is negative, else x. */
    ELU,
    /** x / 2 * (1 + erf(x / sqrt 2)). */
    GELU,
    /** x / 2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715 x^3))). */
    GELU_TANH,
    /** x * tanh(ln(1 + e^x)). */
    MISH,
    /** gamma * (alpha * e^x - alpha) where x is not positive, else gamma * x; beta is gamma. */
    SELU,
    /** alpha * (e^(x / alpha) - 1) where x is not positive, else x. */
    CELU,
    /** x where it exceeds alpha, 0 elsewhere. */
    THRESHOLDED_RELU,
    /** x + beta where x is less than -alpha, x - beta where it exceeds alpha, 0 elsewhere. */
    SHRINK
  }

  /**
   * Where alpha * x is below the negative of this, SIGMOID and SILU are 0 instead of numbers below
   * 1e-17: the product of two of those may be denormal, and processors are a hundred times slower
   * with denormal numbers.
   */
  public static final float GATE_ZERO = 44;

  /** Leaves x as it is. */
  public static final Activation NONE = new Activation(Kind.NONE, 0, 0);

  /** max(0, x). */
  public static final Activation RELU = clamp(0, Float.POSITIVE_INFINITY);

  /** Limits x to [min, max]. */
  public static Activation clamp(float min, float max) {
    return new Activation(Kind.CLAMP, min, max);
  }

  /** An activation without parameters. */
  public static Activation of(Kind kind) {
    return new Activation(kind, kind == Kind.SILU ? 1 : 0, 0);
  }

  /** An activation with one parameter. */
  public static Activation of(Kind kind, float alpha) {
    return new Activation(kind, alpha, 0);
  }

  /** Whether it only limits the range, which kernels do while they store. */
  public boolean isClamp() {
    return kind == Kind.NONE || kind == Kind.CLAMP;
  }

  /** The lower limit of a clamp; minus infinity if there is none. */
  public float min() {
    return kind == Kind.CLAMP ? alpha : Float.NEGATIVE_INFINITY;
  }

  /** The upper limit of a clamp; infinity if there is none. */
  public float max() {
    return kind == Kind.CLAMP ? beta : Float.POSITIVE_INFINITY;
  }

  /** The value in double precision. */
  public double apply(double x) {
    return switch (kind) {
      case NONE -> x;
      case CLAMP -> {
        double raised = x < alpha ? alpha : x;
        yield raised > beta ? beta : raised;
      }
      case SIGMOID -> x < -GATE_ZERO ? 0 : UnaryFunction.SIGMOID.apply(x);
      case SILU -> alpha * x < -GATE_ZERO ? 0 : x * UnaryFunction.SIGMOID.apply(alpha * x);
      case TANH -> Math.tanh(x);
      case HARD_SIGMOID -> Math.clamp(alpha * x + beta, 0.0, 1.0);
      case HARD_SWISH -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0);
      case LEAKY_RELU -> x < 0 ? alpha * x : x;
      case ELU -> x < 0 ? alpha * Math.expm1(x) : x;
      case GELU -> 0.5 * x * (1 + SpecialFunctions.erf(x / Math.sqrt(2)));
      case GELU_TANH ->
          0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case MISH -> x * Math.tanh(UnaryFunction.SOFTPLUS.apply(x));
      case SELU -> beta * (x > 0 ? x : alpha * Math.expm1(x));
      case CELU -> x > 0 ? x : alpha * Math.expm1(x / alpha);
      case THRESHOLDED_RELU -> x > alpha ? x : 0;
      case SHRINK -> x < -alpha ? x + beta : x > alpha ? x - beta : 0;
    };
  }
}
