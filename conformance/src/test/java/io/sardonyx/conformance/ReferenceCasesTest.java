package io.sardonyx.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sardonyx.KernelSet;
import io.sardonyx.ModelOptions;
import io.sardonyx.conformance.Verifier.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's official reference cases in every mode that must make no difference: {vector, scalar}
 * kernels x passes {on, off} x {first run, reused memory filled with NaN}. What is known to fail
 * stands in {@code expected-failures.tsv}, or for ONNX 1.12 in {@code expected-failures-1.12.tsv},
 * each with its reason; that it passes is a failure too.
 */
class ReferenceCasesTest {

  private static final Map<String, String> EXPECTED_FAILURES = expectedFailures().reasons();

  private static ExpectedFailures expectedFailures() {
    boolean isOlder = ReferenceData.folder().filter(ReferenceData.DEBIAN::equals).isPresent();
    String name = isOlder ? "expected-failures-1.12.tsv" : "expected-failures.tsv";
    try (InputStream in = ReferenceCasesTest.class.getResourceAsStream(name)) {
      return ExpectedFailures.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void areThere() {
    if (ReferenceData.folder().isEmpty()) {
      System.out.println(ReferenceData.HOW_TO_GET);
    }
    Assumptions.assumeTrue(ReferenceData.folder().isPresent(), ReferenceData.HOW_TO_GET);
    assertThat(ReferenceData.groups()).isNotEmpty();
  }

  @TestFactory
  Stream<DynamicNode> agree() {
    return ReferenceData.groups().stream().map(this::group);
  }

  private DynamicNode group(Path folder) {
    return dynamicContainer(
        folder.getFileName().toString(),
        ReferenceCase.find(folder).stream()
            .map(test -> dynamicTest(test.name(), () -> verify(test))));
  }

  private static void verify(ReferenceCase test) {
    List<String> failures = new ArrayList<>();
    boolean light = test.dataSets().isEmpty();
    for (KernelSet kernels : KernelSet.values()) {
      for (boolean passes : new boolean[] {true, false}) {
        if (light && kernels == KernelSet.SCALAR && !passes) {
          continue;
        }
        ModelOptions options =
            ModelOptions.DEFAULT
                .withKernels(kernels)
                .withPasses(passes)
                .withPoisonMemory(true)
                .withDeterministic(true);
        Verdict verdict = new Verifier(options, Tolerance.UPSTREAM, light ? 1 : 2).verify(test);
        if (verdict instanceof Verdict.Failed(List<String> lines)) {
          failures.add(kernels + ", passes " + passes + ": " + lines.getFirst());
        }
      }
    }
    if (EXPECTED_FAILURES.containsKey(test.name())) {
      assertThat(failures)
          .as("expected to fail: %s", EXPECTED_FAILURES.get(test.name()))
          .isNotEmpty();
    } else {
      assertThat(failures).isEmpty();
    }
  }
}
