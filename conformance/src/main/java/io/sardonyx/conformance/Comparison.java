package io.sardonyx.conformance;

import io.sardonyx.MapValue;
import io.sardonyx.OptionalValue;
import io.sardonyx.SequenceValue;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Compares results with references: the same type and shape, floats within a tolerance, everything
 * else exactly.
 */
public final class Comparison {

  private final Tolerance tolerance;

  public Comparison(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /** What is wrong with {@code got}, in one line; empty if nothing. */
  public Optional<String> difference(Value got, Value expected) {
    return switch (expected) {
      case Tensor e -> got instanceof Tensor g ? tensors(g, e) : Optional.of(kind(got, expected));
      case SequenceValue e ->
          got instanceof SequenceValue g ? sequences(g, e) : Optional.of(kind(got, expected));
      case OptionalValue e ->
          got instanceof OptionalValue g
              ? optionals(g, e)
              : e.value().isPresent()
                  ? difference(got, e.value().get())
                  : Optional.of(kind(got, expected));
      case MapValue e -> got instanceof MapValue g ? maps(g, e) : Optional.of(kind(got, expected));
    };
  }

  private static String kind(Value got, Value expected) {
    return "got a " + got.type() + ", expected a " + expected.type();
  }

  private Optional<String> sequences(SequenceValue got, SequenceValue expected) {
    if (got.size() != expected.size()) {
      return Optional.of("got " + got.size() + " elements, expected " + expected.size());
    }
    for (int i = 0; i < got.size(); i++) {
      Optional<String> found = difference(got.values().get(i), expected.values().get(i));
      if (found.isPresent()) {
        return Optional.of("element " + i + ": " + found.get());
      }
    }
    return Optional.empty();
  }

  private Optional<String> optionals(OptionalValue got, OptionalValue expected) {
    if (got.value().isPresent() != expected.value().isPresent()) {
      return Optional.of(
          got.value().isPresent() ? "got a value, expected none" : "got none, expected a value");
    }
    return got.value().flatMap(g -> difference(g, expected.value().get()));
  }

  private Optional<String> maps(MapValue got, MapValue expected) {
    if (!got.entries().keySet().equals(expected.entries().keySet())) {
      return Optional.of(
          "got the keys %s, expected %s"
              .formatted(got.entries().keySet(), expected.entries().keySet()));
    }
    for (Map.Entry<Object, Value> e : expected.entries().entrySet()) {
      Optional<String> found = difference(got.entries().get(e.getKey()), e.getValue());
      if (found.isPresent()) {
        return Optional.of("key " + e.getKey() + ": " + found.get());
      }
    }
    return Optional.empty();
  }

  private Optional<String> tensors(Tensor got, Tensor expected) {
    if (got.elementType() != expected.elementType()
        || !Arrays.equals(got.shape(), expected.shape())) {
      return Optional.of("got " + got.type() + ", expected " + expected.type());
    }
    if (!expected.elementType().isFloat() && !expected.elementType().isComplex()) {
      return exact(got, expected);
    }
    double[] g = Numbers.of(got);
    double[] e = Numbers.of(expected);
    double largest = Arrays.stream(e).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    int wrong = 0;
    int first = -1;
    double worst = 0;
    for (int i = 0; i < e.length; i++) {
      if (!fits(g[i], e[i], largest)) {
        wrong++;
        first = first < 0 ? i : first;
        worst = Math.max(worst, Math.abs(g[i] - e[i]));
      }
    }
    return wrong == 0
        ? Optional.empty()
        : Optional.of(
            "at %s got %s, expected %s (%d of %d differ, by at most %.3g)"
                .formatted(
                    index(first, expected, g.length), g[first], e[first], wrong, e.length, worst));
  }

  private boolean fits(double got, double expected, double largest) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      return Double.compare(got, expected) == 0;
    }
    return Math.abs(got - expected) <= tolerance.allowed(expected, largest);
  }

  private static Optional<String> exact(Tensor got, Tensor expected) {
    Iterator<String> g = Numbers.texts(got).iterator();
    Iterator<String> e = Numbers.texts(expected).iterator();
    int n = (int) expected.size();
    for (int i = 0; e.hasNext(); i++) {
      String found = g.next();
      String wanted = e.next();
      if (!found.equals(wanted)) {
        return Optional.of(
            "at %s got %s, expected %s".formatted(index(i, expected, n), found, wanted));
      }
    }
    return Optional.empty();
  }

  private static String index(int linear, Tensor tensor, int numbers) {
    int rest = tensor.size() == 0 ? 0 : (int) (linear / Math.max(1, numbers / tensor.size()));
    long[] index = new long[tensor.rank()];
    for (int d = index.length - 1; d >= 0; d--) {
      index[d] = rest % tensor.dim(d);
      rest /= (int) tensor.dim(d);
    }
    return Arrays.toString(index);
  }
}
