package io.sardonyx.bench;

import io.sardonyx.Tensor;
import java.util.ArrayList;
import java.util.List;

/** One node models of about a million elements. */
final class OperatorCases {

  private static final long N = 1 << 20;

  private OperatorCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    elementwise(cases);
    moves(cases);
    indexed(cases);
    reductions(cases);
    images(cases);
    return cases;
  }

  private static OperatorCase of(String label) {
    return OperatorCase.of(label);
  }

  private static void elementwise(List<OperatorCase> cases) {
    for (String op :
        List.of(
            "Abs",
            "Ceil",
            "Cos",
            "Erf",
            "Exp",
            "Floor",
            "Log",
            "Neg",
            "Relu",
            "Round",
            "Sigmoid",
            "Sign",
            "Sin",
            "Softplus",
            "Sqrt",
            "Tanh",
            "LeakyRelu",
            "Elu",
            "HardSwish",
            "IsNaN")) {
      cases.add(of(op).floats(1024, 1024));
    }
    for (String op : List.of("Add", "Div", "Max", "Mul", "Pow", "Greater", "PRelu")) {
      cases.add(of(op).floats(1024, 1024).floats(1024, 1024));
    }
    cases.add(of("Add row").floats(1024, 1024).floats(1024));
    cases.add(of("Add column").floats(1024, 1024).floats(1024, 1));
    cases.add(of("Add int64").indices(100, 1024, 1024).indices(100, 1024, 1024));
    cases.add(of("Equal int64").indices(100, 1024, 1024).indices(100, 1024, 1024));
    cases.add(of("Mod int64").attribute("fmod", 0).indices(100, N).longs(i -> i % 7 + 1, N));
    cases.add(of("And").bools(1024, 1024).bools(1024, 1024));
    cases.add(of("Not").bools(1024, 1024));
    cases.add(of("Where").bools(1024, 1024).floats(1024, 1024).floats(1024, 1024));
    cases.add(of("Where scalar").bools(1024, 1024).floats(1024, 1024).floats());
    cases.add(
        of("Clip").floats(1024, 1024).constant(Tensor.scalar(-1f)).constant(Tensor.scalar(1f)));
    cases.add(of("Cast to int64").attribute("to", 7).floats(1024, 1024));
    cases.add(of("Cast to float16").attribute("to", 10).floats(1024, 1024));
    cases.add(of("Cast to float").attribute("to", 1).indices(100, 1024, 1024));
    cases.add(
        of("QuantizeLinear")
            .floats(1024, 1024)
            .constant(Tensor.scalar(0.02f))
            .constant(Tensor.of(io.sardonyx.ElementType.UINT8, new byte[] {(byte) 128})));
    cases.add(of("DynamicQuantizeLinear").floats(1024, 1024).outputs(3));
  }

  private static void moves(List<OperatorCase> cases) {
    cases.add(of("Concat").attribute("axis", 1).floats(1024, 512).floats(1024, 512));
    cases.add(
        of("Split").attribute("axis", 1).attribute("num_outputs", 2).floats(1024, 1024).outputs(2));
    cases.add(of("Transpose").attribute("perm", 1, 0).floats(1024, 1024));
    cases.add(of("Transpose 4D").attribute("perm", 0, 2, 1, 3).floats(8, 128, 16, 64));
    cases.add(of("Slice").floats(1024, 2048).constant(0).constant(2048).constant(1).constant(2));
    cases.add(of("Pad").floats(1000, 1000).constant(12, 12, 12, 12));
    cases.add(
        of("Pad reflect").attribute("mode", "reflect").floats(1000, 1000).constant(12, 12, 12, 12));
    cases.add(of("Tile").floats(512, 512).constant(2, 2));
    cases.add(of("Expand").floats(1024, 1).constant(1024, 1024));
    cases.add(of("DepthToSpace").attribute("blocksize", 2).floats(1, 64, 128, 128));
    cases.add(of("SpaceToDepth").attribute("blocksize", 2).floats(1, 16, 256, 256));
    cases.add(of("ReverseSequence").floats(1024, 1024).longs(i -> i % 1000 + 1, 1024));
    cases.add(of("Trilu").floats(1024, 1024));
    cases.add(of("Identity").floats(1024, 1024));
  }

  private static void indexed(List<OperatorCase> cases) {
    cases.add(of("Gather rows").floats(4096, 256).indices(4096, 4096));
    cases.add(of("Gather single").floats(N).indices(N, N));
    cases.add(
        of("GatherElements").attribute("axis", 1).floats(1024, 1024).indices(1024, 1024, 1024));
    cases.add(of("GatherND").floats(1024, 1024).indices(1024, N, 2));
    cases.add(
        of("ScatterElements")
            .attribute("axis", 1)
            .floats(1024, 1024)
            .longs(i -> i % 1024, 1024, 1024)
            .floats(1024, 1024));
    cases.add(
        of("ScatterElements add")
            .attribute("axis", 1)
            .attribute("reduction", "add")
            .floats(1024, 1024)
            .indices(1024, 1024, 1024)
            .floats(1024, 1024));
    cases.add(
        of("ScatterND")
            .floats(1024, 1024)
            .longs(i -> i % 2 == 0 ? i / 2 / 1024 : i / 2 % 1024, N, 2)
            .floats(N));
    cases.add(
        of("ScatterND rows").floats(4096, 256).longs(i -> 4095 - i, 4096, 1).floats(4096, 256));
    cases.add(
        of("OneHot")
            .indices(64, 16384)
            .constant(Tensor.scalar(64L))
            .constant(Tensor.of(new float[] {0, 1}, 2)));
    cases.add(of("NonZero").bools(1024, 1024));
    cases.add(of("Compress").attribute("axis", 0).floats(1024, 1024).bools(1024));
    cases.add(of("Unique").indices(1000, N / 4).outputs(1));
    cases.add(of("TopK").attribute("axis", 1).floats(1024, 1024).constant(10).outputs(2));
    cases.add(of("TopK of one row").floats(N).constant(100).outputs(2));
    cases.add(of("CumSum").floats(1024, 1024).constant(Tensor.scalar(1L)));
    cases.add(of("CumSum columns").floats(1024, 1024).constant(Tensor.scalar(0L)));
    cases.add(of("ArgMax").attribute("axis", 1).floats(1024, 1024));
    cases.add(of("ArgMax columns").attribute("axis", 0).floats(1024, 1024));
    cases.add(of("Hardmax").floats(1024, 1024));
  }

  private static void reductions(List<OperatorCase> cases) {
    for (String op :
        List.of("ReduceMean", "ReduceMax", "ReduceL2", "ReduceProd", "ReduceLogSumExp")) {
      cases.add(of(op).floats(1024, 1024).constant(1));
    }
    cases.add(of("ReduceSum").floats(1024, 1024).constant(1));
    cases.add(of("ReduceSum columns").floats(1024, 1024).constant(0));
    cases.add(of("ReduceSum middle").floats(64, 256, 64).constant(1));
    cases.add(of("ReduceSum int64").indices(100, 1024, 1024).constant(1));
    cases.add(of("Softmax").floats(1024, 1024));
    cases.add(of("Softmax columns").attribute("axis", 0).floats(1024, 1024));
    cases.add(of("LogSoftmax").floats(1024, 1024));
    cases.add(of("LayerNormalization").floats(1024, 1024).floats(1024).floats(1024));
    cases.add(of("InstanceNormalization").floats(4, 64, 64, 64).floats(64).floats(64));
    cases.add(of("LpNormalization").floats(1024, 1024));
    cases.add(
        of("BatchNormalization")
            .floats(4, 64, 64, 64)
            .floats(64)
            .floats(64)
            .floats(64)
            .constant(Tensor.of(ones(64), 64)));
    cases.add(
        of("Einsum").attribute("equation", "bij,bjk->bik").floats(16, 64, 64).floats(16, 64, 64));
    cases.add(of("LRN").attribute("size", 5).floats(4, 64, 64, 64));
  }

  private static float[] ones(int n) {
    float[] data = new float[n];
    java.util.Arrays.fill(data, 1);
    return data;
  }

  private static void images(List<OperatorCase> cases) {
    cases.add(
        of("MaxPool")
            .attribute("kernel_shape", 3, 3)
            .attribute("strides", 2, 2)
            .floats(4, 64, 64, 64));
    cases.add(
        of("AveragePool")
            .attribute("kernel_shape", 3, 3)
            .attribute("strides", 2, 2)
            .floats(4, 64, 64, 64));
    cases.add(of("GlobalAveragePool").floats(4, 64, 64, 64));
    for (String mode : List.of("nearest", "linear", "cubic")) {
      cases.add(
          of("Resize " + mode)
              .attribute("mode", mode)
              .floats(1, 16, 128, 128)
              .omitted()
              .constant(Tensor.of(new float[] {1, 1, 2, 2}, 4)));
    }
    cases.add(of("GridSample").floats(1, 16, 256, 256).floats(1, 256, 256, 2));
    cases.add(
        of("ConvTranspose").attribute("strides", 2, 2).floats(1, 32, 64, 64).floats(32, 32, 2, 2));
    cases.add(
        of("LSTM")
            .attribute("hidden_size", 64)
            .floats(32, 8, 64)
            .floats(1, 256, 64)
            .floats(1, 256, 64));
  }
}
