package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import java.util.Arrays;

/** Further mathematics: shifts, determinants, Einstein sums, losses and normalisations. */
final class MathRules {

  private static final ElementType FLOAT = ElementType.FLOAT;

  private MathRules() {}

  static void addTo(Rules rules) {
    rules.add(
        b -> {
          b.input(b.random.finite(b.type(0), b.random.shape(0, 4)));
          b.number("lambd", b.random.one(0.5, 1.0)).number("bias", b.random.one(0.0, 0.25));
        },
        "Shrink");
    rules.add(
        b -> {
          ElementType type = ElementType.UINT8;
          long[] shape = b.random.shape(0, 4);
          b.input(b.random.range(type, 0, 255, shape));
          b.input(b.random.range(type, 0, 7, b.random.broadcastable(shape)));
          b.text("direction", b.random.one("LEFT", "RIGHT"));
        },
        "BitShift");
    rules.add(
        b -> {
          long n = b.random.between(1, 4);
          b.input(b.random.finite(FLOAT, joined(b.random.fullShape(0, 2), n, n)));
        },
        "Det");
    rules.add(MathRules::einsum, "Einsum");
    rules.add(
        b -> {
          b.input(b.random.range(b.type(0), 0, 90, b.random.shape(0, 4)));
          b.input(b.random.range(b.outputType(0), 0, 1, b.random.shape(0, 1)));
        },
        "CastLike");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(2, 4);
          b.input(b.random.finite(FLOAT, shape));
          b.ints("axes", b.random.axes(shape.length));
        },
        "MeanVarianceNormalization");
    rules.add(
        b -> {
          int groups = b.random.between(1, 3);
          long[] shape = b.random.fullShape(3, 4);
          shape[1] = groups * (long) b.random.between(1, 4);
          long scales = b.since(21) ? shape[1] : groups;
          b.input(b.random.finite(FLOAT, shape));
          b.input(b.random.finite(FLOAT, scales)).input(b.random.finite(FLOAT, scales));
          b.integer("num_groups", groups);
        },
        "GroupNormalization");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(2, 4);
          int axis = b.random.upTo(shape.length - 1);
          b.input(b.random.finite(FLOAT, shape));
          b.input(b.random.finite(FLOAT, Arrays.copyOfRange(shape, axis, shape.length)));
          b.integer("axis", b.random.chance(0.5) ? axis : axis - shape.length);
        },
        "RMSNormalization");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, b.random.shape(0, 4)));
          b.number("alpha", b.random.one(1.0, 0.5, 1.5));
        },
        "Swish");
    rules.add(MathRules::loss, "NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss");
    rules.add(MathRules::rotary, "RotaryEmbedding");
    rules.add(MathRules::attention, "Attention");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(3, 4);
          int sequence = shape.length - 2;
          long[] update = shape.clone();
          update[sequence] = b.random.between(1, (int) shape[sequence]);
          b.input(b.random.finite(FLOAT, shape)).input(b.random.finite(FLOAT, update));
          int most = (int) (shape[sequence] - update[sequence]);
          b.input(b.random.range(ElementType.INT64, 0, most, shape[0]));
        },
        "TensorScatter");
  }

  static long[] joined(long[] first, long... second) {
    long[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static void einsum(CaseBuilder b) {
    int i = b.random.between(1, 6);
    int j = b.random.between(1, 6);
    int k = b.random.between(1, 6);
    String equation =
        b.random.one(
            "ij,jk->ik",
            "ij,jk",
            "ij->ji",
            "ij->i",
            "ij->",
            "ij,ij->",
            "ij,kj->ijk",
            "...ij->...i",
            "bij,bjk->bik");
    ElementType type = b.random.one(FLOAT, ElementType.DOUBLE);
    for (String term : equation.split("->")[0].split(",")) {
      long[] shape =
          term.replace("...", "b")
              .chars()
              .mapToLong(c -> c == 'i' ? i : c == 'j' ? j : c == 'k' ? k : 3)
              .toArray();
      b.input(b.random.finite(type, shape));
    }
    b.text("equation", equation);
  }

  private static void loss(CaseBuilder b) {
    int classes = b.random.between(2, 6);
    long n = b.random.between(1, 5);
    long[] rest = b.random.fullShape(0, 2);
    ElementType type = b.random.one(FLOAT, ElementType.DOUBLE);
    b.input(b.random.finite(type, joined(new long[] {n, classes}, rest)));
    b.input(b.random.range(ElementType.INT64, 0, classes - 1, joined(new long[] {n}, rest)));
    if (b.random.chance(0.5)) {
      b.input(b.random.range(type, 0.5, 2, classes));
    }
    b.text("reduction", b.random.one("none", "sum", "mean"));
    if (b.random.chance(0.3)) {
      b.integer("ignore_index", 1);
    }
  }

  private static void rotary(CaseBuilder b) {
    long batch = b.random.between(1, 2);
    long heads = b.random.between(1, 3);
    long length = b.random.between(1, 5);
    long half = b.random.between(1, 4);
    b.input(b.random.finite(FLOAT, batch, heads, length, 2 * half));
    b.input(b.random.range(FLOAT, -1, 1, 9, half)).input(b.random.range(FLOAT, -1, 1, 9, half));
    b.input(b.random.range(ElementType.INT64, 0, 8, batch, length));
    b.integer("interleaved", b.random.upTo(1));
  }

  private static void attention(CaseBuilder b) {
    long batch = b.random.between(1, 2);
    int kvHeads = b.random.between(1, 2);
    int heads = kvHeads * b.random.between(1, 2);
    long queries = b.random.between(1, 5);
    long keys = b.random.between(1, 6);
    long size = b.random.between(1, 6);
    b.input(b.random.finite(FLOAT, batch, heads, queries, size));
    b.input(b.random.finite(FLOAT, batch, kvHeads, keys, size));
    b.input(b.random.finite(FLOAT, batch, kvHeads, keys, size));
    boolean causal = b.random.chance(0.3);
    b.integer("is_causal", causal ? 1 : 0);
    if (!causal && b.random.chance(0.4)) {
      b.input(b.random.finite(FLOAT, queries, keys));
    }
    if (b.random.chance(0.3)) {
      b.number("softcap", 2);
    }
    if (b.random.chance(0.3)) {
      b.number("scale", 0.3);
    }
  }
}
