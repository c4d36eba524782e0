package io.sardonyx.runtime.importer;

import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.ValueType;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.FunctionProto;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.SparseTensorProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.ir.Constant;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.GraphEditor;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.registry.OperatorRegistry;
import io.sardonyx.runtime.registry.OperatorSchema;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.OperatorId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Imports one graph: its own nodes, those of its subgraphs, and the bodies of model-local
 * functions, which are inlined. Names become value ids; what a subgraph uses of the graphs around
 * it becomes an explicit input.
 */
final class GraphImporter {

  /** What all graphs of a model share while it is imported. */
  record Session(
      OperatorRegistry registry,
      ModelFunctions functions,
      AttributeDecoder attributes,
      TensorDecoder tensors,
      Set<String> missingOperators) {}

  /** Names of values as the nodes of one graph or function body see them. */
  private static final class Scope {
    final Map<String, Integer> ids = new HashMap<>();
    final OpsetImports opsets;
    final Map<String, AttributeProto> arguments;
    final List<String> callStack;

    Scope(OpsetImports opsets, Map<String, AttributeProto> arguments, List<String> callStack) {
      this.opsets = opsets;
      this.arguments = arguments;
      this.callStack = callStack;
    }
  }

  private final Session session;
  private final GraphEditor editor;
  private final GraphImporter outer;
  private final Scope outerScope;

  /** Captured outer values and the inputs of this graph that stand for them. */
  private final Map<Integer, Integer> captured = new LinkedHashMap<>();

  /** Constants of outer graphs that this graph uses; they need not be captured. */
  private final Map<Constant, Integer> constants = new HashMap<>();

  private GraphImporter(Session session, String name, GraphImporter outer, Scope outerScope) {
    this.session = session;
    this.editor = new GraphEditor(name);
    this.outer = outer;
    this.outerScope = outerScope;
  }

  /** Imports a model's main graph. */
  static Graph importMain(GraphProto proto, OpsetImports opsets, Session session) {
    GraphImporter importer = new GraphImporter(session, proto.getName(), null, null);
    importer.importGraph(proto, new Scope(opsets, Map.of(), List.of()));
    return importer.editor.build();
  }

  private void importGraph(GraphProto proto, Scope scope) {
    for (TensorProto tensor : proto.getInitializerList()) {
      define(tensor.getName(), constant(tensor), scope, "initializer");
    }
    for (SparseTensorProto sparse : proto.getSparseInitializerList()) {
      String name = sparse.getValues().getName();
      Tensor dense = session.tensors().dense(sparse);
      define(name, editor.addConstant(name, dense), scope, "sparse initializer");
    }
    Set<String> ambiguous = TypeDecoder.ambiguousSymbols(proto.getInputList());
    Set<String> inputNames = new LinkedHashSet<>();
    for (ValueInfoProto input : proto.getInputList()) {
      if (!inputNames.add(input.getName())) {
        throw new InvalidModelException("the input '" + input.getName() + "' is declared twice");
      }
      // Models up to IR version 3 list their initializers among the inputs.
      if (!scope.ids.containsKey(input.getName())) {
        ValueType type = TypeDecoder.decode(input.getType(), ambiguous);
        if (type == null && outer == null) {
          throw new InvalidModelException("the input '" + input.getName() + "' has no type");
        }
        scope.ids.put(input.getName(), editor.addInput(input.getName(), type));
      }
    }
    importNodes(proto.getNodeList(), scope, "");
    for (ValueInfoProto output : proto.getOutputList()) {
      editor.addOutput(output.getName(), resolve(output.getName(), scope));
    }
  }

  private int constant(TensorProto tensor) {
    return editor.addConstant(tensor.getName(), session.tensors().constant(tensor));
  }

  private static void define(String name, int value, Scope scope, String what) {
    if (scope.ids.put(name, value) != null) {
      throw new InvalidModelException("the %s '%s' is defined twice".formatted(what, name));
    }
  }

  private void importNodes(List<NodeProto> nodes, Scope scope, String prefix) {
    Set<String> made = new LinkedHashSet<>();
    for (NodeProto node : nodes) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && !made.add(output)) {
          throw new InvalidModelException(
              "%s: value '%s' is made more than once".formatted(label(node, prefix), output));
        }
      }
    }
    int number = 0;
    for (NodeProto node : nodes) {
      String name = node.getName().isEmpty() ? "#" + number : node.getName();
      importNode(node, prefix + name, scope, made);
      number++;
    }
  }

  private void importNode(NodeProto proto, String name, Scope scope, Set<String> madeHere) {
    List<AttributeProto> attributes =
        ModelFunctions.resolve(proto.getAttributeList(), scope.arguments);
    int[] inputs = new int[proto.getInputCount()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = use(proto.getInput(i), scope, madeHere);
    }
    Optional<FunctionProto> function = session.functions().calledBy(proto);
    if (function.isPresent()) {
      int[] outputs = outputs(proto, scope);
      inline(function.get(), attributes, name, inputs, outputs, scope);
      return;
    }
    String domain = OpsetImports.normal(proto.getDomain());
    Optional<Integer> opset = scope.opsets.version(domain);
    if (domain.isEmpty() && proto.getOpType().equals("Constant")) {
      importConstant(proto, attributes, name, scope, opset);
      return;
    }
    Optional<OperatorRegistry.Entry> entry =
        opset.flatMap(v -> session.registry().find(domain, proto.getOpType(), v));
    if (entry.isEmpty()) {
      int version =
          opset
              .flatMap(v -> session.registry().schemas().find(domain, proto.getOpType(), v))
              .map(s -> s.sinceVersion())
              .orElse(opset.orElse(0));
      session.missingOperators().add(new OperatorId(domain, proto.getOpType(), version).toString());
      outputs(proto, scope);
      return;
    }
    OperatorId id = entry.get().id();
    if (id.domain().equals(GradientReferences.DOMAIN) && id.name().equals("Gradient")) {
      inputs = withNamedValues(inputs, attributes, scope, madeHere);
    }
    String label = "node '" + name + "' (" + id + ")";
    Map<String, GraphImporter> bodies = importSubgraphs(attributes, scope);
    try {
      entry.get().schema().ifPresent(s -> ArityCheck.check(s, proto, label));
      Attributes decoded = session.attributes().decode(attributes, entry.get().schema(), label);
      Node node =
          Node.of(
              name,
              id,
              decoded,
              entry.get().factory().create(decoded),
              inputs,
              outputs(proto, scope));
      editor.add(bodies.isEmpty() ? node : withSubgraphs(node, bodies));
    } catch (InvalidModelException e) {
      throw e.getMessage().startsWith(label)
          ? e
          : new InvalidModelException(label + ": " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new InvalidModelException(label + ": an attribute is out of range: " + e, e);
    }
  }

  /** Adds the values that the attributes of a Gradient name, so that they outlive the names. */
  private int[] withNamedValues(
      int[] inputs, List<AttributeProto> attributes, Scope scope, Set<String> madeHere) {
    return IntStream.concat(
            IntStream.of(inputs),
            GradientReferences.of(attributes).stream().mapToInt(n -> use(n, scope, madeHere)))
        .toArray();
  }

  private int[] outputs(NodeProto proto, Scope scope) {
    int[] outputs = new int[proto.getOutputCount()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = make(proto.getOutput(i), scope);
    }
    return outputs;
  }

  /** The id of a value that a node of this scope makes. */
  private int make(String name, Scope scope) {
    if (name.isEmpty()) {
      return Node.ABSENT;
    }
    Integer forward = scope.ids.get(name);
    if (forward != null) {
      return forward;
    }
    int value = editor.addValue(name, null);
    scope.ids.put(name, value);
    return value;
  }

  /** The id of a value that a node uses; one that a later node makes is announced. */
  private int use(String name, Scope scope, Set<String> madeHere) {
    if (name.isEmpty()) {
      return Node.ABSENT;
    }
    Integer known = find(name, scope);
    if (known != null) {
      return known;
    }
    if (madeHere.contains(name)) {
      return make(name, scope);
    }
    return resolve(name, scope);
  }

  private int resolve(String name, Scope scope) {
    Integer value = find(name, scope);
    if (value == null) {
      throw new InvalidModelException(
          "value '%s' is used, but it is no input, no initializer, and no node makes it"
              .formatted(name));
    }
    return value;
  }

  /** The id by which this graph knows a name, after capturing it from outside if need be. */
  private Integer find(String name, Scope scope) {
    Integer local = scope.ids.get(name);
    if (local != null || outer == null || !scope.callStack.equals(outerScope.callStack)) {
      return local;
    }
    Integer outside = outer.find(name, outerScope);
    if (outside == null) {
      return null;
    }
    if (outside == Node.ABSENT) {
      return Node.ABSENT;
    }
    Constant constant = outer.editor.constant(outside);
    if (constant != null) {
      return constants.computeIfAbsent(constant, c -> editor.addConstant(name, c));
    }
    return captured.computeIfAbsent(
        outside, v -> editor.addCapture(name, outer.editor.type(outside)));
  }

  private Map<String, GraphImporter> importSubgraphs(List<AttributeProto> attributes, Scope scope) {
    Map<String, GraphImporter> bodies = new LinkedHashMap<>();
    for (AttributeProto attribute : attributes) {
      if (AttributeDecoder.typeOf(attribute) == AttributeType.GRAPH) {
        GraphImporter body = new GraphImporter(session, attribute.getG().getName(), this, scope);
        body.importGraph(
            attribute.getG(), new Scope(scope.opsets, scope.arguments, scope.callStack));
        bodies.put(attribute.getName(), body);
      }
    }
    return bodies;
  }

  /** Gives all subgraphs of a node the same captured inputs, in the same order. */
  private static Node withSubgraphs(Node node, Map<String, GraphImporter> bodies) {
    Map<Integer, String> union = new LinkedHashMap<>();
    for (GraphImporter body : bodies.values()) {
      for (int outside : body.captured.keySet()) {
        union.put(outside, body.outer.editor.name(outside));
      }
    }
    Map<String, Graph> graphs = new LinkedHashMap<>();
    for (Map.Entry<String, GraphImporter> e : bodies.entrySet()) {
      GraphImporter body = e.getValue();
      List<Integer> inside = new ArrayList<>();
      for (Map.Entry<Integer, String> outside : union.entrySet()) {
        Integer known = body.captured.get(outside.getKey());
        inside.add(known != null ? known : body.editor.addValue(outside.getValue(), null));
      }
      body.editor.setCaptures(inside);
      graphs.put(e.getKey(), body.editor.build());
    }
    return node.withSubgraphs(
        graphs, union.keySet().stream().mapToInt(Integer::intValue).toArray());
  }

  private void inline(
      FunctionProto function,
      List<AttributeProto> call,
      String name,
      int[] inputs,
      int[] outputs,
      Scope caller) {
    String id = function.getDomain() + ":" + function.getName() + ":" + function.getOverload();
    String where = "node '" + name + "' (function " + function.getName() + ")";
    if (caller.callStack.contains(id)) {
      throw new InvalidModelException(where + ": the function calls itself");
    }
    if (inputs.length > function.getInputCount() || outputs.length > function.getOutputCount()) {
      throw new InvalidModelException(
          "%s: called with %d inputs and %d outputs; the function has %d and %d"
              .formatted(
                  where,
                  inputs.length,
                  outputs.length,
                  function.getInputCount(),
                  function.getOutputCount()));
    }
    List<String> stack = new ArrayList<>(caller.callStack);
    stack.add(id);
    OpsetImports opsets =
        function.getOpsetImportCount() == 0
            ? caller.opsets
            : new OpsetImports(function.getOpsetImportList(), session.registry().schemas(), where);
    Scope scope = new Scope(opsets, ModelFunctions.arguments(function, call, where), stack);
    for (int i = 0; i < function.getInputCount(); i++) {
      scope.ids.put(function.getInput(i), i < inputs.length ? inputs[i] : Node.ABSENT);
    }
    try {
      importNodes(function.getNodeList(), scope, name + "/");
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] != Node.ABSENT) {
          editor.redirect(outputs[i], resolve(function.getOutput(i), scope));
        }
      }
    } catch (InvalidModelException e) {
      throw new InvalidModelException(where + ": " + e.getMessage(), e);
    }
  }

  private void importConstant(
      NodeProto proto,
      List<AttributeProto> attributes,
      String name,
      Scope scope,
      Optional<Integer> opset) {
    String label = "node '" + name + "' (Constant)";
    if (proto.getOutputCount() != 1 || proto.getOutput(0).isEmpty()) {
      throw new InvalidModelException(label + ": needs one output");
    }
    Optional<OperatorSchema> schema =
        opset.flatMap(v -> session.registry().schemas().find("", "Constant", v));
    Tensor tensor;
    try {
      tensor = ConstantNode.tensor(session.attributes().decode(attributes, schema, label));
    } catch (OnnxException e) {
      throw e.getMessage().startsWith(label)
          ? e
          : new InvalidModelException(label + ": " + e.getMessage(), e);
    }
    String output = proto.getOutput(0);
    Integer forward = scope.ids.get(output);
    int value = editor.addConstant(output, tensor);
    if (forward != null) {
      editor.redirect(forward, value);
    }
    scope.ids.put(output, value);
  }

  private static String label(NodeProto node, String prefix) {
    return "node '" + prefix + node.getName() + "' (" + node.getOpType() + ")";
  }
}
