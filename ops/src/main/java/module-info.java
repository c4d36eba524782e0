/** The operators of ONNX and the passes that know them; found by the runtime's service loader. */
module io.sardonyx.ops {
  requires transitive io.sardonyx.runtime;
  requires io.sardonyx.kernels;
  requires java.desktop;
  requires re2j;

  provides io.sardonyx.runtime.spi.OperatorProvider with
      io.sardonyx.ops.StandardOperators;
  provides io.sardonyx.runtime.passes.PassProvider with
      io.sardonyx.ops.StandardPasses;
}
