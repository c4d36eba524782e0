package io.sardonyx;

/** Which twin of the numeric kernels a model uses. */
public enum KernelSet {
  /** The Vector API, where {@code jdk.incubator.vector} is present; otherwise like SCALAR. */
  VECTOR,
  /** Plain Java; slower, and the reference that the vector kernels are tested against. */
  SCALAR
}
