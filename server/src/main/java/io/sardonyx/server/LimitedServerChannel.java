package io.sardonyx.server;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A listening port that closes connections beyond a number of them at once. */
public final class LimitedServerChannel extends NioServerSocketChannel {

  private final int maxConnections;
  private final AtomicInteger connections = new AtomicInteger();

  public LimitedServerChannel(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    SocketChannel socket = javaChannel().accept();
    if (socket == null) {
      return 0;
    }
    if (connections.incrementAndGet() > maxConnections) {
      connections.decrementAndGet();
      closeQuietly(socket);
      return 1;
    }
    NioSocketChannel channel = new NioSocketChannel(this, socket);
    channel.closeFuture().addListener(f -> connections.decrementAndGet());
    accepted.add(channel);
    return 1;
  }

  private static void closeQuietly(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new ChannelException("a surplus connection cannot be closed", e);
    }
  }
}
