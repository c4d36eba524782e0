package io.sardonyx.ops.training;

import static io.sardonyx.runtime.spi.NodeBuilder.ABSENT;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.spi.Attributes;
import java.util.Map;
import java.util.stream.LongStream;

/** Derivatives of matrix products and convolutions. */
final class ProductDerivatives {

  private ProductDerivatives() {}

  static void register(Map<String, Derivatives.Rule> rules) {
    rules.put("MatMul", ProductDerivatives::matMul);
    rules.put("Gemm", ProductDerivatives::gemm);
    rules.put("Conv", ProductDerivatives::conv);
  }

  private static int[] matMul(Backward b, Node n) {
    int rankA = b.rank(0);
    int rankB = b.rank(1);
    int d = b.dy(0);
    d = rankB == 1 ? b.unsqueezed(d, -1) : d;
    d = rankA == 1 ? b.unsqueezed(d, -2) : d;
    int left = rankA == 1 ? b.unsqueezed(n.input(0), 0) : n.input(0);
    int right = rankB == 1 ? b.unsqueezed(n.input(1), 1) : n.input(1);
    int byA = ABSENT;
    int byB = ABSENT;
    if (b.wants(0)) {
      int product = b.op("MatMul", d, swapped(b, right, Math.max(2, rankB)));
      byA = b.shaped(b.summed(product, left), n.input(0));
    }
    if (b.wants(1)) {
      int product = b.op("MatMul", swapped(b, left, Math.max(2, rankA)), d);
      byB = b.shaped(b.summed(product, right), n.input(1));
    }
    return new int[] {byA, byB};
  }

  /** The transposes of the matrices in the last two dimensions. */
  private static int swapped(Backward b, int x, int rank) {
    long[] perm = LongStream.range(0, rank).toArray();
    perm[rank - 1] = rank - 2;
    perm[rank - 2] = rank - 1;
    return b.transposed(x, perm);
  }

  private static int[] gemm(Backward b, Node n) {
    if (n.op().version() < 7) {
      throw n.error("its derivative is known from version 7 on");
    }
    Attributes a = n.attributes();
    boolean transA = a.flag("transA");
    boolean transB = a.flag("transB");
    float alpha = a.number("alpha");
    int d = b.dy(0);
    int byA = ABSENT;
    int byB = ABSENT;
    int byC = ABSENT;
    if (b.wants(0)) {
      byA =
          transA
              ? product(b, n.input(1), transB, d, true, alpha)
              : product(b, d, false, n.input(1), !transB, alpha);
    }
    if (b.wants(1)) {
      byB =
          transB
              ? product(b, d, true, n.input(0), transA, alpha)
              : product(b, n.input(0), !transA, d, false, alpha);
    }
    if (b.wants(2)) {
      byC = b.unbroadcast(b.mul(d, b.number(a.number("beta"), d)), 2);
    }
    return new int[] {byA, byB, byC};
  }

  private static int product(
      Backward b, int left, boolean transLeft, int right, boolean transRight, float alpha) {
    return b.op(
        "Gemm",
        attributes("alpha", alpha, "transA", transLeft ? 1L : 0L, "transB", transRight ? 1L : 0L),
        left,
        right);
  }

  private static int[] conv(Backward b, Node n) {
    Attributes a = n.attributes();
    int axes = b.rank(0) - 2;
    String auto = a.string("auto_pad", "NOTSET");
    if (a.integer("group", 1) != 1 || !auto.equals("NOTSET") || axes < 1) {
      throw n.error("its derivative is known only for one group and explicit pads");
    }
    if (!b.type(n.input(0)).isKnown() || !b.type(n.input(1)).isKnown()) {
      throw n.error("its derivative needs inputs of known shapes");
    }
    long[] strides = orFilled(a.integersOrNull("strides"), axes, 1);
    long[] dilations = orFilled(a.integersOrNull("dilations"), axes, 1);
    long[] pads = orFilled(a.integersOrNull("pads"), 2 * axes, 0);
    long[] input = b.type(n.input(0)).shape().sizes();
    long[] kernel = b.type(n.input(1)).shape().sizes();
    int d = b.dy(0);
    int byX = ABSENT;
    int byW = ABSENT;
    int byBias = ABSENT;
    long[] rest = new long[axes];
    for (int i = 0; i < axes; i++) {
      long extent = dilations[i] * (kernel[i + 2] - 1) + 1;
      rest[i] = (input[i + 2] + pads[i] + pads[i + axes] - extent) % strides[i];
    }
    if (b.wants(0)) {
      // What the last stride did not reach has no influence: it is padding of zeros behind.
      int inner =
          b.op(
              "ConvTranspose",
              attributes("strides", strides, "dilations", dilations),
              d,
              n.input(1));
      long[] around = new long[2 * (axes + 2)];
      for (int i = 0; i < axes; i++) {
        around[i + 2] = -pads[i];
        around[i + 2 + axes + 2] = rest[i] - pads[i + axes];
      }
      byX = b.op("Pad", inner, b.vector(around));
    }
    if (b.wants(1)) {
      long[] swap = LongStream.range(0, axes + 2).toArray();
      swap[0] = 1;
      swap[1] = 0;
      long[] trimmed = pads.clone();
      for (int i = 0; i < axes; i++) {
        trimmed[i + axes] -= rest[i];
      }
      long[] around = new long[2 * (axes + 2)];
      for (int i = 0; i < axes; i++) {
        around[i + 2] = trimmed[i];
        around[i + 2 + axes + 2] = trimmed[i + axes];
      }
      int padded = b.op("Pad", b.transposed(n.input(0), swap), b.vector(around));
      int product =
          b.op(
              "Conv",
              attributes("strides", dilations, "dilations", strides),
              padded,
              b.transposed(d, swap));
      byW = b.transposed(product, swap);
    }
    if (b.wants(2)) {
      long[] all = LongStream.range(0, axes + 2).filter(i -> i != 1).toArray();
      byBias = b.op("ReduceSum", attributes("keepdims", 0L), d, b.vector(all));
    }
    return new int[] {byX, byW, byBias};
  }

  private static long[] orFilled(long[] given, int length, long value) {
    return given != null ? given : LongStream.generate(() -> value).limit(length).toArray();
  }
}
