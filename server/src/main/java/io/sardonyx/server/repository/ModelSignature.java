package io.sardonyx.server.repository;

import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.proto.ModelInput;
import io.sardonyx.server.proto.ModelOutput;
import io.sardonyx.server.protocol.Datatype;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.RequestedOutput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The inputs and outputs of a served model, as its complete configuration has them.
 *
 * @param maxBatchSize 0: the first dimension is no batch
 */
public record ModelSignature(
    String model, List<TensorSpec> inputs, List<TensorSpec> outputs, int maxBatchSize) {

  public ModelSignature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** The signature of a complete configuration. */
  public static ModelSignature of(ModelConfig config) {
    boolean isBatched = config.getMaxBatchSize() > 0;
    List<TensorSpec> inputs = new ArrayList<>();
    for (ModelInput in : config.getInputList()) {
      inputs.add(
          new TensorSpec(
              in.getName(),
              datatype(in.getDataType()),
              shape(in.getDimsList(), isBatched),
              in.hasReshape() ? shape(in.getReshape().getShapeList(), false) : null));
    }
    List<TensorSpec> outputs = new ArrayList<>();
    for (ModelOutput out : config.getOutputList()) {
      outputs.add(
          new TensorSpec(
              out.getName(),
              datatype(out.getDataType()),
              shape(out.getDimsList(), isBatched),
              out.hasReshape() ? shape(out.getReshape().getShapeList(), false) : null));
    }
    return new ModelSignature(config.getName(), inputs, outputs, config.getMaxBatchSize());
  }

  private static Datatype datatype(io.sardonyx.server.proto.DataType type) {
    for (Datatype d : Datatype.values()) {
      if (d.configType() == type) {
        return d;
      }
    }
    throw RequestException.invalid("the datatype %s is not one that can be served", type);
  }

  private static long[] shape(List<Long> dims, boolean isBatched) {
    return LongStream.concat(
            LongStream.of(isBatched ? new long[] {-1} : new long[0]),
            dims.stream().mapToLong(d -> d))
        .toArray();
  }

  /** 1 if the first dimension is the batch, otherwise 0. */
  public int batchDims() {
    return maxBatchSize > 0 ? 1 : 0;
  }

  /**
   * A request's inputs as the model takes them.
   *
   * @throws RequestException if one is missing, unknown, given twice, or of the wrong datatype or
   *     shape, or an output is unknown or asked for twice
   */
  public Map<String, Tensor> check(InferRequest request) {
    Map<String, Tensor> given = LinkedHashMap.newLinkedHashMap(inputs.size());
    for (NamedTensor input : request.inputs()) {
      if (given.put(input.name(), input.tensor()) != null) {
        throw RequestException.invalid("input '%s' is given twice", input.name());
      }
    }
    Map<String, Tensor> checked = LinkedHashMap.newLinkedHashMap(inputs.size());
    for (TensorSpec spec : inputs) {
      Tensor tensor = given.remove(spec.name());
      if (tensor == null) {
        throw RequestException.invalid(
            "the input '%s' of model '%s' is missing; expected %s", spec.name(), model, inputs);
      }
      spec.check(tensor);
      checked.put(spec.name(), spec.toModel(tensor, batchDims()));
    }
    if (!given.isEmpty()) {
      throw RequestException.invalid(
          "model '%s' has no input %s; expected %s", model, given.keySet(), inputs);
    }
    checkOutputs(request);
    if (maxBatchSize > 0) {
      checkBatch(checked);
    }
    return checked;
  }

  private void checkOutputs(InferRequest request) {
    Set<String> names = new HashSet<>();
    for (RequestedOutput output : request.outputs()) {
      output(output.name());
      if (!names.add(output.name())) {
        throw RequestException.invalid("output '%s' is asked for twice", output.name());
      }
    }
  }

  private void checkBatch(Map<String, Tensor> checked) {
    long size = batchSize(checked);
    checked.forEach((name, tensor) -> {
      if (tensor.dim(0) != size) {
        throw RequestException.invalid(
            "input '%s' of model '%s' has a batch of %d, another input one of %d",
            name, model, tensor.dim(0), size);
      }
    });
    if (size < 1 || size > maxBatchSize) {
      throw RequestException.invalid(
          "the request has a batch of %d; model '%s' takes 1 to %d", size, model, maxBatchSize);
    }
  }

  /** The size of the batch; 1 for models without a batch dimension. */
  public long batchSize(Map<String, Tensor> checked) {
    return maxBatchSize == 0 || checked.isEmpty() ? 1 : checked.values().iterator().next().dim(0);
  }

  /**
   * The output of this name.
   *
   * @throws RequestException if there is none
   */
  public TensorSpec output(String name) {
    for (TensorSpec spec : outputs) {
      if (spec.name().equals(name)) {
        return spec;
      }
    }
    throw RequestException.invalid(
        "model '%s' has no output '%s'; it has %s", model, name, outputs);
  }

  /** The outputs that a request asks for, in its order. */
  public List<TensorSpec> outputs(InferRequest request) {
    return request.outputs().isEmpty()
        ? outputs
        : request.outputs().stream().map(o -> output(o.name())).toList();
  }
}
