package uz.fiskaldesk.report;

import java.awt.print.PrinterException;
import java.awt.print.PrinterJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.print.PrintService;
import javax.print.PrintServiceLookup;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.printing.PDFPageable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints the report on a shift. */
public final class ShiftPrinter {
    private static final Logger LOG = LoggerFactory.getLogger(ShiftPrinter.class);

    /**
     * Sends the report to the system's default printer. Blocks until the system has taken it.
     *
     * @return the name of the printer; empty if there is none or it refuses the job
     */
    public Optional<String> print(ShiftTables report) {
        PrintService printer = PrintServiceLookup.lookupDefaultPrintService();
        if (printer == null) {
            return Optional.empty();
        }
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        try {
            new ShiftPdf(report).write(pdf);
            try (PDDocument document = Loader.loadPDF(pdf.toByteArray())) {
                PrinterJob job = PrinterJob.getPrinterJob();
                job.setPrintService(printer);
                job.setPageable(new PDFPageable(document));
                job.print();
            }
            return Optional.of(printer.getName());
        } catch (PrinterException e) {
            LOG.warn("The printer {} did not take the report", printer.getName(), e);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
