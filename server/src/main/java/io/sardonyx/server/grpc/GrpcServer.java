package io.sardonyx.server.grpc;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.sardonyx.OnnxException;
import io.sardonyx.server.InferenceService;
import io.sardonyx.server.LimitedServerChannel;
import io.sardonyx.server.Management;
import io.sardonyx.server.ModelDescriptions;
import io.sardonyx.server.ServerOptions;
import io.sardonyx.server.ServerOptions.Limits;
import io.sardonyx.server.ServerOptions.Security;
import io.sardonyx.server.ServerState;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The gRPC port: inference, health and reflection. Thread-safe. */
public final class GrpcServer {

  private static final int HANDSHAKE_SECONDS = 20;
  private static final int RESET_WINDOW_SECONDS = 30;
  private static final int KEEP_ALIVE_SECONDS = 10;

  private final Server server;
  private final HealthStatusManager health = new HealthStatusManager();

  /**
   * Opens the port; health answers NOT_SERVING until {@link #ready}.
   *
   * @param workers threads that read requests and run models
   * @throws OnnxException if the port is taken, or the certificate cannot be read
   */
  public GrpcServer(
      ServerOptions options,
      EventLoopGroup acceptors,
      EventLoopGroup eventLoops,
      Executor workers,
      InferenceService inference,
      ModelDescriptions descriptions,
      Management management,
      ServerState state) {
    Limits limits = options.limits();
    health.setStatus("", ServingStatus.NOT_SERVING);
    health.setStatus(GRPCInferenceServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    ServerServiceDefinition service =
        new InferMethods(inference)
            .bind(
                new GrpcService(inference.repository(), descriptions, management, state)
                    .bindService());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(options.host(), options.grpcPort()))
            .channelFactory(() -> new LimitedServerChannel(limits.connections()))
            .bossEventLoopGroup(acceptors)
            .workerEventLoopGroup(eventLoops)
            .executor(workers)
            .maxInboundMessageSize(limits.messageBytes())
            .maxInboundMetadataSize(limits.headerBytes())
            .maxConcurrentCallsPerConnection(limits.streams())
            .maxRstFramesPerWindow(limits.resets(), RESET_WINDOW_SECONDS)
            .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
            .maxConnectionIdle(millis(limits.idleTimeout()), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(ServerInterceptors.intercept(service, new TokenCheck(options.security())))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    Security security = options.security();
    try {
      if (security.certificate().isPresent()) {
        builder.sslContext(sslContext(security));
      }
      server = builder.build().start();
    } catch (IOException | IllegalArgumentException e) {
      throw new OnnxException(
          "the gRPC port %d of %s cannot be opened: %s"
              .formatted(options.grpcPort(), options.host(), e.getMessage()),
          e);
    }
  }

  private static SslContext sslContext(Security security) throws IOException {
    var context =
        GrpcSslContexts.forServer(
            security.certificate().orElseThrow().toFile(),
            security.privateKey().orElseThrow().toFile());
    security
        .clientCa()
        .ifPresent(ca -> context.trustManager(ca.toFile()).clientAuth(ClientAuth.REQUIRE));
    return context.build();
  }

  private static long millis(Duration duration) {
    return Math.max(1, duration.toMillis());
  }

  public int port() {
    return server.getPort();
  }

  /** Says in health checks that requests are welcome, or that they are not. */
  public void ready(boolean isReady) {
    ServingStatus status = isReady ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus("", status);
    health.setStatus(GRPCInferenceServiceGrpc.SERVICE_NAME, status);
  }

  /** Takes no new calls, waits for those under way, and then cuts off what is left. */
  public void stop(Duration timeout) {
    server.shutdown();
    try {
      if (!server.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
        server.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
