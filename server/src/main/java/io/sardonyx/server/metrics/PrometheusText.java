package io.sardonyx.server.metrics;

import io.sardonyx.server.metrics.ModelStats.Failure;
import io.sardonyx.server.repository.LoadedModel;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of all models and of the JVM in Prometheus' text format. Names that begin with {@code
 * nv_} mean what they mean at other servers of the protocol.
 */
public final class PrometheusText {

  private static final double NANOS_PER_MICRO = 1000;

  private final StringBuilder text = new StringBuilder(8192);
  private final List<LoadedModel> models;

  private PrometheusText(List<LoadedModel> models) {
    this.models = models;
  }

  /** The metrics at this moment. */
  public static String of(List<LoadedModel> models, int underWay) {
    PrometheusText page = new PrometheusText(models);
    page.counts();
    page.durations();
    page.histograms();
    page.gauge("sardonyx_requests_under_way", "Requests that are not yet answered", underWay);
    page.jvm();
    return page.text.toString();
  }

  private void counts() {
    counter(
        "nv_inference_request_success",
        "Requests answered with a result",
        s -> s.success().count());
    head("nv_inference_request_failure", "Requests answered with an error, by reason", "counter");
    for (LoadedModel m : models) {
      for (Failure f : Failure.values()) {
        sample(
            "nv_inference_request_failure",
            labels(m) + ",reason=\"" + f + "\"",
            m.stats().failures(f));
      }
    }
    counter("nv_inference_count", "Batch elements that were computed", ModelStats::inferences);
    counter("nv_inference_exec_count", "Runs of the model", ModelStats::executions);
    counter(
        "nv_cache_num_hits_per_model", "Requests the cache answered", s -> s.cacheHit().count());
    counter(
        "nv_cache_num_misses_per_model",
        "Requests the cache did not know",
        s -> s.cacheMiss().count());
    head("nv_inference_pending_request_count", "Requests that wait", "gauge");
    models.forEach(
        m -> sample("nv_inference_pending_request_count", labels(m), m.scheduler().queued()));
    head("sardonyx_model_file_bytes", "Size of the model's files", "gauge");
    models.forEach(m -> sample("sardonyx_model_file_bytes", labels(m), m.fileBytes()));
  }

  private void durations() {
    micros("nv_inference_request_duration_us", "From arrival to answer", ModelStats::success);
    micros("nv_inference_queue_duration_us", "In the queue", ModelStats::queue);
    micros("nv_inference_compute_input_duration_us", "Joining inputs", ModelStats::computeInput);
    micros("nv_inference_compute_infer_duration_us", "Running", ModelStats::computeInfer);
    micros("nv_inference_compute_output_duration_us", "Parting outputs", ModelStats::computeOutput);
  }

  private void histograms() {
    head("nv_inference_first_response_histogram_ms", "From arrival to answer", "histogram");
    models.forEach(
        m -> histogram("nv_inference_first_response_histogram_ms", m, m.stats().requestLatency()));
    head("sardonyx_queue_histogram_ms", "In the queue", "histogram");
    models.forEach(m -> histogram("sardonyx_queue_histogram_ms", m, m.stats().queueLatency()));
  }

  private void histogram(String name, LoadedModel model, Histogram histogram) {
    Histogram.Snapshot s = histogram.snapshot();
    for (int i = 0; i < s.cumulative().length; i++) {
      String bound = i < s.boundsMillis().length ? number(s.boundsMillis()[i]) : "+Inf";
      sample(name + "_bucket", labels(model) + ",le=\"" + bound + "\"", s.cumulative()[i]);
    }
    sample(name + "_sum", labels(model), s.sumMillis());
    sample(name + "_count", labels(model), s.count());
  }

  private void jvm() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    gauge("jvm_memory_used_bytes", "Heap in use", heap.getUsed());
    gauge("jvm_memory_max_bytes", "Most heap there can be", heap.getMax());
    gauge("jvm_threads_current", "Threads", ManagementFactory.getThreadMXBean().getThreadCount());
    long collections = 0;
    long millis = 0;
    for (var gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections += Math.max(0, gc.getCollectionCount());
      millis += Math.max(0, gc.getCollectionTime());
    }
    gauge("jvm_gc_collections", "Garbage collections", collections);
    gauge("jvm_gc_pause_ms", "Time of garbage collections", millis);
    gauge(
        "process_uptime_seconds",
        "Since the start",
        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean os) {
      gauge("nv_cpu_utilization", "Part of the machine's processors in use", os.getCpuLoad());
      gauge("nv_cpu_memory_total_bytes", "Memory of the machine", os.getTotalMemorySize());
      gauge(
          "nv_cpu_memory_used_bytes",
          "Memory in use on the machine",
          os.getTotalMemorySize() - os.getFreeMemorySize());
    }
  }

  private void counter(String name, String help, ToDoubleFunction<ModelStats> value) {
    head(name, help, "counter");
    models.forEach(m -> sample(name, labels(m), value.applyAsDouble(m.stats())));
  }

  private void micros(
      String name, String help, java.util.function.Function<ModelStats, DurationCount> duration) {
    head(name, help + ", in microseconds", "counter");
    models.forEach(m ->
        sample(name, labels(m), Math.floor(duration.apply(m.stats()).nanos() / NANOS_PER_MICRO)));
  }

  private void gauge(String name, String help, double value) {
    head(name, help, "gauge");
    sample(name, "", value);
  }

  private void head(String name, String help, String type) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void sample(String name, String labels, double value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String labels(LoadedModel model) {
    String name = model.name().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "model=\"" + name + "\",version=\"" + model.version() + "\"";
  }
}
