#!/usr/bin/env python3
"""Writes the register tiles of the vector matrix product, one class for each.

    tools/kernels/gemm.py kernels/src/main/java/io/sardonyx/kernels/vector

A tile holds rows x vectors accumulators in local variables: the compiler keeps an array of vectors in
memory, so each has to be written out. GemmTile8x2 has 8 rows and 2 vectors. kernels/NOTES.md explains
the shapes.
"""
import sys

# Heights of tiles. 16 accumulators at most: more do not fit into registers with what the compiler copies between loops.
ROWS = (8, 7, 4, 1)

HEAD = '''package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
{mask}import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A register tile of the matrix product, {mr} row{r} by {nv} vector{s}: fp32, any vector width. Written by
 * tools/kernels/gemm.py; change it there.
 */
final class {cls} {{

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int PITCH = TileBuffer.PITCH;

  /** Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it. */
  private static final int CHUNK = 64;

  private {cls}() {{}}
'''

MASK = "import jdk.incubator.vector.VectorMask;\n"


def masked(mr, nv):
    """Whether a tile knows columns that do not exist. With masks, higher tiles are too large for the compilers."""
    return nv == 1 and mr <= 4


def arguments(mr, nv):
    return (["int last", "int k", "float[] a", "int aAt", "float[] w", "int wAt"] + (["int width"] if nv == 1 else [])
            + (["int columns"] if masked(mr, nv) else [])
            + ["float[] c", "int cAt", "int ldc", "float[] bias", "int biasAt", "float[] residual", "int residualAt", "int ldr",
               "float min", "float max"])


def tile(o, mr, nv):
    cells = [(i, j) for i in range(mr) for j in range(nv)]
    mask = ", mask" if masked(mr, nv) else ""
    stride = "width" if nv == 1 else "(%d * L)" % nv
    o("")
    o("  /**")
    o("   * Multiplies rows with a panel, see GemmKernels.")
    o("   *")
    o("   * @param last the last row that exists; those beyond may hold anything")
    o("   * @param aAt where the first row begins; the others follow as in a tile buffer")
    o("   */")
    o("  static void multiply(%s) {" % ", ".join(arguments(mr, nv)))
    if mask:
        o("    VectorMask<Float> mask = S.indexInRange(0, columns);")
    for j in range(nv):
        o("    FloatVector b%d = bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + %d * L);" % (j, j))
    for i, j in cells:
        o("    FloatVector c%d%d = b%d;" % (i, j, j))
    o("    for (int q = 0; q < k; q += CHUNK) {")
    o("      int n = Math.min(CHUNK, k - q);")
    o("      int at = aAt + q;")
    o("      int wt = wAt + q * %s;" % stride)
    o("      for (int p = 0; p < n; p++) {")
    for j in range(nv):
        o("        FloatVector w%d = FloatVector.fromArray(S, w, wt + p * %s + %d * L);" % (j, stride, j))
    for i in range(mr):
        o("        FloatVector a%d = FloatVector.broadcast(S, a[at + p + %d * PITCH]);" % (i, i))
        for j in range(nv):
            o("        c%d%d = a%d.fma(w%d, c%d%d);" % (i, j, i, j, i, j))
    o("      }")
    o("    }")
    # At the end, so that sums of blocks are added to each other and not one product after the other: that rounds less.
    o("    if (residual != null) {")
    for i in range(mr):
        o("      int r%d = residualAt + Math.min(%d, last) * ldr;" % (i, i))
        for j in range(nv):
            o("      c%d%d = c%d%d.add(FloatVector.fromArray(S, residual, r%d + %d * L%s));" % (i, j, i, j, i, j, mask))
    o("    }")
    # Not a method of its own: what is not part of the Vector API is no longer inlined into a method of this size, and vectors
    # that cross a call are boxed.
    for bound, value, op in (("low", "min", "LT"), ("high", "max", "GT")):
        o("    if (%s %s) {" % (value, "> Float.NEGATIVE_INFINITY" if op == "LT" else "< Float.POSITIVE_INFINITY"))
        o("      FloatVector %s = FloatVector.broadcast(S, %s);" % (bound, value))
        for i, j in cells:
            o("      c%d%d = c%d%d.blend(%s, c%d%d.compare(VectorOperators.%s, %s));" % (i, j, i, j, bound, i, j, op, bound))
        o("    }")
    # Rows that do not exist go where the last one does, and so before it.
    for i in reversed(range(mr)):
        o("    int d%d = cAt + Math.min(%d, last) * ldc;" % (i, i))
        for j in range(nv):
            o("    c%d%d.intoArray(c, d%d + %d * L%s);" % (i, j, i, j, mask))
    o("  }")


def main():
    for nv in (1, 2):
        for mr in ROWS:
            lines = []
            tile(lines.append, mr, nv)
            cls = "GemmTile%dx%d" % (mr, nv)
            head = HEAD.format(mr=mr, nv=nv, r="" if mr == 1 else "s", s="" if nv == 1 else "s", cls=cls, mask=MASK if masked(mr, nv) else "")
            open("%s/%s.java" % (sys.argv[1], cls), "w").write(head + "\n".join(lines) + "\n}\n")


main()
