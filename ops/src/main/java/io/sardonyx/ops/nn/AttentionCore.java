package io.sardonyx.ops.nn;

import io.sardonyx.kernels.FloatFormat;
import io.sardonyx.kernels.GemmPacking;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.ops.matrix.RealArithmetic;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;

/**
 * Scores, softmax and weighted values for blocks of queries, one block of one head a task. Keys and
 * values are packed once for all queries; a few queries read them as they lie.
 *
 * @param q slot of the queries
 * @param y slot of the output, which lies like the queries
 * @param scores what to write of the scores
 */
record AttentionCore(
    RealArithmetic arithmetic,
    AttentionSizes sizes,
    AttentionMask mask,
    Softness softness,
    int q,
    KeyValueCache keys,
    KeyValueCache values,
    int y,
    ScoreOutput scores) {

  /**
   * How scores become weights.
   *
   * @param scale factor of the scores
   * @param cap soft limit of the scores; 0: none
   * @param rounding format to which scores and weights are rounded, or null
   */
  record Softness(float scale, float cap, FloatFormat rounding) {}

  /**
   * The optional output of the scores.
   *
   * @param slot where they go, [batch, heads, queries, keys]; -1 if nowhere
   * @param stage which ones: 0 raw, 1 capped, 2 masked, 3 weights
   */
  record ScoreOutput(int slot, int stage) {}

  /** Queries that read keys and values as they lie. */
  private static final int DIRECT_QUERIES = 4;

  /** Scores of a block of queries that stay in the second-level cache. */
  private static final int BLOCK_SCORES = 64 * 1024;

  private static final int MOST_QUERIES = 64;
  private static final int FEWEST_QUERIES = 8;

  Step step(Operands o) {
    int tasks = Math.multiplyExact(sizes.batch(), sizes.queryHeads());
    if (sizes.queries() <= DIRECT_QUERIES) {
      o.context().workerScratch(arithmetic.storage(), sizes.keys());
      ParallelTask body = this::direct;
      return f -> f.parallel(tasks, body);
    }
    GemmPacking keyPacking = arithmetic.packing(sizes.keys(), sizes.size());
    GemmPacking valuePacking = arithmetic.packing(sizes.valueSize(), sizes.keys());
    int heads = Math.multiplyExact(sizes.batch(), sizes.keyHeads());
    int packedKeys = o.scratch((long) heads * keyPacking.length());
    int packedValues = o.scratch((long) heads * valuePacking.length());
    ParallelTask pack =
        (f, task, worker) -> pack(f, task, keyPacking, packedKeys, valuePacking, packedValues);
    int fitting = BLOCK_SCORES / Math.max(1, sizes.keys()) / 4 * 4;
    int block = Math.clamp(fitting, FEWEST_QUERIES, MOST_QUERIES);
    int blocks = (sizes.queries() + block - 1) / block;
    o.context().workerScratch(arithmetic.storage(), (long) block * sizes.keys());
    ParallelTask body =
        (f, task, worker) -> {
          int first = task % blocks * block;
          int end = Math.min(sizes.queries(), first + block);
          block(
              f,
              task / blocks,
              first,
              end,
              worker,
              keyPacking,
              packedKeys,
              valuePacking,
              packedValues);
        };
    int packTasks = heads * (keyPacking.panels() + valuePacking.panels());
    return f -> {
      f.parallel(packTasks, pack);
      f.parallel(tasks * blocks, body);
    };
  }

  // ------------------------------------------------------------------ packed keys and values

  /** Packs a panel of keys, transposed and scaled, or of values. */
  private void pack(
      Frame f,
      int task,
      GemmPacking keyPacking,
      int packedKeys,
      GemmPacking valuePacking,
      int packedValues) {
    int panels = keyPacking.panels() + valuePacking.panels();
    int head = task / panels;
    int p = task % panels;
    boolean isKey = p < keyPacking.panels();
    KeyValueCache from = isKey ? keys : values;
    GemmPacking packing = isKey ? keyPacking : valuePacking;
    int to = isKey ? packedKeys : packedValues;
    int rowStride = from.layout().rowStride();
    arithmetic.packPanel(
        packing,
        isKey ? p : p - keyPacking.panels(),
        f.array(from.slot()),
        f.offset(from.slot()) + from.layout().at(head / sizes.keyHeads(), head % sizes.keyHeads()),
        isKey ? 1 : rowStride,
        isKey ? rowStride : 1,
        isKey ? softness.scale() : 1,
        f.array(to),
        f.offset(to) + head * packing.length());
  }

  private void block(
      Frame f,
      int task,
      int first,
      int end,
      int worker,
      GemmPacking keyPacking,
      int packedKeys,
      GemmPacking valuePacking,
      int packedValues) {
    int batch = task / sizes.queryHeads();
    int head = task % sizes.queryHeads();
    int shared = batch * sizes.keyHeads() + sizes.keyHead(head);
    int firstKey = scores.slot() >= 0 ? 0 : mask.first(f, batch, first);
    int endKey = scores.slot() >= 0 ? sizes.keys() : mask.end(f, batch, end - 1);
    endKey = Math.max(firstKey, endKey);
    Object s = arithmetic.worker(f, worker);
    HeadLayout layout = sizes.layout(sizes.queryHeads(), sizes.queries(), sizes.size());
    int qAt = f.offset(q) + layout.at(batch, head) + first * layout.rowStride();
    int panels = f.offset(packedKeys) + shared * keyPacking.length();
    for (int p = 0; p < keyPacking.panels(); p++) {
      int column = keyPacking.firstColumns()[p];
      if (column < endKey && column + keyPacking.widths()[p] > firstKey) {
        product(
            end - first,
            sizes.size(),
            f.array(q),
            qAt,
            layout.rowStride(),
            f.array(packedKeys),
            panels + keyPacking.offsets()[p],
            keyPacking,
            p,
            s,
            column,
            sizes.keys());
      }
    }
    for (int i = first; i < end; i++) {
      weigh(f, batch, head, i, s, (i - first) * sizes.keys(), firstKey, endKey);
    }
    HeadLayout out = sizes.layout(sizes.queryHeads(), sizes.queries(), sizes.valueSize());
    int yAt = f.offset(y) + out.at(batch, head) + first * out.rowStride();
    panels = f.offset(packedValues) + shared * valuePacking.length();
    for (int p = 0; p < valuePacking.panels(); p++) {
      product(
          end - first,
          endKey - firstKey,
          s,
          firstKey,
          sizes.keys(),
          f.array(packedValues),
          panels + valuePacking.offsets()[p] + firstKey * valuePacking.widths()[p],
          valuePacking,
          p,
          f.array(y),
          yAt + valuePacking.firstColumns()[p],
          out.rowStride());
    }
  }

  private void product(
      int rows,
      int k,
      Object a,
      int aAt,
      int lda,
      Object panel,
      int panelAt,
      GemmPacking packing,
      int p,
      Object c,
      int cAt,
      int ldc) {
    arithmetic.rows(
        0,
        rows,
        k,
        a,
        aAt,
        lda,
        panel,
        panelAt,
        packing.widths()[p],
        packing.validColumns(p),
        c,
        cAt,
        ldc,
        null,
        0,
        null,
        0,
        0,
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY);
  }

  // ------------------------------------------------------------------ keys and values as they lie

  private void direct(Frame f, int task, int worker) {
    int batch = task / sizes.queryHeads();
    int head = task % sizes.queryHeads();
    int shared = sizes.keyHead(head);
    Object s = arithmetic.worker(f, worker);
    HeadLayout layout = sizes.layout(sizes.queryHeads(), sizes.queries(), sizes.size());
    HeadLayout out = sizes.layout(sizes.queryHeads(), sizes.queries(), sizes.valueSize());
    int kAt = f.offset(keys.slot()) + keys.layout().at(batch, shared);
    int kRow = keys.layout().rowStride();
    int vAt = f.offset(values.slot()) + values.layout().at(batch, shared);
    int vRow = values.layout().rowStride();
    for (int i = 0; i < sizes.queries(); i++) {
      int firstKey = scores.slot() >= 0 ? 0 : mask.first(f, batch, i);
      int endKey = scores.slot() >= 0 ? sizes.keys() : mask.end(f, batch, i);
      endKey = Math.max(firstKey, endKey);
      int qAt = f.offset(q) + layout.at(batch, head) + i * layout.rowStride();
      Object k = f.array(keys.slot());
      arithmetic.dots(firstKey, endKey, sizes.size(), f.array(q), qAt, k, kAt, kRow, s, 0);
      arithmetic.scale(s, firstKey, endKey - firstKey, softness.scale());
      weigh(f, batch, head, i, s, 0, firstKey, endKey);
      arithmetic.combine(
          endKey - firstKey,
          0,
          sizes.valueSize(),
          s,
          firstKey,
          f.array(values.slot()),
          vAt + firstKey * vRow,
          vRow,
          f.array(y),
          f.offset(y) + out.at(batch, head) + i * out.rowStride());
    }
  }

  // ------------------------------------------------------------------ scores to weights

  /** Turns one query's scores for keys [firstKey, endKey) into weights, in place. */
  private void weigh(
      Frame f, int batch, int head, int query, Object s, int at, int firstKey, int endKey) {
    int from = Math.clamp(mask.first(f, batch, query), firstKey, endKey);
    int end = Math.clamp(mask.end(f, batch, query), from, endKey);
    write(f, 0, batch, head, query, s, at);
    if (softness.cap() > 0) {
      int n = endKey - firstKey;
      arithmetic.scale(s, at + firstKey, n, 1 / softness.cap());
      arithmetic.unary(UnaryFunction.TANH, s, at + firstKey, n);
      arithmetic.scale(s, at + firstKey, n, softness.cap());
    }
    write(f, 1, batch, head, query, s, at);
    mask.add(f, arithmetic, batch, head, query, from, end, s, at);
    arithmetic.fill(s, at + firstKey, from - firstKey, Double.NEGATIVE_INFINITY);
    arithmetic.fill(s, at + end, endKey - end, Double.NEGATIVE_INFINITY);
    write(f, 2, batch, head, query, s, at);
    arithmetic.fill(s, at + firstKey, from - firstKey, 0);
    arithmetic.fill(s, at + end, endKey - end, 0);
    if (mask.excludesAll(f, arithmetic, batch, head, query, from, end)) {
      arithmetic.fill(s, at + from, end - from, 0);
    } else {
      round(s, at + from, end - from);
      arithmetic.softmax(s, at + from, end - from);
      round(s, at + from, end - from);
    }
    write(f, 3, batch, head, query, s, at);
  }

  private void write(Frame f, int stage, int batch, int head, int query, Object s, int at) {
    if (scores.slot() >= 0 && scores.stage() == stage) {
      int row = (batch * sizes.queryHeads() + head) * sizes.queries() + query;
      int to = f.offset(scores.slot()) + row * sizes.keys();
      System.arraycopy(s, at, f.array(scores.slot()), to, sizes.keys());
    }
  }

  private void round(Object s, int at, int n) {
    FloatFormat format = softness.rounding();
    for (int i = at; format != null && i < at + n; i++) {
      arithmetic.set(s, i, format.decode(format.encode((float) arithmetic.get(s, i))));
    }
  }
}
