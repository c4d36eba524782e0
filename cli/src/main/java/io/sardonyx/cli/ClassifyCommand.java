package io.sardonyx.cli;

import io.sardonyx.OnnxModel;
import io.sardonyx.TensorType;
import io.sardonyx.ValueType;
import io.sardonyx.zoo.Classifier;
import io.sardonyx.zoo.Labels;
import io.sardonyx.zoo.Prediction;
import io.sardonyx.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what pictures show. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the most likely labels of pictures.",
      "Without a model it recognises handwritten digits, with the network that comes along.",
      "Labels of a model are the lines of the file labels.txt beside it, or of --labels."
    })
final class ClassifyCommand implements Callable<Integer> {

  @Mixin private ModelArguments model = new ModelArguments();

  @Option(names = "--model", paramLabel = "FILE", description = "A classifier of pictures.")
  private Path file;

  @Option(names = "--labels", paramLabel = "FILE", description = "One label a line.")
  private Path labels;

  @Option(
      names = "--top",
      defaultValue = "3",
      description = "How many labels to print; default: ${DEFAULT-VALUE}.")
  private int top;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "PNG, JPEG, GIF or BMP files.")
  private List<Path> images;

  @Override
  public Integer call() {
    try (Classifier classifier = classifier().withTop(top).withSoftmax(true)) {
      for (Path image : images) {
        StringBuilder line = new StringBuilder(image.toString()).append(':');
        for (Prediction p : classifier.classify(image)) {
          line.append("  %s %.4f".formatted(p.label(), p.score()));
        }
        System.out.println(line);
      }
    }
    return 0;
  }

  private Classifier classifier() {
    if (file == null) {
      return Zoo.digits(model.options());
    }
    OnnxModel loaded = OnnxModel.load(file, model.options());
    return Classifier.of(
        loaded, Pictures.preprocessing(loaded.inputs().getFirst()), labels(loaded));
  }

  private Labels labels(OnnxModel loaded) {
    Path beside = file.toAbsolutePath().resolveSibling("labels.txt");
    if (labels != null) {
      return Labels.read(labels);
    }
    if (Files.exists(beside)) {
      return Labels.read(beside);
    }
    ValueType output = loaded.outputs().getFirst().type();
    boolean isCounted =
        output instanceof TensorType t
            && t.shape().isRanked()
            && t.shape().rank() == 2
            && t.shape().dim(1).isKnown();
    return Labels.numbered(
        isCounted ? Math.toIntExact(((TensorType) output).shape().dim(1).size()) : 1000);
  }
}
