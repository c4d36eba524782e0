package io.sardonyx;

import io.sardonyx.proto.file.ModelFile;
import io.sardonyx.proto.file.ModelFormatException;
import io.sardonyx.proto.file.ReadLimits;
import io.sardonyx.runtime.ModelPipeline;
import io.sardonyx.runtime.exec.Profiler;
import io.sardonyx.runtime.exec.RunControl;
import io.sardonyx.runtime.importer.ModelImporter;
import io.sardonyx.runtime.ir.Graph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A model that is ready to run.
 *
 * <pre>{@code
 * try (OnnxModel model = OnnxModel.load(Path.of("resnet50.onnx"))) {
 *   Outputs out = model.run(Map.of("input", Tensor.of(pixels, 1, 3, 224, 224)));
 *   float[] scores = out.tensor("output").floats();
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe: any number of threads may run it at once and share its weights.
 * Results are ordinary objects that nobody has to close. Closing the model gives its memory back;
 * it is idempotent, and runs that are under way end normally.
 */
public final class OnnxModel implements AutoCloseable {

  private final ModelFile file;
  private final ModelPipeline pipeline;
  private final InputCheck inputCheck;
  private final List<ValueInfo> outputs;
  private final Map<String, String> metadata;
  private final Profiler profiler;
  private final UseCount uses;

  private OnnxModel(ModelFile file, ModelOptions options) {
    this.file = file;
    this.pipeline = ModelPipeline.of(file, options);
    Graph typed = pipeline.typed();
    List<ValueInfo> inputs = new ArrayList<>();
    for (int v : typed.inputs()) {
      inputs.add(new ValueInfo(typed.valueName(v), typed.type(v)));
    }
    this.inputCheck = new InputCheck(inputs);
    List<ValueInfo> results = new ArrayList<>();
    for (int i = 0; i < typed.outputs().size(); i++) {
      results.add(new ValueInfo(typed.outputNames().get(i), typed.type(typed.outputs().get(i))));
    }
    this.outputs = List.copyOf(results);
    this.metadata = ModelImporter.metadata(file.model());
    this.profiler = options.profiling() ? new Profiler() : null;
    this.uses =
        new UseCount(() -> {
          pipeline.program().releaseFrames();
          file.close();
        });
  }

  /** Loads a model file with {@link ModelOptions#DEFAULT}. */
  public static OnnxModel load(Path path) {
    return load(path, ModelOptions.DEFAULT);
  }

  /**
   * Loads a model file.
   *
   * @throws InvalidModelException if it is not a valid model
   * @throws UnsupportedOperatorException if it uses operators that are not registered
   */
  public static OnnxModel load(Path path, ModelOptions options) {
    try {
      return of(ModelFile.open(path, ReadLimits.DEFAULT, options.externalDataRoot()), options);
    } catch (ModelFormatException e) {
      throw new InvalidModelException(e.getMessage(), e);
    }
  }

  /** Loads a model from memory with {@link ModelOptions#DEFAULT}. */
  public static OnnxModel load(byte[] model) {
    return load(model, ModelOptions.DEFAULT);
  }

  /**
   * Loads a model from memory; the array must not change while the model is open.
   *
   * @throws InvalidModelException if it is not a valid model
   * @throws UnsupportedOperatorException if it uses operators that are not registered
   */
  public static OnnxModel load(byte[] model, ModelOptions options) {
    try {
      return of(ModelFile.of(model), options);
    } catch (ModelFormatException e) {
      throw new InvalidModelException(e.getMessage(), e);
    }
  }

  /** Makes a model of an opened file, which the model closes. */
  public static OnnxModel of(ModelFile file, ModelOptions options) {
    try {
      return new OnnxModel(file, options);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** The inputs that a run needs, in the model's order. */
  public List<ValueInfo> inputs() {
    return inputCheck.inputs();
  }

  /** The results of a run, in the model's order. */
  public List<ValueInfo> outputs() {
    return outputs;
  }

  /** What the model says of itself: producer, version, and its own metadata. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Runs the model.
   *
   * @param inputs a value for every input, by name
   * @throws InvalidInputException if an input is missing, unknown, or of the wrong type or shape
   * @throws OnnxException if an operator finds the values out of range
   */
  public Outputs run(Map<String, ? extends Value> inputs) {
    return run(inputs, RunOptions.DEFAULT);
  }

  /**
   * Runs the model with a deadline or a signal that can cancel it.
   *
   * @throws RunCancelledException if it was stopped
   */
  public Outputs run(Map<String, ? extends Value> inputs, RunOptions options) {
    Value[] values = inputCheck.ordered(inputs);
    Value[] results = run(values, options, null);
    Map<String, Value> named = LinkedHashMap.newLinkedHashMap(results.length);
    for (int i = 0; i < results.length; i++) {
      named.put(outputs.get(i).name(), results[i]);
    }
    return new Outputs(named);
  }

  /** Runs the model on another thread; the future ends with what {@link #run} returns or throws. */
  public CompletableFuture<Outputs> runAsync(
      Map<String, ? extends Value> inputs, RunOptions options) {
    Map<String, Value> kept = Map.copyOf(inputs);
    return CompletableFuture.supplyAsync(() -> run(kept, options));
  }

  /** A run whose inputs and results are the caller's arrays, for use again and again. */
  public Binding bind() {
    return new Binding(this);
  }

  Value[] run(Value[] inputs, RunOptions options, Object[] ownOutputs) {
    uses.begin();
    try {
      return pipeline.program().run(new RunControl(options, profiler), inputs, ownOutputs);
    } finally {
      uses.end();
    }
  }

  InputCheck inputCheck() {
    return inputCheck;
  }

  /**
   * What the nodes took in all runs so far.
   *
   * @throws IllegalStateException if the model was loaded without {@link ModelOptions#profiling}
   */
  public Profile profile() {
    if (profiler == null) {
      throw new IllegalStateException("load the model with profiling to have a profile");
    }
    return profiler.profile();
  }

  /** The stages that the model went through, for inspection. */
  public ModelPipeline pipeline() {
    return pipeline;
  }

  @Override
  public void close() {
    uses.close();
  }

  @Override
  public String toString() {
    return "OnnxModel " + file.name() + " " + inputs() + " -> " + outputs;
  }
}
