package io.sardonyx.server.repository;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import io.sardonyx.OnnxModel;
import io.sardonyx.Shape;
import io.sardonyx.TensorType;
import io.sardonyx.ValueInfo;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.proto.ModelDynamicBatching;
import io.sardonyx.server.proto.ModelInput;
import io.sardonyx.server.proto.ModelOutput;
import io.sardonyx.server.protocol.Datatype;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads model configurations, and completes them with what the model itself says. */
final class ModelConfigs {

  /** What this server calls its models; written as the protocol's platform names are. */
  static final String PLATFORM = "sardonyx_onnx";

  private static final Set<String> BACKENDS = Set.of("", "sardonyx", "onnxruntime", "onnx");
  private static final Set<String> PLATFORMS =
      Set.of("", PLATFORM, "onnxruntime_onnx", "onnx", "ensemble");

  private ModelConfigs() {}

  /**
   * The configuration in a file's text.
   *
   * @throws RequestException if it is none
   */
  static ModelConfig parse(String name, String text) {
    ModelConfig.Builder config = ModelConfig.newBuilder();
    try {
      // Fields of features that other servers have are no mistake: the same file serves both.
      TextFormat.Parser.newBuilder().setAllowUnknownFields(true).build().merge(text, config);
    } catch (TextFormat.ParseException e) {
      throw new RequestException(
          RequestException.Reason.INVALID_ARGUMENT,
          "%s/%s: %s".formatted(name, RepositoryFolder.CONFIG, e.getMessage()),
          e);
    }
    return checked(name, config.build());
  }

  /**
   * The configuration in a JSON text.
   *
   * @throws RequestException if it is none
   */
  static ModelConfig parseJson(String name, String json) {
    ModelConfig.Builder config = ModelConfig.newBuilder();
    try {
      JsonFormat.parser().ignoringUnknownFields().merge(json, config);
    } catch (InvalidProtocolBufferException | StackOverflowError e) {
      throw new RequestException(
          RequestException.Reason.INVALID_ARGUMENT,
          "the configuration of model '%s' is no JSON of a model configuration".formatted(name),
          e);
    }
    return checked(name, config.build());
  }

  private static ModelConfig checked(String name, ModelConfig config) {
    if (!config.getName().isEmpty() && !config.getName().equals(name)) {
      throw RequestException.invalid(
          "the configuration of model '%s' names the model '%s'; both must be the same",
          name, config.getName());
    }
    if (!BACKENDS.contains(config.getBackend()) || !PLATFORMS.contains(config.getPlatform())) {
      throw RequestException.invalid(
          "model '%s' asks for backend '%s' and platform '%s'; this server runs ONNX models only",
          name, config.getBackend(), config.getPlatform());
    }
    if (config.getMaxBatchSize() < 0) {
      throw RequestException.invalid(
          "model '%s' has a max_batch_size of %d; expected 0 or more",
          name, config.getMaxBatchSize());
    }
    if (config.getModelTransactionPolicy().getDecoupled()) {
      throw RequestException.invalid(
          "model '%s' is decoupled; an ONNX model gives one answer to each request", name);
    }
    return config;
  }

  /**
   * The complete configuration.
   *
   * @param written what the repository has; null: nothing
   * @param defaultMaxBatch the batch size of models that take any and do not say how many
   * @throws RequestException if the configuration and the model contradict each other
   */
  static ModelConfig complete(
      String name, ModelConfig written, OnnxModel model, int defaultMaxBatch) {
    ModelConfig.Builder config = written == null ? ModelConfig.newBuilder() : written.toBuilder();
    config.setName(name);
    if (config.getPlatform().isEmpty()) {
      config.setPlatform(PLATFORM);
    }
    if (config.getBackend().isEmpty()) {
      config.setBackend("sardonyx");
    }
    boolean isDerived =
        config.getMaxBatchSize() == 0
            && config.getInputCount() == 0
            && config.getOutputCount() == 0;
    if (isDerived && defaultMaxBatch > 0 && takesAnyBatch(model)) {
      config.setMaxBatchSize(defaultMaxBatch);
      if (config.getSchedulingChoiceCase()
          == ModelConfig.SchedulingChoiceCase.SCHEDULINGCHOICE_NOT_SET) {
        config.setDynamicBatching(ModelDynamicBatching.getDefaultInstance());
      }
    }
    boolean isBatched = config.getMaxBatchSize() > 0;
    completeInputs(config, model, isBatched);
    completeOutputs(config, model, isBatched);
    return config.build();
  }

  private static boolean takesAnyBatch(OnnxModel model) {
    List<ValueInfo> values = new ArrayList<>(model.inputs());
    values.addAll(model.outputs());
    return !model.inputs().isEmpty()
        && values.stream()
            .allMatch(v ->
                v.type() instanceof TensorType t
                    && t.shape().isRanked()
                    && t.shape().rank() > 0
                    && !t.shape().dim(0).isKnown());
  }

  private static void completeInputs(
      ModelConfig.Builder config, OnnxModel model, boolean isBatched) {
    if (config.getInputCount() == 0) {
      for (ValueInfo in : model.inputs()) {
        config.addInput(
            ModelInput.newBuilder()
                .setName(in.name())
                .setDataType(datatype("input", in).configType())
                .addAllDims(dims(in, isBatched)));
      }
      return;
    }
    List<ModelInput> inputs = new ArrayList<>();
    for (ModelInput in : config.getInputList()) {
      List<Long> modelDims = in.hasReshape() ? in.getReshape().getShapeList() : in.getDimsList();
      check("input", in.getName(), in.getDataType(), modelDims, model.inputs(), isBatched);
      inputs.add(in);
    }
    for (ValueInfo in : model.inputs()) {
      if (inputs.stream().noneMatch(i -> i.getName().equals(in.name()))) {
        throw RequestException.invalid(
            "the configuration has no input '%s', which the model needs", in.name());
      }
    }
  }

  private static void completeOutputs(
      ModelConfig.Builder config, OnnxModel model, boolean isBatched) {
    if (config.getOutputCount() == 0) {
      for (ValueInfo out : model.outputs()) {
        config.addOutput(
            ModelOutput.newBuilder()
                .setName(out.name())
                .setDataType(datatype("output", out).configType())
                .addAllDims(dims(out, isBatched)));
      }
      return;
    }
    for (ModelOutput out : config.getOutputList()) {
      List<Long> modelDims = out.hasReshape() ? out.getReshape().getShapeList() : out.getDimsList();
      check("output", out.getName(), out.getDataType(), modelDims, model.outputs(), isBatched);
    }
  }

  private static Datatype datatype(String kind, ValueInfo value) {
    if (!(value.type() instanceof TensorType t)) {
      throw RequestException.invalid(
          "the model's %s '%s' is no tensor, and only tensors can be served", kind, value);
    }
    return Datatype.of(t.elementType())
        .orElseThrow(() ->
            RequestException.invalid(
                "the model's %s '%s' has elements that the protocol has no datatype for",
                kind, value));
  }

  private static List<Long> dims(ValueInfo value, boolean isBatched) {
    Shape shape = ((TensorType) value.type()).shape();
    if (!shape.isRanked()) {
      throw RequestException.invalid(
          "the model does not tell the rank of '%s'; describe it in %s",
          value, RepositoryFolder.CONFIG);
    }
    if (isBatched && shape.rank() == 0) {
      throw RequestException.invalid(
          "'%s' is a scalar and has no batch dimension; set max_batch_size to 0", value);
    }
    return shape.dims().stream().skip(isBatched ? 1 : 0).map(io.sardonyx.Dim::size).toList();
  }

  private static void check(
      String kind,
      String name,
      io.sardonyx.server.proto.DataType type,
      List<Long> dims,
      List<ValueInfo> values,
      boolean isBatched) {
    ValueInfo value =
        values.stream()
            .filter(v -> v.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                RequestException.invalid(
                    "the configuration has %s '%s', the model has only %s", kind, name, values));
    if (datatype(kind, value).configType() != type) {
      throw RequestException.invalid(
          "the configuration says that %s '%s' is %s; the model has '%s'", kind, name, type, value);
    }
    Shape shape = ((TensorType) value.type()).shape();
    int batchDims = isBatched ? 1 : 0;
    if (!shape.isRanked()) {
      return;
    }
    boolean fits = shape.rank() == dims.size() + batchDims;
    for (int i = 0; fits && i < dims.size(); i++) {
      long size = shape.dim(i + batchDims).size();
      fits = size < 0 || dims.get(i) < 0 || size == dims.get(i);
    }
    if (!fits || (isBatched && shape.dim(0).isKnown())) {
      throw RequestException.invalid(
          "the configuration gives %s '%s' the dims %s%s; the model has '%s'",
          kind, name, dims, isBatched ? " with a batch before them" : "", value);
    }
  }
}
