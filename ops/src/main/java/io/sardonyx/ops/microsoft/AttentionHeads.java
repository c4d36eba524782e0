package io.sardonyx.ops.microsoft;

import static io.sardonyx.runtime.spi.NodeBuilder.ABSENT;

import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A node of ONNX's Attention that is being put together.
 *
 * @param b the body that it belongs to
 * @param heads heads of queries
 * @param keyHeads heads of keys and values
 * @param isPacked whether queries, keys and values are [batch, sequence, heads x size]; otherwise
 *     they are [batch, heads, sequence, size]
 */
record AttentionHeads(FunctionBody b, long heads, long keyHeads, boolean isPacked) {

  /**
   * Adds the node.
   *
   * @param mask numbers to add to the scores, or ABSENT
   * @param past keys and values of earlier positions, or ABSENT
   * @return output [batch, sequence, heads x size], present keys, present values
   */
  int[] attend(
      Attributes a, boolean isCausal, int query, int key, int value, int mask, int[] past) {
    Map<String, Object> given = new LinkedHashMap<>();
    if (isPacked) {
      given.put("q_num_heads", heads);
      given.put("kv_num_heads", keyHeads);
    }
    if (a.has("scale") && a.number("scale") != 0) {
      given.put("scale", a.number("scale"));
    }
    if (a.has("softcap")) {
      given.put("softcap", a.number("softcap"));
    }
    if (isCausal) {
      given.put("is_causal", 1L);
    }
    boolean keeps = past[0] != ABSENT || b.hasOutput(1) || b.hasOutput(2);
    int[] y =
        b.node("", "Attention", given, keeps ? 3 : 1, query, key, value, mask, past[0], past[1]);
    int output = isPacked ? y[0] : packed(b, y[0]);
    return new int[] {output, keeps ? y[1] : ABSENT, keeps ? y[2] : ABSENT};
  }

  /** [batch, heads, sequence, size] as [batch, sequence, heads x size]. */
  static int packed(FunctionBody b, int x) {
    return b.reshaped(b.transposed(x, 0, 2, 1, 3), 0, 0, -1);
  }

  /** [batch, sequence, heads x size] as [batch, heads, sequence, size]. */
  static int unpacked(FunctionBody b, int x, long heads) {
    return b.transposed(b.reshaped(x, 0, 0, heads, -1), 0, 2, 1, 3);
  }

  /** The sum of two values of which each may be absent. */
  static int sum(FunctionBody b, int x, int y) {
    return x == ABSENT ? y : y == ABSENT ? x : b.op("Add", x, y);
  }
}
