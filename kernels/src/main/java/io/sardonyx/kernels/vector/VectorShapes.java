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

  /** Most vectors in a panel of a matrix product. */
  static int maxPanelVectors() {
    return REGISTERS == 32 ? 4 : 2;
  }

  /** Most rows of a register tile that is so many vectors wide. */
  static int maxTileRows(int vectors) {
    int accumulators = REGISTERS == 32 ? 12 : 8;
    return accumulators / vectors;
  }

  /** Whether loading a vector from scattered places is an instruction, not a call per number. */
  static boolean canGather() {
    return LANES >= 8;
  }
}
