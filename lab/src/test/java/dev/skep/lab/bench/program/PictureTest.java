package dev.skep.lab.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PictureTest {
    private final String svg = Picture.of(SampleResults.results());

    private List<Element> elements(String name, String style) throws Exception {
        Document document =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)));
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Element element = (Element) nodes.item(i);
            if (element.getAttribute("class").equals(style)) {
                found.add(element);
            }
        }
        return found;
    }

    @Test
    void everyRatioIsABar() throws Exception {
        // One of each belongs to the legend, one to the mean.
        assertEquals(4, elements("rect", "interpreter").size());
        assertEquals(3, elements("rect", "native").size());
        assertEquals(0, elements("rect", "compiler").size());
    }

    @Test
    void slowerBarsStartWhereFasterOnesEnd() throws Exception {
        double one = Double.parseDouble(elements("line", "one").getFirst().getAttribute("x1"));
        Element slower = elements("rect", "interpreter").getLast();
        assertEquals(one, Double.parseDouble(slower.getAttribute("x")), 0.1);
        Element faster = elements("rect", "native").getLast();
        double end =
                Double.parseDouble(faster.getAttribute("x"))
                        + Double.parseDouble(faster.getAttribute("width"));
        assertEquals(one, end, 0.2);
    }

    @Test
    void titlesAreTextWhateverTheirCharacters() throws Exception {
        List<Element> labels = elements("text", "label");
        assertTrue(
                labels.stream().anyMatch(e -> e.getTextContent().equals("first <program>")), svg);
    }

    @Test
    void nothingIsFetchedFromElsewhere() {
        assertEquals(1, svg.split("http", -1).length - 1, "the name space alone");
    }
}
