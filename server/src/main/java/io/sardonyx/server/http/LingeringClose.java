package io.sardonyx.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection, or a stream of an HTTP/2 connection, whose client may still be sending.
 * Closed at once, the kernel would answer the client's next bytes with a reset, and a reset takes
 * away the answer that the client has not yet read; some clients forget the answer to a stream that
 * is reset, too. So only the output ends; what comes in is thrown away unread until the client
 * closes, or sends more, or takes longer, than is reasonable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.1">RFC 9113, 8.1</a>
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {

  private static final int SECONDS = 10;
  private static final long MAX_BYTES = 64 << 20;

  private final boolean isStream;
  private long bytes;
  private ScheduledFuture<?> limit;

  private LingeringClose(boolean isStream) {
    this.isStream = isStream;
  }

  /** Ends the connection's output when the last answer is written, and then the connection. */
  static void after(ChannelFuture lastAnswer, boolean isStream) {
    lastAnswer.addListener(written -> {
      Channel channel = lastAnswer.channel();
      if (!written.isSuccess() || !channel.isActive()) {
        channel.close();
        return;
      }
      channel.pipeline().addFirst(new LingeringClose(isStream));
      channel.config().setAutoRead(true);
      if (isStream) {
        // The answer has ended the output.
        return;
      }
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      if (tls == null) {
        endOutput(channel);
      } else {
        // close_notify tells the client that nothing was cut off (RFC 8446, 6.1).
        tls.closeOutbound().addListener(f -> endOutput(channel));
      }
    });
  }

  private static void endOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    // This handler is the first: closing from here goes past TLS, which has nothing more to say.
    limit = ctx.executor().schedule(() -> end(ctx), SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    bytes +=
        switch (message) {
          case ByteBuf buffer -> buffer.readableBytes();
          case Http2DataFrame data -> data.content().readableBytes();
          default -> 0;
        };
    ReferenceCountUtil.release(message);
    if (bytes > MAX_BYTES) {
      end(ctx);
    }
  }

  private void end(ChannelHandlerContext ctx) {
    if (isStream) {
      ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR))
          .addListener(ChannelFutureListener.CLOSE);
    } else {
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    limit.cancel(false);
    ctx.fireChannelInactive();
  }

  /** The client has reset the connection: as good an end as any. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
