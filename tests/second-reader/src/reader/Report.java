package reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** "Reports": the checks and the verdict that they make. */
final class Report {
  private static final List<String> UNKNOWN_ORDER =
      List.of(
          "PAGE_DIFFERS", "LEDGER_EQUIVOCATION", "CLOCK_BEHIND", "ITEM_NEEDED", "CHALLENGE_NEEDED", "LIVE_CODE_TIME",
          "HOLDER_NEEDED", "UPDATE_NEEDED", "RECORD_UNUSABLE", "RECEIPT_UNUSABLE", "RECEIPT_MISSING",
          "STATUS_UNKNOWN", "STATUS_STALE", "TIMESTAMP_UNUSABLE", "HOLDER_NOT_NAMED", "HOLDER_INPUT_UNUSABLE");

  record Check(String outcome, String code) {
    static final Check PASS = new Check("pass", "OK");
    static final Check SKIPPED = new Check("skipped", "SKIPPED");

    static Check fail(String code) {
      return new Check("fail", code);
    }

    static Check unknown(String code) {
      return new Check("unknown", code);
    }

    boolean passes() {
      return outcome.equals("pass");
    }
  }

  final Map<String, Check> checks = new LinkedHashMap<>();

  Report(String... names) {
    for (String name : names) checks.put(name, Check.SKIPPED);
  }

  static Report ofCertificate() {
    return new Report("integrity", "issuer", "anchoring", "status", "validity", "holder");
  }

  /** What cannot be read, or judged, has its code at integrity. */
  static Report ofCertificate(Check integrity) {
    Report report = ofCertificate();
    report.checks.put("integrity", integrity);
    return report;
  }

  String verdict() {
    if (with("fail") != null) return "invalid";
    return with("unknown") != null ? "indeterminate" : "valid";
  }

  String code() {
    Check failed = with("fail");
    if (failed != null) return failed.code;
    Check unknown = with("unknown");
    if (unknown == null) return "OK";
    for (String code : UNKNOWN_ORDER) if (checks.containsValue(Check.unknown(code))) return code;
    return unknown.code;
  }

  private Check with(String outcome) {
    return checks.values().stream().filter(check -> check.outcome.equals(outcome)).findFirst().orElse(null);
  }

  List<Object> lines() {
    List<Object> lines = new ArrayList<>();
    checks.forEach((name, check) -> lines.add(name + " " + check.outcome + " " + check.code));
    return lines;
  }
}
