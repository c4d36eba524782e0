package io.sardonyx.conformance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.OnnxModel;
import io.sardonyx.conformance.guarantees.Networks.Sample;
import io.sardonyx.runtime.plan.MemoryFigures;
import io.sardonyx.zoo.networks.Network;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The memory planner comes close to what no layout can beat. */
class MemoryPlanTest {

  static Stream<Sample> networks() {
    return Stream.of(
        Networks.zoo(Network.RESNET50, 224, 1),
        Networks.zoo(Network.EFFICIENTNET_B0, 224, 1),
        Networks.zoo(Network.MOBILENET_V2, 224, 4),
        new Sample("unet", UNet.build(16, 4), Map.of("input", Networks.pictures(1, 3, 128))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void peakIsWithinFivePercentOfTheLowerBound(Sample sample) {
    try (OnnxModel model = OnnxModel.load(sample.model())) {
      model.run(sample.inputs());
      MemoryFigures figures = model.pipeline().program().memoryFigures();
      assertThat(figures.lowerBound()).isPositive();
      assertThat(figures.peak()).isGreaterThanOrEqualTo(figures.lowerBound());
      assertThat((double) figures.peak()).isLessThanOrEqualTo(1.05 * figures.lowerBound());
      assertThat(figures.withoutReuse()).isGreaterThan(2 * figures.peak());
    }
  }
}
