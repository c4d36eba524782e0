package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import java.util.List;

/** Branches and loops, constants, and random numbers as far as they can be foretold. */
final class ControlRules {

  private static final ElementType FLOAT = ElementType.FLOAT;

  private ControlRules() {}

  static void addTo(Rules rules) {
    rules.add(
        b -> {
          b.tensor("value", b.random.tensor(b.outputType(0), b.random.shape(0, 3)));
        },
        "Constant");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, b.random.shape(1, 3)));
          if (b.since(12)) {
            b.input(Tensor.scalar(0.3f));
          } else {
            b.number("ratio", 0.3);
          }
          b.outputs(b.random.between(1, 2));
        },
        "Dropout");
    rules.add(ControlRules::branch, "If");
    rules.add(ControlRules::loop, "Loop");
    rules.add(ControlRules::scan, "Scan");
    rules.add(
        b -> {
          b.ints("shape", b.random.fullShape(1, 3)).after("Shape", List.of("y0"));
        },
        "RandomNormal");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, b.random.shape(1, 3)));
          b.after("Shape", List.of("y0"));
        },
        "RandomNormalLike");
    rules.add(
        b -> {
          b.ints("shape", b.random.fullShape(1, 3));
          b.after("Shape", List.of("y0"));
        },
        "RandomUniform");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, b.random.shape(1, 3)));
          b.after("Shape", List.of("y0"));
        },
        "RandomUniformLike");
    rules.add(
        b -> {
          b.input(b.random.finite(FLOAT, b.random.between(1, 3), 4));
          b.integer("sample_size", b.random.between(1, 9)).after("Shape", List.of("y0"));
        },
        "Multinomial");
    rules.add(
        b -> {
          Tensor x = b.random.finite(FLOAT, b.random.fullShape(1, 3));
          for (int i = 0; i < x.floats().length; i++) {
            x.floats()[i] = x.floats()[i] > 0 ? 1 : 0;
          }
          b.input(x);
        },
        "Bernoulli");
  }

  private static ValueInfoProto info(String name, ElementType type, long... shape) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.code());
    tensor.getShapeBuilder();
    for (long size : shape) {
      tensor.getShapeBuilder().addDimBuilder().setDimValue(size);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static NodeProto node(String operator, String to, String... from) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(from))
        .addOutput(to)
        .build();
  }

  private static void branch(CaseBuilder b) {
    long[] shape = b.random.fullShape(1, 3);
    String x = b.value(b.random.finite(FLOAT, shape));
    b.input(b.random.tensor(ElementType.BOOL));
    for (String name : List.of("then_branch", "else_branch")) {
      String operator = b.random.one("Abs", "Neg", "Relu", "Identity");
      b.graph(
          name,
          GraphProto.newBuilder()
              .setName(name)
              .addNode(node(operator, name + "_y", x))
              .addOutput(info(name + "_y", FLOAT, shape))
              .build());
    }
  }

  /** Adds the number of the round to a state, which is collected too. */
  private static void loop(CaseBuilder b) {
    long[] shape = b.random.fullShape(0, 2);
    b.input(Tensor.scalar((long) b.random.between(0, 5)));
    if (b.random.chance(0.5)) {
      b.input(Tensor.of(new boolean[] {b.random.chance(0.8)}));
    } else {
      b.omit();
    }
    b.input(b.random.finite(FLOAT, shape));
    b.graph(
        "body",
        GraphProto.newBuilder()
            .setName("body")
            .addInput(info("i", ElementType.INT64))
            .addInput(info("go", ElementType.BOOL))
            .addInput(info("s", FLOAT, shape))
            .addNode(
                node("Cast", "f", "i").toBuilder()
                    .addAttribute(
                        io.sardonyx.proto.AttributeProto.newBuilder()
                            .setName("to")
                            .setType(io.sardonyx.proto.AttributeProto.AttributeType.INT)
                            .setI(FLOAT.code())))
            .addNode(node(b.random.one("Add", "Sub", "Mul"), "t", "s", "f"))
            .addNode(node("Identity", "again", "go"))
            .addNode(node("Neg", "u", "t"))
            .addOutput(info("again", ElementType.BOOL))
            .addOutput(info("t", FLOAT, shape))
            .addOutput(info("u", FLOAT, shape))
            .build());
    b.outputs(2);
  }

  private static void scan(CaseBuilder b) {
    long[] shape = b.random.fullShape(0, 2);
    b.input(b.random.finite(FLOAT, shape));
    b.input(b.random.finite(FLOAT, MathRules.joined(new long[] {b.random.between(1, 5)}, shape)));
    b.integer("num_scan_inputs", 1);
    b.ints("scan_input_directions", b.random.upTo(1));
    b.ints("scan_output_directions", b.random.upTo(1));
    b.graph(
        "body",
        GraphProto.newBuilder()
            .setName("body")
            .addInput(info("s", FLOAT, shape))
            .addInput(info("x", FLOAT, shape))
            .addNode(node(b.random.one("Add", "Sub", "Mul"), "t", "s", "x"))
            .addNode(node("Neg", "u", "t"))
            .addOutput(info("t", FLOAT, shape))
            .addOutput(info("u", FLOAT, shape))
            .build());
    b.outputs(2);
  }
}
