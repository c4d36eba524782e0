package io.sardonyx.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.sardonyx.InvalidInputException;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.zoo.image.Image;
import io.sardonyx.zoo.image.Interpolation;
import io.sardonyx.zoo.image.InvalidImageException;
import io.sardonyx.zoo.image.Preprocessing;
import io.sardonyx.zoo.image.Resize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uses a network whose scores are the levels of a gray picture of 2x2: one Reshape. */
class ClassifierTest {

  private static final Labels LABELS = Labels.of("a", "b", "c", "d");
  private static final Preprocessing TWO_BY_TWO =
      Preprocessing.GRAY.withResize(new Resize.Exact(2, 2, Interpolation.BOX));
  private static final Image PICTURE = Image.gray(2, 2, new byte[] {51, 0, -1, 102});

  /** Dimensions below zero are symbols. */
  private static OnnxModel model(long... shape) {
    ByteString rows = ByteString.copyFrom(new byte[16]);
    byte[] target = rows.toByteArray();
    java.util.Arrays.fill(target, 0, 8, (byte) (shape[0] < 0 ? -1 : 0));
    if (shape[0] >= 0) {
      target[0] = (byte) shape[0];
    }
    target[8] = 4;
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("levels")
            .addInput(value("pixels", shape))
            .addOutput(value("scores", shape[0], 4))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("shape")
                    .setDataType(TensorProto.DataType.INT64_VALUE)
                    .addDims(2)
                    .setRawData(ByteString.copyFrom(target)))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("Reshape")
                    .addInput("pixels")
                    .addInput("shape")
                    .addOutput("scores"))
            .build();
    return OnnxModel.load(
        ModelProto.newBuilder()
            .setIrVersion(7)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph)
            .build()
            .toByteArray());
  }

  private static ValueInfoProto value(String name, long... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] < 0) {
        dims.addDimBuilder().setDimParam("d" + i);
      } else {
        dims.addDimBuilder().setDimValue(shape[i]);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(dims)))
        .build();
  }

  @Test
  void theBestClassesComeFirst() {
    try (Classifier classifier = Classifier.of(model(-1, 1, 2, 2), TWO_BY_TWO, LABELS)) {
      assertThat(classifier.classify(PICTURE))
          .containsExactly(
              new Prediction("c", 2, 1),
              new Prediction("d", 3, 0.4f),
              new Prediction("a", 0, 0.2f),
              new Prediction("b", 1, 0));
      assertThat(classifier.withTop(1).classify(PICTURE))
          .containsExactly(new Prediction("c", 2, 1));
    }
  }

  @Test
  void softmaxGivesProbabilities() {
    try (Classifier classifier = Classifier.of(model(-1, 1, 2, 2), TWO_BY_TWO, LABELS)) {
      List<Prediction> predictions = classifier.withSoftmax(true).classify(PICTURE);
      double sum = predictions.stream().mapToDouble(Prediction::score).sum();
      assertThat(sum).isEqualTo(1, within(1e-6));
      double e = Math.exp(1);
      assertThat((double) predictions.getFirst().score())
          .isEqualTo(e / (e + Math.exp(0.4) + Math.exp(0.2) + 1), within(1e-6));
    }
  }

  @Test
  void batchesOfAnySizeFitOpenAndFixedModels() {
    Image dark = Image.gray(2, 2, new byte[] {0, 1, 0, 0});
    List<Image> images = List.of(PICTURE, dark, PICTURE, dark, dark);
    for (long batch : new long[] {-1, 1, 2, 5, 8}) {
      try (Classifier classifier = Classifier.of(model(batch, 1, 2, 2), TWO_BY_TWO, LABELS)) {
        assertThat(classifier.classify(images))
            .as("batch %d", batch)
            .extracting(p -> p.getFirst().label())
            .containsExactly("c", "b", "c", "b", "b");
        assertThat(classifier.classify(List.of())).isEmpty();
      }
    }
  }

  @Test
  void filesAreReadAndResized() {
    try (Classifier classifier = Classifier.of(model(-1, 1, 2, 2), TWO_BY_TWO, LABELS)) {
      assertThat(classifier.classify(Path.of("samples", "digit-0-a.png"))).hasSize(4);
      assertThatThrownBy(() -> classifier.classify(Path.of("samples", "README.md")))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("README.md: is no picture of a known format");
    }
  }

  @Test
  void aModelThatTakesOtherPicturesIsRefused() {
    try (OnnxModel model = model(-1, 3, 2, 2)) {
      assertThatThrownBy(() -> Classifier.of(model, TWO_BY_TWO, LABELS))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("the input 'pixels' is ")
          .hasMessageContaining("[d0,3,2,2]; the preprocessing makes ")
          .hasMessageEndingWith("[N,1,2,2]");
    }
    try (OnnxModel model = model(-1, 4)) {
      assertThatThrownBy(() -> Classifier.of(model, TWO_BY_TWO, LABELS))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void openSizesAreAccepted() {
    try (Classifier classifier = Classifier.of(model(-1, -1, -1, -1), TWO_BY_TWO, LABELS)) {
      assertThat(classifier.withTop(1).classify(PICTURE).getFirst().label()).isEqualTo("c");
    }
  }

  @Test
  void labelsMustBeAsManyAsScores() {
    try (OnnxModel model = model(-1, 1, 2, 2)) {
      assertThatThrownBy(() -> Classifier.of(model, TWO_BY_TWO, Labels.DIGITS))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("there are 10 labels");
      Classifier classifier = Classifier.of(model, TWO_BY_TWO, LABELS);
      assertThatThrownBy(() -> classifier.withTop(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
