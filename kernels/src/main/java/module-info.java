/**
 * Numeric kernels over primitive arrays. They know memory, offsets and sizes; no graph, no ONNX.
 */
module io.sardonyx.kernels {
  requires static jdk.incubator.vector;

  exports io.sardonyx.kernels;
}
