package io.sardonyx.conformance;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueInfo;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.importer.ValueDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model with reference inputs and outputs, in ONNX's backend-test layout ({@code model.onnx}
 * beside {@code test_data_set_0} and so on) or the one of its large models without weights ({@code
 * light_NAME.onnx} beside {@code light_NAME_output_0.pb}, with a fixed input).
 *
 * @param name the folder's or file's name
 * @param model the model file
 * @param dataSets the folders with data; empty for the light layout
 */
public record ReferenceCase(String name, Path model, List<Path> dataSets) {

  /** Inputs by name and expected outputs in the model's order. */
  public record Data(String name, Map<String, Value> inputs, List<Value> outputs) {}

  /**
   * The cases at a path: itself one, or a folder of cases, sorted by name.
   *
   * @throws InvalidModelException if there are none
   */
  public static List<ReferenceCase> find(Path path) {
    List<ReferenceCase> cases = new ArrayList<>();
    if (Files.isRegularFile(path)) {
      light(path, cases);
    } else if (Files.exists(path.resolve("model.onnx"))) {
      cases.add(folder(path));
    } else {
      for (Path entry : entries(path)) {
        if (Files.exists(entry.resolve("model.onnx"))) {
          cases.add(folder(entry));
        } else {
          light(entry, cases);
        }
      }
    }
    if (cases.isEmpty()) {
      throw new InvalidModelException(
          path + ": holds no test cases; expected folders with a model.onnx");
    }
    return cases;
  }

  private static void light(Path file, List<ReferenceCase> cases) {
    String name = file.getFileName().toString();
    if (name.endsWith(".onnx")
        && Files.exists(file.resolveSibling(name.replace(".onnx", "_output_0.pb")))) {
      cases.add(new ReferenceCase(name.replace(".onnx", ""), file, List.of()));
    }
  }

  private static ReferenceCase folder(Path folder) {
    List<Path> sets =
        entries(folder).stream()
            .filter(p -> p.getFileName().toString().startsWith("test_data_set"))
            .toList();
    return new ReferenceCase(folder.getFileName().toString(), folder.resolve("model.onnx"), sets);
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be listed", e);
    }
  }

  /** The data of this case for its loaded model. */
  public List<Data> data(OnnxModel loaded) {
    if (dataSets.isEmpty()) {
      return List.of(lightData(loaded));
    }
    List<Data> data = new ArrayList<>();
    for (Path set : dataSets) {
      Map<String, Value> inputs = new LinkedHashMap<>();
      List<ValueInfo> declared = loaded.inputs();
      for (int i = 0; i < declared.size(); i++) {
        inputs.put(
            declared.get(i).name(), read(set.resolve("input_" + i + ".pb"), declared.get(i)));
      }
      List<Value> outputs = new ArrayList<>();
      for (int i = 0; i < loaded.outputs().size(); i++) {
        outputs.add(read(set.resolve("output_" + i + ".pb"), loaded.outputs().get(i)));
      }
      data.add(new Data(set.getFileName().toString(), inputs, outputs));
    }
    return data;
  }

  private Data lightData(OnnxModel loaded) {
    ValueInfo input = loaded.inputs().getFirst();
    long[] shape = ((TensorType) input.type()).shape().sizes();
    float[] ramp = new float[Math.toIntExact(io.sardonyx.Shape.elements(shape))];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (float) ((double) i / ramp.length);
    }
    Path output = model.resolveSibling(name + "_output_0.pb");
    return new Data(
        "ramp",
        Map.of(input.name(), Tensor.of(ramp, shape)),
        List.of(read(output, loaded.outputs().getFirst())));
  }

  private static Value read(Path file, ValueInfo declared) {
    try {
      return asDeclared(
          new ValueDecoder().decode(Files.readAllBytes(file), declared.type()), declared.type());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /** Up to version 1.12 ONNX wrote the bits of bfloat16 data as uint16, which numpy has. */
  private static Value asDeclared(Value value, ValueType declared) {
    return value instanceof Tensor t
            && t.elementType() == ElementType.UINT16
            && declared instanceof TensorType type
            && type.elementType() == ElementType.BFLOAT16
        ? Tensor.of(ElementType.BFLOAT16, t.shorts(), t.shape())
        : value;
  }
}
