#!/usr/bin/env python3
"""Writes the register tiles of the vector matrix product, one class for each panel width.

    tools/kernels/gemm.py kernels/src/main/java/io/sardonyx/kernels/vector

A tile holds rows x vectors accumulators in local variables: the compiler keeps an array of vectors in
memory, so each has to be written out. GemmRows4 has tiles of 4 vectors with rows at
a constant distance, GemmIndirect4 gathers its rows through a table, and so on. The notes in
kernels/NOTES.md explain the shapes.
"""
import sys

# Rows of a tile by number of vectors: at most 16 accumulators, beyond which the compiler spills.
ROWS = {1: (8, 4, 2, 1), 2: (8, 7, 4, 2, 1), 3: (5, 4, 3, 2, 1), 4: (4, 3, 2, 1)}

HEAD = '''package io.sardonyx.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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

ARGS_A = {
    False: ["int m", "int k", "float[] a", "int aAt", "int lda"],
    True: ["int m", "int taps", "int k", "float[] a", "int aAt", "int zeroAt", "int[] table", "int tableAt", "int tableStride"],
}
ARGS_C = ["float[] w", "int wAt", "int columns", "float[] c", "int cAt", "int ldc", "float[] bias", "int biasAt", "float[] residual",
          "int residualAt", "int ldr", "float min", "float max"]


def names(args):
    return [a.split()[-1] for a in args]


def tile(o, mr, nv, indirect):
    name = ("indirect" if indirect else "rows") + str(mr)
    o("")
    o("  private static void %s(%s) {" % (name, ", ".join(ARGS_A[indirect] + ARGS_C)))
    for j in range(nv):
        o("    FloatVector b%d = bias == null ? FloatVector.zero(S) : FloatVector.fromArray(S, bias, biasAt + %d * L);" % (j, j))
    for i in range(mr):
        for j in range(nv):
            o("    FloatVector c%d%d = b%d;" % (i, j, j))
    pad = "    "
    if indirect:
        o("    for (int t = 0; t < taps; t++) {")
        o("      int row = tableAt + t * tableStride + m;")
        for i in range(mr):
            o("      int t%d = table[row + %d];" % (i, i))
            o("      int r%d = t%d < 0 ? zeroAt : aAt + t%d;" % (i, i, i))
        o("      int wt = wAt + t * k * %d * L;" % nv)
        pad = "      "
    else:
        for i in range(mr):
            o("    int r%d = aAt + (m + %d) * lda;" % (i, i))
        o("    int wt = wAt;")
    o(pad + "for (int q = 0; q < k; q += CHUNK) {")
    o(pad + "  int n = Math.min(CHUNK, k - q);")
    o(pad + "  for (int p = 0; p < n; p++) {")
    for j in range(nv):
        o(pad + "    FloatVector w%d = FloatVector.fromArray(S, w, wt + (q + p) * %d * L + %d * L);" % (j, nv, j))
    for i in range(mr):
        o(pad + "    FloatVector a%d = FloatVector.broadcast(S, a[r%d + q + p]);" % (i, i))
        for j in range(nv):
            o(pad + "    c%d%d = a%d.fma(w%d, c%d%d);" % (i, j, i, j, i, j))
    o(pad + "  }")
    o(pad + "}")
    if indirect:
        o("    }")
    cells = [(i, j) for i in range(mr) for j in range(nv)]
    o("    int to = cAt + m * ldc;")
    o("    int from = residualAt + m * ldr;")
    o("    boolean whole = columns >= %d * L;" % nv)
    for j in range(nv):
        o("    VectorMask<Float> m%d = S.indexInRange(%d * L, columns);" % (j, j))
    o("    if (residual != null && whole) {")
    for i, j in cells:
        o("      c%d%d = c%d%d.add(FloatVector.fromArray(S, residual, from + %d * ldr + %d * L));" % (i, j, i, j, i, j))
    o("    } else if (residual != null) {")
    for i, j in cells:
        o("      c%d%d = c%d%d.add(FloatVector.fromArray(S, residual, from + %d * ldr + %d * L, m%d));" % (i, j, i, j, i, j, j))
    o("    }")
    # Not a method of its own: what is not part of the Vector API is no longer inlined into a method of this size, and vectors
    # that cross a call are boxed.
    for bound, value, op in (("low", "min", "LT"), ("high", "max", "GT")):
        o("    if (%s %s) {" % (value, "> Float.NEGATIVE_INFINITY" if op == "LT" else "< Float.POSITIVE_INFINITY"))
        o("      FloatVector %s = FloatVector.broadcast(S, %s);" % (bound, value))
        for i, j in cells:
            o("      c%d%d = c%d%d.blend(%s, c%d%d.compare(VectorOperators.%s, %s));" % (i, j, i, j, bound, i, j, op, bound))
        o("    }")
    o("    if (whole) {")
    for i, j in cells:
        o("      c%d%d.intoArray(c, to + %d * ldc + %d * L);" % (i, j, i, j))
    o("    } else {")
    for i, j in cells:
        o("      c%d%d.intoArray(c, to + %d * ldc + %d * L, m%d);" % (i, j, i, j, j))
    o("    }")
    o("  }")


def driver(o, nv, indirect):
    kind = "indirect" if indirect else "rows"
    args = ["int m0", "int m1", "int maxRows"] + ARGS_A[indirect][1:] + ARGS_C
    o("")
    o("  /** See GemmKernels.%s; tiles have at most {@code maxRows} rows. */" % kind)
    o("  static void %s(%s) {" % (kind, ", ".join(args)))
    o("    int m = m0;")
    call = ", ".join(["m"] + names(ARGS_A[indirect][1:]) + names(ARGS_C))
    for mr in ROWS[nv]:
        guard = "" if mr == 1 else "%d <= maxRows && " % mr
        o("    for (; %sm + %d <= m1; m += %d) {" % (guard, mr, mr))
        o("      %s%d(%s);" % (kind, mr, call))
        o("    }")
    o("  }")


TAIL = "}\n"


def main():
    for nv in ROWS:
        for indirect in (False, True):
            lines = []
            driver(lines.append, nv, indirect)
            for mr in ROWS[nv]:
                tile(lines.append, mr, nv, indirect)
            cls = "Gemm%s%d" % ("Indirect" if indirect else "Rows", nv)
            what = "rows gathered through a table" if indirect else "rows at a constant distance"
            text = HEAD.format(nv=nv, s="" if nv == 1 else "s", cls=cls, what=what) + "\n".join(lines) + "\n" + TAIL
            open("%s/%s.java" % (sys.argv[1], cls), "w").write(text)


main()
