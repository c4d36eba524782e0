package io.sardonyx.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sardonyx.OnnxException;
import io.sardonyx.server.InferenceService;
import io.sardonyx.server.LimitedServerChannel;
import io.sardonyx.server.Management;
import io.sardonyx.server.ModelDescriptions;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.ServerOptions;
import io.sardonyx.server.ServerOptions.Limits;
import io.sardonyx.server.ServerOptions.Security;
import io.sardonyx.server.ServerState;
import io.sardonyx.server.Tokens;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** An HTTP port, for HTTP/1.1 and HTTP/2, with or without TLS. Thread-safe. */
public final class HttpServer {

  private static final int MAX_LINE = 8192;
  private static final int RESET_WINDOW_SECONDS = 30;
  private static final int MAX_QUEUED_CONTROL_FRAMES = 10_000;
  private static final int MAX_EMPTY_FRAMES = 100;
  private static final int BACKLOG = 1024;

  private final Limits limits;
  private final Executor workers;
  private final Consumer<HttpCall> api;
  private final SslContext tls;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Channel channel;

  private HttpServer(
      ServerOptions options,
      int port,
      EventLoopGroup acceptors,
      EventLoopGroup eventLoops,
      Executor workers,
      Consumer<HttpCall> api) {
    this.limits = options.limits();
    this.workers = workers;
    this.api = api;
    this.tls = tls(options.security());
    try {
      channel =
          new ServerBootstrap()
              .group(acceptors, eventLoops)
              .channelFactory(() -> new LimitedServerChannel(limits.connections()))
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(initializer(this::connected))
              .bind(new InetSocketAddress(options.host(), port))
              .syncUninterruptibly()
              .channel();
    } catch (RuntimeException | Error e) {
      throw cannotOpen(options, port, e);
    }
  }

  private static OnnxException cannotOpen(ServerOptions options, int port, Throwable e) {
    return new OnnxException(
        "the HTTP port %d of %s cannot be opened: %s"
            .formatted(port, options.host(), e.getMessage()),
        e);
  }

  /**
   * The port of the REST protocol and the page for people.
   *
   * @throws OnnxException if the port is taken, or the certificate cannot be read
   */
  public static HttpServer rest(
      ServerOptions options,
      EventLoopGroup acceptors,
      EventLoopGroup eventLoops,
      Executor workers,
      InferenceService inference,
      ModelDescriptions descriptions,
      Management management,
      ServerState state) {
    Limits limits = options.limits();
    JsonFactory factory = Json.factory(limits.jsonDepth(), limits.messageBytes());
    RestApi api =
        new RestApi(
            inference,
            descriptions,
            management,
            state,
            new Tokens(options.security()),
            limits.messageBytes(),
            factory);
    return new HttpServer(options, options.httpPort(), acceptors, eventLoops, workers, api::handle);
  }

  /**
   * The port of the metrics alone.
   *
   * @throws OnnxException if the port is taken, or the certificate cannot be read
   */
  public static HttpServer metrics(
      ServerOptions options,
      EventLoopGroup acceptors,
      EventLoopGroup eventLoops,
      Executor workers,
      InferenceService inference) {
    Consumer<HttpCall> api =
        call ->
            call.answer()
                .accept(
                    call.path().equals("/metrics")
                        ? RestApi.metrics(inference)
                        : RestApi.error(RequestException.notFound("there is only /metrics here")));
    return new HttpServer(options, options.metricsPort(), acceptors, eventLoops, workers, api);
  }

  private static SslContext tls(Security security) {
    if (security.certificate().isEmpty()) {
      return null;
    }
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(
                  security.certificate().get().toFile(),
                  security.privateKey().orElseThrow().toFile())
              .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      ApplicationProtocolConfig.Protocol.ALPN,
                      ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                      ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_2,
                      ApplicationProtocolNames.HTTP_1_1));
      security
          .clientCa()
          .ifPresent(ca -> builder.trustManager(ca.toFile()).clientAuth(ClientAuth.REQUIRE));
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new OnnxException("the certificate cannot be used: " + e.getMessage(), e);
    }
  }

  private static ChannelInitializer<Channel> initializer(Consumer<Channel> start) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel ch) {
        start.accept(ch);
      }
    };
  }

  private void connected(Channel connection) {
    connections.add(connection);
    ChannelPipeline pipeline = connection.pipeline();
    if (tls == null) {
      pipeline.addLast(
          new IdleStateHandler(0, 0, limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS));
      pipeline.addLast(new PrefaceDetector(() -> http1(pipeline), () -> http2(pipeline)));
      return;
    }
    pipeline.addLast(tls.newHandler(connection.alloc()));
    pipeline.addLast(
        new IdleStateHandler(0, 0, limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS));
    pipeline.addLast(
        new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {
          @Override
          protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
              http2(ctx.pipeline());
            } else {
              http1(ctx.pipeline());
            }
          }
        });
  }

  private void http1(ChannelPipeline pipeline) {
    HttpConnection requests = new HttpConnection(false, limits, workers, api);
    pipeline.addLast(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext ctx, Object message) {
            requests.requestBegins();
            ctx.fireChannelRead(message);
          }
        });
    pipeline.addLast(
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(limits.headerBytes())));
    pipeline.addLast(requests);
  }

  private void http2(ChannelPipeline pipeline) {
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(limits.streams())
                    .maxHeaderListSize(limits.headerBytes()))
            .decoderEnforceMaxRstFramesPerWindow(limits.resets(), RESET_WINDOW_SECONDS)
            .encoderEnforceMaxRstFramesPerWindow(limits.resets(), RESET_WINDOW_SECONDS)
            .decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_FRAMES)
            .encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES)
            .build();
    pipeline.addLast(codec);
    pipeline.addLast(
        new Http2MultiplexHandler(
            initializer(stream ->
                stream
                    .pipeline()
                    .addLast(
                        new Http2StreamFrameToHttpObjectCodec(true),
                        new HttpConnection(true, limits, workers, api)))));
    pipeline.addLast(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof IdleStateEvent && codec.connection().numActiveStreams() == 0) {
              ctx.close();
            } else {
              ctx.fireUserEventTriggered(event);
            }
          }
        });
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Takes no new connections, and closes those that there are when their answers are sent. */
  public void stop(Duration timeout) {
    try {
      channel.close().syncUninterruptibly();
    } catch (ChannelException e) {
      throw new OnnxException("the HTTP port cannot be closed", e);
    }
    connections.close().awaitUninterruptibly(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
