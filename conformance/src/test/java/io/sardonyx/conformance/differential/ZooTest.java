package io.sardonyx.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.conformance.Comparison;
import io.sardonyx.conformance.OnnxRuntimeOracle;
import io.sardonyx.conformance.Tolerance;
import io.sardonyx.conformance.guarantees.Networks;
import io.sardonyx.conformance.guarantees.Networks.Sample;
import io.sardonyx.zoo.networks.Network;
import io.sardonyx.zoo.networks.NetworkOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks compute what ONNX Runtime computes. */
class ZooTest {

  private static final Comparison COMPARISON = new Comparison(new Tolerance.Scaled(1e-4));

  private static void assertAgrees(
      OnnxModel model, OnnxRuntimeOracle oracle, Map<String, Value> in) {
    Map<String, Tensor> expected = oracle.run(in);
    Map<String, Value> got = model.run(in).values();
    assertThat(got.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, value) ->
        assertThat(COMPARISON.difference(got.get(name), value)).as(name).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void networksOfTheZooAgree(Network network) {
    for (int size : new int[] {64, 96}) {
      for (boolean folded : new boolean[] {false, true}) {
        byte[] bytes =
            network
                .build(
                    NetworkOptions.DEFAULT
                        .withImageSize(size)
                        .withClasses(10)
                        .withFoldNorms(folded))
                .toByteArray();
        try (OnnxModel model = OnnxModel.load(bytes);
            OnnxRuntimeOracle oracle = new OnnxRuntimeOracle(bytes, true)) {
          for (int batch : new int[] {1, 3}) {
            assertAgrees(model, oracle, Map.of("input", Networks.pictures(batch, 3, size)));
          }
        }
        if (network == Network.VGG16) {
          break;
        }
      }
    }
  }

  static List<Sample> others() {
    return Networks.small().subList(3, Networks.small().size());
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherNetworksAgree(Sample sample) {
    try (OnnxModel model = OnnxModel.load(sample.model());
        OnnxRuntimeOracle oracle = new OnnxRuntimeOracle(sample.model(), true)) {
      assertAgrees(model, oracle, sample.inputs());
    }
  }
}
