package reader;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A window that verifies: its mirror, policy and clock, and what the mirror tells it. */
final class Window {
  /** A key that was found, or the check that says why none was. */
  record Found(Issuer issuer, Issuer.Key key, Report.Check check) {
    boolean isFound() {
      return key != null;
    }

    boolean isUnknown() {
      return check != null && check.outcome().equals("unknown");
    }
  }

  final TrustAnchor pinned;
  final Mirror mirror;
  final Policy policy;
  final Instant now;
  Forms asked = new Forms(Map.of(), "ASKED");
  /** Live codes that were taken: device key and time, and when. */
  Map<String, Instant> taken = new HashMap<>();

  Window(TrustAnchor pinned, Mirror mirror, Policy policy, Instant now) {
    this.pinned = pinned;
    this.mirror = mirror == null || mirror.isEmpty() ? null : mirror;
    this.policy = policy;
    this.now = now;
  }

  /** The later of the clock and the checkpoint's time. */
  Instant today() {
    return mirror == null || now.isAfter(mirror.checkpoint.time()) ? now : mirror.checkpoint.time();
  }

  private String owner(String issuer) {
    Issuer known = mirror.registry.issuers.get(issuer);
    return known == null ? "" : String.valueOf(known.owner);
  }

  /** Why something of this issuer that is not here may yet be; null where it is shown not to be. */
  private String doubt(String code, String kid, String type, Set<String> logs) {
    if (mirror.isEquivocal) return "LEDGER_EQUIVOCATION";
    for (Map.Entry<String, Harms> harms : List.of(
        Map.entry("UPDATE_NEEDED", mirror.registry.later), Map.entry("RECORD_UNUSABLE", mirror.registry.unusable))) {
      Harms one = harms.getValue();
      if (one.isIssuer(code, owner(code))) return harms.getKey();
      if (kid != null && one.isKey(code, owner(code), kid)) return harms.getKey();
      if (type != null && one.isType(code, owner(code), type)) return harms.getKey();
    }
    if (!logs.stream().allMatch(mirror::has)) return "STATUS_STALE";
    return mirror.staleness(policy, now);
  }

  /** The log of the province that owns an issuer, or of those that may register it. */
  private Set<String> provincesOf(String code) {
    Issuer issuer = mirror.registry.issuers.get(code);
    if (issuer != null) return Set.of("p " + issuer.owner);
    Set<String> logs = new java.util.HashSet<>();
    mirror.registry.provincesOfRegion(code.substring(2, 4)).forEach(mspId -> logs.add("p " + mspId));
    return logs;
  }

  Found find(String code, String kid, String use) {
    if (mirror == null) return new Found(null, null, Report.Check.unknown("STATUS_UNKNOWN"));
    if (!mirror.hasNetwork()) return new Found(null, null, Report.Check.unknown("STATUS_STALE"));
    Issuer issuer = mirror.registry.issuers.get(code);
    Issuer.Key key = issuer == null ? null : issuer.keys.get(kid);
    if (key != null && key.use.equals(use)) return new Found(issuer, key, null);
    if (key != null) return new Found(issuer, null, Report.Check.fail("KEY_NOT_VALID"));
    String doubt = doubt(code, kid, null, provincesOf(code));
    String missing = issuer == null ? "ISSUER_UNKNOWN" : "KEY_NOT_VALID";
    return new Found(issuer, null, doubt == null ? Report.Check.fail(missing) : Report.Check.unknown(doubt));
  }

  Report.Check type(Issuer issuer, String type) {
    if (issuer.everTypes.contains(type)) return Report.Check.PASS;
    String doubt = doubt(issuer.code, null, type, Set.of("p " + issuer.owner));
    return doubt == null ? Report.Check.fail("ISSUER_NOT_ALLOWED") : Report.Check.unknown(doubt);
  }

  /** The code of what is recorded against one of these certificates, or null. */
  String recorded(String issuer, String cert) {
    return mirror == null ? null : mirror.statuses(issuer).against(cert, Forms.dayOf(today()));
  }

  Report.Check status(String issuer, List<String> certs, String type, List<String> kids) {
    for (String cert : certs) {
      String code = recorded(issuer, cert);
      if (code != null) return Report.Check.fail(code);
    }
    if (mirror != null) {
      String harm = harm(issuer, certs, type, kids);
      if (harm != null) return Report.Check.unknown(harm);
    }
    String doubt = mirror == null ? "STATUS_UNKNOWN" : mirror.staleness(policy, now);
    if (mirror != null && !"CLOCK_BEHIND".equals(doubt)) {
      boolean isHere =
          mirror.hasNetwork() && provincesOf(issuer).stream().allMatch(mirror::has) && mirror.has("i " + issuer);
      if (!isHere) doubt = "STATUS_STALE";
    }
    if (doubt == null) return Report.Check.PASS;
    return policy.requireStatus() ? Report.Check.unknown(doubt) : Report.Check.SKIPPED;
  }

  private String harm(String issuer, List<String> certs, String type, List<String> kids) {
    if (mirror.isEquivocal) return "LEDGER_EQUIVOCATION";
    for (Map.Entry<String, Harms> harms : List.of(
        Map.entry("UPDATE_NEEDED", mirror.registry.later), Map.entry("RECORD_UNUSABLE", mirror.registry.unusable))) {
      Harms one = harms.getValue();
      boolean isHarmed =
          one.isIssuer(issuer, owner(issuer))
              || one.isType(issuer, owner(issuer), type)
              || kids.stream().anyMatch(kid -> one.isKey(issuer, owner(issuer), kid))
              || certs.stream().anyMatch(cert -> one.isCertificate(issuer, cert));
      if (isHarmed) return harms.getKey();
    }
    return null;
  }

  /** `nbf` and `exp` in seconds; `exp` null: no end. */
  Report.Check validity(long nbf, Long exp) {
    Instant at = today();
    if (at.isBefore(Instant.ofEpochSecond(nbf))) return Report.Check.fail("NOT_YET_VALID");
    boolean hasEnded = exp != null && !at.isBefore(Instant.ofEpochSecond(exp));
    return hasEnded ? Report.Check.fail("EXPIRED") : Report.Check.PASS;
  }

  /** "Anchoring of QR codes". */
  Report.Check qrAnchoring(Issuer issuer, Issuer.Key key, byte[] digest) {
    if (key.until == null && !policy.requireAnchoring()) return Report.Check.SKIPPED;
    String prefix = Bytes.hex(digest).substring(0, 32);
    boolean isMissing = false;
    for (LogRecord record : mirror.log("i " + issuer.code)) {
      Entry entry;
      try {
        entry = new Entry(record.value(), issuer.code);
      } catch (Refused error) {
        continue;
      }
      if (!entry.keys.contains(key.kid)) continue;
      int version = versionOf(issuer, entry);
      if (version < 0 && !isCurrent(issuer)) isMissing = true;
      if (version < key.from || (key.until != null && version >= key.until)) continue;
      byte[] list = mirror.lists.getOrDefault(issuer.code + "/" + record.seq(), new byte[0]);
      if (!Bytes.hex(Bytes.sha256(list)).equals(entry.qr)) {
        isMissing = true;
        continue;
      }
      for (int at = 0; at + 16 <= list.length; at += 16) {
        if (Bytes.hex(Bytes.slice(list, at, at + 16)).equals(prefix)) return Report.Check.PASS;
      }
    }
    if (isMissing) return Report.Check.unknown("RECEIPT_MISSING");
    String doubt = doubt(issuer.code, key.kid, null, Set.of("p " + issuer.owner, "i " + issuer.code));
    boolean isOfAge = "STATUS_STALE".equals(doubt) || "CLOCK_BEHIND".equals(doubt);
    if (key.until != null && isOfAge && mirror.has("i " + issuer.code)) doubt = null;
    return doubt == null ? Report.Check.fail("NOT_ANCHORED") : Report.Check.unknown(doubt);
  }

  /** The keys and types of a proved entry, by the version of its issuer that it names: "Order". */
  Report.Check entry(Entry entry) {
    Issuer issuer = mirror == null ? null : mirror.registry.issuers.get(entry.issuer);
    if (issuer == null) return Report.Check.PASS;
    boolean isAnyRevoked = entry.keys.stream().map(issuer.keys::get).anyMatch(key -> key != null && key.until != null);
    int version = versionOf(issuer, entry);
    Report.Check unusable = Report.Check.unknown("RECORD_UNUSABLE");
    Report.Check stale = Report.Check.unknown("STATUS_STALE");
    if (version < 0 && mirror.entry(entry.issuer, entry.seq) != null) return isCurrent(issuer) ? unusable : stale;
    if (version < 0) return isAnyRevoked ? stale : Report.Check.PASS;
    Issuer.Past past = issuer.versions.get(version);
    boolean isLater = false;
    for (String kid : entry.keys) {
      Issuer.Key key = issuer.keys.get(kid);
      if (key != null && key.until != null && version >= key.until) return Report.Check.fail("KEY_NOT_VALID");
      if (key == null || version < key.from) isLater = true;
    }
    return isLater || past.isRetired() || !past.types().containsAll(entry.types) ? unusable : Report.Check.PASS;
  }

  /** -1 where there is none, or an entry before it was made under a later one. */
  private int versionOf(Issuer issuer, Entry entry) {
    int version = issuer.indexOf(entry.under);
    List<LogRecord> log = mirror.log("i " + entry.issuer);
    for (LogRecord record : log.subList(0, (int) Math.min(log.size(), entry.seq - 1))) {
      if (!(record.value().get("under") instanceof Map<?, ?> under)) continue;
      if (issuer.indexOf(Issuer.Version.of(new Forms(under, "ENTRY"))) > version) return -1;
    }
    return version;
  }

  private boolean isCurrent(Issuer issuer) {
    return mirror.hasNetwork() && mirror.has("p " + issuer.owner) && mirror.has("i " + issuer.code);
  }

  Duration skew() {
    return policy.clockSkew();
  }
}
