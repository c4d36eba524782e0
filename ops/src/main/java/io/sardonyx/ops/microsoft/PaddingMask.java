package io.sardonyx.ops.microsoft;

import static io.sardonyx.runtime.spi.NodeBuilder.ABSENT;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.FunctionBody;

/** The forms in which com.microsoft's attention says which keys are padding. */
final class PaddingMask {

  private PaddingMask() {}

  /**
   * What is added to the scores [batch, heads, queries, keys]; ABSENT if there is no mask.
   *
   * @param mask the mask's input: lengths [batch], ends and starts [2 x batch], or zeros for
   *     padding [batch, keys], [batch, queries, keys], [batch, 1, most queries, most keys]
   * @param filter what padding adds
   * @param like the type of the scores
   * @param query a value [batch, queries, ...]
   * @param keys the number of keys, as a vector of one int64
   */
  static int additive(FunctionBody b, int mask, float filter, int like, int query, int keys) {
    if (!b.hasInput(mask)) {
      return ABSENT;
    }
    int given = b.input(mask);
    int none = b.constant(Tensor.of(new int[] {0}));
    int isKey =
        switch (Functions.rank(b, mask)) {
          case 1 -> byLength(b, given, query, keys);
          case 2 -> b.op("Greater", b.unsqueezed(given, 1, 2), none);
          case 3 -> b.op("Greater", b.unsqueezed(given, 1), none);
          case 4 -> b.op("Greater", b.sliced(given, b.vector(0), keys, 3), none);
          default -> throw b.error("input %d has rank %d; expected 1 to 4", mask, b.rank(mask));
        };
    if (b.rank(mask) == 4) {
      int queries = b.size(query, 1);
      isKey = b.sliced(isKey, b.op("Sub", keys, queries), keys, 2);
    }
    return b.op("Where", isKey, b.number(0, like), b.number(filter, like));
  }

  private static int byLength(FunctionBody b, int given, int query, int keys) {
    int batch = b.size(query, 0);
    int all = Functions.wide(b, given);
    int zeros = b.op("ConstantOfShape", batch);
    // Behind lengths alone come zeros, as which the starts are then read.
    int padded = b.op("Concat", attributes("axis", 0L), all, Functions.wide(b, zeros));
    int ends = b.sliced(padded, b.vector(0), batch, 0);
    int starts = b.sliced(padded, batch, b.op("Add", batch, batch), 0);
    int position = NormalizationFunctions.positions(b, keys);
    int before = b.op("Less", position, b.unsqueezed(ends, 1));
    int after = b.op("GreaterOrEqual", position, b.unsqueezed(starts, 1));
    return b.unsqueezed(b.op("And", before, after), 1, 2);
  }
}
