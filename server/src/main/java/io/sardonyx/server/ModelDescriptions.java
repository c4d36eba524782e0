package io.sardonyx.server;

import io.sardonyx.server.metrics.DurationCount;
import io.sardonyx.server.metrics.ModelStats;
import io.sardonyx.server.proto.InferBatchStatistics;
import io.sardonyx.server.proto.InferStatistics;
import io.sardonyx.server.proto.MemoryUsage;
import io.sardonyx.server.proto.ModelConfigResponse;
import io.sardonyx.server.proto.ModelMetadataResponse;
import io.sardonyx.server.proto.ModelMetadataResponse.TensorMetadata;
import io.sardonyx.server.proto.ModelStatistics;
import io.sardonyx.server.proto.ModelStatisticsResponse;
import io.sardonyx.server.proto.RepositoryIndexResponse;
import io.sardonyx.server.proto.RepositoryIndexResponse.ModelIndex;
import io.sardonyx.server.proto.ServerMetadataResponse;
import io.sardonyx.server.proto.StatisticDuration;
import io.sardonyx.server.repository.LoadedModel;
import io.sardonyx.server.repository.ModelEntry;
import io.sardonyx.server.repository.ModelRepository;
import io.sardonyx.server.repository.TensorSpec;
import java.util.List;

/** What the server says of itself and its models, as the protocol's messages. Thread-safe. */
public final class ModelDescriptions {

  private static final String NAME = "sardonyx";
  private static final String VERSION = "0.1.0";
  private static final List<String> EXTENSIONS =
      List.of(
          "binary_tensor_data",
          "classification",
          "model_configuration",
          "model_repository",
          "parameters",
          "schedule_policy",
          "sequence",
          "statistics");

  private final ModelRepository repository;

  public ModelDescriptions(ModelRepository repository) {
    this.repository = repository;
  }

  public ServerMetadataResponse server() {
    return ServerMetadataResponse.newBuilder()
        .setName(NAME)
        .setVersion(VERSION)
        .addAllExtensions(EXTENSIONS)
        .build();
  }

  /**
   * @throws RequestException if the model is not served; so do the others
   */
  public ModelMetadataResponse metadata(String name, String version) {
    LoadedModel model = repository.find(name, version);
    ModelMetadataResponse.Builder message =
        ModelMetadataResponse.newBuilder()
            .setName(model.name())
            .setPlatform(model.config().getPlatform());
    repository.versions(name).forEach(v -> message.addVersions(Long.toString(v)));
    model.signature().inputs().forEach(t -> message.addInputs(tensor(t)));
    model.signature().outputs().forEach(t -> message.addOutputs(tensor(t)));
    return message.build();
  }

  private static TensorMetadata tensor(TensorSpec spec) {
    TensorMetadata.Builder message =
        TensorMetadata.newBuilder().setName(spec.name()).setDatatype(spec.datatype().name());
    for (long size : spec.shape()) {
      message.addShape(size);
    }
    return message.build();
  }

  public ModelConfigResponse config(String name, String version) {
    return ModelConfigResponse.newBuilder()
        .setConfig(repository.find(name, version).config())
        .build();
  }

  /**
   * @param name empty: all models
   */
  public ModelStatisticsResponse statistics(String name, String version) {
    ModelStatisticsResponse.Builder message = ModelStatisticsResponse.newBuilder();
    List<LoadedModel> models =
        name.isEmpty()
            ? repository.ready()
            : version.isEmpty() ? repository.ready(name) : List.of(repository.find(name, version));
    models.forEach(m -> message.addModelStats(statistics(m)));
    return message.build();
  }

  private static ModelStatistics statistics(LoadedModel model) {
    ModelStats stats = model.stats();
    ModelStatistics.Builder message =
        ModelStatistics.newBuilder()
            .setName(model.name())
            .setVersion(model.versionName())
            .setLastInference(stats.lastInferenceMillis())
            .setInferenceCount(stats.inferences())
            .setExecutionCount(stats.executions())
            .setInferenceStats(
                InferStatistics.newBuilder()
                    .setSuccess(duration(stats.success()))
                    .setFail(duration(stats.failure()))
                    .setQueue(duration(stats.queue()))
                    .setComputeInput(duration(stats.computeInput()))
                    .setComputeInfer(duration(stats.computeInfer()))
                    .setComputeOutput(duration(stats.computeOutput()))
                    .setCacheHit(duration(stats.cacheHit()))
                    .setCacheMiss(duration(stats.cacheMiss())))
            .addMemoryUsage(MemoryUsage.newBuilder().setType("CPU").setByteSize(model.fileBytes()));
    stats
        .batches()
        .forEach((size, batch) ->
            message.addBatchStats(
                InferBatchStatistics.newBuilder()
                    .setBatchSize(size)
                    .setComputeInput(duration(batch.input()))
                    .setComputeInfer(duration(batch.infer()))
                    .setComputeOutput(duration(batch.output()))));
    return message.build();
  }

  private static StatisticDuration duration(DurationCount count) {
    return StatisticDuration.newBuilder().setCount(count.count()).setNs(count.nanos()).build();
  }

  /** All models of the repository that the server knows. */
  public RepositoryIndexResponse index(boolean readyOnly) {
    RepositoryIndexResponse.Builder message = RepositoryIndexResponse.newBuilder();
    for (ModelEntry entry : repository.entries()) {
      entry.ready().keySet().forEach(v -> message.addModels(state(entry.name(), v, "READY", "")));
      if (readyOnly) {
        continue;
      }
      entry
          .problems()
          .forEach((version, why) ->
              message.addModels(state(entry.name(), version, "UNAVAILABLE", why)));
      if (entry.isLoading()) {
        message.addModels(state(entry.name(), 0, "LOADING", ""));
      }
    }
    return message.build();
  }

  private static ModelIndex state(String name, long version, String state, String reason) {
    return ModelIndex.newBuilder()
        .setName(name)
        .setVersion(version == 0 ? "" : Long.toString(version))
        .setState(state)
        .setReason(reason)
        .build();
  }
}
