package io.sardonyx.conformance.types;

import io.sardonyx.Tensor;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes of operators and versions that the reference cases leave out. */
final class OtherCases {

  private static final Tensor MATRIX = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
  private static final Tensor ONE_ROW = Tensor.of(new float[] {1, 2, 3}, 1, 3);
  private static final Tensor IMAGE = Tensor.of(new float[32], 1, 4, 2, 4);

  private final List<Retyped> cases = new ArrayList<>();

  private OtherCases() {}

  static List<Retyped> all() {
    OtherCases made = new OtherCases();
    made.general();
    made.older();
    made.machineLearning();
    return List.copyOf(made.cases);
  }

  private void general() {
    for (String op :
        List.of("ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare")) {
      add(op, List.of(ints("axes", 1)), MATRIX);
    }
    add("DepthToSpace", List.of(integer("blocksize", 2)), IMAGE);
    add("GlobalLpPool", List.of(), IMAGE);
    add("LpPool", List.of(ints("kernel_shape", 2, 2)), IMAGE);
    add("Mish", List.of(), MATRIX);
    add("Multinomial", List.of(), MATRIX);
    add("RandomNormalLike", List.of(integer("dtype", 1)), MATRIX);
    add("RandomUniformLike", List.of(integer("dtype", 1)), MATRIX);
    add("MaxRoiPool", List.of(ints("pooled_shape", 1, 1)), IMAGE, floats(0, 0, 0, 1, 1));
    add(
        "RoiAlign",
        List.of(),
        IMAGE,
        Tensor.of(new float[] {0, 0, 1, 1}, 1, 4),
        Tensor.of(new long[] {0}, 1));
    add(
        "MelWeightMatrix",
        List.of(),
        Tensor.scalar(2L),
        Tensor.scalar(8L),
        Tensor.scalar(100L),
        Tensor.scalar(1f),
        Tensor.scalar(40f));
    add("DFT", List.of(), Tensor.of(new float[8], 1, 4, 2), Tensor.scalar(4L));
    add("GRU", List.of(integer("hidden_size", 1)), weights(3));
    add("RNN", List.of(integer("hidden_size", 1)), weights(1));
  }

  private static Tensor[] weights(int gates) {
    return new Tensor[] {
      Tensor.of(new float[2], 2, 1, 1),
      Tensor.of(new float[gates], 1, gates, 1),
      Tensor.of(new float[gates], 1, gates, 1),
      Tensor.of(new float[2 * gates], 1, 2 * gates),
      Tensor.of(new int[] {2}, 1)
    };
  }

  private void older() {
    add(
        "BatchNormalization",
        List.of(ints("consumed_inputs", 0, 0, 0, 1, 1), integer("is_test", 1)),
        IMAGE,
        floats4(),
        floats4(),
        floats4(),
        floats4());
    add("Cast", List.of(string("to", "FLOAT")), MATRIX);
    add("Div", List.of(), MATRIX, MATRIX);
    add("Equal", List.of(), Tensor.of(new int[] {1, 2}, 2), Tensor.of(new int[] {1, 3}, 2));
    add("Pad", List.of(ints("paddings", 0, 1, 0, 1)), MATRIX);
    add("Reshape", List.of(ints("shape", 3, 2)), MATRIX);
    add("Slice", List.of(ints("starts", 0), ints("ends", 1)), MATRIX);
    add("Squeeze", List.of(ints("axes", 0)), ONE_ROW);
    add("Unsqueeze", List.of(ints("axes", 0)), MATRIX);
    add("Tile", List.of(), MATRIX, Tensor.scalar(2f), Tensor.scalar(0f));
    add("TopK", List.of(integer("k", 1)), MATRIX);
    add("Upsample", List.of(number("height_scale", 2), number("width_scale", 2)), IMAGE);
    add("Upsample", List.of(numbers("scales", 1, 1, 2, 2)), IMAGE);
    add("Resize", List.of(), IMAGE, Tensor.of(new float[] {1, 1, 2, 2}, 4));
    add(
        "Resize",
        List.of(),
        IMAGE,
        Tensor.of(new float[0], 0),
        Tensor.of(new float[] {1, 1, 2, 2}, 4));
  }

  private void machineLearning() {
    add("ai.onnx.ml:Imputer", List.of(numbers("imputed_value_floats", 7)), MATRIX);
    add(
        "ai.onnx.ml:Imputer",
        List.of(ints("imputed_value_int64s", 7)),
        Tensor.of(new long[] {1, 2}, 1, 2));
    add(
        "ai.onnx.ml:OneHotEncoder",
        List.of(strings("cats_strings", "1", "2")),
        Tensor.of(new String[] {"1", "2"}, 1, 2));
    add("ai.onnx.ml:Normalizer", List.of(string("norm", "L1")), MATRIX);
    add("ai.onnx.ml:OneHotEncoder", List.of(ints("cats_int64s", 1, 2)), MATRIX);
    add("ai.onnx.ml:Scaler", List.of(numbers("scale", 2), numbers("offset", 1)), MATRIX);
    add("ai.onnx.ml:FeatureVectorizer", List.of(ints("inputdimensions", 3)), MATRIX);
    add("ai.onnx.ml:LinearRegressor", List.of(numbers("coefficients", 1, 2, 3)), MATRIX);
    add(
        "ai.onnx.ml:LinearClassifier",
        List.of(
            numbers("coefficients", 1, 2, 3, 3, 2, 1),
            numbers("intercepts", 0, 0),
            ints("classlabels_ints", 4, 5)),
        MATRIX);
    List<AttributeProto> vectors =
        List.of(
            numbers("coefficients", 1, 1),
            numbers("support_vectors", 1, 2, 3, 3, 2, 1),
            numbers("rho", 0),
            numbers("kernel_params", 1, 0, 1),
            string("kernel_type", "LINEAR"));
    List<AttributeProto> regressor = new ArrayList<>(vectors);
    regressor.add(integer("n_supports", 2));
    add("ai.onnx.ml:SVMRegressor", regressor, MATRIX);
    List<AttributeProto> classifier = new ArrayList<>(vectors);
    classifier.add(ints("vectors_per_class", 1, 1));
    classifier.add(ints("classlabels_ints", 0, 1));
    add("ai.onnx.ml:SVMClassifier", classifier, MATRIX);
    List<AttributeProto> tree =
        List.of(
            ints("nodes_treeids", 0, 0, 0),
            ints("nodes_nodeids", 0, 1, 2),
            ints("nodes_featureids", 0, 0, 0),
            strings("nodes_modes", "BRANCH_LEQ", "LEAF", "LEAF"),
            numbers("nodes_values", 2, 0, 0),
            ints("nodes_truenodeids", 1, 0, 0),
            ints("nodes_falsenodeids", 2, 0, 0));
    List<AttributeProto> trees = new ArrayList<>(tree);
    trees.addAll(List.of(ints("target_treeids", 0, 0), ints("target_nodeids", 1, 2)));
    trees.addAll(List.of(ints("target_ids", 0, 0), numbers("target_weights", 1, 2)));
    trees.add(integer("n_targets", 1));
    add("ai.onnx.ml:TreeEnsembleRegressor", trees, MATRIX);
    List<AttributeProto> classes = new ArrayList<>(tree);
    classes.addAll(List.of(ints("class_treeids", 0, 0), ints("class_nodeids", 1, 2)));
    classes.addAll(List.of(ints("class_ids", 0, 1), numbers("class_weights", 1, 2)));
    classes.add(ints("classlabels_int64s", 0, 1));
    add("ai.onnx.ml:TreeEnsembleClassifier", classes, MATRIX);
  }

  private static Tensor floats(float... values) {
    return Tensor.of(values, 1, values.length);
  }

  private static Tensor floats4() {
    return Tensor.of(new float[] {1, 1, 1, 1}, 4);
  }

  private void add(String op, List<AttributeProto> attributes, Tensor... inputs) {
    int colon = op.indexOf(':');
    String domain = op.substring(0, Math.max(0, colon));
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setDomain(domain)
            .setOpType(op.substring(colon + 1))
            .addAllAttribute(attributes)
            .addOutput("y");
    if (op.endsWith("Classifier") || op.equals("TopK")) {
      node.addOutput("z");
    }
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      node.addInput("x" + i);
      values.put("x" + i, inputs[i]);
    }
    cases.add(
        new Retyped(
            node.build(),
            List.of(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(1).build()),
            values));
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static AttributeProto integer(String name, long value) {
    return attribute(name, AttributeType.INT).setI(value).build();
  }

  private static AttributeProto number(String name, float value) {
    return attribute(name, AttributeType.FLOAT).setF(value).build();
  }

  private static AttributeProto string(String name, String value) {
    return attribute(name, AttributeType.STRING)
        .setS(com.google.protobuf.ByteString.copyFromUtf8(value))
        .build();
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder a = attribute(name, AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return a.build();
  }

  private static AttributeProto numbers(String name, float... values) {
    AttributeProto.Builder a = attribute(name, AttributeType.FLOATS);
    for (float v : values) {
      a.addFloats(v);
    }
    return a.build();
  }

  private static AttributeProto strings(String name, String... values) {
    AttributeProto.Builder a = attribute(name, AttributeType.STRINGS);
    for (String v : values) {
      a.addStrings(com.google.protobuf.ByteString.copyFromUtf8(v));
    }
    return a.build();
  }
}
