package io.sardonyx.server.scheduler;

import java.util.ArrayDeque;

/**
 * Lets answers leave in the order in which their places were taken. An answer that is ready early
 * waits, without a thread, for those before it. Thread-safe.
 */
public final class OrderedAnswers {

  /** The place of one answer. */
  public final class Place {
    private Runnable answer;

    /** Sends the answer, now or as soon as all earlier ones are sent. */
    public void send(Runnable send) {
      synchronized (places) {
        answer = send;
      }
      drain();
    }
  }

  private final ArrayDeque<Place> places = new ArrayDeque<>();
  private boolean isDraining;

  /** Takes the next place. */
  public Place next() {
    Place place = new Place();
    synchronized (places) {
      places.add(place);
    }
    return place;
  }

  private void drain() {
    while (true) {
      Runnable ready;
      synchronized (places) {
        if (isDraining || places.isEmpty() || places.peek().answer == null) {
          return;
        }
        ready = places.poll().answer;
        isDraining = true;
      }
      try {
        ready.run();
      } finally {
        synchronized (places) {
          isDraining = false;
        }
      }
    }
  }
}
