package reader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a window keeps of the ledger, and what it knows by it. */
final class Mirror {
  static final Duration SKEW = Duration.ofMinutes(5);
  final TrustAnchor pinned;
  List<TrustAnchor> anchors = new ArrayList<>();
  /** The files of those after the pinned one, by their numbers. */
  Map<Long, byte[]> anchorFiles = new TreeMap<>();
  Checkpoint checkpoint;
  Instant received;
  Map<String, List<LogRecord>> logs = new TreeMap<>();
  /** Logs that are not here up to their attested heads. */
  Set<String> lagging = new HashSet<>();
  final Map<String, byte[]> lists = new HashMap<>();
  final Map<String, byte[]> receipts = new HashMap<>();
  final Map<String, String> evidence = new TreeMap<>();
  boolean isEquivocal;
  Registry registry;
  private final Map<String, Statuses> statuses = new HashMap<>();

  Mirror(TrustAnchor pinned) {
    this.pinned = pinned;
    anchors.add(pinned);
  }

  /** For another window, which finds what is here, and whose own finds stay its own. */
  Mirror copy() {
    Mirror copy = new Mirror(pinned);
    copy.anchors = anchors;
    copy.anchorFiles = anchorFiles;
    copy.checkpoint = checkpoint;
    copy.received = received;
    copy.logs = logs;
    copy.lagging = lagging;
    copy.lists.putAll(lists);
    copy.receipts.putAll(receipts);
    copy.evidence.putAll(evidence);
    copy.isEquivocal = isEquivocal;
    copy.registry = registry;
    copy.statuses.putAll(statuses);
    return copy;
  }

  TrustAnchor last() {
    return anchors.get(anchors.size() - 1);
  }

  boolean isEmpty() {
    return checkpoint == null;
  }

  List<LogRecord> log(String name) {
    return logs.getOrDefault(name, List.of());
  }

  boolean has(String name) {
    return !lagging.contains(name);
  }

  boolean hasNetwork() {
    String network = "n " + pinned.network;
    return checkpoint.heads.containsKey(network) && has(network);
  }

  /** Replays all that is here. */
  void replay() {
    Map<String, List<LogRecord>> provinces = new TreeMap<>();
    logs.forEach((name, log) -> {
      if (name.startsWith("p ")) provinces.put(name.substring(2), log);
    });
    registry = new Registry(log("n " + pinned.network), provinces);
    statuses.clear();
    for (Map.Entry<String, List<LogRecord>> log : logs.entrySet()) {
      if (log.getKey().startsWith("i ")) replayEntries(log.getKey().substring(2), log.getValue());
    }
  }

  Statuses statuses(String issuer) {
    return statuses.computeIfAbsent(issuer, Statuses::new);
  }

  private void replayEntries(String code, List<LogRecord> log) {
    Statuses own = statuses(code);
    Issuer issuer = registry.issuers.get(code);
    int before = -1;
    for (LogRecord record : log) {
      if (!record.isVersion1() || record.value().containsKey("kind")) {
        laterEntry(code, record);
        continue;
      }
      try {
        Entry entry = new Entry(record.value(), code);
        if (entry.changes != null) own.apply(entry.changes, Forms.dayOf(record.time()));
        int version = issuer == null ? -1 : issuer.indexOf(entry.under);
        before = Math.max(before, version);
      } catch (Refused error) {
        registry.unusable.issuer(code);
      }
    }
    for (String cert : own.harmed) registry.unusable.certificate(code, cert);
  }

  /** An entry of later software that says nothing, or names an issuer, is about its issuer. */
  private void laterEntry(String code, LogRecord record) {
    Object about = record.value().get("about");
    boolean isAboutIssuer = !(about instanceof Map<?, ?> map) || map.isEmpty() || map.containsKey("issuer");
    if (isAboutIssuer) {
      registry.later.issuer(code);
      return;
    }
    Map<?, ?> map = (Map<?, ?>) about;
    if (map.get("type") instanceof String type) registry.later.add("i " + code, "type " + type);
    if (map.get("key") instanceof Map<?, ?> key && code.equals(key.get("issuer"))) {
      registry.later.add("", "key " + code + " " + key.get("kid"));
    }
  }

  /** Null where it is fresh, else the code that says why it is not. */
  String staleness(Policy policy, Instant now) {
    if (now.plus(policy.clockSkew()).isBefore(checkpoint.time())) return "CLOCK_BEHIND";
    Instant beat = checkpoint.beat();
    Instant clock = now.isBefore(received) ? received : now;
    boolean isFresh =
        beat != null
            && !now.isAfter(beat.plus(policy.maxStatusAge()))
            && checkpoint.attestation.isCurrent(clock)
            && anchors.stream().allMatch(one -> one.attestation == null || one.attestation.isCurrent(clock));
    return isFresh ? null : "STATUS_STALE";
  }

  /** The entry of an issuer's log with this number, or null. */
  LogRecord entry(String issuer, long seq) {
    List<LogRecord> log = log("i " + issuer);
    return seq <= log.size() ? log.get((int) seq - 1) : null;
  }
}
