package io.sardonyx.server.repository;

import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.protocol.Datatype;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.protocol.InferResponse;
import io.sardonyx.server.protocol.NamedTensor;
import io.sardonyx.server.protocol.Parameters;
import io.sardonyx.server.protocol.RequestedOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The protocol's classification extension: an output that is asked for with {@code classification =
 * k} comes as its k highest scores, each a string {@code SCORE:INDEX} or {@code SCORE:INDEX:LABEL}.
 */
public final class Classification {

  private static final String PARAMETER = "classification";

  private Classification() {}

  /**
   * The response with scores in the place of outputs that are asked for so.
   *
   * @throws RequestException if such an output has no numbers
   */
  public static InferResponse apply(
      LoadedModel model, InferRequest request, InferResponse response) {
    if (request.outputs().stream().noneMatch(o -> o.parameters().containsKey(PARAMETER))) {
      return response;
    }
    List<NamedTensor> outputs = new ArrayList<>();
    for (NamedTensor output : response.outputs()) {
      RequestedOutput wanted =
          request.outputs().stream()
              .filter(o -> o.name().equals(output.name()))
              .findFirst()
              .orElseThrow();
      long count = Parameters.number(wanted.parameters(), PARAMETER, 0);
      List<String> labels = model.labels().getOrDefault(output.name(), List.of());
      outputs.add(
          count <= 0
              ? output
              : new NamedTensor(
                  output.name(), top(output, model.signature().batchDims(), count, labels)));
    }
    return new InferResponse(
        response.model(), response.version(), response.id(), response.parameters(), outputs);
  }

  private static Tensor top(NamedTensor output, int batchDims, long count, List<String> labels) {
    Tensor tensor = output.tensor();
    int rows = batchDims == 0 ? 1 : Math.toIntExact(tensor.dim(0));
    int classes = rows == 0 ? 0 : tensor.arrayLength() / rows;
    int kept = (int) Math.min(count, classes);
    IntToDoubleFunction scores = scores(output);
    String[] strings = new String[rows * kept];
    for (int row = 0; row < rows; row++) {
      int start = row * classes;
      List<Integer> best =
          IntStream.range(0, classes)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -scores.applyAsDouble(start + i)))
              .limit(kept)
              .toList();
      for (int k = 0; k < kept; k++) {
        int index = best.get(k);
        String label = index < labels.size() ? ":" + labels.get(index) : "";
        strings[row * kept + k] =
            "%f:%d%s".formatted(scores.applyAsDouble(start + index), index, label);
      }
    }
    return batchDims == 0 ? Tensor.of(strings, kept) : Tensor.of(strings, rows, kept);
  }

  private static IntToDoubleFunction scores(NamedTensor output) {
    int offset = output.tensor().offset();
    boolean isHalf = output.datatype() == Datatype.FP16;
    return switch (output.tensor().array()) {
      case float[] a -> i -> a[offset + i];
      case double[] a -> i -> a[offset + i];
      case long[] a -> i -> a[offset + i];
      case int[] a -> i -> a[offset + i];
      case short[] a when isHalf -> i -> Float.float16ToFloat(a[offset + i]);
      case byte[] a -> i -> a[offset + i];
      default ->
          throw RequestException.invalid(
              "output '%s' of %s has no scores to classify by", output.name(), output.datatype());
    };
  }
}
