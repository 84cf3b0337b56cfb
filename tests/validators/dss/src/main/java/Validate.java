import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Validates PDFs with EU DSS, many in one JVM: `Validate roots.pem a.pdf b.pdf …`.
 * A line for each: file, tab, indication, tab, format, tab, warnings and errors separated by " | ".
 * It has no source of revocation data but the files themselves.
 */
public final class Validate {
    public static void main(String[] args) throws Exception {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        try (InputStream roots = new FileInputStream(args[0])) {
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(roots)) {
                trusted.addCertificate(new CertificateToken((X509Certificate) root));
            }
        }
        for (int n = 1; n < args.length; n++) {
            CommonCertificateVerifier verifier = new CommonCertificateVerifier();
            verifier.setTrustedCertSources(trusted);
            SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(args[n]));
            validator.setCertificateVerifier(verifier);
            Reports reports = validator.validateDocument();
            SimpleReport report = reports.getSimpleReport();
            String id = report.getFirstSignatureId();
            List<String> messages = new ArrayList<>();
            report.getAdESValidationErrors(id).forEach(m -> messages.add("error " + m.getValue()));
            report.getAdESValidationWarnings(id).forEach(m -> messages.add("warning " + m.getValue()));
            System.out.println(args[n] + "\t" + report.getIndication(id) + "\t" + report.getSignatureFormat(id) + "\t" + String.join(" | ", messages));
        }
    }
}
