package io.sardonyx.conformance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.CancelSignal;
import io.sardonyx.MemoryLimitException;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.RunCancelledException;
import io.sardonyx.RunOptions;
import io.sardonyx.conformance.guarantees.Networks.Sample;
import io.sardonyx.zoo.networks.Network;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs that are cancelled, late, or too large stop with a message, and the model goes on. */
class StoppingTest {

  private static final Sample SAMPLE = Networks.zoo(Network.RESNET18, 64, 1);

  private static OnnxModel model;
  private static long expected;

  @BeforeAll
  static void load() {
    model = OnnxModel.load(SAMPLE.model(), ModelOptions.DEFAULT.withProfiling(true));
    expected = Checksums.checksum(model.run(SAMPLE.inputs()));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static void assertThatTheModelGoesOn() {
    assertThat(Checksums.checksum(model.run(SAMPLE.inputs()))).isEqualTo(expected);
  }

  @Test
  void aRunThatIsCancelledBeforeRunsNoNode() {
    CancelSignal signal = new CancelSignal();
    signal.cancel();
    int before = model.profile().spans().size();
    assertThatThrownBy(() -> model.run(SAMPLE.inputs(), RunOptions.DEFAULT.withCancel(signal)))
        .isInstanceOf(RunCancelledException.class)
        .hasMessageContaining("cancelled");
    assertThat(model.profile().spans()).hasSize(before);
    assertThatTheModelGoesOn();
  }

  @Test
  void aRunThatIsCancelledOnTheWayStopsBetweenNodes() {
    CancelSignal signal = new CancelSignal();
    int before = model.profile().spans().size();
    CompletableFuture<?> run =
        model.runAsync(
            Map.of("input", Networks.pictures(64, 3, 64)), RunOptions.DEFAULT.withCancel(signal));
    while (model.profile().spans().size() == before) {
      Thread.onSpinWait();
    }
    signal.cancel();
    assertThatThrownBy(run::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(RunCancelledException.class);
    int nodes = model.pipeline().optimized().nodes().size();
    assertThat(model.profile().spans().size() - before).isBetween(1, nodes - 1);
    assertThatTheModelGoesOn();
  }

  @Test
  void aRunStopsAtItsDeadline() {
    RunOptions options = RunOptions.DEFAULT.withTimeout(Duration.ofNanos(1));
    assertThatThrownBy(() -> model.run(SAMPLE.inputs(), options))
        .isInstanceOf(RunCancelledException.class)
        .hasMessageContaining("deadline");
    assertThatTheModelGoesOn();
    assertThat(
            Checksums.checksum(
                model.run(SAMPLE.inputs(), RunOptions.DEFAULT.withTimeout(Duration.ofDays(1)))))
        .isEqualTo(expected);
  }

  @Test
  void aRunBeyondTheMemoryLimitIsRefused() {
    long peak = model.pipeline().program().memoryFigures().peak();
    ModelOptions options = ModelOptions.DEFAULT.withMemoryLimit(4 * peak);
    try (OnnxModel limited = OnnxModel.load(SAMPLE.model(), options)) {
      assertThat(Checksums.checksum(limited.run(SAMPLE.inputs()))).isEqualTo(expected);
      assertThatThrownBy(() -> limited.run(Map.of("input", Networks.pictures(9, 3, 64))))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessageContaining("the limit is " + 4 * peak);
      assertThat(Checksums.checksum(limited.run(SAMPLE.inputs()))).isEqualTo(expected);
    }
  }
}
