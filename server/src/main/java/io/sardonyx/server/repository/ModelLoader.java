package io.sardonyx.server.repository;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.ServerOptions;
import io.sardonyx.server.metrics.ModelStats;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.proto.ModelDynamicBatching;
import io.sardonyx.server.proto.ModelInstanceGroup;
import io.sardonyx.server.proto.ModelOutput;
import io.sardonyx.server.repository.ModelSource.BytesOrigin;
import io.sardonyx.server.repository.ModelSource.FileOrigin;
import io.sardonyx.server.repository.ModelSource.Origin;
import io.sardonyx.server.scheduler.BatchPolicy;
import io.sardonyx.server.scheduler.BatchScheduler;
import io.sardonyx.server.scheduler.CachingScheduler;
import io.sardonyx.server.scheduler.ComputeSlots;
import io.sardonyx.server.scheduler.QueuePolicy;
import io.sardonyx.server.scheduler.ResponseCache;
import io.sardonyx.server.scheduler.Scheduler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** Makes one version of a model ready to answer. Thread-safe. */
final class ModelLoader {

  private static final System.Logger LOG = System.getLogger(ModelLoader.class.getName());

  private static final long MICROSECOND = 1000;
  private static final int MAX_PRIORITIES = 1000;

  private final ServerOptions options;
  private final ComputeSlots slots;
  private final ScheduledExecutorService timer;
  private final EnsembleScheduler.Models models;
  private final ResponseCache cache;

  /**
   * @param models answers the steps of ensembles
   */
  ModelLoader(
      ServerOptions options,
      ComputeSlots slots,
      ScheduledExecutorService timer,
      EnsembleScheduler.Models models) {
    this.options = options;
    this.models = models;
    this.cache = options.cacheBytes() > 0 ? new ResponseCache(options.cacheBytes()) : null;
    this.slots = slots;
    this.timer = timer;
  }

  /**
   * Loads, plans and warms a version up.
   *
   * @throws io.sardonyx.OnnxException if it cannot be served
   */
  LoadedModel load(ModelSource source, long version) throws IOException {
    if (source.config() != null && source.config().hasEnsembleScheduling()) {
      return ensemble(source, version);
    }
    Origin origin = source.versions().get(version);
    ModelOptions modelOptions = ModelOptions.DEFAULT.withThreads(options.threads());
    OnnxModel model =
        switch (origin) {
          case FileOrigin f -> OnnxModel.load(f.file(), modelOptions);
          case BytesOrigin b -> OnnxModel.load(b.model(), modelOptions);
        };
    try {
      return serve(source, version, model, fileBytes(origin));
    } catch (RuntimeException | Error | IOException e) {
      model.close();
      throw e;
    }
  }

  private LoadedModel serve(ModelSource source, long version, OnnxModel model, long fileBytes)
      throws IOException {
    ModelConfig config =
        ModelConfigs.complete(source.name(), source.config(), model, options.defaultMaxBatch());
    WarmUp warmUp = new WarmUp(model, config);
    warmUp.run(options.warmUp());
    boolean isWritten = source.config() != null && source.config().hasDynamicBatching();
    if (config.hasDynamicBatching() && !warmUp.isBatchInvariant(options.warmUp())) {
      LOG.log(
          Level.WARNING,
          "model {0}: a batch gives other bits than single runs; requests are {1}",
          source.name(),
          isWritten ? "joined all the same, as its configuration says" : "not joined");
      if (!isWritten) {
        config = config.toBuilder().clearDynamicBatching().build();
      }
    }
    ModelSignature signature = ModelSignature.of(config);
    ModelStats stats = new ModelStats();
    ModelRunner runner =
        new ModelRunner(
            model, Long.toString(version), signature, stats, source.publicText(options.models()));
    Scheduler scheduler = new BatchScheduler(policy(config), runner, slots, timer, model::close);
    ModelSignature visible = signature;
    if (config.hasSequenceBatching()) {
      scheduler = new SequenceScheduler(scheduler, signature, config, options.defaultQueueSize());
      visible = SequenceScheduler.visible(signature, config);
    } else if (config.getResponseCache().getEnable() && cache != null) {
      scheduler = new CachingScheduler(scheduler, cache, stats);
    }
    return new LoadedModel(
        source.name(),
        version,
        config,
        visible,
        labels(source, config),
        fileBytes,
        stats,
        scheduler);
  }

  private LoadedModel ensemble(ModelSource source, long version) throws IOException {
    ModelConfig config =
        source.config().toBuilder().setName(source.name()).setPlatform("ensemble").build();
    if (config.getInputCount() == 0 || config.getOutputCount() == 0) {
      throw RequestException.invalid(
          "the ensemble '%s' needs input and output in its configuration", source.name());
    }
    ModelSignature signature = ModelSignature.of(config);
    ModelStats stats = new ModelStats();
    return new LoadedModel(
        source.name(),
        version,
        config,
        signature,
        labels(source, config),
        0,
        stats,
        new EnsembleScheduler(signature, config, version, models, stats));
  }

  private BatchPolicy policy(ModelConfig config) {
    ModelDynamicBatching batching = config.getDynamicBatching();
    int instances = 0;
    for (ModelInstanceGroup group : config.getInstanceGroupList()) {
      instances += Math.max(1, group.getCount());
    }
    Map<Integer, QueuePolicy> levels = new HashMap<>();
    batching
        .getPriorityQueuePolicyMap()
        .forEach((level, policy) ->
            levels.put(Math.toIntExact(level), QueuePolicy.of(policy, options.defaultQueueSize())));
    return new BatchPolicy(
        config.hasDynamicBatching() ? Math.max(1, config.getMaxBatchSize()) : 1,
        batching.getPreferredBatchSizeList(),
        Math.multiplyExact(batching.getMaxQueueDelayMicroseconds(), MICROSECOND),
        batching.getPreserveOrdering(),
        (int) Math.clamp(batching.getPriorityLevels(), 1, MAX_PRIORITIES),
        (int) Math.clamp(batching.getDefaultPriorityLevel(), 1, MAX_PRIORITIES),
        instances == 0 ? Runtime.getRuntime().availableProcessors() : instances,
        QueuePolicy.of(batching.getDefaultQueuePolicy(), options.defaultQueueSize()),
        levels);
  }

  private static Map<String, List<String>> labels(ModelSource source, ModelConfig config)
      throws IOException {
    Map<String, List<String>> labels = new HashMap<>();
    for (ModelOutput output : config.getOutputList()) {
      String file = output.getLabelFilename();
      if (file.isEmpty() || source.folder() == null) {
        continue;
      }
      if (!RepositoryFolder.isName(file)) {
        throw RequestException.invalid(
            "output '%s' has the label_filename '%s'; expected a plain file name",
            output.getName(), file);
      }
      labels.put(output.getName(), Files.readAllLines(source.folder().resolve(file)));
    }
    return labels;
  }

  private static long fileBytes(Origin origin) throws IOException {
    return switch (origin) {
      case BytesOrigin b -> b.model().length;
      case FileOrigin f -> {
        Path folder = f.file().getParent();
        if (!f.file().getFileName().toString().equals("model.onnx")) {
          yield Files.size(f.file());
        }
        try (Stream<Path> files = Files.list(folder)) {
          long total = 0;
          for (Path file : (Iterable<Path>) files::iterator) {
            total += Files.isRegularFile(file) ? Files.size(file) : 0;
          }
          yield total;
        }
      }
    };
  }
}
