package io.sardonyx.runtime.ir;

import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import java.util.function.Supplier;

/**
 * A value that is part of the model. Its elements may still lie in the mapped file; they are
 * decoded when first asked for, and can be dropped again once they are packed. Thread-safe.
 */
public final class Constant {

  private final TensorType type;
  private final Supplier<Tensor> source;
  private volatile Tensor tensor;

  private Constant(TensorType type, Supplier<Tensor> source, Tensor tensor) {
    this.type = type;
    this.source = source;
    this.tensor = tensor;
  }

  /** A constant that is at hand. */
  public static Constant of(Tensor tensor) {
    return new Constant(tensor.type(), null, tensor);
  }

  /** A constant that {@code source} decodes when it is needed. */
  public static Constant lazy(TensorType type, Supplier<Tensor> source) {
    return new Constant(type, source, null);
  }

  /**
   * Lets go of the decoded elements, if they can be decoded again. Called when all who need them
   * have packed them in a form of their own.
   */
  public void release() {
    if (source != null) {
      tensor = null;
    }
  }

  /** The type, with a known shape. */
  public TensorType type() {
    return type;
  }

  /** The elements; not to be written to. */
  public Tensor tensor() {
    Tensor current = tensor;
    if (current == null) {
      synchronized (this) {
        current = tensor;
        if (current == null) {
          current = source.get();
          tensor = current;
        }
      }
    }
    return current;
  }
}
