package io.sardonyx.runtime.importer;

import com.google.protobuf.ByteString;
import io.sardonyx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/**
 * The values that a Gradient node names in its attributes: alone among the operators, it refers to
 * other parts of the graph by name.
 */
final class GradientReferences {

  static final String DOMAIN = "ai.onnx.preview.training";

  private GradientReferences() {}

  /** The names in {@code xs}, in {@code zs}, and {@code y}, in this order. */
  static List<String> of(List<AttributeProto> attributes) {
    List<String> names = new ArrayList<>();
    for (String list : List.of("xs", "zs", "y")) {
      for (AttributeProto attribute : attributes) {
        if (attribute.getName().equals(list)) {
          attribute.getStringsList().forEach(s -> names.add(s.toStringUtf8()));
          ByteString single = attribute.getS();
          if (!single.isEmpty()) {
            names.add(single.toStringUtf8());
          }
        }
      }
    }
    return names;
  }
}
