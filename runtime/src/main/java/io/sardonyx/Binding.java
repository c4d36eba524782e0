package io.sardonyx;

/**
 * A run of a model whose inputs and results are arrays of the caller. Fill the input arrays, call
 * {@link #run}, read the result arrays; the runs of a warm model allocate next to nothing. Not
 * thread-safe; a model can have many bindings.
 */
public final class Binding {

  private final OnnxModel model;
  private final Value[] inputs;
  private final Object[] outputs;
  private Value[] results;

  Binding(OnnxModel model) {
    this.model = model;
    this.inputs = new Value[model.inputs().size()];
    this.outputs = new Object[model.outputs().size()];
  }

  /** Sets an input; its array is read by every run. */
  public Binding input(String name, Value value) {
    inputs[model.inputCheck().index(name)] = value;
    return this;
  }

  /**
   * Sets a result; every run writes to its array, which must be the tensor's alone and of the
   * result's size. Results that are not set are new objects at every run.
   */
  public Binding output(String name, Tensor tensor) {
    for (int i = 0; i < outputs.length; i++) {
      if (model.outputs().get(i).name().equals(name)) {
        if (tensor.offset() != 0
            || tensor.elementType().storage().length(tensor.array()) != tensor.arrayLength()) {
          throw new InvalidInputException(
              "the tensor for the result '"
                  + name
                  + "' is a part of an array; expected a whole one");
        }
        outputs[i] = tensor.array();
        return this;
      }
    }
    throw new InvalidInputException(
        "the model has no output '" + name + "'; it has " + model.outputs());
  }

  /** Runs the model. */
  public void run() {
    run(RunOptions.DEFAULT);
  }

  /** Runs the model with a deadline or a signal that can cancel it. */
  public void run(RunOptions options) {
    model.inputCheck().check(inputs);
    results = model.run(inputs, options, outputs);
  }

  /**
   * A result of the latest run.
   *
   * @throws IllegalStateException if there was none
   */
  public Value result(String name) {
    if (results == null) {
      throw new IllegalStateException("run the binding first");
    }
    for (int i = 0; i < results.length; i++) {
      if (model.outputs().get(i).name().equals(name)) {
        return results[i];
      }
    }
    throw new InvalidInputException(
        "the model has no output '" + name + "'; it has " + model.outputs());
  }
}
