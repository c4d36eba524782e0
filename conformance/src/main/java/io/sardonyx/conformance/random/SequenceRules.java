package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import java.util.ArrayList;
import java.util.List;

/** Sequences and optionals, made from tensors and taken apart again by nodes around. */
final class SequenceRules {

  private static final AttributeProto AXIS =
      AttributeProto.newBuilder().setName("axis").setType(AttributeType.INT).setI(0).build();

  private SequenceRules() {}

  static void addTo(Rules rules) {
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 3);
          ElementType type = b.random.one(ElementType.FLOAT, ElementType.INT64);
          for (int i = b.random.between(1, 4); i > 0; i--) {
            b.input(b.random.finite(type, shape));
          }
          joined(b);
        },
        "SequenceConstruct");
    rules.add(b -> b.after("SequenceLength", List.of("y0")), "SequenceEmpty");
    rules.add(
        b -> {
          int n = sequence(b);
          if (b.random.chance(0.8)) {
            b.input(Tensor.scalar((long) b.random.between(-n, n - 1)));
          }
          joined(b);
        },
        "SequenceErase");
    rules.add(
        b -> {
          int n = sequence(b);
          b.input(b.random.finite(ElementType.FLOAT, 2, 3));
          if (b.random.chance(0.8)) {
            b.input(Tensor.scalar((long) b.random.between(-n, n)));
          }
          joined(b);
        },
        "SequenceInsert");
    rules.add(
        b -> {
          int n = sequence(b);
          b.input(Tensor.scalar((long) b.random.between(-n, n - 1)));
        },
        "SequenceAt");
    rules.add(SequenceRules::sequence, "SequenceLength");
    rules.add(
        b -> {
          sequence(b);
          int stacked = b.random.upTo(1);
          b.integer("new_axis", stacked).integer("axis", b.random.between(-2 - stacked, 1));
        },
        "ConcatFromSequence");
    rules.add(
        b -> {
          int n = b.random.between(2, 9);
          b.input(b.random.finite(ElementType.FLOAT, n, 3));
          if (b.random.chance(0.6)) {
            b.constant(Tensor.scalar((long) b.random.between(1, n)));
          } else {
            b.integer("keepdims", b.random.upTo(1));
          }
          joined(b);
        },
        "SplitToSequence");
    rules.add(
        b -> {
          b.input(b.random.finite(ElementType.FLOAT, 2, 3));
          b.after("OptionalGetElement", List.of("y0"));
          b.after("OptionalHasElement", List.of("y0"));
        },
        "Optional");
    rules.add(
        b -> {
          String x = b.value(b.random.finite(ElementType.FLOAT, 2, 3));
          b.named(b.before("Optional", List.of(x)));
        },
        "OptionalGetElement",
        "OptionalHasElement");
  }

  private static int sequence(CaseBuilder b) {
    int n = b.random.between(2, 4);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      parts.add(b.value(b.random.finite(ElementType.FLOAT, 2, 3)));
    }
    b.named(b.before("SequenceConstruct", parts));
    return n;
  }

  private static void joined(CaseBuilder b) {
    b.after("ConcatFromSequence", List.of("y0"), AXIS);
    b.after("SequenceLength", List.of("y0"));
  }
}
