package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.Tensors.random;
import static io.sardonyx.ops.TestGraph.integer;

import io.sardonyx.ModelOptions;
import io.sardonyx.Tensor;
import io.sardonyx.ops.TestGraph;
import org.junit.jupiter.api.Test;

/**
 * Operators that ONNX Runtime's processor build lacks, against the operators of ONNX that they
 * stand for.
 */
class DeviceOperatorsTest {

  @Test
  void functionsWithoutAnotherRuntime() {
    // ONNX Runtime has these for other devices only; their parts are ONNX's operators.
    Tensor x = random(1, 2, 3, 8);
    Tensor bias = random(2, 8);
    TestGraph parts =
        TestGraph.opset(20)
            .input("x", x)
            .input("bias", bias)
            .node("Add", "sum", "x bias")
            .node("Split", "left right", "sum", integer("axis", -1), integer("num_outputs", 2))
            .node("Gelu", "gate", "right")
            .node("Mul", "y0", "left gate")
            .output("y0");
    OrtCase.of("BiasSplitGelu").input(x).input(bias).check(parts.runAll(ModelOptions.DEFAULT));
    TestGraph added =
        TestGraph.opset(20)
            .input("x", x)
            .input("bias", bias)
            .input("skip", random(3, 2, 3, 8))
            .node("Add", "sum", "x bias")
            .node("Add", "y0", "sum skip")
            .output("y0");
    OrtCase.of("BiasAdd")
        .input(x)
        .input(bias)
        .input(random(3, 2, 3, 8))
        .check(added.runAll(ModelOptions.DEFAULT));
    OrtCase.of("BiasDropout")
        .input(x)
        .input(bias)
        .input(random(3, 2, 3, 8))
        .check(added.runAll(ModelOptions.DEFAULT));
    TestGraph softmax =
        TestGraph.opset(20)
            .input("x", x)
            .input("bias", bias)
            .node("Add", "sum", "x bias")
            .node("Flatten", "rows", "sum", integer("axis", 1))
            .node("Softmax", "weights", "rows")
            .node("Shape", "shape", "x")
            .node("Reshape", "y0", "weights shape")
            .output("y0");
    OrtCase.of("BiasSoftmax", integer("axis", 1), integer("is_inner_broadcast", 0))
        .input(x)
        .input(bias)
        .check(softmax.runAll(ModelOptions.DEFAULT));
  }
}
