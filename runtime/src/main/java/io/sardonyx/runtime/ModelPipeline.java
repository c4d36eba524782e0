package io.sardonyx.runtime;

import io.sardonyx.InvalidModelException;
import io.sardonyx.MemoryLimitException;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.ValueType;
import io.sardonyx.proto.file.ModelFile;
import io.sardonyx.runtime.exec.WarmUp;
import io.sardonyx.runtime.importer.ModelImporter;
import io.sardonyx.runtime.inference.TypeInference;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.passes.Optimizer;
import io.sardonyx.runtime.passes.PassContext;
import io.sardonyx.runtime.plan.Program;
import io.sardonyx.runtime.registry.OperatorRegistry;
import java.util.List;

/**
 * The way of a model from its file to a program; every stage is kept for inspection.
 *
 * @param imported the graph as the file has it
 * @param typed the same with types; functions are replaced by their bodies
 * @param optimized after all passes; the typed graph if they are switched off
 * @param program the optimised graph, ready to be planned and run
 */
public record ModelPipeline(Graph imported, Graph typed, Graph optimized, Program program) {

  /**
   * Goes all the way.
   *
   * @throws OnnxException if the model cannot be run
   */
  public static ModelPipeline of(ModelFile file, ModelOptions options) {
    OperatorRegistry registry = OperatorRegistry.standard();
    Graph imported = new ModelImporter(registry).importModel(file);
    try {
      PassContext context = new PassContext(options, registry);
      Graph typed = Optimizer.standard().lower(TypeInference.infer(imported), context);
      Graph optimized = options.passes() ? Optimizer.standard().optimize(typed, context) : typed;
      Program program = new Program(optimized, options);
      List<ValueType> inputs = optimized.inputs().stream().map(optimized::type).toList();
      if (inputs.stream().allMatch(t -> !(t instanceof io.sardonyx.TensorType) || t.isKnown())) {
        program.plan(inputs);
        WarmUp.shared().await(options.warmUp());
      }
      return new ModelPipeline(imported, typed, optimized, program);
    } catch (MemoryLimitException e) {
      throw new MemoryLimitException(file.name() + ": " + e.getMessage(), e);
    } catch (OnnxException e) {
      throw new InvalidModelException(file.name() + ": " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new InvalidModelException(file.name() + ": its subgraphs are nested too deeply", e);
    } catch (OutOfMemoryError e) {
      throw new MemoryLimitException(
          file.name() + ": loading it needs more memory than the heap has; raise -Xmx", e);
    }
  }
}
