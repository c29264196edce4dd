package uz.fiskaldesk.quality;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import uz.fiskaldesk.quality.offender.Offender;

/** Rules for all classes. Each rule is tested with a class that violates it. */
@AnalyzeClasses(locations = ProgramClasses.class)
class CodeRulesTest {
    private static final String ROOT = PackageRulesTest.ROOT;

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".Main")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".ShutdownSignal")
            .should(call(
                    "System.exit, Runtime.exit or Runtime.halt", Set.of("exit", "halt"), System.class, Runtime.class))
            .because(
                    "a process that ends in the middle of things loses what was not written; commands return exit codes");

    @ArchTest
    static final ArchRule onlyMainHasTheStandardStreams = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".Main")
            .should()
            .accessFieldWhere(describe(
                    "it is one of the standard streams",
                    access -> (access.getTargetOwner().isEquivalentTo(System.class)
                                    || access.getTargetOwner().isEquivalentTo(java.io.FileDescriptor.class))
                            && Set.of("out", "err", "in")
                                    .contains(access.getTarget().getName())))
            .because(
                    "results go to standard output in UTF-8, sentences to standard error, and everything else to the log");

    @ArchTest
    static final ArchRule stackTracesGoToTheLog = noClasses()
            .should(call("printStackTrace", Set.of("printStackTrace"), Throwable.class))
            .because("a cashier gets a sentence; the log gets the stack trace");

    @ArchTest
    static final ArchRule noStaticState = fields().that()
            .areStatic()
            .and(describe(
                    "are not made by the compiler",
                    (JavaField field) -> !field.getName().contains("$")))
            .should(beConstant())
            .because("two desks, two ledgers and every test stand side by side in one process");

    @ArchTest
    static final ArchRule theTimeIsGiven = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".Main")
            // It simulates another machine with its own clock.
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".simulator.FiscalBoxSimulator")
            .should(callMethodWhere(describe(
                    "it asks the system for the time", (JavaMethodCall call) -> asksForTheTime(call.getTarget()))))
            .because("a test that cannot set the clock cannot tell what happens at midnight or after an hour");

    @ArchTest
    static final ArchRule theZoneIsTashkent = noClasses()
            .should(call("ZoneId.systemDefault", Set.of("systemDefault"), ZoneId.class))
            .orShould(call("TimeZone.getDefault", Set.of("getDefault"), java.util.TimeZone.class))
            .because("receipts are of Tashkent's clock, whatever zone a till is set to");

    @ArchTest
    static final ArchRule theLanguageIsGiven = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".Host")
            .should(call("Locale.getDefault", Set.of("getDefault"), java.util.Locale.class))
            .orShould(callMethodWhere(describe(
                    "its result depends on the default locale",
                    (JavaMethodCall call) -> call.getTargetOwner().isEquivalentTo(String.class)
                            && ((Set.of("toLowerCase", "toUpperCase").contains(call.getName())
                                            && call.getTarget()
                                                    .getRawParameterTypes()
                                                    .isEmpty())
                                    || (call.getName().equals("format")
                                            && call.getTarget()
                                                    .getRawParameterTypes()
                                                    .getFirst()
                                                    .isEquivalentTo(String.class))
                                    || call.getName().equals("formatted")))))
            .because("a till in Turkish or Arabic must read and write the same letters and digits");

    @ArchTest
    static final ArchRule oneBridgeToTheFxThread = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".desk.shell.FxThread")
            .should(call("Platform.runLater", Set.of("runLater"), javafx.application.Platform.class))
            .because("what reaches the window from other threads is found in one place");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should(call("Thread.sleep", Set.of("sleep"), Thread.class))
            .because("who sleeps cannot be woken, and makes tests slow: wait for what is to come");

    @ArchTest
    static final ArchRule nothingThatCameInIsOpened = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".desk.shell.DeskWindowActions")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".scan.camera.CameraPermission")
            .and()
            // Runs the script of a release whose signature was verified.
            .doNotHaveFullyQualifiedName(ROOT + ".update.ArchiveInstaller")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.awt\\.Desktop|javafx\\.application\\.HostServices|java\\.lang\\.ProcessBuilder"
                    + "|javafx\\.scene\\.web\\..*")
            .orShould(call("Runtime.exec", Set.of("exec"), Runtime.class))
            .because("receipts and answers are data: their addresses are shown and sent, and never followed");

    @ArchTest
    static final ArchRule oneLog = noClasses()
            .that()
            .haveNameNotMatching(ROOT.replace(".", "\\.") + "\\.support\\.Logging(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ch.qos.logback..", "java.util.logging..", "org.apache.commons.logging..")
            .because(
                    "phones and cards are masked where the log is set up, and only what goes through SLF4J gets there");

    @ArchTest
    static final ArchRule onlyTheCommandLineParsesIt = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("options become settings at the edge");

    @ArchTest
    static final ArchRule everyPackageSaysThatNothingIsNull = classes()
            .should(new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass each, ConditionEvents events) {
                    boolean marked = each.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            each, marked, each.getName() + (marked ? " is" : " is not") + " in such a package"));
                }
            })
            .because("the null checker looks at such packages only");

    private static ArchCondition<JavaClass> call(String what, Set<String> names, Class<?>... owners) {
        DescribedPredicate<AccessTarget> wanted = describe(
                what,
                target -> names.contains(target.getName())
                        && List.of(owners).stream()
                                .anyMatch(owner -> target.getOwner().isAssignableTo(owner)));
        return callMethodWhere(target(wanted).as("it is " + what));
    }

    private static boolean asksForTheTime(AccessTarget.MethodCallTarget target) {
        JavaClass owner = target.getOwner();
        boolean withoutClock =
                target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        return (owner.getPackageName().equals("java.time") && target.getName().equals("now") && withoutClock)
                || (owner.isEquivalentTo(Clock.class) && target.getName().startsWith("system"))
                || (owner.isEquivalentTo(System.class) && target.getName().equals("currentTimeMillis"))
                || (owner.isEquivalentTo(java.util.Calendar.class)
                        && target.getName().equals("getInstance"));
    }

    private static ArchCondition<JavaField> beConstant() {
        return new ArchCondition<>("be constant") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean constant = field.getModifiers().contains(FINAL) && !holdsState(field.getRawType());
                events.add(new SimpleConditionEvent(
                        field, constant, field.getFullName() + (constant ? " is" : " is not") + " constant"));
            }
        };
    }

    /** Types whose constants would be mutable state. */
    private static boolean holdsState(JavaClass type) {
        boolean abstractCollection = Set.of(List.class, Set.class, Map.class, Collection.class).stream()
                .anyMatch(type::isEquivalentTo);
        return (!abstractCollection && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)))
                || type.getPackageName().startsWith("java.util.concurrent")
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo(javafx.beans.Observable.class)
                || type.isAssignableTo(StringBuilder.class);
    }

    /** Tests that each rule detects a violation. */
    @TestFactory
    List<DynamicTest> everyRuleFindsTheOffender() throws IllegalAccessException {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        List<DynamicTest> tests = new ArrayList<>();
        for (Class<?> rules : List.of(CodeRulesTest.class, PackageRulesTest.class)) {
            for (var field : rules.getDeclaredFields()) {
                if (field.isAnnotationPresent(ArchTest.class) && !OF_CERTAIN_PACKAGES.contains(field.getName())) {
                    ArchRule rule = (ArchRule) field.get(null);
                    tests.add(DynamicTest.dynamicTest(
                            field.getName(),
                            () -> assertThat(rule.evaluate(offender).hasViolation())
                                    .as(rule.getDescription())
                                    .isTrue()));
                }
            }
        }
        return tests;
    }

    /** Rules that apply to packages in which tests cannot place a violating class. */
    private static final Set<String> OF_CERTAIN_PACKAGES =
            Set.of("noCycles", "domainKnowsTheJdkAlone", "modelsHaveNoNodes", "modelsDoNotKnowTheirViews");
}
