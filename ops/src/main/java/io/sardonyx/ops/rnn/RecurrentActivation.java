package io.sardonyx.ops.rnn;

import io.sardonyx.InvalidModelException;
import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An activation function of a recurrent layer with its parameters.
 *
 * @param kind which function
 * @param alpha its first parameter, if it has any
 * @param beta its second parameter, if it has one
 * @param kernel the kernel that computes it, if there is one
 */
record RecurrentActivation(Kind kind, float alpha, float beta, Activation kernel) {

  private static RecurrentActivation of(Kind kind, float alpha, float beta) {
    Activation kernel =
        switch (kind) {
          case RELU -> Activation.RELU;
          case LEAKYRELU -> Activation.of(Activation.Kind.LEAKY_RELU, alpha);
          case HARDSIGMOID -> new Activation(Activation.Kind.HARD_SIGMOID, alpha, beta);
          case ELU -> Activation.of(Activation.Kind.ELU, alpha);
          default -> null;
        };
    return new RecurrentActivation(kind, alpha, beta, kernel);
  }

  /** The functions, with the defaults of their parameters; NaN where there is none. */
  enum Kind {
    RELU(Float.NaN, Float.NaN),
    TANH(Float.NaN, Float.NaN),
    SIGMOID(Float.NaN, Float.NaN),
    AFFINE(1, 0),
    LEAKYRELU(0.01f, Float.NaN),
    THRESHOLDEDRELU(1, Float.NaN),
    SCALEDTANH(1, 1),
    HARDSIGMOID(0.2f, 0.5f),
    ELU(1, Float.NaN),
    SOFTSIGN(Float.NaN, Float.NaN),
    SOFTPLUS(Float.NaN, Float.NaN);

    private final float alpha;
    private final float beta;

    Kind(float alpha, float beta) {
      this.alpha = alpha;
      this.beta = beta;
    }

    private static Kind of(String name) {
      for (Kind kind : values()) {
        if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
          return kind;
        }
      }
      throw new InvalidModelException(
          "activation '%s' is unknown; expected one of %s"
              .formatted(name, Arrays.toString(values())));
    }
  }

  /**
   * Reads a layer's activations, for every direction one after the other.
   *
   * @param defaults the names for one direction
   */
  static List<RecurrentActivation> read(Attributes a, int directions, String... defaults) {
    List<String> names = a.stringsOrNull("activations");
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < directions * defaults.length; i++) {
      if (names == null || names.isEmpty()) {
        kinds.add(Kind.of(defaults[i % defaults.length]));
      } else if (names.size() >= directions * defaults.length) {
        kinds.add(Kind.of(names.get(i)));
      } else {
        throw new InvalidModelException(
            "attribute 'activations' has %d names; expected %d"
                .formatted(names.size(), directions * defaults.length));
      }
    }
    float[] alphas = parameters(a, "activation_alpha", kinds, k -> k.alpha);
    float[] betas = parameters(a, "activation_beta", kinds, k -> k.beta);
    List<RecurrentActivation> activations = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      activations.add(of(kinds.get(i), alphas[i], betas[i]));
    }
    return activations;
  }

  /** A parameter's default. */
  @FunctionalInterface
  private interface Default {
    float of(Kind kind);
  }

  /**
   * The parameters for all functions. A list with one number for each function is taken as it is; a
   * shorter one holds them for those functions that have the parameter.
   */
  private static float[] parameters(Attributes a, String name, List<Kind> kinds, Default standard) {
    float[] given = a.numbersOrNull(name);
    float[] all = new float[kinds.size()];
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      float fallback = standard.of(kinds.get(i));
      if (given != null && given.length >= all.length) {
        all[i] = given[i];
      } else if (given != null && !Float.isNaN(fallback) && next < given.length) {
        all[i] = given[next++];
      } else {
        all[i] = fallback;
      }
    }
    return all;
  }

  /** Applies the function in place. */
  void apply(RealArithmetic r, Object y, int at, int n) {
    switch (kind) {
      case RELU, LEAKYRELU, HARDSIGMOID, ELU -> r.activate(kernel, y, at, n);
      case TANH -> r.unary(UnaryFunction.TANH, y, at, n);
      case SIGMOID -> r.unary(UnaryFunction.SIGMOID, y, at, n);
      case AFFINE -> r.affine(y, at, y, at, alpha, beta, n);
      case THRESHOLDEDRELU -> {
        for (int i = at; i < at + n; i++) {
          r.set(y, i, r.get(y, i) < alpha ? 0 : r.get(y, i));
        }
      }
      case SCALEDTANH -> {
        r.affine(y, at, y, at, beta, 0, n);
        r.unary(UnaryFunction.TANH, y, at, n);
        r.affine(y, at, y, at, alpha, 0, n);
      }
      case SOFTSIGN -> r.unary(UnaryFunction.SOFTSIGN, y, at, n);
      case SOFTPLUS -> r.unary(UnaryFunction.SOFTPLUS, y, at, n);
    }
  }
}
