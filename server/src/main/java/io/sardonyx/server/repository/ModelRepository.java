package io.sardonyx.server.repository;

import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.ServerOptions;
import io.sardonyx.server.ServerOptions.Control;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.protocol.InferRequest;
import io.sardonyx.server.repository.ModelSource.BytesOrigin;
import io.sardonyx.server.repository.ModelSource.Origin;
import io.sardonyx.server.scheduler.ComputeSlots;
import io.sardonyx.server.scheduler.InferCallback;
import io.sardonyx.server.scheduler.InferJob;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The models that are served. Loading goes on beside serving: the versions that answer do so until
 * the new ones are ready, and a model that cannot be loaded leaves everything as it was.
 * Thread-safe.
 */
public final class ModelRepository {

  private static final System.Logger LOG = System.getLogger(ModelRepository.class.getName());
  private static final Pattern FILE_PARAMETER =
      Pattern.compile("file:([1-9][0-9]{0,17})/([^/\\\\]+)");

  /** Reloads that a request lives through until it finds a model that takes it. */
  private static final int MAX_LOOK_UPS = 100;

  private final RepositoryFolder folder;
  private final ServerOptions options;
  private final ModelLoader loader;
  private final Executor loaders;
  private final Map<String, ModelEntry> entries = new ConcurrentSkipListMap<>();
  private final Map<String, Object> locks = new ConcurrentSkipListMap<>();
  private final ReentrantLock polling = new ReentrantLock();

  /**
   * Models that are not loaded because others needed the room. Changed together with their entries,
   * under this set's lock.
   */
  private final Set<String> evicted = ConcurrentHashMap.newKeySet();

  /** Files as the last look at the folder found them: what still changes is not loaded. */
  private final Map<String, String> seen = new ConcurrentSkipListMap<>();

  /** Files that could not be loaded: they are not tried again until they change. */
  private final Map<String, String> failed = new ConcurrentSkipListMap<>();

  /**
   * @param loaders threads that load
   */
  public ModelRepository(
      ServerOptions options, ComputeSlots slots, ScheduledExecutorService timer, Executor loaders) {
    this.options = options;
    this.folder = new RepositoryFolder(options.models());
    this.loader = new ModelLoader(options, slots, timer, this::submitStep);
    this.loaders = loaders;
  }

  /**
   * Loads the models of the start; those that fail are told in the log and in the index.
   *
   * @throws OnnxException if the folder cannot be read
   */
  public void loadInitial() {
    List<String> names;
    try {
      names =
          !options.startModels().isEmpty()
              ? options.startModels()
              : options.control() == Control.EXPLICIT ? List.of() : folder.names();
    } catch (IOException e) {
      throw new OnnxException("the folder of models " + folder.root() + " cannot be read", e);
    }
    CompletableFuture.allOf(
            names.stream()
                .map(n -> CompletableFuture.runAsync(() -> tryLoad(n), loaders))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private void tryLoad(String name) {
    try {
      load(name, Map.of());
    } catch (OnnxException e) {
      LOG.log(Level.ERROR, "model {0} is not served: {1}", name, e.getMessage());
    }
  }

  /**
   * Loads a model, or loads it again; the old one answers until the new one is ready.
   *
   * @param parameters {@code config}: a configuration as JSON; {@code file:VERSION/NAME}: the bytes
   *     of a model, which then is not read from the repository
   * @throws RequestException if it cannot be served; what was served before still is
   */
  public void load(String name, Map<String, Object> parameters) {
    if (!RepositoryFolder.isName(name)) {
      throw RequestException.invalid(
          "this is no name of a model: a name is a plain file name of up to 128 characters");
    }
    synchronized (lock(name)) {
      ModelEntry before = entries.getOrDefault(name, ModelEntry.of(name));
      try {
        ModelSource source = source(name, parameters);
        entries.put(name, before.loading());
        ModelEntry loaded = load(source);
        synchronized (evicted) {
          publish(before, loaded);
          evicted.remove(name);
        }
      } catch (IOException | OnnxException | OutOfMemoryError e) {
        RequestException error = loadError(name, e);
        if (!isUnknown(before, e)) {
          SortedMap<Long, String> problems = new TreeMap<>(before.problems());
          problems.put(0L, error.getMessage());
          entries.put(
              name, new ModelEntry(name, before.ready(), problems, false, before.fingerprint()));
        }
        throw error;
      }
    }
    makeRoom(name);
  }

  private static boolean isUnknown(ModelEntry before, Throwable e) {
    return before.ready().isEmpty()
        && e instanceof RequestException r
        && r.reason() == RequestException.Reason.NOT_FOUND;
  }

  private RequestException loadError(String name, Throwable e) {
    if (e instanceof RequestException r) {
      return r;
    }
    String prefix = folder.root() + "/";
    String why =
        switch (e) {
          case IOException io -> "its files cannot be read";
          case OutOfMemoryError o -> "it needs more memory than the server has left";
          default -> String.valueOf(e.getMessage()).replace(prefix, "");
        };
    if (e instanceof IOException) {
      LOG.log(Level.WARNING, "model " + name, e);
    }
    return new RequestException(
        RequestException.Reason.INVALID_ARGUMENT,
        "model '%s' cannot be served: %s".formatted(name, why),
        e);
  }

  private ModelSource source(String name, Map<String, Object> parameters) throws IOException {
    ModelConfig config = null;
    SortedMap<Long, Origin> files = new TreeMap<>();
    for (Map.Entry<String, Object> p : parameters.entrySet()) {
      Matcher file = FILE_PARAMETER.matcher(p.getKey());
      if (p.getKey().equals("config") && p.getValue() instanceof String json) {
        config = ModelConfigs.parseJson(name, json);
      } else if (file.matches() && p.getValue() instanceof byte[] bytes) {
        files.put(Long.valueOf(file.group(1)), new BytesOrigin(bytes));
      } else if (p.getKey().startsWith("file:") || p.getKey().equals("config")) {
        throw RequestException.invalid(
            "a load takes the parameters 'config' with a JSON text and 'file:VERSION/NAME' with the"
                + " bytes of a model; VERSION is a number from 1 on and NAME a plain file name");
      }
    }
    if (!files.isEmpty()) {
      return new ModelSource(
          name, config, null, RepositoryFolder.served(config, files), "from a client");
    }
    ModelSource stored = folder.read(name);
    return config == null
        ? stored
        : new ModelSource(name, config, stored.folder(), stored.versions(), stored.fingerprint());
  }

  private ModelEntry load(ModelSource source) throws IOException {
    SortedMap<Long, LoadedModel> ready = new TreeMap<>();
    SortedMap<Long, String> problems = new TreeMap<>();
    OnnxException first = null;
    if (source.versions().isEmpty()) {
      throw RequestException.invalid(
          "model '%s' has no version to serve; expected folders named 1, 2, ... with a model.onnx",
          source.name());
    }
    for (long version : source.versions().keySet()) {
      try {
        ready.put(version, loader.load(source, version));
      } catch (OnnxException | IOException | OutOfMemoryError e) {
        RequestException error = loadError(source.name(), e);
        problems.put(version, error.getMessage());
        first = first == null ? error : first;
      }
    }
    if (ready.isEmpty()) {
      throw first;
    }
    return new ModelEntry(source.name(), ready, problems, false, source.fingerprint());
  }

  private void publish(ModelEntry before, ModelEntry after) {
    entries.put(after.name(), after);
    LOG.log(Level.INFO, "model {0}: versions {1} are ready", after.name(), after.ready().keySet());
    before.ready().values().forEach(m -> m.scheduler().close());
  }

  /**
   * Takes a model out of service; requests that it has taken are still answered, and then its
   * memory is free.
   *
   * @throws RequestException if it is not served
   */
  public void unload(String name) {
    synchronized (lock(name)) {
      ModelEntry before = entries.get(name);
      boolean wasEvicted = evicted.remove(name);
      if (!wasEvicted && (before == null || before.ready().isEmpty())) {
        throw RequestException.notFound("model '%s' is not loaded", name);
      }
      takeOut(name, "unloaded");
    }
  }

  private void takeOut(String name, String why) {
    ModelEntry before = entries.get(name);
    SortedMap<Long, String> reasons = new TreeMap<>();
    before.ready().keySet().forEach(v -> reasons.put(v, why));
    entries.put(name, new ModelEntry(name, new TreeMap<>(), reasons, false, ""));
    LOG.log(Level.INFO, "model {0}: {1}", name, why);
    before.ready().values().forEach(m -> m.scheduler().close());
  }

  /** Loads what is new or changed in the folder, and unloads what is gone. */
  public void poll() {
    if (!polling.tryLock()) {
      // The last look is still loading what it found.
      return;
    }
    try {
      List<String> names = folder.names();
      for (String name : names) {
        pollModel(name);
      }
      Set<String> gone = new HashSet<>(entries.keySet());
      gone.removeAll(names);
      for (String name : gone) {
        if (!entries.get(name).ready().isEmpty()) {
          unload(name);
        }
        entries.remove(name);
        seen.remove(name);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the folder of models cannot be read", e);
    } finally {
      polling.unlock();
    }
  }

  private void pollModel(String name) {
    String now;
    try {
      now = folder.read(name).fingerprint();
    } catch (IOException | OnnxException e) {
      LOG.log(Level.WARNING, "model {0}: {1}", name, e.getMessage());
      return;
    }
    String before = seen.put(name, now);
    ModelEntry entry = entries.get(name);
    // A folder that has just been seen for the first time may still be written to.
    boolean isSettled = now.equals(before);
    boolean isChanged = entry == null || !now.equals(entry.fingerprint());
    boolean hasFailed = entry != null && entry.problems().containsKey(0L);
    if (isSettled && isChanged && !(hasFailed && now.equals(failed.get(name)))) {
      tryLoad(name);
      if (entries.containsKey(name) && !now.equals(entries.get(name).fingerprint())) {
        failed.put(name, now);
      }
    }
  }

  /**
   * The model that answers.
   *
   * @param version empty: the newest
   * @throws RequestException if there is none
   */
  public LoadedModel find(String name, String version) {
    ModelEntry entry = entries.get(name);
    if (entry == null) {
      throw RequestException.notFound("model '%s' is not found", name);
    }
    if (entry.ready().isEmpty()) {
      throw RequestException.unavailable(
          "model '%s' is not ready%s", name, entry.isLoading() ? ": it is being loaded" : "");
    }
    if (version.isEmpty()) {
      return entry.ready().lastEntry().getValue();
    }
    LoadedModel model =
        version.matches("[0-9]{1,18}") ? entry.ready().get(Long.valueOf(version)) : null;
    if (model == null) {
      throw RequestException.notFound(
          "model '%s' has no version '%s'; it has %s", name, version, entry.ready().keySet());
    }
    return model;
  }

  /** Told of the model and the job that a request has found, each time that one is tried. */
  @FunctionalInterface
  public interface Started {
    void accept(LoadedModel model, InferJob job);
  }

  /**
   * Hands a request to the model that answers it. A model that made room for others is loaded
   * first.
   *
   * @param inline whether the model may run on the calling thread
   * @throws OnnxException if the request does not fit a model; then the callback is not called
   */
  public void submit(
      InferRequest request, boolean inline, Started started, InferCallback callback) {
    if (evicted.contains(request.model())) {
      loadAndSubmit(request, started, callback);
      return;
    }
    for (int i = 0; i < MAX_LOOK_UPS; i++) {
      LoadedModel model = find(request.model(), request.version());
      Map<String, Tensor> inputs = model.signature().check(request);
      InferJob job = InferJob.of(request, inputs, model.signature().batchSize(inputs), callback);
      started.accept(model, job);
      if (job.isAnswered() || model.scheduler().submit(job, inline)) {
        return;
      }
      // It was unloaded or replaced between looking it up and asking it.
      Thread.onSpinWait();
    }
    throw RequestException.unavailable("model '%s' is being unloaded", request.model());
  }

  private void loadAndSubmit(InferRequest request, Started started, InferCallback callback) {
    Runnable task =
        () -> {
          try {
            synchronized (lock(request.model())) {
              if (evicted.contains(request.model())) {
                load(request.model(), Map.of());
              }
            }
            submit(request, false, started, callback);
          } catch (OnnxException e) {
            callback.failed(RequestException.of(e));
          }
        };
    try {
      loaders.execute(task);
    } catch (RejectedExecutionException e) {
      throw new RequestException(
          RequestException.Reason.RESOURCE_EXHAUSTED,
          "too many models are being loaded; try again later",
          e);
    }
  }

  private void submitStep(InferRequest request, InferCallback callback) {
    try {
      if (find(request.model(), request.version()).config().hasEnsembleScheduling()) {
        throw RequestException.invalid(
            "model '%s' is an ensemble itself; an ensemble's steps are models", request.model());
      }
      submit(request, false, (model, job) -> {}, callback);
    } catch (OnnxException e) {
      callback.failed(RequestException.of(e));
    }
  }

  /** Unloads what was used least recently until the rest is within the budget. */
  private void makeRoom(String justLoaded) {
    while (options.memoryBudget() > 0
        && ready().stream().mapToLong(LoadedModel::fileBytes).sum() > options.memoryBudget()) {
      LoadedModel oldest =
          ready().stream()
              .filter(m -> !m.name().equals(justLoaded) && m.fileBytes() > 0)
              .min(Comparator.comparingLong(m -> m.stats().lastInferenceMillis()))
              .orElse(null);
      if (oldest == null) {
        return;
      }
      synchronized (evicted) {
        evicted.add(oldest.name());
        takeOut(oldest.name(), "made room for other models; the next request loads it again");
      }
    }
  }

  private Object lock(String name) {
    return locks.computeIfAbsent(name, k -> new Object());
  }

  /** Whether a model answers. */
  public boolean isReady(String name, String version) {
    try {
      find(name, version);
      return true;
    } catch (RequestException e) {
      return false;
    }
  }

  /** All models, by name. */
  public Collection<ModelEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** All versions that answer. */
  public List<LoadedModel> ready() {
    List<LoadedModel> ready = new ArrayList<>();
    entries.values().forEach(e -> ready.addAll(e.ready().values()));
    return ready;
  }

  /**
   * The versions of a model that answer.
   *
   * @throws RequestException if there is none
   */
  public List<LoadedModel> ready(String name) {
    find(name, "");
    ModelEntry entry = entries.get(name);
    return entry == null ? List.of() : List.copyOf(entry.ready().values());
  }

  /** The numbers of a model's versions that answer; none if it is not served. */
  public List<Long> versions(String name) {
    ModelEntry entry = entries.get(name);
    return entry == null ? List.of() : List.copyOf(entry.ready().keySet());
  }

  /** Takes all models out of service. */
  public void close() {
    ready().forEach(m -> m.scheduler().close());
  }
}
