package uz.fiskaldesk.quality;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tests the dependencies between packages. */
@AnalyzeClasses(locations = ProgramClasses.class)
class PackageRulesTest {
    static final String ROOT = "uz.fiskaldesk";

    private static final String[] DOMAIN = {
        ROOT + ".payment..", ROOT + ".receipt..", ROOT + ".confirm..", ROOT + ".shift.."
    };

    /** The allowed dependencies of each package. The root package, which composes the program, may depend on all. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry("payment", Set.of()),
            entry("receipt", Set.of()),
            entry("support", Set.of()),
            entry("simulator", Set.of()),
            entry("supervisor", Set.of("support")),
            entry("scan", Set.of("receipt")),
            entry("confirm", Set.of("payment", "receipt")),
            entry("fiscalbox", Set.of("confirm", "payment", "receipt")),
            entry("ledger", Set.of("confirm", "payment", "receipt", "supervisor")),
            entry("intake", Set.of("confirm", "payment", "receipt", "support")),
            entry("http", Set.of("support")),
            entry("phone", Set.of("http", "support")),
            entry("update", Set.of("fiscalbox", "support")),
            entry("gateway", Set.of("confirm", "fiscalbox", "http", "intake", "payment", "receipt", "support")),
            entry("shift", Set.of("confirm", "payment", "receipt")),
            entry("report", Set.of("confirm", "intake", "payment", "receipt", "shift", "support", "wording")),
            entry("inbox", Set.of("confirm", "http", "intake", "payment", "receipt", "report", "support", "wording")),
            entry("training", Set.of("confirm", "desk", "payment", "receipt", "simulator", "support")),
            entry("wording", Set.of("confirm", "fiscalbox", "intake", "payment", "receipt", "support")),
            entry(
                    "desk",
                    Set.of(
                            "confirm",
                            "fiscalbox",
                            "intake",
                            "payment",
                            "phone",
                            "receipt",
                            "report",
                            "scan",
                            "shift",
                            "supervisor",
                            "support",
                            "update",
                            "wording")),
            // Restoring and moving a ledger concern its files, which are not part of the port.
            entry(
                    "cli",
                    Set.of(
                            "confirm",
                            "fiscalbox",
                            "gateway",
                            "inbox",
                            "intake",
                            "ledger",
                            "payment",
                            "receipt",
                            "report",
                            "scan",
                            "shift",
                            "simulator",
                            "supervisor",
                            "support",
                            "update",
                            "wording")));

    @ArchTest
    static void packagesDependOnlyOnAllowedPackages(JavaClasses program) {
        MAY_KNOW.forEach((name, known) -> {
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat(describe("are in a package that it may not know", (JavaClass other) -> {
                        String place = topPackage(other);
                        return place != null && !place.equals(name) && !known.contains(place);
                    }))
                    .because("the package " + name + " has to stand without them");
            rule.check(program);
        });
    }

    @ArchTest
    static void everyPackageIsInTheTable(JavaClasses program) {
        Set<String> packages = new TreeSet<>();
        for (JavaClass each : program) {
            String name = topPackage(each);
            if (name != null && !name.isEmpty()) {
                packages.add(name);
            }
        }
        assertThat(packages)
                .as("a package that is in no rule may come to know everything")
                .isEqualTo(new TreeSet<>(MAY_KNOW.keySet()));
    }

    /** Returns the top-level package; blank for the root, null for classes of libraries. */
    private static @Nullable String topPackage(JavaClass each) {
        String name = each.getBaseComponentType().getPackageName();
        if (name.equals(ROOT)) {
            return "";
        }
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1).replaceFirst("\\..*", "") : null;
    }

    @ArchTest
    static final ArchRule noCycles = slices().matching(ROOT + ".(**)")
            .should()
            .beFreeOfCycles()
            .because("packages in a circle can only be understood, tested and changed together");

    @ArchTest
    static final ArchRule domainKnowsTheJdkAlone = classes()
            .that()
            .resideInAnyPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".payment..",
                    ROOT + ".receipt..",
                    ROOT + ".confirm..",
                    ROOT + ".shift..",
                    "java.lang..",
                    "java.math..",
                    "java.nio.charset..",
                    "java.text..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify.annotations..",
                    "org.slf4j..",
                    "")
            .because("what a payment goes through has to hold whatever window, database or wire is around it;"
                    + " SLF4J is a name to log under, and ties it to nothing");

    @ArchTest
    static final ArchRule windowsAreTheDesksMatter = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".desk..", ROOT + ".scan.camera..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "com.sun.javafx..", "atlantafx..", "org.kordamp..", "javax.swing..")
            .because("all but the desk and the camera's preview run without a screen too");

    @ArchTest
    static final ArchRule modelsHaveNoNodes = noClasses()
            .that(areModelsOfTheDesk())
            .should()
            .dependOnClassesThat(describe("are of JavaFX and more than observable values", (JavaClass other) -> {
                String name = other.getBaseComponentType().getPackageName();
                return (name.startsWith("javafx.")
                                && !name.startsWith("javafx.beans")
                                && !name.startsWith("javafx.collections"))
                        || name.startsWith("atlantafx")
                        || name.startsWith("org.kordamp");
            }))
            .because("what the window does is tested without a toolkit");

    @ArchTest
    static final ArchRule modelsDoNotKnowTheirViews = noClasses()
            .that(areModelsOfTheDesk())
            .should()
            .dependOnClassesThat()
            .areAssignableTo(javafx.scene.Node.class)
            .because("a view follows its model, never the other way round");

    private static DescribedPredicate<JavaClass> areModelsOfTheDesk() {
        return describe(
                "are models of the desk",
                each -> each.getPackageName().startsWith(ROOT + ".desk")
                        && each.getName().replaceFirst("\\$.*", "").endsWith("Model"));
    }

    @ArchTest
    static final ArchRule databasesAreTheLedgersMatter = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "org.flywaydb..",
                    "com.zaxxer..",
                    "org.sqlite..",
                    "org.postgresql..")
            .because("every change of a payment is one transition of the ledger, or two of them could race");

    @ArchTest
    static final ArchRule theWireIsTheMatterOfFour = noClasses()
            .that()
            .resideOutsideOfPackages(
                    ROOT + ".fiscalbox..", ROOT + ".gateway..", ROOT + ".http..", ROOT + ".simulator..")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".support.SingleInstance")
            .should()
            .dependOnClassesThat(describe("speak on a network", (JavaClass other) -> {
                JavaClass type = other.getBaseComponentType();
                return type.getPackageName().startsWith("java.net.http")
                        || type.getPackageName().startsWith("com.sun.net.httpserver")
                        || type.getFullName().matches("java\\.net\\.\\w*(Socket|URLConnection)")
                        || type.getFullName().matches("java\\.nio\\.channels\\.\\w*SocketChannel")
                        || type.getPackageName().startsWith("javax.net");
            }))
            .because("money is confirmed over the wire: whoever asks what can leave this computer reads four packages"
                    + " (a second start knocks at the first by a loopback socket, in SingleInstance)");

    @ArchTest
    static final ArchRule noUrlIsOpened = noClasses()
            .should()
            .callMethod(java.net.URL.class, "openStream")
            .orShould()
            .callMethod(java.net.URL.class, "openConnection")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.awt.Desktop")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javafx.application.HostServices")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("javafx.scene.web..")
            .because("the first look at a receipt's link binds the customer's cashback, so nothing here opens links");
}
