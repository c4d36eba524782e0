package io.sardonyx.conformance.random;

import io.sardonyx.KernelSet;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.conformance.Comparison;
import io.sardonyx.conformance.OnnxRuntimeOracle;
import io.sardonyx.conformance.OnnxRuntimeOracle.RefusedException;
import io.sardonyx.conformance.Tolerance;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes random cases with Sardonyx and with ONNX Runtime, and compares. Thread-safe. */
public final class DifferentialCheck {

  /** What became of a case. */
  public sealed interface Verdict {

    /** Both compute the same. */
    record Agreed() implements Verdict {}

    /** ONNX Runtime does not run the case; it says why. */
    record NotRun(String reason) implements Verdict {}

    /** ONNX Runtime is known to deviate from the specification here. */
    record Known(String reason) implements Verdict {}

    /** They differ, or only ONNX Runtime runs it. */
    record Differs(String difference) implements Verdict {}
  }

  private final RandomCaseGenerator generator = new RandomCaseGenerator();
  private final KnownDifferences known = KnownDifferences.standard();

  /** The operators of the specification that no case is made of. */
  public List<String> missing() {
    return generator.missing();
  }

  /** Makes the case of a seed. */
  public RandomCase generate(long seed) {
    return generator.generate(seed);
  }

  /** Makes the case of a seed and checks it. */
  public Verdict check(long seed) {
    return check(generator.generate(seed));
  }

  /** The command that checks the case of a seed again. */
  public static String command(long seed) {
    return "./sardonyx verify --random 1 --seed " + seed + " --against onnxruntime";
  }

  /** Checks a case. */
  public Verdict check(RandomCase test) {
    byte[] bytes = test.model().toByteArray();
    Map<String, Tensor> expected;
    try (OnnxRuntimeOracle oracle = new OnnxRuntimeOracle(bytes, false)) {
      expected = oracle.run(test.inputs());
    } catch (RefusedException e) {
      return new Verdict.NotRun(e.getMessage());
    }
    Optional<String> difference = difference(test, bytes, expected);
    if (difference.isEmpty()) {
      return new Verdict.Agreed();
    }
    String text = test.operator() + ": " + difference.get();
    return known
        .reason(test, difference.get())
        .<Verdict>map(Verdict.Known::new)
        .orElseGet(() -> new Verdict.Differs(text));
  }

  /** In one of the modes that must make no difference, which the seed chooses. */
  private static Optional<String> difference(
      RandomCase test, byte[] bytes, Map<String, Tensor> expected) {
    RandomNumbers random = new RandomNumbers(~test.seed());
    ModelOptions options =
        ModelOptions.DEFAULT
            .withKernels(random.one(KernelSet.values()))
            .withPasses(random.chance(0.5))
            .withPoisonMemory(true)
            .withThreads(random.between(1, 2));
    try (OnnxModel model = OnnxModel.load(bytes, options)) {
      Map<String, Value> got = model.run(test.inputs()).values();
      for (Map.Entry<String, Tensor> e : expected.entrySet()) {
        Optional<String> found = compare(test, got.get(e.getKey()), e.getValue());
        if (found.isPresent()) {
          return found.map(f -> "output " + e.getKey() + ": " + f);
        }
      }
      return Optional.empty();
    } catch (OnnxException e) {
      return Optional.of("refused: " + e.getMessage());
    }
  }

  /** Close relatively, or for sums that cancel close to the largest number's precision. */
  private static Optional<String> compare(RandomCase test, Value got, Tensor expected) {
    double precision =
        switch (expected.elementType()) {
          case FLOAT16 -> 4e-3;
          case DOUBLE -> 1e-10;
          // The rounding errors of several layers add up, as in whole networks.
          default -> test.isGraph() ? 1e-4 : 1e-5;
        };
    Tolerance relative = new Tolerance.Relative(10 * precision, precision / 10);
    Optional<String> found = new Comparison(relative).difference(got, expected);
    return found.isEmpty()
        ? found
        : new Comparison(new Tolerance.Scaled(precision)).difference(got, expected);
  }
}
