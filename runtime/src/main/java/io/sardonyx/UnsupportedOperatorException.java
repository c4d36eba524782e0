package io.sardonyx;

import java.util.List;

/** Thrown at load when a model uses operators that are not registered; lists all of them. */
public final class UnsupportedOperatorException extends OnnxException {

  private static final long serialVersionUID = 1L;

  private final List<String> operators;

  /**
   * @param where the model's file or name
   * @param operators every missing operator as {@code domain:Name-version}
   */
  public UnsupportedOperatorException(String where, List<String> operators) {
    super(
        where
            + ": the model uses operators that are not supported: "
            + String.join(", ", operators)
            + "; register them with an OperatorProvider or export the model without them");
    this.operators = List.copyOf(operators);
  }

  /** The missing operators, each as {@code domain:Name-version}. */
  public List<String> operators() {
    return operators;
  }
}
