package io.sardonyx.zoo.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.UnsupportedOperatorException;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.zoo.OrtModel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworksTest {

  private static final NetworkOptions SMALL = NetworkOptions.DEFAULT.withImageSize(64);

  /** Building takes longer than testing. */
  private static final Map<Network, ModelProto> BUILT = new EnumMap<>(Network.class);

  private static ModelProto small(Network network) {
    return BUILT.computeIfAbsent(network, n -> n.build(SMALL));
  }

  @AfterAll
  static void forget() {
    BUILT.clear();
  }

  @ParameterizedTest
  @EnumSource
  void parametersAreAsManyAsInTorchvision(Network network) {
    // The size of pictures matters for VGG-16 alone.
    ModelProto model =
        network == Network.VGG16 ? network.build(NetworkOptions.DEFAULT) : small(network);
    long parameters = 0;
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      long elements = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
      assertThat(tensor.getRawData().size()).as(tensor.getName()).isEqualTo((int) elements * 4);
      boolean learned = tensor.getName().endsWith("weight") || tensor.getName().endsWith("bias");
      parameters += learned ? elements : 0;
    }
    assertThat(parameters).isEqualTo(network.parameters());
  }

  /** The numbers of torch.onnx.export, its Identity and Constant nodes aside. */
  @Test
  void nodesAreThoseThatPyTorchExports() {
    assertThat(operators(small(Network.RESNET18)))
        .isEqualTo(
            Map.of(
                "Conv",
                20L,
                "BatchNormalization",
                20L,
                "Relu",
                17L,
                "MaxPool",
                1L,
                "Add",
                8L,
                "GlobalAveragePool",
                1L,
                "Flatten",
                1L,
                "Gemm",
                1L));
    assertThat(operators(small(Network.RESNET50)))
        .isEqualTo(
            Map.of(
                "Conv",
                53L,
                "BatchNormalization",
                53L,
                "Relu",
                49L,
                "MaxPool",
                1L,
                "Add",
                16L,
                "GlobalAveragePool",
                1L,
                "Flatten",
                1L,
                "Gemm",
                1L));
    assertThat(operators(small(Network.VGG16)))
        .isEqualTo(
            Map.of(
                "Conv",
                13L,
                "Relu",
                15L,
                "MaxPool",
                5L,
                "AveragePool",
                1L,
                "Flatten",
                1L,
                "Gemm",
                3L));
    assertThat(operators(Network.MOBILENET_V2.build(SMALL.withFoldNorms(true))))
        .isEqualTo(
            Map.of(
                "Conv",
                52L,
                "Clip",
                35L,
                "Add",
                10L,
                "GlobalAveragePool",
                1L,
                "Flatten",
                1L,
                "Gemm",
                1L));
    assertThat(operators(Network.EFFICIENTNET_B0.build(SMALL.withFoldNorms(true))))
        .isEqualTo(
            Map.of(
                "Conv",
                81L,
                "Sigmoid",
                65L,
                "Mul",
                65L,
                "GlobalAveragePool",
                17L,
                "Add",
                9L,
                "Flatten",
                1L,
                "Gemm",
                1L));
  }

  private static Map<String, Long> operators(ModelProto model) {
    return model.getGraph().getNodeList().stream()
        .collect(Collectors.groupingBy(NodeProto::getOpType, Collectors.counting()));
  }

  @Test
  void weightsDependOnTheSeedAlone() {
    ModelProto model = small(Network.MOBILENET_V2);
    assertThat(checksum(model)).isEqualTo(3068158768L);
    assertThat(Network.MOBILENET_V2.build(SMALL)).isEqualTo(model);
    assertThat(Network.MOBILENET_V2.build(SMALL.withBatch(3)).getGraph().getInitializerList())
        .isEqualTo(model.getGraph().getInitializerList());
    assertThat(Network.MOBILENET_V2.build(SMALL.withSeed(2)).getGraph().getInitializer(0))
        .isNotEqualTo(model.getGraph().getInitializer(0));
  }

  private static long checksum(ModelProto model) {
    CRC32 crc = new CRC32();
    model.getGraph().getInitializerList().forEach(t -> crc.update(t.getRawData().toByteArray()));
    return crc.getValue();
  }

  @Test
  void batchSizeAndClassesAreOptions() {
    ModelProto model = Network.RESNET18.build(SMALL.withBatch(4).withClasses(10));
    try (OrtModel ort = OrtModel.load(model.toByteArray())) {
      assertThat(ort.run(pictures(4)).get("output")).hasSize(40);
    }
    assertThat(model.getGraph().getInput(0).getType().getTensorType().getShape().getDim(0))
        .matches(d -> d.getDimValue() == 4);
    assertThat(
            small(Network.RESNET18)
                .getGraph()
                .getInput(0)
                .getType()
                .getTensorType()
                .getShape()
                .getDim(0)
                .getDimParam())
        .isEqualTo("batch");
  }

  @ParameterizedTest
  @EnumSource
  void activationsStayInRangeAndDependOnThePicture(Network network) {
    Tensor pictures = pictures(2);
    try (OrtModel ort = OrtModel.load(small(network).toByteArray())) {
      float[] scores = ort.run(pictures).get("output");
      int half = scores.length / 2;
      double squares = 0;
      double differences = 0;
      for (int i = 0; i < half; i++) {
        assertThat(scores[i]).isFinite();
        squares += scores[i] * scores[i] / half;
        double difference = scores[i] - scores[i + half];
        differences += difference * difference / half;
      }
      assertThat(Math.sqrt(squares)).isBetween(0.3, 4.0);
      assertThat(Math.sqrt(differences / squares)).isGreaterThan(0.1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void foldedNormsGiveTheSame(Network network) {
    Assumptions.assumeTrue(network != Network.VGG16, "VGG-16 has no batch normalisation");
    Tensor pictures = pictures(1);
    try (OrtModel kept = OrtModel.load(small(network).toByteArray());
        OrtModel folded = OrtModel.load(network.build(SMALL.withFoldNorms(true)).toByteArray())) {
      assertClose(folded.run(pictures).get("output"), kept.run(pictures).get("output"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ourRuntimeAgreesWithOnnxRuntime(Network network) {
    byte[] bytes = small(network).toByteArray();
    Tensor pictures = pictures(2);
    try (OnnxModel model = OnnxModel.load(bytes);
        OrtModel ort = OrtModel.load(bytes)) {
      float[] ours = model.run(Map.of("input", pictures)).tensor("output").floats();
      assertClose(ours, ort.run(pictures).get("output"));
    } catch (UnsupportedOperatorException e) {
      Assumptions.abort(e.getMessage());
    }
  }

  @Test
  void networksHaveNames() {
    assertThat(Network.named("efficientnet_b0")).isEqualTo(Network.EFFICIENTNET_B0);
    assertThatThrownBy(() -> Network.named("alexnet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no network 'alexnet'; there are [resnet18,");
    assertThatThrownBy(() -> SMALL.withImageSize(100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 32");
  }

  /** Pictures of a few smooth waves each, with mean 0 and variance 1. */
  private static Tensor pictures(int count) {
    int size = SMALL.imageSize();
    Random random = new Random(7);
    float[] values = new float[count * 3 * size * size];
    for (int map = 0; map < count * 3; map++) {
      double right = 0.05 + 0.4 * random.nextDouble();
      double down = 0.05 + 0.4 * random.nextDouble();
      double phase = 6 * random.nextDouble();
      for (int i = 0; i < size * size; i++) {
        double wave = Math.sin(right * (i % size) + down * Math.floorDiv(i, size) + phase);
        values[map * size * size + i] = (float) (1.3 * wave + 0.4 * random.nextGaussian());
      }
    }
    return Tensor.of(values, count, 3, size, size);
  }

  private static void assertClose(float[] got, float[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    float greatest = 0;
    float difference = 0;
    for (int i = 0; i < got.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(got[i] - expected[i]));
    }
    assertThat(difference).isLessThanOrEqualTo(1e-4f * greatest);
  }
}
