/** The ONNX protobuf schema as generated messages, and the safe reading of model files. */
module io.sardonyx.proto {
  requires transitive com.google.protobuf;

  exports io.sardonyx.proto;
  exports io.sardonyx.proto.file;
}
