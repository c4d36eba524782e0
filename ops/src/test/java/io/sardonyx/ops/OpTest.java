package io.sardonyx.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.sardonyx.Dim;
import io.sardonyx.KernelSet;
import io.sardonyx.MapType;
import io.sardonyx.MapValue;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.OptionalType;
import io.sardonyx.OptionalValue;
import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one operator as a model of one node, in every mode that must make no difference: vector and
 * scalar kernels, passes on and off, known and open input dimensions, inputs given at run time and
 * as constants, fresh memory and reused memory full of NaN.
 *
 * <pre>{@code
 * Tensor y = OpTest.op("Softmax", 13).attribute("axis", 1).input(x).run();
 * }</pre>
 */
public final class OpTest {

  /** What the graph attributes of an operator of another domain are made of. */
  private static final OperatorSetIdProto FOR_SUBGRAPHS =
      OperatorSetIdProto.newBuilder().setVersion(23).build();

  private final NodeProto.Builder node = NodeProto.newBuilder();
  private final String domain;
  private final int opset;
  private final List<Value> inputs = new ArrayList<>();
  private int outputs = 1;
  private double tolerance = 1e-5;

  private OpTest(String domain, String name, int opset) {
    this.domain = domain;
    this.opset = opset;
    node.setName("tested").setOpType(name).setDomain(domain);
  }

  /** An operator of the default domain in the version that an opset has. */
  public static OpTest op(String name, int opset) {
    return new OpTest("", name, opset);
  }

  /** An operator of another domain. */
  public static OpTest op(String domain, String name, int opset) {
    return new OpTest(domain, name, opset);
  }

  public OpTest attribute(String name, long value) {
    return add(attr(name, AttributeType.INT).setI(value));
  }

  public OpTest attribute(String name, float value) {
    return add(attr(name, AttributeType.FLOAT).setF(value));
  }

  public OpTest attribute(String name, String value) {
    return add(attr(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
  }

  public OpTest attribute(String name, long... values) {
    AttributeProto.Builder a = attr(name, AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return add(a);
  }

  public OpTest attribute(String name, float... values) {
    AttributeProto.Builder a = attr(name, AttributeType.FLOATS);
    for (float v : values) {
      a.addFloats(v);
    }
    return add(a);
  }

  public OpTest attribute(String name, String... values) {
    AttributeProto.Builder a = attr(name, AttributeType.STRINGS);
    for (String v : values) {
      a.addStrings(ByteString.copyFromUtf8(v));
    }
    return add(a);
  }

  public OpTest attribute(String name, Tensor value) {
    return add(attr(name, AttributeType.TENSOR).setT(ValueEncoder.encode("", value)));
  }

  public OpTest attribute(String name, TypeProto value) {
    return add(attr(name, AttributeType.TYPE_PROTO).setTp(value));
  }

  public OpTest attribute(String name, GraphProto value) {
    return add(attr(name, AttributeType.GRAPH).setG(value));
  }

  private static AttributeProto.Builder attr(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private OpTest add(AttributeProto.Builder a) {
    node.addAttribute(a);
    return this;
  }

  /** Adds the next input; null omits an optional one. */
  public OpTest input(Value value) {
    node.addInput(value == null ? "" : "x" + inputs.size());
    inputs.add(value);
    return this;
  }

  public OpTest input(float[] data, long... shape) {
    return input(Tensor.of(data, shape));
  }

  public OpTest input(long[] data, long... shape) {
    return input(Tensor.of(data, shape));
  }

  /** Asks for so many outputs instead of one. */
  public OpTest outputs(int count) {
    outputs = count;
    return this;
  }

  /** How far floats of different modes may differ, relative to the largest one. */
  public OpTest tolerance(double value) {
    tolerance = value;
    return this;
  }

  /** Runs in all modes, requires them to agree, and gives the first output. */
  public Tensor run() {
    return (Tensor) runAll().getFirst();
  }

  /** Runs in all modes, requires them to agree, and gives all outputs. */
  public List<Value> runAll() {
    List<Value> reference = null;
    for (boolean constants : new boolean[] {false, true}) {
      for (boolean open : new boolean[] {false, true}) {
        byte[] model = model(constants, open).toByteArray();
        for (KernelSet kernels : KernelSet.values()) {
          for (boolean passes : new boolean[] {true, false}) {
            ModelOptions options =
                ModelOptions.DEFAULT
                    .withKernels(kernels)
                    .withPasses(passes)
                    .withPoisonMemory(true)
                    .withDeterministic(true);
            try (OnnxModel loaded = OnnxModel.load(model, options)) {
              for (int run = 0; run < 2; run++) {
                List<Value> results = List.copyOf(loaded.run(values(constants)).values().values());
                if (reference == null) {
                  reference = results;
                }
                requireSame(
                    results,
                    reference,
                    "constants %s, open %s, %s, passes %s, run %d"
                        .formatted(constants, open, kernels, passes, run));
              }
            }
          }
        }
      }
    }
    return reference;
  }

  /** Runs once and gives the exception that loading or running throws. */
  public OnnxException failure() {
    return failure(false);
  }

  /** The same with all inputs as constants, so that the load may compute the node. */
  public OnnxException failureWithConstants() {
    return failure(true);
  }

  private OnnxException failure(boolean constants) {
    return catchThrowableOfType(
        OnnxException.class,
        () -> {
          try (OnnxModel model = OnnxModel.load(model(constants, false).toByteArray())) {
            model.run(values(constants));
          }
        });
  }

  private void requireSame(List<Value> results, List<Value> reference, String mode) {
    for (int i = 0; i < results.size(); i++) {
      requireSame(results.get(i), reference.get(i), mode);
    }
  }

  private void requireSame(Value got, Value expected, String mode) {
    switch (expected) {
      case Tensor tensor -> {
        assertThat(got.type()).as(mode).isEqualTo(tensor.type());
        Tensors.assertClose((Tensor) got, tensor, tolerance, mode);
      }
      case SequenceValue(var ignored, List<Value> values) -> {
        assertThat(((SequenceValue) got).size()).as(mode).isEqualTo(values.size());
        for (int i = 0; i < values.size(); i++) {
          requireSame(((SequenceValue) got).values().get(i), values.get(i), mode);
        }
      }
      case OptionalValue(var ignored, Optional<Value> value) -> {
        assertThat(((OptionalValue) got).value().isPresent()).as(mode).isEqualTo(value.isPresent());
        value.ifPresent(v -> requireSame(((OptionalValue) got).value().get(), v, mode));
      }
      case MapValue map -> {
        assertThat(((MapValue) got).entries().keySet()).as(mode).isEqualTo(map.entries().keySet());
        map.entries().forEach((k, v) -> requireSame(((MapValue) got).entries().get(k), v, mode));
      }
    }
  }

  private Map<String, Value> values(boolean constants) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      boolean isConstant = constants && inputs.get(i) instanceof Tensor;
      if (inputs.get(i) != null && !isConstant) {
        values.put("x" + i, inputs.get(i));
      }
    }
    return values;
  }

  private ModelProto model(boolean constants, boolean open) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) == null) {
        continue;
      }
      if (constants && inputs.get(i) instanceof Tensor tensor) {
        graph.addInitializer(ValueEncoder.encode("x" + i, tensor));
      } else {
        graph.addInput(
            ValueInfoProto.newBuilder()
                .setName("x" + i)
                .setType(declaration(inputs.get(i).type(), open)));
      }
    }
    node.clearOutput();
    for (int i = 0; i < outputs; i++) {
      node.addOutput("y" + i);
      graph.addOutput(ValueInfoProto.newBuilder().setName("y" + i));
    }
    return ModelProto.newBuilder()
        .setIrVersion(10)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(opset))
        .addAllOpsetImport(domain.isEmpty() ? List.of() : List.of(FOR_SUBGRAPHS))
        .setGraph(graph.addNode(node))
        .build();
  }

  private static TypeProto declaration(ValueType type, boolean open) {
    TypeProto.Builder proto = TypeProto.newBuilder();
    switch (type) {
      case TensorType t -> {
        TypeProto.Tensor.Builder tensor =
            TypeProto.Tensor.newBuilder().setElemType(t.elementType().code());
        if (t.shape().isRanked()) {
          TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
          for (Dim dim : t.shape().dims()) {
            TensorShapeProto.Dimension.Builder size = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(open || !dim.isKnown() ? size : size.setDimValue(dim.size()));
          }
          tensor.setShape(shape);
        }
        proto.setTensorType(tensor);
      }
      case SequenceType t ->
          proto.setSequenceType(
              TypeProto.Sequence.newBuilder().setElemType(declaration(t.element(), open)));
      case OptionalType t ->
          proto.setOptionalType(
              TypeProto.Optional.newBuilder().setElemType(declaration(t.element(), open)));
      case MapType t ->
          proto.setMapType(
              TypeProto.Map.newBuilder()
                  .setKeyType(t.key().code())
                  .setValueType(declaration(t.value(), open)));
    }
    return proto.build();
  }
}
