package io.sardonyx.conformance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.conformance.api.JavaProgram;
import io.sardonyx.conformance.api.JavaProgram.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of a warm model allocate next to nothing, on all threads together; in a JVM of its own,
 * since a coverage agent and thousands of odd models before would show in how the kernels are
 * compiled.
 */
class AllocationTest {

  @Test
  void warmRunsAllocateTheirResultsAndLittleMore(@TempDir Path folder) {
    Result result =
        new JavaProgram(folder)
            .option("-Xmx2g", "--add-modules", "jdk.incubator.vector")
            .run("-cp", JavaProgram.testClassPath(), Allocations.class.getName());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.lines()).hasSize(Networks.zooAndUNet().size());
    assertThat(result.lines())
        .allSatisfy(line -> {
          String[] parts = line.split(" ");
          assertThat(Long.parseLong(parts[1])).as("run").isBetween(0L, Allocations.LIMIT);
          assertThat(Long.parseLong(parts[2])).as("bound run").isBetween(0L, Allocations.LIMIT);
        });
  }
}
