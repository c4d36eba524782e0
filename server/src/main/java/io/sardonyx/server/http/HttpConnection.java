package io.sardonyx.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.sardonyx.server.Cancellation;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.ServerOptions.Limits;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One HTTP/1.1 connection, or one stream of an HTTP/2 connection: collects requests within the
 * limits, has them answered one after another on a worker, and writes the answers. Used by its
 * event loop alone.
 */
final class HttpConnection extends ChannelDuplexHandler {

  private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());

  private static final int FIRST_CAPACITY = 64 * 1024;
  private static final int MAX_PIPELINED = 16;

  private final boolean isStream;
  private final Limits limits;
  private final Executor workers;
  private final Consumer<HttpCall> api;
  private final ArrayDeque<HttpCall> waiting = new ArrayDeque<>();
  private final ArrayDeque<Boolean> keepAlives = new ArrayDeque<>();
  private ChannelHandlerContext context;
  private HttpRequest head;
  private byte[] body;
  private int length;
  private long declared;
  private HttpCall current;
  private RequestException refusal;
  private ChannelPromise closing;
  private boolean isClosing;
  private ScheduledFuture<?> readTimeout;

  /**
   * @param isStream whether this is a stream of an HTTP/2 connection
   */
  HttpConnection(boolean isStream, Limits limits, Executor workers, Consumer<HttpCall> api) {
    this.isStream = isStream;
    this.limits = limits;
    this.workers = workers;
    this.api = api;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** The first byte of a request came: the rest has to follow in time. */
  void requestBegins() {
    if (readTimeout == null && !isClosing) {
      readTimeout =
          context
              .executor()
              .schedule(
                  () ->
                      refuse(
                          new RequestException(
                              Reason.TIMED_OUT_READING,
                              "the request did not come whole within " + limits.readTimeout())),
                  limits.readTimeout().toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (isClosing) {
        return;
      }
      if (message instanceof HttpRequest request) {
        begin(request);
      }
      if (message instanceof HttpContent content && head != null) {
        collect(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest request) {
    requestBegins();
    if (request.decoderResult().isFailure()) {
      boolean isLong = request.decoderResult().cause() instanceof TooLongFrameException;
      refuse(
          isLong
              ? new RequestException(
                  Reason.HEADERS_TOO_LARGE,
                  "the request's headers have more than %d bytes".formatted(limits.headerBytes()))
              : RequestException.invalid("the request is no valid HTTP"));
      return;
    }
    long contentLength = HttpUtil.getContentLength(request, -1L);
    if (contentLength > limits.messageBytes()) {
      refuse(tooLarge());
      return;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
    head = request;
    declared = contentLength;
    length = 0;
    body = new byte[(int) Math.clamp(contentLength, 0, FIRST_CAPACITY)];
  }

  private void collect(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      refuse(RequestException.invalid("the request's body is no valid HTTP"));
      return;
    }
    int more = content.content().readableBytes();
    if (more > limits.messageBytes() - length) {
      refuse(tooLarge());
      return;
    }
    reserve(length + more);
    content.content().readBytes(body, length, more);
    length += more;
    if (content instanceof LastHttpContent) {
      complete();
    }
  }

  /** Grows with what has come, not with what was announced; ends at exactly the announced size. */
  private void reserve(int needed) {
    if (needed > body.length) {
      long most = declared >= needed ? declared : limits.messageBytes();
      body = Arrays.copyOf(body, (int) Math.min(Math.max(2L * body.length, needed), most));
    }
  }

  private RequestException tooLarge() {
    return new RequestException(
        Reason.OUT_OF_RANGE, "the request has more than %d bytes".formatted(limits.messageBytes()));
  }

  private void complete() {
    Map<String, String> headers = new HashMap<>();
    head.headers()
        .forEach(e ->
            headers.merge(
                e.getKey().toLowerCase(Locale.ROOT), e.getValue(), (a, b) -> a + "," + b));
    String uri = head.uri();
    int query = uri.indexOf('?');
    HttpCall call =
        new HttpCall(
            head.method().name(),
            query < 0 ? uri : uri.substring(0, query),
            headers,
            length == body.length ? body : Arrays.copyOf(body, length),
            new Cancellation(),
            this::answer);
    keepAlives.add(HttpUtil.isKeepAlive(head));
    forget();
    waiting.add(call);
    if (waiting.size() >= MAX_PIPELINED) {
      context.channel().config().setAutoRead(false);
    }
    next();
  }

  private void forget() {
    body = null;
    head = null;
    if (readTimeout != null) {
      readTimeout.cancel(false);
      readTimeout = null;
    }
  }

  private void next() {
    if (current != null || waiting.isEmpty()) {
      return;
    }
    HttpCall call = waiting.poll();
    current = call;
    if (waiting.isEmpty() && !isClosing) {
      context.channel().config().setAutoRead(true);
    }
    try {
      workers.execute(() -> api.accept(call));
    } catch (RejectedExecutionException e) {
      answer(RestApi.error(RequestException.unavailable("the server is stopping")));
    }
  }

  /** Sends the answer to the current call; may be called by any thread. */
  private void answer(HttpAnswer answer) {
    if (!context.executor().inEventLoop()) {
      context.executor().execute(() -> answer(answer));
      return;
    }
    if (current == null) {
      return;
    }
    boolean isHead = current.method().equals("HEAD");
    current = null;
    boolean isLast = waiting.isEmpty() && (refusal != null || closing != null);
    boolean keepAlive = keepAlives.poll() && (refusal != null || !isLast);
    ChannelFuture written = write(answer, keepAlive, isHead);
    if (!keepAlive) {
      end(written);
    } else if (isLast) {
      end(write(RestApi.error(refusal), false, false));
    } else {
      next();
    }
  }

  /**
   * Answers a request that did not come whole, after those before it, and closes: where the next
   * begins is unknown.
   */
  private void refuse(RequestException why) {
    forget();
    isClosing = true;
    if (current == null && waiting.isEmpty()) {
      end(write(RestApi.error(why), false, false));
    } else {
      refusal = why;
      context.channel().config().setAutoRead(false);
    }
  }

  /** Closes when the last answer is written; its client may still be sending. */
  private void end(ChannelFuture lastAnswer) {
    isClosing = true;
    if (closing != null) {
      lastAnswer.addListener(f -> context.close(closing));
    } else {
      LingeringClose.after(lastAnswer, isStream);
    }
  }

  /** The server stops: requests that came whole are answered first. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (isStream || current == null || closing != null || !ctx.channel().isActive()) {
      ctx.close(promise);
      return;
    }
    closing = promise;
    isClosing = true;
    forget();
    ctx.channel().config().setAutoRead(false);
  }

  private ChannelFuture write(HttpAnswer answer, boolean keepAlive, boolean isHead) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
    answer.headers().forEach((name, value) -> response.headers().set(name, value));
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    if (answer.body().length > 0) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    }
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return context.writeAndFlush(response);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof IdleStateEvent && current == null) {
      ctx.close();
      return;
    }
    super.userEventTriggered(ctx, event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    isClosing = true;
    forget();
    if (closing != null) {
      closing.trySuccess();
    }
    HttpCall open = current;
    waiting.clear();
    if (open != null) {
      RequestException gone =
          new RequestException(Reason.CANCELLED, "the client closed the connection");
      try {
        workers.execute(() -> open.cancellation().cancel(gone));
      } catch (RejectedExecutionException e) {
        open.cancellation().cancel(gone);
      }
    }
    super.channelInactive(ctx);
  }

  /** What fails is closed; there is nobody to tell. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.log(Level.DEBUG, "a connection failed", cause);
    if (!isStream || !(cause instanceof Http2Exception)) {
      ctx.close();
    }
    // Else the codec resets the stream with the error's own code; it counts towards the limit of
    // resets, which a plain close would not.
  }
}
