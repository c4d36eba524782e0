package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.microsoft.AttentionHeads.sum;
import static io.sardonyx.ops.microsoft.AttentionHeads.unpacked;
import static io.sardonyx.ops.microsoft.Functions.dim;
import static io.sardonyx.ops.microsoft.Functions.plus;
import static io.sardonyx.ops.microsoft.Functions.rank;
import static io.sardonyx.ops.microsoft.Functions.refuse;
import static io.sardonyx.runtime.spi.NodeBuilder.ABSENT;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import java.util.Map;

/** Attention with its projections, masks and caches, and rotary embedding. */
final class AttentionFunctions {

  private AttentionFunctions() {}

  static void register(Functions f) {
    f.op("Attention", AttentionFunctions::attention)
        .op("QAttention", AttentionFunctions::quantized)
        .op("MultiHeadAttention", AttentionFunctions::multiHead)
        .op("GroupQueryAttention", GroupQueryAttention::define)
        .op("RotaryEmbedding", AttentionFunctions::rotary);
  }

  private static void attention(Attributes a, FunctionBody b) {
    refuse(b, 6);
    int projected = plus(b, b.op("MatMul", b.input(0), b.input(1)), 2);
    project(a, b, projected, dim(b, 1, 1), 3, 4, b.input(5));
  }

  private static void quantized(Attributes a, FunctionBody b) {
    int product = b.op("MatMulInteger", b.input(0), b.input(1), b.input(6), b.input(7));
    int scale = b.op("Mul", b.input(3), b.input(4));
    int projected = b.op("Add", b.op("Mul", b.op("CastLike", product, scale), scale), b.input(2));
    project(a, b, projected, dim(b, 1, 1), 5, 8, ABSENT);
  }

  /** Attention of queries, keys and values that lie side by side in rows of a length. */
  private static void project(
      Attributes a, FunctionBody b, int rows, long length, int mask, int past, int bias) {
    if (a.flag("do_rotary") || a.flag("past_present_share_buffer")) {
      throw b.error("do_rotary and past_present_share_buffer are not supported");
    }
    long[] sizes = a.integersOrNull("qkv_hidden_sizes");
    if (sizes == null) {
      sizes = new long[] {length / 3, length / 3, length / 3};
    }
    if (sizes.length != 3 || sizes[0] + sizes[1] + sizes[2] != length) {
      throw b.error("the weights have %d columns, which do not divide into three", length);
    }
    int[] parts = b.split(rows, -1, sizes);
    int[] caches = {ABSENT, ABSENT};
    int keys = b.size(rows, 1);
    if (b.hasInput(past)) {
      int[] halves = b.split(b.input(past), 0, 1, 1);
      caches[0] = b.op("Squeeze", halves[0], b.vector(0));
      caches[1] = b.op("Squeeze", halves[1], b.vector(0));
      keys = b.op("Add", keys, b.size(b.input(past), 3));
    }
    float filter = a.number("mask_filter_value");
    int added = sum(b, PaddingMask.additive(b, mask, filter, rows, rows, keys), bias);
    long heads = a.integer("num_heads");
    AttentionHeads attention = new AttentionHeads(b, heads, heads, true);
    boolean causal = a.flag("unidirectional");
    int[] y = attention.attend(a, causal, parts[0], parts[1], parts[2], added, caches);
    b.output(0, y[0]);
    if (b.hasOutput(1)) {
      Map<String, Object> first = attributes("axis", 0L);
      b.output(1, b.op("Concat", first, b.unsqueezed(y[1], 0), b.unsqueezed(y[2], 0)));
    }
  }

  private static void multiHead(Attributes a, FunctionBody b) {
    refuse(b, 8, 9);
    if (b.hasOutput(3)) {
      throw b.error("output 3 is used; the scores are not supported");
    }
    long heads = a.integer("num_heads");
    int[] qkv = operands(b, heads);
    int[] past = {b.input(6), b.input(7)};
    boolean isPacked = b.hasInput(2) && rank(b, 2) == 3;
    int keys = b.size(qkv[1], isPacked ? 1 : 2);
    if (b.hasInput(6)) {
      keys = b.op("Add", keys, b.size(b.input(6), 2));
    }
    float filter = a.number("mask_filter_value");
    int padding = PaddingMask.additive(b, 4, filter, b.input(0), b.input(0), keys);
    AttentionHeads attention = new AttentionHeads(b, heads, heads, isPacked);
    boolean causal = a.flag("unidirectional");
    int added = sum(b, padding, b.input(5));
    int[] y = attention.attend(a, causal, qkv[0], qkv[1], qkv[2], added, past);
    for (int i = 0; i < 3; i++) {
      b.output(i, y[i]);
    }
  }

  /** Queries, keys and values, with the bias added; all of rank 3 or all of rank 4. */
  private static int[] operands(FunctionBody b, long heads) {
    int query = b.input(0);
    if (rank(b, 0) == 5) {
      refuse(b, 3);
      return taken(b, query, 3);
    }
    if (!b.hasInput(1)) {
      throw b.error("the key is missing, and the query is not packed with it");
    }
    if (!b.hasInput(2)) {
      if (rank(b, 1) != 5) {
        throw b.error("the value is missing, and the key is not packed with it");
      }
      refuse(b, 3);
      int[] pair = taken(b, b.input(1), 2);
      return new int[] {unpacked(b, query, heads), pair[0], pair[1]};
    }
    int key = b.input(1);
    int value = b.input(2);
    boolean isCache = rank(b, 1) == 4;
    if (b.hasInput(3)) {
      long size = dim(b, 0, -1);
      long rest = dim(b, 3, 0) - 2 * size;
      int[] bias = b.split(b.input(3), 0, size, size, rest);
      query = b.op("Add", query, bias[0]);
      key = isCache ? key : b.op("Add", key, bias[1]);
      value = isCache ? value : b.op("Add", value, bias[2]);
    }
    return new int[] {isCache ? unpacked(b, query, heads) : query, key, value};
  }

  /** The parts of [batch, sequence, heads, parts, size], each [batch, heads, sequence, size]. */
  private static int[] taken(FunctionBody b, int x, int count) {
    long[] ones = new long[count];
    java.util.Arrays.fill(ones, 1);
    int[] parts = b.split(x, 3, ones);
    for (int i = 0; i < count; i++) {
      parts[i] = b.transposed(b.op("Squeeze", parts[i], b.vector(3)), 0, 2, 1, 3);
    }
    return parts;
  }

  private static void rotary(Attributes a, FunctionBody b) {
    if (a.flag("is_packed_batching") || a.number("scale") != 1) {
      throw b.error("is_packed_batching and scale are not supported");
    }
    int x = b.input(0);
    boolean isPacked = rank(b, 0) == 3;
    long heads = a.integer("num_heads");
    if (isPacked && heads == 0) {
      heads = dim(b, 0, 2) / (2 * dim(b, 2, 1));
    }
    int sequence = b.size(x, isPacked ? 1 : 2);
    int batch = b.size(x, 0);
    int positions = b.input(1);
    if (rank(b, 1) == 1) {
      positions = b.op("Add", NormalizationFunctions.positions(b, sequence), positions);
    }
    positions = b.op("Expand", positions, b.joined(batch, sequence));
    b.output(
        0,
        turned(
            b,
            x,
            positions,
            b.input(2),
            b.input(3),
            attributes(
                "interleaved",
                a.integer("interleaved"),
                "num_heads",
                heads,
                "rotary_embedding_dim",
                a.integer("rotary_embedding_dim"))));
  }

  /** Values rotated by the angles of their positions [batch, sequence]. */
  static int turned(
      FunctionBody b, int x, int positions, int cos, int sin, Map<String, Object> given) {
    return b.op("RotaryEmbedding", given, x, cos, sin, positions);
  }
}
