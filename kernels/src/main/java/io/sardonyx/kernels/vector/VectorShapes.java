package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;

/**
 * What the processor offers, as far as the JVM tells, and the register tiles that follow from it.
 * The one place where hardware decides.
 */
final class VectorShapes {

  /** Floats in the widest vector that the JVM uses. */
  static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  /** Vector registers: 32 with AVX-512 and NEON, else 16. */
  private static final int REGISTERS =
      LANES >= 16 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;

  private VectorShapes() {}

  /** Most rows of a register tile of the matrix product, which is up to two vectors wide. */
  static int maxTileRows() {
    return REGISTERS == 32 ? 8 : 4;
  }

  /** Whether loading a vector from scattered places is an instruction, not a call per number. */
  static boolean canGather() {
    return LANES >= 8;
  }
}
