package io.sardonyx.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sardonyx.OnnxException;
import io.sardonyx.server.ServerOptions.Control;
import io.sardonyx.server.ServerState.Step;
import io.sardonyx.server.grpc.GrpcServer;
import io.sardonyx.server.http.HttpServer;
import io.sardonyx.server.repository.ModelRepository;
import io.sardonyx.server.scheduler.ComputeSlots;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An inference server: a folder of models behind the Open Inference Protocol, version 2.
 *
 * <pre>{@code
 * try (InferenceServer server = InferenceServer.start(ServerOptions.builder(folder).build())) {
 *   server.awaitStop();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class InferenceServer implements AutoCloseable {

  private static final int LOADERS = 4;
  private static final int MAX_WAITING_LOADS = 64;
  private static final long DRAIN_STEP_MILLIS = 10;

  private final ServerOptions options;
  private final ServerState state = new ServerState();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final EventLoopGroup acceptors;
  private final EventLoopGroup eventLoops;
  private final ExecutorService workers;
  private final ThreadPoolExecutor loaders;
  private final ScheduledThreadPoolExecutor timer;
  private final ModelRepository repository;
  private final InferenceService inference;
  private final AccessLog log;
  private GrpcServer grpc;
  private HttpServer http;
  private HttpServer metrics;

  private InferenceServer(ServerOptions options) {
    this.options = options;
    this.log = new AccessLog(options.accessLog());
    int processors = Runtime.getRuntime().availableProcessors();
    acceptors = eventLoops(1, "sardonyx-accept");
    eventLoops = eventLoops(processors, "sardonyx-io");
    // Models run on these threads, but never on all of them: health is always answered.
    int workerCount = 2 * processors + 4;
    workers =
        new ThreadPoolExecutor(
            workerCount,
            workerCount,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("sardonyx-request", true));
    loaders =
        new ThreadPoolExecutor(
            LOADERS,
            LOADERS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_LOADS),
            new DefaultThreadFactory("sardonyx-load", true));
    loaders.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("sardonyx-timer", true));
    timer.setRemoveOnCancelPolicy(true);
    repository =
        new ModelRepository(options, new ComputeSlots(processors, workers), timer, loaders);
    inference = new InferenceService(repository, timer, options.requestTimeout(), log);
  }

  private void openPorts() {
    ModelDescriptions descriptions = new ModelDescriptions(repository);
    Management management = new Management(repository, options.management(), loaders);
    if (options.grpcPort() >= 0) {
      grpc =
          new GrpcServer(
              options, acceptors, eventLoops, workers, inference, descriptions, management, state);
    }
    if (options.httpPort() >= 0) {
      http =
          HttpServer.rest(
              options, acceptors, eventLoops, workers, inference, descriptions, management, state);
    }
    if (options.metricsPort() >= 0) {
      metrics = HttpServer.metrics(options, acceptors, eventLoops, workers, inference);
    }
  }

  private void stopPorts(long end) {
    if (grpc != null) {
      grpc.stop(left(end));
    }
    if (http != null) {
      http.stop(left(end));
    }
    if (metrics != null) {
      metrics.stop(left(end));
    }
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(TimeUnit.SECONDS.toNanos(1), end - System.nanoTime()));
  }

  private static EventLoopGroup eventLoops(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  /**
   * Opens the ports, loads the models, and then says that it is ready.
   *
   * @throws OnnxException if a port cannot be opened or the folder cannot be read
   */
  public static InferenceServer start(ServerOptions options) {
    InferenceServer server = new InferenceServer(options);
    try {
      // Beside each other, since both take most of their time for the first use of classes.
      CompletableFuture<Void> models =
          CompletableFuture.runAsync(server.repository::loadInitial, server.loaders);
      server.openPorts();
      models.join();
    } catch (CompletionException e) {
      server.close();
      throw e.getCause() instanceof OnnxException o ? o : e;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
    server.becomeReady();
    return server;
  }

  private void becomeReady() {
    if (options.control() == Control.POLL) {
      long millis = Math.max(1, options.pollInterval().toMillis());
      timer.scheduleWithFixedDelay(
          () -> loaders.execute(repository::poll), millis, millis, TimeUnit.MILLISECONDS);
    }
    state.moveTo(Step.READY);
    if (grpc != null) {
      grpc.ready(true);
    }
  }

  /** The gRPC port; -1 if there is none. */
  public int grpcPort() {
    return grpc == null ? -1 : grpc.port();
  }

  /** The HTTP port; -1 if there is none. */
  public int httpPort() {
    return http == null ? -1 : http.port();
  }

  /** The port of the metrics; -1 if there is none. */
  public int metricsPort() {
    return metrics == null ? -1 : metrics.port();
  }

  /** Inference in the same process, with the server's queues and batches. */
  public InferenceService inference() {
    return inference;
  }

  public ModelRepository repository() {
    return repository;
  }

  /** Waits until the server is stopped. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  public ServerState.Step step() {
    return state.step();
  }

  /**
   * Stops: says that it is not ready, waits for the requests under way as long as the drain timeout
   * allows, and closes the ports. Does nothing if it was stopped before.
   */
  @Override
  public void close() {
    synchronized (state) {
      if (state.step() == Step.DRAINING || state.step() == Step.STOPPED) {
        return;
      }
      state.moveTo(Step.DRAINING);
    }
    try {
      long end = System.nanoTime() + options.drainTimeout().toNanos();
      if (grpc != null) {
        grpc.ready(false);
      }
      while (inference.underWay() > 0 && System.nanoTime() < end) {
        Thread.sleep(DRAIN_STEP_MILLIS);
      }
      stopPorts(end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      repository.close();
      stopThreads();
      log.close();
      state.moveTo(Step.STOPPED);
      stopped.countDown();
    }
  }

  private void stopThreads() {
    timer.shutdownNow();
    loaders.shutdownNow();
    workers.shutdown();
    acceptors.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
