package io.sardonyx.zoo;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.OnnxModel;
import io.sardonyx.zoo.image.Interpolation;
import io.sardonyx.zoo.image.Preprocessing;
import io.sardonyx.zoo.image.Resize;
import java.io.IOException;
import java.io.InputStream;

/** Networks that come with this library, ready to use. */
public final class Zoo {

  /**
   * How pictures of digits, dark strokes on light paper, are brought to the 8x8 levels that {@link
   * #digits()} knows.
   */
  public static final Preprocessing DIGITS =
      Preprocessing.GRAY.withResize(new Resize.Exact(8, 8, Interpolation.BOX)).withInverted(true);

  private Zoo() {}

  /** Handwritten digits with {@link ModelOptions#DEFAULT}; see {@link #digits(ModelOptions)}. */
  public static Classifier digits() {
    return digits(ModelOptions.DEFAULT);
  }

  /**
   * A small residual network that tells handwritten digits, with probabilities. It was trained on
   * the "Optical Recognition of Handwritten Digits" data; a picture should show one digit, dark on
   * light, that fills it. The model's metadata name source, licence and accuracy.
   */
  public static Classifier digits(ModelOptions options) {
    OnnxModel model = OnnxModel.load(resource("digits.onnx"), options);
    return Classifier.of(model, DIGITS, Labels.DIGITS).withTop(3).withSoftmax(true);
  }

  private static byte[] resource(String name) {
    try (InputStream stream = Zoo.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new OnnxException("the library lacks its resource " + name + "; rebuild it");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new OnnxException("the library's resource " + name + " cannot be read: " + e, e);
    }
  }
}
