package io.sardonyx.ops.microsoft;

import io.sardonyx.InvalidModelException;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Scores [batch, words] without words that would repeat a sequence of words: where the last words
 * of a row of ids [batch, length] were there before, the score of what then followed becomes minus
 * infinity.
 *
 * @param size number of words that must not be repeated
 */
record NGramRepeatBlock(int size) implements Operator {

  NGramRepeatBlock(Attributes a) {
    this(a.intValue("ngram_size"));
    if (size < 1) {
      throw new InvalidModelException("attribute 'ngram_size' is " + size + "; expected 1 or more");
    }
  }

  @Override
  public void infer(InferContext c) {
    for (int i = 0; i < 2; i++) {
      if (c.rank(i) >= 0 && c.rank(i) != 2) {
        throw c.error("input %d has shape %s; expected rank 2", i, c.shape(i));
      }
    }
    c.output(0, c.tensorType(1));
  }

  @Override
  public Step compile(CompileContext c) {
    int batch = Math.toIntExact(c.dims(0)[0]);
    int length = Math.toIntExact(c.dims(0)[1]);
    int words = Math.toIntExact(c.dims(1)[1]);
    if (c.dims(1)[0] != batch) {
      throw c.error("ids %s and scores %s differ in rows", c.shape(0), c.shape(1));
    }
    int ids = c.input(0);
    int scores = c.input(1);
    int y = c.output(0);
    c.inPlace(1, 0);
    return f -> {
      if (f.array(scores) != f.array(y) || f.offset(scores) != f.offset(y)) {
        Copies.copy(f, scores, 0, y, 0, batch * words);
      }
      for (int row = 0; row < batch; row++) {
        block(f, ids, f.offset(ids) + row * length, length, y, row * words, words);
      }
    };
  }

  private void block(Frame f, int ids, int at, int length, int y, int scoresAt, int words) {
    long[] id = f.longs(ids);
    int prefix = size - 1;
    for (int start = 0; start + size <= length; start++) {
      boolean repeats = true;
      for (int i = 0; i < prefix && repeats; i++) {
        repeats = id[at + start + i] == id[at + length - prefix + i];
      }
      if (repeats) {
        long word = id[at + start + prefix];
        if (word < 0 || word >= words) {
          throw f.error("word %d is not among the %d that have scores", word, words);
        }
        f.floats(y)[f.offset(y) + scoresAt + (int) word] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
