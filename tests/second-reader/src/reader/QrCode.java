package reader;

import java.util.ArrayList;
import java.util.List;

/** Verifies QR codes: "QR code", and what they share with live codes. */
final class QrCode {
  private QrCode() {}

  static Report verify(String text, Window window) {
    byte[] bytes;
    try {
      bytes = QrText.read(text);
    } catch (Refused error) {
      boolean isOpen = error.code.equals("READ_AGAIN") || error.code.equals("UPDATE_NEEDED");
      return Report.ofCertificate(isOpen ? Report.Check.unknown(error.code) : Report.Check.fail(error.code));
    }
    if ((bytes[0] & 0xff) == 0xd4) return LiveCode.verify(bytes, window);
    try {
      Cose cose = Cose.read(bytes);
      String issuer = Claims.issuerOfLater(cose.payload());
      if (issuer != null) return Report.ofCertificate(ofLater(cose, issuer, window));
      Claims claims = Claims.read(cose.payload());
      return claims.wallet() == null ? judge(cose, claims, window) : LiveCode.bare(cose, claims, window);
    } catch (Refused error) {
      return Report.ofCertificate(Report.Check.fail(error.code));
    }
  }

  static Report.Check ofLater(Cose cose, String issuer, Window window) {
    Window.Found found = window.find(issuer, cose.kid(), "certificate");
    if (found.isUnknown()) return Report.Check.unknown("UPDATE_NEEDED");
    if (!found.isFound()) return Report.Check.fail("STRUCTURE_REFUSED");
    return isSigned(cose, found.key()) ? Report.Check.unknown("UPDATE_NEEDED") : Report.Check.fail("SIGNATURE_INVALID");
  }

  private static boolean isSigned(Cose cose, Issuer.Key key) {
    return key.alg.equals("ES256") && Keys.verifyLow(key.key, cose.toBeSigned(), cose.signature());
  }

  /** All checks but that of a showing. */
  static Report judge(Cose cose, Claims claims, Window window) {
    Report report = Report.ofCertificate();
    Window.Found found = window.find(claims.issuer(), cose.kid(), "certificate");
    if (!found.isFound()) {
      report.checks.put("issuer", found.check());
      if (found.isUnknown()) report.checks.put("integrity", found.check());
      return report;
    }
    report.checks.put("issuer", Report.Check.PASS);
    if (!isSigned(cose, found.key())) {
      report.checks.put("integrity", Report.Check.fail("SIGNATURE_INVALID"));
      return report;
    }
    if (!claims.identifier().isRight() && !claims.identifier().isVariant()) {
      report.checks.put("integrity", Report.Check.fail("STRUCTURE_REFUSED"));
      return report;
    }
    report.checks.put("integrity", Report.Check.PASS);
    Report.Check type = window.type(found.issuer(), claims.identifier().type());
    report.checks.put("issuer", type);
    if (type.passes()) report.checks.put("anchoring", window.qrAnchoring(found.issuer(), found.key(), Bytes.sha256(cose.all())));
    List<String> certs = new ArrayList<>(List.of(claims.certId()));
    if (claims.original() != null) certs.add(claims.original());
    report.checks.put(
        "status", window.status(claims.issuer(), certs, claims.identifier().type(), List.of(cose.kid())));
    report.checks.put("validity", window.validity(claims.nbf(), claims.exp()));
    if (window.asked.has("holder")) {
      Claims.Wallet wallet = claims.wallet();
      boolean isHelper = wallet != null && wallet.isDelegation();
      String name = isHelper ? wallet.helperName() : claims.holderName();
      String number = isHelper ? wallet.helperNumber() : claims.holderNumber();
      report.checks.put("holder", Holder.check(window.asked.object("holder"), name, number, true));
    }
    return report;
  }
}
