package io.sardonyx.conformance.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.TensorShapeProto;
import java.util.Arrays;
import java.util.Random;

/** Damages models: their bytes, or what a message holds so that the damage goes deeper. */
final class Mutator {

  private static final long[] INTERESTING = {
    0,
    1,
    -1,
    2,
    3,
    -2,
    7,
    100,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** A damaged copy. */
  byte[] mutate(byte[] model) {
    byte[] mutated = model;
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      mutated = random.nextInt(3) == 0 ? bytes(mutated) : message(mutated);
    }
    return mutated;
  }

  private byte[] bytes(byte[] model) {
    if (model.length < 2) {
      return model;
    }
    byte[] copy = model.clone();
    int at = random.nextInt(copy.length);
    switch (random.nextInt(5)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt(256);
      case 2 -> copy = Arrays.copyOf(copy, at);
      case 3 -> {
        int n = Math.min(copy.length - at, 1 + random.nextInt(16));
        System.arraycopy(copy, at, copy, random.nextInt(copy.length - n + 1), n);
      }
      default -> {
        byte[] longer = new byte[copy.length + 1 + random.nextInt(4)];
        int more = longer.length - copy.length;
        System.arraycopy(copy, 0, longer, 0, at);
        for (int i = 0; i < more; i++) {
          longer[at + i] = (byte) random.nextInt(256);
        }
        System.arraycopy(copy, at, longer, at + more, copy.length - at);
        copy = longer;
      }
    }
    return copy;
  }

  private byte[] message(byte[] model) {
    ModelProto.Builder builder;
    try {
      builder = ModelProto.parseFrom(model).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      return bytes(model);
    }
    GraphProto.Builder graph = builder.getGraphBuilder();
    switch (random.nextInt(10)) {
      case 0 -> {
        if (builder.getOpsetImportCount() > 0) {
          builder.getOpsetImportBuilder(0).setVersion(random.nextInt(30));
        }
      }
      case 1, 2 -> shape(graph);
      case 3, 4 -> initializer(graph);
      default -> {
        if (graph.getNodeCount() > 0) {
          node(graph, graph.getNodeBuilder(random.nextInt(graph.getNodeCount())));
        }
      }
    }
    return builder.build().toByteArray();
  }

  private long number() {
    return INTERESTING[random.nextInt(INTERESTING.length)];
  }

  private void shape(GraphProto.Builder graph) {
    if (graph.getInputCount() == 0) {
      return;
    }
    var type = graph.getInputBuilder(random.nextInt(graph.getInputCount())).getTypeBuilder();
    var tensor = type.getTensorTypeBuilder();
    switch (random.nextInt(5)) {
      case 0 -> tensor.setElemType(random.nextInt(28));
      case 1 -> tensor.clearShape();
      case 2 -> tensor.getShapeBuilder().addDimBuilder().setDimValue(random.nextInt(4));
      default -> {
        TensorShapeProto.Builder shape = tensor.getShapeBuilder();
        if (shape.getDimCount() > 0) {
          int d = random.nextInt(shape.getDimCount());
          switch (random.nextInt(3)) {
            case 0 -> shape.removeDim(d);
            case 1 -> shape.getDimBuilder(d).setDimParam("n");
            default -> shape.getDimBuilder(d).setDimValue(number());
          }
        }
      }
    }
  }

  private void initializer(GraphProto.Builder graph) {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    TensorProto.Builder t =
        graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
    switch (random.nextInt(6)) {
      case 0 -> t.setDataType(random.nextInt(28));
      case 1 -> t.addDims(number());
      case 2 -> t.addFloatData(1).addInt64Data(number());
      case 3 -> {
        if (t.getInt64DataCount() > 0) {
          t.setInt64Data(random.nextInt(t.getInt64DataCount()), number());
        }
      }
      case 4 -> t.setRawData(t.getRawData().substring(t.getRawData().size() / 2));
      default -> {
        if (t.getDimsCount() > 0) {
          t.setDims(random.nextInt(t.getDimsCount()), number());
        }
      }
    }
  }

  private void node(GraphProto.Builder graph, NodeProto.Builder node) {
    switch (random.nextInt(8)) {
      case 0 -> node.setOpType(graph.getNode(random.nextInt(graph.getNodeCount())).getOpType());
      case 1 -> {
        if (node.getInputCount() > 0) {
          node.setInput(
              random.nextInt(node.getInputCount()),
              graph.getInputCount() == 0 || random.nextBoolean()
                  ? ""
                  : graph.getInput(random.nextInt(graph.getInputCount())).getName());
        }
      }
      case 2 -> node.addOutput("extra");
      case 3 -> {
        if (node.getAttributeCount() > 0) {
          node.removeAttribute(random.nextInt(node.getAttributeCount()));
        }
      }
      default -> {
        if (node.getAttributeCount() > 0) {
          attribute(node.getAttributeBuilder(random.nextInt(node.getAttributeCount())));
        }
      }
    }
  }

  private void attribute(AttributeProto.Builder attribute) {
    switch (attribute.getType()) {
      case INT -> attribute.setI(number());
      case FLOAT -> attribute.setF(random.nextBoolean() ? number() : Float.NaN);
      case STRING -> attribute.setS(com.google.protobuf.ByteString.copyFromUtf8("odd"));
      case INTS -> {
        int n = attribute.getIntsCount();
        if (n == 0 || random.nextInt(4) == 0) {
          attribute.addInts(number());
        } else {
          attribute.setInts(random.nextInt(n), number());
        }
      }
      case GRAPH -> {
        GraphProto.Builder body = attribute.getGBuilder();
        if (body.getNodeCount() > 0) {
          node(body, body.getNodeBuilder(random.nextInt(body.getNodeCount())));
        }
      }
      default -> attribute.clearFloats();
    }
  }
}
