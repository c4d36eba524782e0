package io.sardonyx.ops.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.KernelSet;
import io.sardonyx.ModelOptions;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OrtReference;
import io.sardonyx.ops.Tensors;
import io.sardonyx.ops.TestGraph;
import io.sardonyx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One node of {@code com.microsoft} that must give what ONNX Runtime gives, in all modes. */
final class OrtCase {

  private final String op;
  private final List<AttributeProto.Builder> attributes = new ArrayList<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Boolean> constant = new ArrayList<>();
  private String outputs = "y0";
  private double tolerance = 2e-5;
  private int steps;

  private OrtCase(String op) {
    this.op = op;
  }

  /** A node of the domain, or of another one if that stands before a colon. */
  static OrtCase of(String op, AttributeProto.Builder... attributes) {
    OrtCase made = new OrtCase(op.contains(":") ? op : "com.microsoft:" + op);
    made.attributes.addAll(List.of(attributes));
    return made;
  }

  OrtCase input(Tensor value) {
    inputs.add(value);
    constant.add(false);
    return this;
  }

  OrtCase constant(Tensor value) {
    inputs.add(value);
    constant.add(true);
    return this;
  }

  OrtCase omitted() {
    return input(null);
  }

  /** The outputs that are asked for: {@code "y0 _ y2"}. */
  OrtCase outputs(String names) {
    outputs = names;
    return this;
  }

  OrtCase tolerance(double value) {
    tolerance = value;
    return this;
  }

  /** How many steps of quantization an integer may be apart where rounding differs. */
  OrtCase steps(int count) {
    steps = count;
    return this;
  }

  TestGraph graph() {
    TestGraph graph = TestGraph.opset(20);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      names.add(inputs.get(i) == null ? "_" : "x" + i);
      if (inputs.get(i) != null && constant.get(i)) {
        graph.constant("x" + i, inputs.get(i));
      } else if (inputs.get(i) != null) {
        graph.input("x" + i, inputs.get(i));
      }
    }
    String name = op.startsWith(":") ? op.substring(1) : op;
    graph.node(
        name, outputs, String.join(" ", names), attributes.toArray(AttributeProto.Builder[]::new));
    for (String output : outputs.split(" ")) {
      if (!output.equals("_")) {
        graph.output(output);
      }
    }
    return graph;
  }

  /** Requires what ONNX Runtime gives. */
  void check() {
    TestGraph graph = graph();
    check(OrtReference.run(graph.model().toByteArray(), graph.inputs()));
  }

  /** Requires these outputs. */
  void check(Map<String, ? extends Value> expected) {
    TestGraph graph = graph();
    for (KernelSet kernels : KernelSet.values()) {
      for (boolean passes : new boolean[] {false, true}) {
        ModelOptions options =
            ModelOptions.DEFAULT.withKernels(kernels).withPasses(passes).withPoisonMemory(true);
        Map<String, Value> got = graph.runAll(options);
        assertThat(got.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, value) ->
            compare(
                (Tensor) got.get(name),
                (Tensor) value,
                "%s %s, %s kernels, passes %s".formatted(op, name, kernels, passes)));
      }
    }
  }

  private void compare(Tensor got, Tensor expected, String what) {
    assertThat(got.type()).as(what).isEqualTo(expected.type());
    if (steps == 0 || expected.elementType().isFloat()) {
      Tensors.assertClose(got, expected, tolerance, what);
      return;
    }
    boolean signed = expected.elementType() == ElementType.INT8;
    for (int i = 0; i < got.bytes().length; i++) {
      int a = signed ? got.bytes()[i] : got.bytes()[i] & 0xFF;
      int b = signed ? expected.bytes()[i] : expected.bytes()[i] & 0xFF;
      assertThat(Math.abs(a - b)).as("%s at %d: %d, %d", what, i, a, b).isLessThanOrEqualTo(steps);
    }
  }

  static Tensor bytes(ElementType type, long seed, long... shape) {
    byte[] data = new byte[Tensors.random(0, shape).floats().length];
    new Random(seed).nextBytes(data);
    return Tensor.of(type, data, shape);
  }

  static Tensor zero(ElementType type, int value) {
    return Tensor.of(type, new byte[] {(byte) value});
  }

  static Tensor scale(float value) {
    return Tensor.of(new float[] {value});
  }

  static Tensor ints(int[] values, long... shape) {
    return Tensor.of(values, shape);
  }

  static Tensor positive(long seed, long... shape) {
    float[] data = Tensors.random(seed, shape).floats().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] = Math.abs(data[i]) * 0.01f + 0.001f;
    }
    return Tensor.of(data, shape);
  }
}
