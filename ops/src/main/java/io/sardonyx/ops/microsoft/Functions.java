package io.sardonyx.ops.microsoft;

import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import io.sardonyx.runtime.spi.FunctionOperator;
import io.sardonyx.runtime.spi.NodeBuilder;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;
import java.util.LinkedHashMap;
import java.util.Map;

/** Registers operators that are functions, and what their bodies have in common. */
final class Functions {

  /** The operators' domain. */
  static final String DOMAIN = "com.microsoft";

  /** Makes the body of a node with these attributes. */
  @FunctionalInterface
  interface Definition {
    void define(Attributes a, FunctionBody b);
  }

  private final Registrar registrar;

  Functions(Registrar registrar) {
    this.registrar = registrar;
  }

  /** Registers a function of the domain. */
  Functions op(String name, Definition definition) {
    return op(DOMAIN, name, definition);
  }

  /** Registers a function of another domain. */
  Functions op(String domain, String name, Definition definition) {
    registrar.op(domain, name, 1, a -> (FunctionOperator) b -> definition.define(a, b));
    return this;
  }

  /** Registers an operator that is the one of ONNX of the same name, inputs and attributes. */
  Functions same(String name) {
    return op(name, (a, b) -> b.output(0, b.op(name, a.given(), inputs(b))));
  }

  /** All inputs of the node. */
  static int[] inputs(FunctionBody b) {
    int[] inputs = new int[b.inputCount()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = b.input(i);
    }
    return inputs;
  }

  /** The given attributes with these names. */
  static Map<String, Object> only(Attributes a, String... names) {
    Map<String, Object> chosen = new LinkedHashMap<>();
    for (String name : names) {
      if (a.isGiven(name)) {
        chosen.put(name, a.given().get(name));
      }
    }
    return chosen;
  }

  /** {@code x} plus input {@code i}; {@code x} if that is omitted. */
  static int plus(FunctionBody b, int x, int i) {
    return b.hasInput(i) ? b.op("Add", x, b.input(i)) : x;
  }

  /** An activation by its name, with parameters where they are given. */
  static int activation(FunctionBody b, String name, int x, Float alpha, Float beta, Float gamma) {
    Map<String, Object> given = new LinkedHashMap<>();
    if (alpha != null) {
      given.put("alpha", alpha);
    }
    if (beta != null) {
      given.put("beta", beta);
    }
    return switch (name) {
      case "" -> x;
      case "Relu", "Sigmoid", "Tanh", "Softplus", "Softsign", "HardSwish" -> b.op(name, x);
      case "LeakyRelu", "Elu", "ThresholdedRelu", "Celu", "HardSigmoid" -> b.op(name, given, x);
      case "Selu" -> {
        if (gamma != null) {
          given.put("gamma", gamma);
        }
        given.remove("beta");
        yield b.op(name, given, x);
      }
      case "Gelu" -> b.op("Gelu", x);
      case "Clip" ->
          b.op(
              "Clip",
              x,
              alpha == null ? NodeBuilder.ABSENT : b.number(alpha, x),
              beta == null ? NodeBuilder.ABSENT : b.number(beta, x));
      default -> throw b.error("attribute 'activation' is '%s', which is not known", name);
    };
  }

  /** The order of dimensions that brings channels from the end to the second place. */
  static long[] channelsFirst(int rank) {
    long[] perm = new long[rank];
    for (int d = 2; d < rank; d++) {
      perm[d] = d - 1;
    }
    perm[1] = rank - 1;
    return perm;
  }

  /** The order of dimensions that brings channels from the second place to the end. */
  static long[] channelsLast(int rank) {
    long[] perm = new long[rank];
    for (int d = 1; d < rank - 1; d++) {
      perm[d] = d + 1;
    }
    perm[rank - 1] = 1;
    return perm;
  }

  /** The rank of an input that must be known. */
  static int rank(FunctionBody b, int i) {
    if (b.rank(i) < 0) {
      throw b.error("the rank of input %d must be known", i);
    }
    return b.rank(i);
  }

  /** The number of a dimension that must be known. */
  static long dim(FunctionBody b, int i, int axis) {
    int rank = rank(b, i);
    var dim = b.shape(i).dim(b.axis(axis, rank));
    if (!dim.isKnown()) {
      throw b.error("dimension %d of input %d must be known", axis, i);
    }
    return dim.size();
  }

  /** Refuses inputs that ask for something which is not implemented. */
  static void refuse(FunctionBody b, int... inputs) {
    for (int i : inputs) {
      if (b.hasInput(i)) {
        throw b.error("input %d is given; only runs without it are supported", i);
      }
    }
  }

  /** The element type code of ONNX, for Cast. */
  static int cast(NodeBuilder b, int x, int code) {
    return b.op("Cast", attributes("to", (long) code), x);
  }

  /** As int64. */
  static int wide(NodeBuilder b, int x) {
    return cast(b, x, 7);
  }
}
