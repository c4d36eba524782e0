package io.sardonyx.zoo;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidInputException;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.ValueInfo;
import io.sardonyx.zoo.image.Image;
import io.sardonyx.zoo.image.InvalidImageException;
import io.sardonyx.zoo.image.Preprocessing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Tells what a picture shows: reads and prepares it, runs the network, and names the best classes.
 *
 * <pre>{@code
 * try (Classifier classifier =
 *     Classifier.of(
 *         OnnxModel.load(Path.of("resnet50.onnx")),
 *         Preprocessing.IMAGENET_224,
 *         Labels.read(Path.of("labels.txt")))) {
 *   System.out.println(classifier.classify(Path.of("cat.jpg")));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe. Closing a classifier closes its model, and so that of the
 * classifiers made from it with {@code with...}.
 */
public final class Classifier implements AutoCloseable {

  private static final int DEFAULT_TOP = 5;

  private final OnnxModel model;
  private final Preprocessing preprocessing;
  private final Labels labels;
  private final int top;
  private final boolean softmax;
  private final ValueInfo input;
  private final String output;
  private final Dim batch;

  private Classifier(
      OnnxModel model, Preprocessing preprocessing, Labels labels, int top, boolean softmax) {
    this.model = model;
    this.preprocessing = preprocessing;
    this.labels = labels;
    this.top = top;
    this.softmax = softmax;
    this.input = pictureInput(model, preprocessing);
    this.output = scoresOutput(model, labels);
    TensorType type = (TensorType) input.type();
    this.batch = type.shape().isRanked() ? type.shape().dim(0) : Dim.UNKNOWN;
  }

  /**
   * A classifier of a model with one input for pictures, whose first output holds the scores: those
   * of the five best classes are returned as the network gives them.
   *
   * @throws InvalidInputException if the model does not take what the preprocessing makes, or gives
   *     another number of scores than there are labels
   */
  public static Classifier of(OnnxModel model, Preprocessing preprocessing, Labels labels) {
    return new Classifier(model, preprocessing, labels, DEFAULT_TOP, false);
  }

  /** The same with this number of best classes; there may be fewer classes. */
  public Classifier withTop(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("top is " + count + "; expected 1 or more");
    }
    return new Classifier(model, preprocessing, labels, count, softmax);
  }

  /** The same with or without softmax, which turns scores (logits) into probabilities. */
  public Classifier withSoftmax(boolean value) {
    return new Classifier(model, preprocessing, labels, top, value);
  }

  public OnnxModel model() {
    return model;
  }

  public Preprocessing preprocessing() {
    return preprocessing;
  }

  public Labels labels() {
    return labels;
  }

  /**
   * The best classes of a picture file, best first.
   *
   * @throws InvalidImageException if it cannot be read
   */
  public List<Prediction> classify(Path file) {
    return classify(Image.read(file));
  }

  /** The best classes of a picture, best first. */
  public List<Prediction> classify(Image image) {
    return classify(List.of(image)).getFirst();
  }

  /**
   * The best classes of each picture. If the model's batch size is open, this is one run; otherwise
   * as many as it takes.
   */
  public List<List<Prediction>> classify(List<Image> images) {
    List<List<Prediction>> results = new ArrayList<>(images.size());
    int size = batch.isKnown() ? Math.toIntExact(batch.size()) : images.size();
    for (int from = 0; from < images.size(); from += size) {
      int count = Math.min(size, images.size() - from);
      List<Image> part = new ArrayList<>(images.subList(from, from + count));
      while (part.size() < size) {
        part.add(part.getFirst());
      }
      for (float[] scores : run(part).subList(0, count)) {
        results.add(Scores.top(softmax ? Scores.softmax(scores) : scores, top, labels));
      }
    }
    return List.copyOf(results);
  }

  private List<float[]> run(List<Image> images) {
    Tensor scores = model.run(Map.of(input.name(), preprocessing.tensor(images))).tensor(output);
    if (scores.elementType() != ElementType.FLOAT
        || scores.size() != (long) images.size() * labels.size()) {
      throw new OnnxException(
          "output '%s' is %s for %d pictures; expected float scores for %d labels each"
              .formatted(output, scores.type(), images.size(), labels.size()));
    }
    float[] all = scores.floats();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      rows.add(Arrays.copyOfRange(all, i * labels.size(), (i + 1) * labels.size()));
    }
    return rows;
  }

  private static ValueInfo pictureInput(OnnxModel model, Preprocessing preprocessing) {
    if (model.inputs().size() != 1) {
      throw new InvalidInputException(
          "the model has the inputs %s; a classifier needs one".formatted(model.inputs()));
    }
    ValueInfo input = model.inputs().getFirst();
    TensorType made = new TensorType(ElementType.FLOAT, preprocessing.tensorShape());
    if (!(input.type() instanceof TensorType type)
        || type.elementType() != ElementType.FLOAT
        || !agree(type.shape(), made.shape())) {
      throw new InvalidInputException(
          "the input '%s' is %s; the preprocessing makes %s"
              .formatted(input.name(), input.type(), made));
    }
    return input;
  }

  /** Whether a shape can be both, the batch aside. */
  private static boolean agree(Shape a, Shape b) {
    if (!a.isRanked()) {
      return true;
    }
    if (a.rank() != b.rank() || a.dim(0).is(0)) {
      return false;
    }
    for (int i = 1; i < a.rank(); i++) {
      if (a.dim(i).isKnown() && b.dim(i).isKnown() && !a.dim(i).equals(b.dim(i))) {
        return false;
      }
    }
    return true;
  }

  private static String scoresOutput(OnnxModel model, Labels labels) {
    ValueInfo output = model.outputs().getFirst();
    if (output.type() instanceof TensorType type && type.shape().isRanked()) {
      Dim classes = Dim.of(1);
      for (int i = 1; i < type.shape().rank(); i++) {
        classes = classes.times(type.shape().dim(i));
      }
      if (classes.isKnown() && classes.size() != labels.size()) {
        throw new InvalidInputException(
            "the output '%s' is %s; there are %d labels"
                .formatted(output.name(), type, labels.size()));
      }
    }
    return output.name();
  }

  @Override
  public void close() {
    model.close();
  }
}
