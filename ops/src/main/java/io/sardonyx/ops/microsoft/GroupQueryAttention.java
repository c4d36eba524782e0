package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.microsoft.AttentionHeads.unpacked;
import static io.sardonyx.ops.microsoft.Functions.dim;
import static io.sardonyx.ops.microsoft.Functions.refuse;
import static io.sardonyx.ops.microsoft.NormalizationFunctions.positions;
import static io.sardonyx.ops.microsoft.NormalizationFunctions.vector;
import static io.sardonyx.runtime.spi.NodeBuilder.ABSENT;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import java.util.Map;

/**
 * Attention of groups of query heads that share keys, over a cache that is written at each
 * sequence's own length. Sequences of a first prompt are padded behind.
 */
final class GroupQueryAttention {

  private final Attributes a;
  private final FunctionBody b;
  private final long heads;
  private final long keyHeads;

  /** Number of new positions, and of all positions of the longest sequence. */
  private final int sequence;

  private final int total;

  /** Positions that every sequence had before, and the positions of its new elements. */
  private final int earlier;

  private final int newPositions;

  private GroupQueryAttention(Attributes a, FunctionBody b) {
    this.a = a;
    this.b = b;
    heads = a.integer("num_heads");
    keyHeads = a.integer("kv_num_heads");
    sequence = b.size(b.input(0), 1);
    total = vector(b, b.input(6));
    int lengths = b.op("Add", vector(b, b.input(5)), b.vector(1));
    int isPrompt = b.op("Equal", sequence, total);
    earlier = b.op("Where", isPrompt, b.vector(0), b.op("Sub", lengths, sequence));
    newPositions = b.op("Add", b.unsqueezed(earlier, 1), positions(b, sequence));
  }

  static void define(Attributes a, FunctionBody b) {
    refuse(b, 12, 13, 14, 15);
    if (a.flag("sliding_window_cache") || b.hasOutput(3)) {
      throw b.error("sliding_window_cache and the output of scores are not supported");
    }
    new GroupQueryAttention(a, b).define();
  }

  private void define() {
    int[] qkv = {b.input(0), b.input(1), b.input(2)};
    if (!b.hasInput(1)) {
      long size = dim(b, 0, 2) / (heads + 2 * keyHeads);
      qkv = b.split(b.input(0), 2, heads * size, keyHeads * size, keyHeads * size);
    }
    int query = rotated(unpacked(b, qkv[0], heads));
    int key = cached(3, rotated(unpacked(b, qkv[1], keyHeads)));
    int value = cached(4, unpacked(b, qkv[2], keyHeads));
    b.output(1, key);
    b.output(2, value);
    int keys = b.size(key, 2);
    int mask = mask(keys);
    if (b.hasInput(11) || a.flag("smooth_softmax")) {
      mask = withSink(mask);
      key = withZeros(key);
      value = withZeros(value);
    }
    AttentionHeads attention = new AttentionHeads(b, heads, keyHeads, false);
    int[] none = {ABSENT, ABSENT};
    b.output(0, attention.attend(a, false, query, key, value, mask, none)[0]);
  }

  private int rotated(int x) {
    if (!a.flag("do_rotary")) {
      return x;
    }
    int batch = b.size(x, 0);
    int places = b.hasInput(9) ? b.input(9) : newPositions;
    places = b.op("Expand", places, b.joined(batch, sequence));
    Map<String, Object> given = attributes("interleaved", a.integer("rotary_interleaved"));
    long half = dim(b, 7, 1);
    given.put("rotary_embedding_dim", 2 * half);
    return AttentionFunctions.turned(b, x, places, b.input(7), b.input(8), given);
  }

  /** The cache in an input, grown to all positions, with new rows written behind the old ones. */
  private int cached(int input, int rows) {
    if (!b.hasInput(input)) {
      return rows;
    }
    int past = b.input(input);
    int capacity = b.size(past, 2);
    int missing = b.op("Sub", b.op("Max", capacity, total), capacity);
    int pads = b.joined(b.vector(0, 0, 0, 0, 0, 0), missing, b.vector(0));
    return b.op("TensorScatter", b.op("Pad", past, pads), rows, earlier);
  }

  /** Numbers to add to the scores [batch, heads, new positions, keys]. */
  private int mask(int keys) {
    int query = b.unsqueezed(newPositions, 1, 3);
    int key = positions(b, keys);
    int allowed;
    if (a.flag("causal")) {
      allowed = b.op("LessOrEqual", key, query);
    } else {
      int lengths = b.op("Add", vector(b, b.input(5)), b.vector(1));
      allowed = b.op("Less", key, b.unsqueezed(lengths, 1, 2, 3));
    }
    long window = a.integer("local_window_size");
    if (window > 0) {
      int first = b.op("Sub", query, b.vector(window));
      allowed = b.op("And", allowed, b.op("Greater", key, first));
    }
    int bias = b.number(0, b.input(0));
    if (b.hasInput(10)) {
      int missing = b.op("Sub", keys, b.size(b.input(10), 3));
      int pads = b.joined(b.vector(0, 0, 0, 0, 0, 0, 0), missing);
      bias = b.op("Pad", b.input(10), pads);
    }
    return b.op("Where", allowed, bias, b.number(Double.NEGATIVE_INFINITY, b.input(0)));
  }

  /** The mask with a last key whose score is the head's sink, for all queries alike. */
  private int withSink(int mask) {
    int batch = b.size(b.input(0), 0);
    int sink = b.hasInput(11) ? b.reshaped(b.input(11), 1, -1, 1, 1) : b.number(0, b.input(0));
    int all = b.joined(batch, b.vector(heads), sequence, b.vector(1));
    int keys = b.size(mask, 3);
    int wide = b.joined(batch, b.vector(heads), sequence, keys);
    return b.op(
        "Concat", attributes("axis", 3L), b.op("Expand", mask, wide), b.op("Expand", sink, all));
  }

  /** Keys or values with a last one of zeros. */
  private int withZeros(int rows) {
    return b.op("Pad", rows, b.vector(0, 0, 0, 0, 0, 0, 1, 0));
  }
}
