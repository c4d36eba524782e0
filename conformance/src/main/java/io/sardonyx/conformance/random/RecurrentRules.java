package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;

/** Recurrent layers. */
final class RecurrentRules {

  private static final ElementType FLOAT = ElementType.FLOAT;

  private RecurrentRules() {}

  static void addTo(Rules rules) {
    rules.add(b -> layer(b, 1), "RNN");
    rules.add(b -> layer(b, 3), "GRU");
    rules.add(b -> layer(b, 4), "LSTM");
  }

  private static void layer(CaseBuilder b, int gates) {
    String direction = b.random.one("forward", "reverse", "bidirectional");
    long directions = direction.equals("bidirectional") ? 2 : 1;
    int length = b.random.between(1, 6);
    long batch = b.random.between(1, 3);
    long size = b.random.between(1, 6);
    long hidden = b.random.between(1, 20);
    b.input(b.random.finite(FLOAT, length, batch, size));
    b.input(b.random.range(FLOAT, -1, 1, directions, gates * hidden, size));
    b.input(b.random.range(FLOAT, -1, 1, directions, gates * hidden, hidden));
    if (b.random.chance(0.5)) {
      b.input(b.random.range(FLOAT, -1, 1, directions, 2 * gates * hidden));
      if (b.random.chance(0.6)) {
        b.input(b.random.range(ElementType.INT32, 1, length, batch));
        if (b.random.chance(0.5)) {
          b.input(b.random.range(FLOAT, -1, 1, directions, batch, hidden));
        }
      }
    }
    b.text("direction", direction).integer("hidden_size", hidden);
    if (gates == 3) {
      b.integer("linear_before_reset", b.random.upTo(1));
    }
    if (b.random.chance(0.2)) {
      b.number("clip", 0.7);
    }
    b.outputs(gates == 4 ? 3 : 2);
  }
}
