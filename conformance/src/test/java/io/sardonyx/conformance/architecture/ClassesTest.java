package io.sardonyx.conformance.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compiled classes of the library modules may use. */
class ClassesTest {

  private static final Map<String, JavaClasses> IMPORTED = new TreeMap<>();

  private static JavaClasses of(String... modules) {
    return IMPORTED.computeIfAbsent(
        Arrays.toString(modules),
        m ->
            new ClassFileImporter()
                .importPaths(Arrays.stream(modules).map(Checkout::classes).toArray(Path[]::new)));
  }

  @Test
  void kernelsKnowNothingOfOurs() {
    assertThat(of("kernels")).hasSizeGreaterThan(20);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.sardonyx.kernels..", "java..", "jdk.incubator.vector..")
        .check(of("kernels"));
  }

  @Test
  void onlyVectorKernelsUseTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sardonyx.kernels.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(of("onnx-proto", "kernels", "runtime", "ops", "zoo", "conformance"));
    classes()
        .that()
        .resideInAPackage("io.sardonyx.kernels.vector..")
        .should()
        .onlyBeAccessed()
        .byAnyPackage("io.sardonyx.kernels..")
        .check(of("kernels", "runtime", "ops", "zoo", "conformance"));
  }

  @Test
  void theRuntimeLogsThroughNoLibrary() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..")
        .check(of("onnx-proto", "kernels", "runtime", "ops"));
  }

  @Test
  void theRuntimeKnowsNoOperatorsOrKernels() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sardonyx.ops..", "io.sardonyx.kernels..", "io.sardonyx.zoo..", "jdk.incubator..")
        .check(of("runtime"));
  }

  @Test
  void operatorsUseNoPrivatePartsOfTheRuntime() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.sardonyx.runtime.exec..", "io.sardonyx.runtime.plan..")
        .check(of("ops"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx-proto", "kernels", "runtime", "ops", "zoo", "conformance"})
  void packagesFormNoCycles(String module) {
    slices()
        .matching("io.sardonyx.(**)")
        .should()
        .beFreeOfCycles()
        // The one place that chooses between the sets, behind the interface that they implement.
        .ignoreDependency(
            name("io.sardonyx.kernels.Kernels$Scalar")
                .or(name("io.sardonyx.kernels.Kernels$Vector")),
            resideInAnyPackage("io.sardonyx.kernels.scalar", "io.sardonyx.kernels.vector"))
        .allowEmptyShould(true)
        .check(of(module));
  }
}
