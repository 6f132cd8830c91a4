import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds PDFs against the rules of veraPDF. Reads lines of a profile (`2b`, `3b`, `ua1`), a tab and a path; answers each
 * with a line for every rule that is broken and a line `= CHECKS`, how many were made.
 */
final class Validate {
    private static final Map<String, String> PROFILES = Map.of("2b", "PDFA-2B", "3b", "PDFA-3B", "ua1", "PDFUA-1");

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] asked = line.split("\t");
            validate(PDFAFlavour.fromString(asked[0]), PROFILES.get(asked[0]), new File(asked[1]));
        }
    }

    private static void validate(PDFAFlavour flavour, String name, File file) throws Exception {
        try (PDFAParser pdf = Foundries.defaultInstance().createParser(file, flavour)) {
            var result = Foundries.defaultInstance().createValidator(profile(flavour, name), false).validate(pdf);
            Set<RuleId> told = new HashSet<>();
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED && told.add(each.getRuleId())) {
                    System.out.printf("%s: %s%n", each.getRuleId().getClause(), each.getMessage().replaceAll("\\s+", " "));
                }
            }
            System.out.printf("= %d%n", result.getTotalAssertions());
        }
    }

    /** Taken apart here, since veraPDF itself wants JAXB for it, which the jar lacks. */
    private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        String path = "org/verapdf/pdfa/validation/" + name + ".xml";
        try (InputStream xml = Profiles.class.getClassLoader().getResourceAsStream(path)) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
            return Profiles.profileFromValues(
                    flavour,
                    Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date()),
                    "",
                    each(root, "rule", Validate::rule),
                    each(root, "variable", Validate::variable));
        }
    }

    private static Rule rule(Element rule) {
        Element id = (Element) rule.getElementsByTagName("id").item(0);
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                Boolean.valueOf(rule.getAttribute("deferred")),
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), List.of()),
                List.of());
    }

    private static Variable variable(Element variable) {
        return Profiles.variableFromValues(
                variable.getAttribute("name"),
                variable.getAttribute("object"),
                text(variable, "defaultValue"),
                text(variable, "value"));
    }

    private static <Made> Set<Made> each(Element root, String name, Function<Element, Made> make) {
        NodeList found = root.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(at -> make.apply((Element) found.item(at)))
                .collect(Collectors.toSet());
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }
}
