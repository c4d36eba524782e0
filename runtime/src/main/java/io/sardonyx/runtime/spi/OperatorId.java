package io.sardonyx.runtime.spi;

/**
 * Names an operator's semantics.
 *
 * @param domain the operator set's domain; empty for ai.onnx
 * @param name such as {@code Conv}
 * @param version the version of the operator set since which these semantics hold
 */
public record OperatorId(String domain, String name, int version) {

  /** The domain of operators that exist only inside the runtime, made by passes. */
  public static final String INTERNAL_DOMAIN = "io.sardonyx";

  public OperatorId {
    if (domain.equals("ai.onnx")) {
      domain = "";
    }
  }

  /** Whether this operator, in any version, is {@code other} of the default domain. */
  public boolean is(String other) {
    return domain.isEmpty() && name.equals(other);
  }

  /** As {@code Conv-11}, with the domain in front if it is not the default. */
  @Override
  public String toString() {
    return (domain.isEmpty() ? "" : domain + ":") + name + "-" + version;
  }
}
