package io.sardonyx.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sardonyx.OnnxModel;
import io.sardonyx.TensorType;
import io.sardonyx.ValueInfo;
import io.sardonyx.bench.RandomInputs;
import io.sardonyx.runtime.ModelPipeline;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.plan.MemoryFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what becomes of a model on its way to execution. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Prints a model's inputs and outputs, its graph at a stage, and its memory plan.")
final class InspectCommand implements Callable<Integer> {

  /** Stages of the pipeline. */
  enum Stage {
    GRAPH,
    TYPED,
    OPTIMISED,
    PLAN
  }

  @Mixin private ModelArguments model = new ModelArguments();

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path file;

  @Option(names = "--stage", description = "One of ${COMPLETION-CANDIDATES}.")
  private Stage stage;

  @Option(names = "--memory", description = "Prints the memory planner's figures.")
  private boolean memory;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (OnnxModel loaded = OnnxModel.load(file, model.options())) {
      if (memory || stage == Stage.PLAN) {
        loaded.run(new RandomInputs(1, model.dims).of(loaded.inputs()));
      }
      if (json) {
        printJson(loaded);
      } else {
        printText(loaded);
      }
    }
    return 0;
  }

  private void printText(OnnxModel loaded) {
    ModelPipeline pipeline = loaded.pipeline();
    if (stage == null && !memory) {
      loaded.metadata().forEach((k, v) -> System.out.println(k + ": " + v));
      loaded.inputs().forEach(i -> System.out.println("input  " + i));
      loaded.outputs().forEach(o -> System.out.println("output " + o));
      System.out.printf(
          "%d nodes, %d after optimisation%n",
          pipeline.imported().nodes().size(), pipeline.optimized().nodes().size());
    }
    if (stage != null) {
      System.out.print(text(pipeline));
    }
    if (memory) {
      MemoryFigures figures = pipeline.program().memoryFigures();
      System.out.printf(
          "peak %d bytes, lower bound %d bytes (%.3f), without reuse %d bytes (%.3f)%n",
          figures.peak(),
          figures.lowerBound(),
          figures.peak() / (double) Math.max(1, figures.lowerBound()),
          figures.withoutReuse(),
          figures.withoutReuse() / (double) Math.max(1, figures.peak()));
    }
  }

  private String text(ModelPipeline pipeline) {
    return switch (stage) {
      case GRAPH -> pipeline.imported().toString();
      case TYPED -> pipeline.typed().toString();
      case OPTIMISED -> pipeline.optimized().toString();
      case PLAN -> pipeline.program().describePlan();
    };
  }

  private void printJson(OnnxModel loaded) throws IOException {
    ModelPipeline pipeline = loaded.pipeline();
    try (JsonGenerator g = new JsonFactory().createGenerator(System.out)) {
      g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      g.useDefaultPrettyPrinter();
      g.writeStartObject();
      for (Map.Entry<String, String> e : loaded.metadata().entrySet()) {
        g.writeStringField(e.getKey(), e.getValue());
      }
      values(g, "inputs", loaded.inputs());
      values(g, "outputs", loaded.outputs());
      if (stage == Stage.PLAN) {
        g.writeStringField("plan", pipeline.program().describePlan());
      } else if (stage != null) {
        nodes(
            g,
            switch (stage) {
              case GRAPH -> pipeline.imported();
              case TYPED -> pipeline.typed();
              default -> pipeline.optimized();
            });
      }
      if (memory) {
        MemoryFigures figures = pipeline.program().memoryFigures();
        g.writeObjectFieldStart("memory");
        g.writeNumberField("peak", figures.peak());
        g.writeNumberField("lower_bound", figures.lowerBound());
        g.writeNumberField("without_reuse", figures.withoutReuse());
        g.writeEndObject();
      }
      g.writeEndObject();
    }
    System.out.println();
  }

  private static void values(JsonGenerator g, String field, List<ValueInfo> values)
      throws IOException {
    g.writeArrayFieldStart(field);
    for (ValueInfo value : values) {
      g.writeStartObject();
      g.writeStringField("name", value.name());
      g.writeStringField("type", value.type().toString());
      if (value.type() instanceof TensorType t) {
        g.writeStringField("element_type", t.elementType().onnxName());
        g.writeStringField("shape", t.shape().toString());
      }
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void nodes(JsonGenerator g, Graph graph) throws IOException {
    g.writeArrayFieldStart("nodes");
    for (Node node : graph.nodes()) {
      g.writeStartObject();
      g.writeStringField("name", node.name());
      g.writeStringField("operator", node.op().toString());
      g.writeStringField("attributes", node.attributes().toString());
      g.writeArrayFieldStart("inputs");
      for (int v : node.inputs()) {
        g.writeNumber(v);
      }
      g.writeEndArray();
      g.writeArrayFieldStart("outputs");
      for (int v : node.outputs()) {
        g.writeStartObject();
        g.writeNumberField("value", v);
        if (v != Node.ABSENT && graph.type(v) != null) {
          g.writeStringField("type", graph.type(v).toString());
          g.writeStringField("layout", graph.layout(v).toString());
        }
        g.writeEndObject();
      }
      g.writeEndArray();
      g.writeEndObject();
    }
    g.writeEndArray();
  }
}
