package io.sardonyx.bench;

/** A runtime with one loaded model and fixed inputs, which can be run again and again. */
public interface InferenceEngine extends AutoCloseable {

  /** The runtime's name, for tables. */
  String name();

  /** Runs the model once; the results are thrown away. */
  void run();

  @Override
  void close();
}
