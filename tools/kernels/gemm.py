#!/usr/bin/env python3
"""Writes the register tiles of the vector matrix product, one class for each panel width.

    tools/kernels/gemm.py kernels/src/main/java/io/sardonyx/kernels/vector

A tile holds rows x vectors accumulators in local variables: the compiler keeps an array of vectors in
memory, so each has to be written out. GemmRows4 has tiles of 4 vectors with rows at a constant
distance, GemmIndirect4 gathers its rows through a table, and so on. kernels/NOTES.md explains the
shapes.
"""
import sys

# Rows of a tile by number of vectors: at most 12 accumulators. With more the compiler often has no registers left for the copies that
# it makes between nested loops, and at times it spills within the innermost. Then at most 8, for processors with 16 registers.
ROWS = {1: (12, 8), 2: (6, 4), 3: (4,), 4: (3,)}

HEAD = '''package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
{mask}import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the matrix product for panels of {nv} vector{s}, {what}: fp32,
 * any vector width. Written by tools/kernels/gemm.py; change it there.
 */
final class {cls} {{

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Sums are taken in chunks, so that the compiler sees a short loop and does not strip-mine it. */
  private static final int CHUNK = 64;

  private {cls}() {{}}
'''

MASK = "import jdk.incubator.vector.VectorMask;\n"

INPUT = {
    False: ["int k", "float[] a", "int aAt", "int lda"],
    True: ["int taps", "int k", "float[] a", "int aAt", "int zeroAt", "int[] table", "int tableAt", "int tableStride"],
}
OUTPUT = ["float[] c", "int cAt", "int ldc", "float[] bias", "int biasAt", "float[] residual", "int residualAt", "int ldr",
          "float min", "float max"]


def arguments(nv, indirect):
    return INPUT[indirect] + ["float[] w", "int wAt"] + (["int width", "int columns"] if nv == 1 else []) + OUTPUT


def names(args):
    return [a.split()[-1] for a in args]


def tile(o, mr, nv, indirect):
    cells = [(i, j) for i in range(mr) for j in range(nv)]
    # Only panels of one vector may have columns that do not exist, and a width of their own: masks in the other tiles would
    # make their methods too large for the compilers.
    mask = ", mask" if nv == 1 else ""
    stride = "width" if nv == 1 else "%d * L" % nv
    o("")
    o("  private static void tile%d(%s) {" % (mr, ", ".join(["int m", "int last"] + arguments(nv, indirect))))
    for i in range(mr):
        o("    int m%d = Math.min(m + %d, last);" % (i, i))
    if mask:
        o("    VectorMask<Float> mask = S.indexInRange(0, columns);")
    for j in range(nv):
        o("    FloatVector b%d = bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + %d * L);" % (j, j))
    for i, j in cells:
        o("    FloatVector c%d%d = b%d;" % (i, j, j))
    pad = "    "
    if indirect:
        pad = "      "
        o("    for (int t = 0; t < taps; t++) {")
        o("      int row = tableAt + t * tableStride;")
        for i in range(mr):
            o("      int t%d = table[row + m%d];" % (i, i))
            o("      int r%d = t%d < 0 ? zeroAt : aAt + t%d;" % (i, i, i))
        o("      int wt = wAt + t * k * %s;" % stride)
    else:
        for i in range(mr):
            o("    int r%d = aAt + m%d * lda;" % (i, i))
        o("    int wt = wAt;")
    o(pad + "for (int q = 0; q < k; q += CHUNK) {")
    o(pad + "  int n = Math.min(CHUNK, k - q);")
    o(pad + "  for (int p = 0; p < n; p++) {")
    for j in range(nv):
        o(pad + "    FloatVector w%d = FloatVector.fromArray(S, w, wt + (q + p) * %s + %d * L);" % (j, stride, j))
    for i in range(mr):
        o(pad + "    FloatVector a%d = FloatVector.broadcast(S, a[r%d + q + p]);" % (i, i))
        for j in range(nv):
            o(pad + "    c%d%d = a%d.fma(w%d, c%d%d);" % (i, j, i, j, i, j))
    o(pad + "  }")
    o(pad + "}")
    if indirect:
        o("    }")
    # At the end, so that sums of blocks are added to each other and not one product after the other: that rounds less.
    o("    if (residual != null) {")
    for i, j in cells:
        o("      c%d%d = c%d%d.add(FloatVector.fromArray(S, residual, residualAt + m%d * ldr + %d * L%s));" % (i, j, i, j, i, j, mask))
    o("    }")
    # Not a method of its own: what is not part of the Vector API is no longer inlined into a method of this size, and vectors
    # that cross a call are boxed.
    for bound, value, op in (("low", "min", "LT"), ("high", "max", "GT")):
        o("    if (%s %s) {" % (value, "> Float.NEGATIVE_INFINITY" if op == "LT" else "< Float.POSITIVE_INFINITY"))
        o("      FloatVector %s = FloatVector.broadcast(S, %s);" % (bound, value))
        for i, j in cells:
            o("      c%d%d = c%d%d.blend(%s, c%d%d.compare(VectorOperators.%s, %s));" % (i, j, i, j, bound, i, j, op, bound))
        o("    }")
    for i, j in cells:
        o("    c%d%d.intoArray(c, cAt + m%d * ldc + %d * L%s);" % (i, j, i, j, mask))
    o("  }")


def driver(o, nv, indirect):
    kind = "indirect" if indirect else "rows"
    args = arguments(nv, indirect)
    o("")
    o("  /**")
    o("   * See GemmKernels.%s. Rows of the last tile that do not exist are copies of the last row." % kind)
    if len(ROWS[nv]) > 1:
        o("   *")
        o("   * @param maxRows most rows of a tile")
    o("   */")
    o("  static void %s(%s) {" % (kind, ", ".join(["int m0", "int m1"] + (["int maxRows"] if len(ROWS[nv]) > 1 else []) + args)))
    call = ", ".join(["m", "m1 - 1"] + names(args))
    for mr in ROWS[nv][:-1]:
        o("    if (maxRows >= %d) {" % mr)
        o("      for (int m = m0; m < m1; m += %d) {" % mr)
        o("        tile%d(%s);" % (mr, call))
        o("      }")
        o("      return;")
        o("    }")
    mr = ROWS[nv][-1]
    o("    for (int m = m0; m < m1; m += %d) {" % mr)
    o("      tile%d(%s);" % (mr, call))
    o("    }")
    o("  }")


def main():
    for nv in ROWS:
        for indirect in (False, True):
            lines = []
            driver(lines.append, nv, indirect)
            for mr in ROWS[nv]:
                tile(lines.append, mr, nv, indirect)
            cls = "Gemm%s%d" % ("Indirect" if indirect else "Rows", nv)
            what = "rows gathered through a table" if indirect else "rows at a constant distance"
            head = HEAD.format(nv=nv, s="" if nv == 1 else "s", cls=cls, what=what, mask=MASK if nv == 1 else "")
            open("%s/%s.java" % (sys.argv[1], cls), "w").write(head + "\n".join(lines) + "\n}\n")


main()
