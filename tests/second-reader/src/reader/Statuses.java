package reader;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** "Status": what an issuer's entries record against its certificates. */
final class Statuses {
  private static final Set<String> STATES =
      Set.of("suspended", "reinstated", "revoked", "cancelled", "superseded", "transferred", "withdrawn");
  private static final Set<String> REASONS =
      Set.of(
          "unspecified", "key-compromise", "data-error", "issued-in-error", "holder-request", "holder-ended",
          "under-review", "review-passed", "replaced", "lost", "moved", "authority-decision");
  private static final String UNUSABLE = "RECORD_UNUSABLE";

  static final class Held {
    String state = "none";
    String waitingFor;
    LocalDate from;
  }

  private final String issuer;
  final Map<String, Held> held = new TreeMap<>();
  /** Certificates for which a change was not allowed. */
  final Set<String> harmed = new HashSet<>();

  Statuses(String issuer) {
    this.issuer = issuer;
  }

  /** @throws Refused where the entry is not of its form; then none of it counts */
  void apply(List<?> changes, LocalDate day) {
    Set<String> changed = new HashSet<>();
    String before = "";
    for (Object item : changes) {
      String cert = checkForm(new Forms(item, UNUSABLE), day);
      if (before.compareTo(cert) >= 0) throw new Refused(UNUSABLE);
      before = cert;
      changed.add(cert);
    }
    held.values().forEach(one -> begin(one, day));
    for (Object item : changes) change(new Forms(item, UNUSABLE), changed);
    held.forEach((cert, one) -> {
      if (one.waitingFor != null && hasEnded(one.waitingFor)) harmed.add(cert);
    });
  }

  private String checkForm(Forms change, LocalDate day) {
    String cert = change.match("cert", Forms.HEX16);
    String state = change.string("state");
    change.check(STATES.contains(state) && REASONS.contains(change.string("reason")));
    boolean hasBy = state.equals("superseded") || state.equals("transferred");
    change.check(change.has("by") == hasBy && (!change.has("from") || state.equals("superseded")));
    if (hasBy) {
      Forms by = change.object("by");
      String byIssuer = by.match("issuer", Forms.ISSUER);
      String byCert = by.match("cert", Forms.HEX16);
      change.check(!state.equals("superseded") || byIssuer.equals(issuer));
      change.check(!(byIssuer.equals(issuer) && byCert.equals(cert)));
    }
    if (change.has("from")) {
      LocalDate from = change.day("from");
      change.check(from.isAfter(day) && !from.isAfter(day.plusDays(366)));
    }
    return cert;
  }

  private static void begin(Held one, LocalDate day) {
    if (one.from != null && !one.from.isAfter(day)) {
      one.state = "superseded";
      end(one);
    }
  }

  private static void end(Held one) {
    one.waitingFor = null;
    one.from = null;
  }

  private boolean hasEnded(String cert) {
    Held one = held.get(cert);
    return one != null && (one.state.equals("revoked") || one.state.equals("cancelled"));
  }

  private void change(Forms change, Set<String> changed) {
    String cert = change.string("cert");
    String state = change.string("state");
    Held one = held.computeIfAbsent(cert, unused -> new Held());
    boolean isInForce = one.state.equals("none") || one.state.equals("reinstated");
    boolean isOpen = isInForce || one.state.equals("suspended");
    boolean mayBe =
        switch (state) {
          case "suspended" -> isInForce;
          case "reinstated" -> one.state.equals("suspended");
          case "withdrawn" -> isOpen && one.from != null;
          case "superseded" -> isOpen && one.from == null;
          default -> isOpen;
        };
    String successor = state.equals("superseded") ? change.object("by").string("cert") : null;
    if (mayBe && change.has("from")) {
      boolean isTaken = held.values().stream().anyMatch(other -> successor.equals(other.waitingFor));
      mayBe = !isTaken && !hasEnded(successor) && !changed.contains(successor);
    }
    if (!mayBe) {
      harmed.add(cert);
    } else if (change.has("from")) {
      one.waitingFor = successor;
      one.from = change.day("from");
    } else if (state.equals("withdrawn")) {
      end(one);
    } else {
      one.state = state;
      if (!state.equals("suspended") && !state.equals("reinstated")) end(one);
    }
  }

  /** The code of what is recorded against a certificate on a day, or null. */
  String against(String cert, LocalDate today) {
    Held one = held.get(cert);
    if (one == null) return null;
    if (one.from != null && !one.from.isAfter(today)) return "SUPERSEDED";
    return one.state.equals("none") || one.state.equals("reinstated") ? null : one.state.toUpperCase(java.util.Locale.ROOT);
  }

  /** As a text of `shared/changes.json` has it. */
  String stateOn(String cert, LocalDate day) {
    String code = against(cert, day);
    Held one = held.get(cert);
    return code != null ? code.toLowerCase(java.util.Locale.ROOT) : one == null ? "none" : one.state;
  }
}
