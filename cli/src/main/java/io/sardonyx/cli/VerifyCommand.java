package io.sardonyx.cli;

import io.sardonyx.conformance.ConformanceReport;
import io.sardonyx.conformance.ExpectedFailures;
import io.sardonyx.conformance.ReferenceCase;
import io.sardonyx.conformance.Tolerance;
import io.sardonyx.conformance.Verifier;
import io.sardonyx.conformance.Verifier.Verdict;
import io.sardonyx.conformance.random.DifferentialCheck;
import io.sardonyx.conformance.random.RandomCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares models with reference outputs. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Runs reference cases in ONNX's backend-test layout and compares the results; or makes"
          + " random models and compares with another runtime.",
      "The last line says how many passed, failed and were skipped; the exit status is 1 if any"
          + " failed."
    })
final class VerifyCommand implements Callable<Integer> {

  @Mixin private ModelArguments model = new ModelArguments();

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "A case, or a folder of cases.")
  private List<Path> paths = List.of();

  @Option(
      names = "--random",
      paramLabel = "N",
      description = "Checks N random cases instead; 0: until it is interrupted.")
  private Long random;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the first random case; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--against",
      description = "What computes random cases: ${COMPLETION-CANDIDATES}.")
  private BenchCommand.Peer against = BenchCommand.Peer.ONNXRUNTIME;

  @Spec private CommandSpec spec;

  @ArgGroup private ToleranceArguments tolerance = new ToleranceArguments();

  @Option(
      names = "--runs",
      defaultValue = "1",
      description =
          "Runs of each case; from the second on memory is reused and filled with NaN before.")
  private int runs;

  @Option(
      names = {"-v", "--verbose"},
      description = "One line for every case.")
  private boolean verbose;

  @Option(
      names = "--expected-failures",
      paramLabel = "FILE",
      description =
          "Cases that are known to fail, a line each: case, tab, reason. They count as skipped;"
              + " one that passes counts as failed.")
  private Path expectedFailures;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes a page with the results for every operator and version.")
  private Path report;

  /** Either form of tolerance. */
  private static final class ToleranceArguments {
    @ArgGroup(exclusive = false)
    private RelativeArguments relative;

    @Option(
        names = "--scaled",
        paramLabel = "E",
        description = "Allowed difference as a part of the largest number of the reference.")
    private Double scaled;

    Tolerance tolerance() {
      if (scaled != null) {
        return new Tolerance.Scaled(scaled);
      }
      return relative == null
          ? Tolerance.UPSTREAM
          : new Tolerance.Relative(relative.rtol, relative.atol);
    }
  }

  /** ONNX's form of tolerance. */
  private static final class RelativeArguments {
    @Option(names = "--rtol", defaultValue = "1e-3", description = "Default: ${DEFAULT-VALUE}.")
    private double rtol;

    @Option(names = "--atol", defaultValue = "1e-7", description = "Default: ${DEFAULT-VALUE}.")
    private double atol;
  }

  @Override
  public Integer call() throws IOException {
    if (random != null) {
      return verifyRandom();
    }
    if (paths.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "say which cases: PATH, or --random N against a peer");
    }
    Verifier verifier =
        new Verifier(model.options().withPoisonMemory(runs > 1), tolerance.tolerance(), runs);
    ExpectedFailures expected =
        expectedFailures == null ? ExpectedFailures.NONE : ExpectedFailures.read(expectedFailures);
    ConformanceReport page = new ConformanceReport();
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (Path path : paths) {
      for (ReferenceCase test : ReferenceCase.find(path)) {
        Verdict verdict = expected.judge(test, verifier.verify(test));
        page.add(test, verdict);
        switch (verdict) {
          case Verdict.Passed() -> {
            passed++;
            if (verbose) {
              System.out.println("passed  " + test.name());
            }
          }
          case Verdict.Failed(List<String> failures) -> {
            failed++;
            failures.forEach(f -> System.out.println("FAILED  " + test.name() + ": " + f));
          }
          case Verdict.Skipped(String reason) -> {
            skipped++;
            System.out.println("skipped " + test.name() + ": " + reason);
          }
        }
      }
    }
    if (report != null) {
      Files.writeString(report, page.markdown(source()));
    }
    System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed, skipped);
    return failed == 0 ? 0 : 1;
  }

  private int verifyRandom() {
    DifferentialCheck check =
        switch (against) {
          case ONNXRUNTIME -> new DifferentialCheck();
        };
    long agreed = 0;
    long differing = 0;
    long skipped = 0;
    Set<String> refused = new TreeSet<>();
    Set<String> run = new TreeSet<>();
    long end = random == 0 ? Long.MAX_VALUE : Math.addExact(seed, random);
    for (long s = seed; s < end; s++) {
      RandomCase test = check.generate(s);
      DifferentialCheck.Verdict verdict = check.check(test);
      boolean isRun = !(verdict instanceof DifferentialCheck.Verdict.NotRun);
      (isRun ? run : refused).add(test.operator());
      switch (verdict) {
        case DifferentialCheck.Verdict.Agreed() -> agreed++;
        case DifferentialCheck.Verdict.NotRun(String reason) -> {
          skipped++;
          if (verbose) {
            System.out.println("skipped " + test.operator() + ": " + reason);
          }
        }
        case DifferentialCheck.Verdict.Known(String reason) -> {
          skipped++;
          if (verbose) {
            System.out.println("known   " + test.operator() + ": " + reason);
          }
        }
        case DifferentialCheck.Verdict.Differs(String difference) -> {
          differing++;
          System.out.println("FAILED  " + difference);
          System.out.println("        " + DifferentialCheck.command(s));
        }
      }
    }
    refused.removeAll(run);
    System.out.println("operators compared: " + run.size());
    System.out.println("operators that the peer never ran: " + String.join(", ", refused));
    System.out.println("operators not generated: " + String.join(", ", check.missing()));
    System.out.printf("%d passed, %d failed, %d skipped%n", agreed, differing, skipped);
    return differing == 0 ? 0 : 1;
  }

  private String source() {
    List<String> groups = paths.stream().map(p -> p.getFileName().toString()).toList();
    return "Cases of ONNX's backend tests: " + String.join(", ", groups) + ".";
  }
}
