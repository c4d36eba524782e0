package io.sardonyx.bench;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Value;
import java.nio.file.Path;
import java.util.Map;

/** Our own runtime. */
public final class SardonyxEngine implements InferenceEngine {

  private final OnnxModel model;
  private Map<String, Value> inputs;

  /** Loads a model; {@link #setInputs} has to follow. */
  public SardonyxEngine(Path file, ModelOptions options) {
    this.model = OnnxModel.load(file, options);
  }

  public OnnxModel model() {
    return model;
  }

  public void setInputs(Map<String, Value> values) {
    inputs = Map.copyOf(values);
  }

  @Override
  public String name() {
    return "Sardonyx";
  }

  @Override
  public void run() {
    model.run(inputs);
  }

  @Override
  public void close() {
    model.close();
  }
}
