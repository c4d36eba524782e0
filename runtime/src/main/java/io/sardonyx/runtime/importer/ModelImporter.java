package io.sardonyx.runtime.importer;

import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxException;
import io.sardonyx.UnsupportedOperatorException;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.StringStringEntryProto;
import io.sardonyx.proto.file.ModelFile;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.registry.OperatorRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** First arrow of the pipeline: a model file becomes a {@link Graph}. */
public final class ModelImporter {

  private static final long NEWEST_IR_VERSION = 14;

  private final OperatorRegistry registry;

  public ModelImporter(OperatorRegistry registry) {
    this.registry = registry;
  }

  /**
   * Imports the main graph with everything that it uses.
   *
   * @throws UnsupportedOperatorException if operators are missing; it lists all of them
   * @throws InvalidModelException if the model breaks the specification
   */
  public Graph importModel(ModelFile file) {
    ModelProto model = file.model();
    if (!model.hasGraph()) {
      throw new InvalidModelException(file.name() + ": has no graph; is it an ONNX model?");
    }
    if (model.getIrVersion() > NEWEST_IR_VERSION) {
      throw new InvalidModelException(
          "%s: has IR version %d; known are versions up to %d"
              .formatted(file.name(), model.getIrVersion(), NEWEST_IR_VERSION));
    }
    Set<String> missing = new TreeSet<>();
    Graph graph;
    try {
      OpsetImports opsets =
          new OpsetImports(model.getOpsetImportList(), registry.schemas(), "the model");
      graph =
          GraphImporter.importMain(
              model.getGraph(),
              opsets,
              new GraphImporter.Session(
                  registry,
                  new ModelFunctions(model.getFunctionsList()),
                  new AttributeDecoder(file),
                  new TensorDecoder(file),
                  missing));
    } catch (OnnxException e) {
      if (!missing.isEmpty()) {
        throw new UnsupportedOperatorException(file.name(), List.copyOf(missing));
      }
      throw new InvalidModelException(file.name() + ": " + e.getMessage(), e);
    }
    if (!missing.isEmpty()) {
      throw new UnsupportedOperatorException(file.name(), List.copyOf(missing));
    }
    return graph;
  }

  /** The model's {@code metadata_props} and what else it says of itself, by name. */
  public static Map<String, String> metadata(ModelProto model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("producer_name", model.getProducerName());
    metadata.put("producer_version", model.getProducerVersion());
    metadata.put("domain", model.getDomain());
    metadata.put("model_version", Long.toString(model.getModelVersion()));
    metadata.put("doc_string", model.getDocString());
    metadata.values().removeIf(String::isEmpty);
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return metadata;
  }
}
